"""What a container holds: Zip archives by their parts, OLE2 compound files by their streams."""

from __future__ import annotations

import zipfile
from typing import BinaryIO

from assistant.errors import DocumentError
from assistant.types import FileFormat

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # what a compound file begins with

_PARTS: tuple[tuple[str, FileFormat], ...] = (
    ("word/", "docx"), ("ppt/", "pptx"), ("xl/", "xlsx"), ("META-INF/container.xml", "epub"),
)  # fmt: skip
_OTHER_PARTS = (("visio/", "VSDX"), ("Index/Document.iwa", "Pages"))
_MIMETYPES: dict[bytes, FileFormat] = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.text-template": "odt",
    b"application/vnd.oasis.opendocument.presentation": "odp",
    b"application/vnd.oasis.opendocument.presentation-template": "odp",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.spreadsheet-template": "ods",
    b"application/epub+zip": "epub",
}
_OTHER_MIMETYPES = {b"application/vnd.oasis.opendocument.graphics": "ODG"}
_LONGEST_MIMETYPE = 200
_STREAMS: tuple[tuple[str, FileFormat], ...] = (
    ("WordDocument", "doc"), ("PowerPoint Document", "ppt"), ("Workbook", "xls"), ("Book", "xls"),
)  # fmt: skip
_OTHER_STREAMS = (("VisioDocument", "VSD"), ("__properties_version1.0", "MSG"))


def zip_format(stream: BinaryIO) -> FileFormat:
    """The format of a Zip archive.

    Raises:
        DocumentError: unsupported_format, truncated, unreadable.
    """
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            names = archive.namelist()
            mimetype = b""
            if "mimetype" in names and archive.getinfo("mimetype").file_size < _LONGEST_MIMETYPE:
                mimetype = archive.read("mimetype").strip()
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise DocumentError("truncated" if isinstance(error, zipfile.BadZipFile) else "unreadable") from error
    if mimetype in _MIMETYPES:
        return _MIMETYPES[mimetype]
    for prefix, kind in _PARTS:
        if any(name.startswith(prefix) for name in names):
            return kind
    other = (kind for prefix, kind in _OTHER_PARTS if any(name.startswith(prefix) for name in names))
    found = _OTHER_MIMETYPES.get(mimetype) or next(other, "archive ZIP")
    raise DocumentError("unsupported_format", found=found)


def ole_format(stream: BinaryIO) -> FileFormat:
    """The format of an OLE2 compound file, by the names of its streams (UTF-16).

    Raises:
        DocumentError: encrypted, unsupported_format.
    """
    stream.seek(0)
    content = stream.read()
    if _named(content, "EncryptedPackage"):
        raise DocumentError("encrypted")
    for name, kind in _STREAMS:
        if _named(content, name):
            return kind
    found = next((kind for name, kind in _OTHER_STREAMS if _named(content, name)), "OLE2")
    raise DocumentError("unsupported_format", found=found)


def _named(content: bytes, name: str) -> bool:
    return name.encode("utf-16-le") in content
