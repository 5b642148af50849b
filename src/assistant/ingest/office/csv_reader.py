"""CSV and TSV: rows like those of a spreadsheet, whatever parts their cells."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from assistant.errors import DocumentError
from assistant.ingest.blocks import assemble
from assistant.ingest.limits import ReadLimits
from assistant.ingest.office.tables import bounded, table_blocks
from assistant.ingest.source import Source
from assistant.ingest.texts.encoding import decode_within
from assistant.ingest.texts.text_reader import REPLACED_CHARACTERS
from assistant.types import ReadDocument

_DELIMITERS = ";\t|,"  # where two fit as well: French files have decimal commas
_SAMPLE_ROWS = 100
_STATED = "sep="
_TABLE_LEVEL = 1


def read_csv(source: Source, limits: ReadLimits) -> ReadDocument:
    """Read a file of separated values as one page. Where its quotes do not match, each line is a row.

    Raises:
        DocumentError: bad_encoding, no_text, too_much_text.
    """
    decoded = decode_within(source.data(), limits)
    csv.field_size_limit(max(limits.characters, 1))
    page, headings = assemble(bounded(table_blocks(_rows(decoded.text), _TABLE_LEVEL), limits))
    if not page.text:
        raise DocumentError("no_text")
    return ReadDocument(
        format="csv",
        pages=(page,),
        paged=False,
        headings=headings,
        warnings=(REPLACED_CHARACTERS,) if decoded.lossy else (),
    )


def _rows(text: str) -> Iterator[list[str]]:
    text = text.removeprefix("\ufeff").replace("\0", "")
    first, _, rest = text.partition("\n")
    stated = first.rstrip("\r").removeprefix(_STATED)
    if first.startswith(_STATED) and len(stated) == 1:  # a line for Excel, which shows none of it
        text, delimiter = rest, stated
    else:
        delimiter = _delimiter(text)
    return ([cell.strip() for cell in row] for row in _parsed(text, delimiter, _is_sound(text, delimiter)))


def _delimiter(text: str) -> str:
    """The delimiter that makes the most rows of one length, then the most cells."""
    return max(_DELIMITERS, key=lambda delimiter: _regularity(text, delimiter))


def _regularity(text: str, delimiter: str) -> tuple[float, int]:
    lengths = Counter(len(row) for row in islice(_parsed(text, delimiter, True), _SAMPLE_ROWS) if row)
    length, rows = max(lengths.items(), key=lambda item: (item[0] > 1, item[1]), default=(0, 0))
    return (rows / lengths.total(), length) if length > 1 else (0.0, 0)


def _is_sound(text: str, delimiter: str) -> bool:
    """Whether all quotes match: one that is not closed would swallow the rest of the file."""
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            pass
    except csv.Error:
        return False
    return True


def _parsed(text: str, delimiter: str, quoted: bool) -> Iterator[list[str]]:
    lines = io.StringIO(text, newline="")
    if quoted:
        return csv.reader(lines, delimiter=delimiter)
    return csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
