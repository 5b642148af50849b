"""What a file is, by its content. Its name only decides between Markdown and plain text, and what to warn of."""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

from assistant.errors import DocumentError
from assistant.ingest.encoding import decode
from assistant.ingest.source import HEAD_BYTES, Source
from assistant.types import FileFormat

WRONG_EXTENSION = "wrong_extension"
_PDF_WITHIN = 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", "RTF"), (b"\x89PNG\r\n\x1a\n", "image PNG"), (b"\xff\xd8\xff", "image JPEG"), (b"GIF8", "image GIF"),
    (b"II*\0", "image TIFF"), (b"MM\0*", "image TIFF"), (b"\x7fELF", "programme"), (b"MZ", "programme"),
    (b"\x1f\x8b", "archive gzip"), (b"7z\xbc\xaf\x27\x1c", "archive 7z"), (b"Rar!", "archive RAR"),
    (b"\xfd7zXZ\0", "archive xz"), (b"BZh", "archive bzip2"), (b"%!PS", "PostScript"), (b"SQLite format 3\0", "SQLite"),
    (b"OggS", "audio"), (b"ID3", "audio"), (b"fLaC", "audio"), (b"\x1aE\xdf\xa3", "video"),
    (b"\xca\xfe\xba\xbe", "programme"),
    (b"BM", "image BMP"), (b"PAR1", "Parquet"), (b"wOFF", "police"), (b"\0asm", "programme"),
)  # fmt: skip
_SHORT_SIGNATURES = frozenset({b"BM", b"MZ", b"ID3", b"BZh", b"GIF8", b"PAR1", b"OggS", b"Rar!", b"fLaC"})
_ZIP_PARTS: tuple[tuple[str, str], ...] = (
    ("word/", "docx"), ("ppt/", "PPTX"), ("xl/", "XLSX"), ("visio/", "VSDX"), ("Index/Document.iwa", "Pages"),
)  # fmt: skip
_MIMETYPES = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.text-template": "odt",
    b"application/vnd.oasis.opendocument.presentation": "ODP",
    b"application/vnd.oasis.opendocument.spreadsheet": "ODS",
    b"application/vnd.oasis.opendocument.graphics": "ODG",
    b"application/epub+zip": "EPUB",
}
_OLE_STREAMS: tuple[tuple[str, str], ...] = (
    ("WordDocument", "DOC (Word 97-2003)"), ("PowerPoint Document", "PPT"), ("Workbook", "XLS"), ("Book", "XLS"),
    ("VisioDocument", "VSD"), ("__properties_version1.0", "MSG"),
)  # fmt: skip
_EXTENSIONS: dict[str, FileFormat | None] = {
    "pdf": "pdf", "html": "html", "htm": "html", "xhtml": "html", "md": "markdown", "markdown": "markdown",
    "txt": "text", "text": "text", "docx": "docx", "docm": "docx", "dotx": "docx", "odt": "odt", "ott": "odt",
    "jsonl": "jsonl", "ndjson": "jsonl", "doc": None, "ppt": None, "pptx": None, "xls": None, "xlsx": None, "png": None,
    "jpg": None, "jpeg": None, "gif": None, "zip": None, "rtf": None, "epub": None, "odp": None, "ods": None,
}  # fmt: skip
_CONTAINERS: dict[str, FileFormat] = {"docx": "docx", "odt": "odt"}
_LOOSE: frozenset[FileFormat] = frozenset({"markdown", "text"})

