"""Blanks what Chroma's HNSW files have room for and do not hold.

Chroma makes them with room for a hundred vectors, and writes that room as it finds it in the memory of the process:
words of a document that was removed, or of a question, may be in it. It does so again whenever it opens an index that
it has not brought to these files yet (fewer than a thousand vectors, which lie in its database till then).
"""

from __future__ import annotations

import struct
from pathlib import Path

_HEADER = struct.Struct("=i4Q")  # version, offset, elements there is room for, elements held, bytes of one
_VERSION = 1
_LENGTH_BYTES = 4  # of one element in length.bin


def blank_unused(folder: Path) -> None:
    """Write zeros over the unused part of all HNSW files below a folder. Files of another form are left alone.

    Raises:
        OSError: a file can't be read or written.
    """
    for header in folder.glob("*/header.bin"):
        with header.open("rb") as stream:
            start = stream.read(_HEADER.size)
        if len(start) < _HEADER.size:
            continue
        version, _, _, held, element_bytes = _HEADER.unpack(start)
        if version == _VERSION:
            _blank_from(header.with_name("data_level0.bin"), held * element_bytes)
            _blank_from(header.with_name("length.bin"), held * _LENGTH_BYTES)


def _blank_from(path: Path, start: int) -> None:
    if path.stat().st_size <= start:
        return
    with path.open("r+b") as stream:
        stream.seek(start)
        unused = stream.read()
        if any(unused):
            stream.seek(start)
            stream.write(bytes(len(unused)))
