"""Zip containers (Office files, OpenDocument, EPUB), opened only where what they hold stays within bounds.

Their parts are read whole, their XML is parsed without entities.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from assistant.errors import DocumentError
from assistant.ingest.limits import MEGABYTE, ReadLimits

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST_MEMBERS = 20_000
_MOST_RATIO = 300
_RATIO_FROM = 10 * MEGABYTE
ZIP_FAILURES = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    KeyError,
    ValueError,
)


def open_archive(data: bytes, limits: ReadLimits) -> zipfile.ZipFile:
    """Open a container whose parts, unpacked, fill no more than half of the memory limit together.

    That is what its directory says of them; the process's own limit holds where the directory lies.

    Raises:
        DocumentError: truncated (there is no directory), encrypted (a part is), too_much_memory (the parts are too
            large or too many, or one unpacks to far more than ordinary ones do).
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except ZIP_FAILURES as error:
        raise DocumentError("truncated") from error
    if any(member.flag_bits & 1 for member in members):
        raise DocumentError("encrypted")
    unpacked = sum(member.file_size for member in members)
    bomb = any(
        member.file_size > _RATIO_FROM and member.file_size > _MOST_RATIO * max(1, member.compress_size)
        for member in members
    )
    if bomb or len(members) > _MOST_MEMBERS or unpacked > limits.memory_mb * MEGABYTE / 2:
        raise DocumentError("too_much_memory", limit=limits.memory_mb)
    return archive


def read_part(archive: zipfile.ZipFile, name: str) -> bytes | None:
    """The content of a part; None where there is none.

    Raises:
        DocumentError: unreadable (the part is damaged).
    """
    try:
        return archive.read(name)
    except KeyError:
        return None
    except ZIP_FAILURES as error:
        raise DocumentError("unreadable") from error


def parse_part(archive: zipfile.ZipFile, name: str) -> _Element | None:
    """The XML of a part, no entity expanded, nothing fetched; None where there is no such part.

    Raises:
        DocumentError: unreadable (the part is damaged, or not XML).
    """
    from lxml import etree

    content = read_part(archive, name)
    if content is None:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DocumentError("unreadable") from error