_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(?:.*\r?\n)*?(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)")
_HTML_START = re.compile(r"\A\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S)
_XML_START = re.compile(r"\A\s*<(\?xml\b|!DOCTYPE\b|[a-z][\w.-]*:[a-z])", re.I)
_TAG = re.compile(
    r"</?(html|head|body|div|p|section|article|main|header|footer|nav|table|tr|td|ul|ol|li|h[1-6]|span|a|br|pre|blockquote)"
    r"(\s[^<>]*)?/?>",
    re.I,
)
_BLOCK_START = re.compile(r"\A\s*<(section|article|main|div|body|head|p|h[1-6]|table|ul|ol|pre)\b", re.I)
_MARKDOWN = (
    (3, re.compile(r"^#{1,6} +\S", re.M)),
    (3, re.compile(r"\[[^\]\n]+\]\((?:https?:|/|#|\.|mailto:)[^)\s]*\)")),
    (3, re.compile(r"^(?:```|~~~)", re.M)),
    (2, re.compile(r"^\|.*\|[ \t]*$", re.M)),
    (1, re.compile(r"\*\*[^*\n]+\*\*")),
    (1, re.compile(r"^[*+-] +\S", re.M)),
    (1, re.compile(r"^> ", re.M)),
    (1, re.compile(r"^\S[^\n]*\n(?:={3,}|-{3,})[ \t]*$", re.M)),
)
_PDF_SYNTAX = re.compile(rb"\b(?:obj|endobj|xref|trailer|startxref|endstream)\b")
_RECORD_LINES = 20


@dataclass(frozen=True, slots=True)
class Detected:
    """The format of a file, and codes of what to warn of."""

    format: FileFormat
    warnings: tuple[str, ...] = ()


def detect(source: Source) -> Detected:
    """Recognise a file.

    Raises:
        DocumentError: unsupported_format (its parameter `found` names what it is), encrypted, unreadable,
            bad_encoding.
    """
    extension = PurePath(source.name).suffix.lower().lstrip(".")
    head = source.head()
    found = _binary_format(head, source.stream) or _remains(head, extension) or _text_format(head, extension)
    expected = _EXTENSIONS.get(extension, found)
    agrees = found == expected or (found in _LOOSE and expected in _LOOSE)
    return Detected(found, () if agrees else (WRONG_EXTENSION,))


def front_matter(text: str) -> re.Match[str] | None:
    """The YAML header that opens a Markdown (or site generator's HTML) file, its rulers included."""
    return _FRONT_MATTER.match(text)


def _binary_format(head: bytes, stream: BinaryIO) -> FileFormat | None:
    if b"%PDF-" in head[: _PDF_WITHIN + 5]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_format(stream)
    if head.startswith(_OLE):
        raise _ole_error(stream)
    for signature, name in _SIGNATURES:
        if head.startswith(signature) and not (signature in _SHORT_SIGNATURES and _is_texty(head)):
            raise DocumentError("unsupported_format", found=name)
    if head[4:8] == b"ftyp":
        raise DocumentError("unsupported_format", found="video")
    if head.startswith(b"RIFF"):
        raise DocumentError("unsupported_format", found="image WebP" if head[8:12] == b"WEBP" else "audio")
    return None


def _remains(head: bytes, extension: str) -> FileFormat | None:
    """A PDF that lost its header, by its name and its syntax."""
    return "pdf" if extension == "pdf" and _PDF_SYNTAX.search(head) else None


def _is_texty(head: bytes) -> bool:
    """Whether a file that starts like a binary one is words all the same ("BM", "ID3" can open a sentence)."""
    return not any(byte < 9 for byte in head[:512])


def _zip_format(stream: BinaryIO) -> FileFormat:
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            names = archive.namelist()
            mimetype = b""
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                mimetype = archive.read("mimetype").strip()
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise DocumentError("truncated" if isinstance(error, zipfile.BadZipFile) else "unreadable") from error
    kind = _MIMETYPES.get(mimetype) or _kind_by_parts(names)
    if kind in _CONTAINERS:
        return _CONTAINERS[kind]
    raise DocumentError("unsupported_format", found=kind)


def _kind_by_parts(names: list[str]) -> str:
    for prefix, kind in _ZIP_PARTS:
        if any(name.startswith(prefix) for name in names):
            return kind
    return "archive ZIP"


def _ole_error(stream: BinaryIO) -> DocumentError:
    """OLE2 container: the names of its streams (UTF-16) say what it holds."""
    stream.seek(0)
    content = stream.read()
    if "EncryptedPackage".encode("utf-16-le") in content:
        return DocumentError("encrypted")
    for name, kind in _OLE_STREAMS:
        if name.encode("utf-16-le") in content:
            return DocumentError("unsupported_format", found=kind)
    return DocumentError("unsupported_format", found="OLE2")


def _text_format(head: bytes, extension: str) -> FileFormat:
    try:
        text = _sample(head)
    except DocumentError as error:
        if extension in ("pdf", "docx", "odt"):
            raise DocumentError("unreadable") from error
        raise
    body = text[matter.end() :] if (matter := front_matter(text)) else text
    if _is_html(body, extension):
        return "html"
    if _XML_START.match(text):
        raise DocumentError("unsupported_format", found="SVG" if "<svg" in text[:2000] else "XML")
    if _is_records(text, extension):
        return "jsonl"
    return _markdown_or_text(text, extension)


def _sample(head: bytes) -> str:
    if len(head) == HEAD_BYTES:  # may end within a character
        head = head[: HEAD_BYTES - 4 - HEAD_BYTES % 4]
        while head and head[-1] & 0xC0 == 0x80:
            head = head[:-1]
        head = head[:-1] if head and head[-1] >= 0xC0 else head
        head = head[: len(head) // 4 * 4] if b"\0" in head else head
    if head.count(0) == len(head):
        raise DocumentError("bad_encoding")
    return decode(head).text


def _is_html(body: str, extension: str) -> bool:
    if _HTML_START.match(body):
        return True
    tags = len(_TAG.findall(body))
    if extension in ("html", "htm", "xhtml"):
        return tags >= 2
    if extension in ("md", "markdown", "txt", "text"):
        return False
    return _BLOCK_START.match(body) is not None and tags >= 4


def _is_records(text: str, extension: str) -> bool:
    """JSON Lines: the first lines are objects with _id or text (by its name, any line among the first will do)."""
    lines = [line for line in text.splitlines() if line.strip()][:_RECORD_LINES]
    if not lines:
        return False
    if extension in ("jsonl", "ndjson"):
        return any(line.lstrip().startswith("{") for line in lines)
    return _is_record(lines[0]) and (len(lines) < 2 or lines[1].lstrip().startswith("{"))


def _is_record(line: str) -> bool:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and "text" in value


def _markdown_or_text(text: str, extension: str) -> FileFormat:
    score = 5 if front_matter(text) else 0
    for weight, pattern in _MARKDOWN:
        score += weight * min(2, len(pattern.findall(text)))
    threshold = {"md": 0, "markdown": 0, "txt": 8, "text": 8}.get(extension, 4)
    return "markdown" if score >= threshold else "text"
