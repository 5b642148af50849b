"""How large the sheets of an XLSX file are, before a reader that holds them whole in memory takes them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator

from assistant.errors import DocumentError
from assistant.ingest.archive import ZIP_FAILURES
from assistant.ingest.limits import MEGABYTE, ReadLimits

_SHEETS = re.compile(r"xl/worksheets/[^/]+\.xml", re.I)
_CELL = re.compile(rb"""\sr=["']([A-Z]{1,3})(\d{1,7})["'][^<>]*(?<!/)>""")  # where it starts; not one that is empty
_VALUES = (b"<v>", b"<is>")
_CHUNK = 1 << 20
_CELL_BYTES, _GRID_BYTES = 80, 32  # of a cell while its sheet is parsed, of a place of the sheet's rectangle after it
_LEAST_CHARACTERS = 2  # of a cell: one, and what parts it from the next


def check_sizes(archive: zipfile.ZipFile, size: int, limits: ReadLimits) -> None:
    """See that each sheet fits the memory, and that the text of all fits its limit, by the cells there are.

    Args:
        archive: the workbook.
        size: of the file, in bytes; it is in memory too.
        limits: those of the reading.

    Raises:
        DocumentError: too_much_memory (a sheet of millions of cells, or one far from the others), too_much_text.
    """
    values = 0
    for name in archive.namelist():
        if not _SHEETS.fullmatch(name):
            continue
        cells = 0
        rows, columns = _Extent(), _Extent()
        for piece in _pieces(archive, name):
            found = _CELL.findall(piece)
            cells += len(found)
            rows.widen({int(row) for _, row in found})
            columns.widen({_column(letters) for letters in {letters for letters, _ in found}})
            values += sum(map(piece.count, _VALUES))
            if values * _LEAST_CHARACTERS > limits.characters:
                raise DocumentError("too_much_text", limit=limits.characters)
            needed = cells * _CELL_BYTES + rows.length * columns.length * _GRID_BYTES + size
            if needed > limits.memory_mb * MEGABYTE:
                raise DocumentError("too_much_memory", limit=limits.memory_mb)


class _Extent:
    """From the first to the last of some numbers."""

    def __init__(self) -> None:
        self._numbers: tuple[int, int] | None = None

    def widen(self, numbers: set[int]) -> None:
        """Take in more numbers."""
        if numbers:
            every = numbers.union(self._numbers or ())
            self._numbers = min(every), max(every)

    @property
    def length(self) -> int:
        """How many numbers there are from the first to the last."""
        return self._numbers[1] - self._numbers[0] + 1 if self._numbers else 0


def _pieces(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """A part in pieces that end between two tags; as far as it can be read (what is damaged the reader will say)."""
    rest = b""
    try:
        with archive.open(name) as part:
            while chunk := part.read(_CHUNK):
                piece = rest + chunk
                cut = max(0, piece.rfind(b"<"))
                yield piece[:cut]
                rest = piece[cut:][-_CHUNK:]
    except ZIP_FAILURES:
        return
    yield rest


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
