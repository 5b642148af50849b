"""What a file is, by its content. Its name only decides between Markdown and plain text, and what to warn of."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

from assistant.errors import DocumentError
from assistant.ingest.containers import OLE, ole_format, zip_format
from assistant.ingest.source import HEAD_BYTES, Source
from assistant.ingest.texts.encoding import decode
from assistant.types import FileFormat

WRONG_EXTENSION = "wrong_extension"
_PDF_WITHIN = 1024
_PROGRAM = "programme"
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x7fELF", _PROGRAM), (b"MZ", _PROGRAM),
    (b"\x1f\x8b", "archive gzip"), (b"7z\xbc\xaf\x27\x1c", "archive 7z"), (b"Rar!", "archive RAR"),
    (b"\xfd7zXZ\0", "archive xz"), (b"BZh", "archive bzip2"), (b"%!PS", "PostScript"), (b"SQLite format 3\0", "SQLite"),
    (b"OggS", "audio"), (b"ID3", "audio"), (b"fLaC", "audio"), (b"\x1aE\xdf\xa3", "video"),
    (b"\xca\xfe\xba\xbe", _PROGRAM),
    (b"PAR1", "Parquet"), (b"wOFF", "police"), (b"\0asm", _PROGRAM),
)  # fmt: skip
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM")
_RTF = b"{\\rtf"
_SHORT_SIGNATURES = frozenset({b"BM", b"MZ", b"ID3", b"BZh", b"GIF8", b"PAR1", b"OggS", b"Rar!", b"fLaC"})
_EXTENSIONS: dict[str, FileFormat | None] = {
    "pdf": "pdf", "html": "html", "htm": "html", "xhtml": "html", "md": "markdown", "markdown": "markdown",
    "txt": "text", "text": "text", "docx": "docx", "docm": "docx", "dotx": "docx", "odt": "odt", "ott": "odt",
    "jsonl": "jsonl", "ndjson": "jsonl", "pptx": "pptx", "pptm": "pptx", "ppsx": "pptx", "potx": "pptx", "odp": "odp",
    "otp": "odp", "xlsx": "xlsx", "xlsm": "xlsx", "xltx": "xlsx", "xls": "xls", "ods": "ods", "ots": "ods",
    "csv": "csv", "tsv": "csv", "epub": "epub", "eml": "eml", "vtt": "vtt", "srt": "srt", "doc": "doc", "dot": "doc",
    "ppt": "ppt", "pps": "ppt", "rtf": "rtf", "png": "image", "jpg": "image", "jpeg": "image", "gif": "image",
    "tif": "image", "tiff": "image", "bmp": "image", "webp": "image", "zip": None,
}  # fmt: skip
_LOOSE: frozenset[FileFormat] = frozenset({"markdown", "text"})
_BINARY: frozenset[FileFormat | None] = frozenset(
    {"pdf", "docx", "odt", "pptx", "odp", "xlsx", "xls", "ods", "epub", "doc", "ppt", "image"}
)

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
_SUBTITLES = re.compile(
    r"\A\ufeff?(?:WEBVTT(?:[ \t].*)?(?:\r?\n|\Z)|\s*\d+[ \t]*\r?\n\d{1,2}:\d\d:\d\d[,.]\d{1,3}[ \t]*-->)"
)
_MAIL_HEADER = re.compile(
    r"^(From|To|Cc|Subject|Date|Message-ID|MIME-Version|Received|Return-Path|Delivered-To|Content-Type|Reply-To):",
    re.I | re.M,
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
        DocumentError: program, unsupported_format (its parameter `found` names what it is), encrypted, unreadable,
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
        return zip_format(stream)
    if head.startswith(OLE):
        return ole_format(stream)
    if head.startswith(_RTF):
        return "rtf"
    if _is_picture(head):
        return "image"
    for signature, name in _SIGNATURES:
        if head.startswith(signature) and not (signature in _SHORT_SIGNATURES and _is_texty(head)):
            raise DocumentError("program" if name == _PROGRAM else "unsupported_format", found=name)
    if head[4:8] == b"ftyp":
        raise DocumentError("unsupported_format", found="video")
    if head.startswith(b"RIFF"):
        raise DocumentError("unsupported_format", found="audio")
    return None


def _is_picture(head: bytes) -> bool:
    if head.startswith(b"RIFF"):
        return head[8:12] == b"WEBP"
    found = next((signature for signature in _PICTURES if head.startswith(signature)), None)
    return found is not None and not (found in _SHORT_SIGNATURES and _is_texty(head))


def _remains(head: bytes, extension: str) -> FileFormat | None:
    """A PDF that lost its header, by its name and its syntax."""
    return "pdf" if extension == "pdf" and _PDF_SYNTAX.search(head) else None


def _is_texty(head: bytes) -> bool:
    """Whether a file that starts like a binary one is words all the same ("BM", "ID3" can open a sentence)."""
    return not any(byte < 9 for byte in head[:512])


def _text_format(head: bytes, extension: str) -> FileFormat:
    try:
        text = _sample(head)
    except DocumentError as error:
        if _EXTENSIONS.get(extension) in _BINARY:
            raise DocumentError("unreadable") from error
        raise
    body = text[matter.end() :] if (matter := front_matter(text)) else text
    if _is_html(body, extension):
        return "html"
    if lined := _lined_format(text, extension):
        return lined
    if _XML_START.match(text):
        raise DocumentError("unsupported_format", found="SVG" if "<svg" in text[:2000] else "XML")
    if _is_records(text, extension):
        return "jsonl"
    return _markdown_or_text(text, extension)


def _lined_format(text: str, extension: str) -> FileFormat | None:
    """Formats known by how their lines begin; a table of values (CSV) is known by its name alone."""
    if _SUBTITLES.match(text):
        return "vtt" if text.lstrip("\ufeff").startswith("WEBVTT") else "srt"
    if _is_mail(text, extension):
        return "eml"
    return "csv" if extension in ("csv", "tsv") else None


def _is_mail(text: str, extension: str) -> bool:
    """A header of lines "Name: value" that holds those of an e-mail; two are enough where the name says so."""
    header = re.split(r"\r?\n\r?\n", text.lstrip("\ufeff"), maxsplit=1)[0]
    if not re.match(r"(?:From .*\n)?[!-9;-~]+:", header):
        return False
    found = {name.lower() for name in _MAIL_HEADER.findall(header)}
    return len(found) >= (2 if extension == "eml" else 4)


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
