"""The text of original files, read by simple means of its own: a second opinion on the assistant's readers."""

from __future__ import annotations

import json
import logging
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

_MARKDOWN_LINK = re.compile(r"\]\([^()\s]*(?:\([^()]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\)|\]\[[^\]]*\]")
_CHARSET = re.compile(rb"charset=[\"']?([\w-]+)", re.IGNORECASE)
_XML_PARTS = {"docx": re.compile(r"word/(document|footnotes|endnotes)\.xml"), "odt": re.compile(r"content\.xml")}


class Originals:
    """The originals that an index keeps, by hash."""

    def __init__(self, folder: Path) -> None:
        self._files = {path.name.split(".")[0]: path for path in folder.rglob("*") if path.is_file()}

    @staticmethod
    def fold(text: str) -> str:
        """Compatibility forms (ligatures, full-width letters) as plain letters, accents composed."""
        return unicodedata.normalize("NFKC", text)

    def texts(self, source: str, file_format: str, file_hash: str, page: int) -> Iterator[str]:
        """Readings of a page of an original (of the whole of it where the format has no pages), the plainest first."""
        path = self._files.get(file_hash)
        if path is None:
            return
        yield from texts_of(path, file_format, source, page)


def texts_of(path: Path, file_format: str, source: str = "", page: int = 1) -> Iterator[str]:
    """Readings of a file (`source` matters to a record only), folded, the plainest first; a page it lacks is empty."""
    yield from (Originals.fold(text) for text in _READERS[file_format](path, source, page))


def _pdf(path: Path, source: str, page: int) -> Iterator[str]:
    yield _pdfium_page(path, page)
    yield _pypdf_page(path, page)


@lru_cache(maxsize=64)
def _pdfium_page(path: Path, page: int) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        return str(document[page - 1].get_textpage().get_text_range()) if page <= len(document) else ""
    finally:
        document.close()


@lru_cache(maxsize=64)
def _pypdf_page(path: Path, page: int) -> str:
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of every oddity of a file
    pages = pypdf.PdfReader(path).pages
    return pages[page - 1].extract_text() if page <= len(pages) else ""


def _html(path: Path, source: str, page: int) -> Iterator[str]:
    stripper = _TagStripper()
    stripper.feed(_decoded(path))
    stripper.close()
    yield "".join(stripper.pieces)


class _TagStripper(HTMLParser):
    """Keeps what stands between tags, scripts and styles apart."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style") and self._silent > 0

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(data)


def _markdown(path: Path, source: str, page: int) -> Iterator[str]:
    text = _decoded(path)
    yield text
    without_links = _MARKDOWN_LINK.sub("]", text)
    yield without_links
    stripper = _TagStripper()  # Markdown may hold HTML
    stripper.feed(without_links)
    stripper.close()
    yield "".join(stripper.pieces)


def _plain(path: Path, source: str, page: int) -> Iterator[str]:
    yield _decoded(path)


def _word_97(path: Path, source: str, page: int) -> Iterator[str]:
    """The bytes of a binary Word file as the two encodings its text may be stored in; the rest of it is noise."""
    data = path.read_bytes()
    yield data.decode("cp1252", "ignore")
    yield data.decode("utf-16-le", "ignore")


def _xml_text(path: Path, source: str, page: int) -> Iterator[str]:
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        part = next(pattern for pattern in _XML_PARTS.values() if any(map(pattern.fullmatch, names)))
        yield "\n".join(
            "".join(_spoken(ElementTree.fromstring(archive.read(name)))) for name in names if part.fullmatch(name)
        )


def _spoken(element: ElementTree.Element) -> Iterator[str]:
    """The text of an XML part; what tracked changes deleted is no text of the document."""
    if element.tag.rpartition("}")[2] in ("delText", "instrText", "tracked-changes"):
        return
    yield element.text or ""
    for child in element:
        yield from _spoken(child)
        yield child.tail or ""


def _record(path: Path, source: str, page: int) -> Iterator[str]:
    wanted = source.partition("#")[2]
    for line in path.read_text("utf-8-sig").split("\n"):
        record = json.loads(line) if line.strip() else {}
        if str(record.get("_id")) == wanted:
            yield f"{record.get('title') or ''}\n{record.get('text') or ''}"


def _decoded(path: Path) -> str:
    """The text of a file: by its byte order mark, as UTF-8, as it declares, else as Windows-1252."""
    data = path.read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    declared = _CHARSET.search(data[:4096])
    for encoding in ("utf-8-sig", declared[1].decode("ascii") if declared else "cp1252", "cp1252"):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("latin-1")


_READERS = {
    "pdf": _pdf,
    "html": _html,
    "markdown": _markdown,
    "text": _plain,
    "doc": _word_97,
    "docx": _xml_text,
    "odt": _xml_text,
    "jsonl": _record,
}
