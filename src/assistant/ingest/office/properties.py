"""What office files state of themselves: core properties (DOCX, PPTX, XLSX), metadata (OpenDocument)."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.errors import DocumentError
from assistant.ingest.archive import parse_part
from assistant.ingest.metadata import clean_authors, clean_title, parse_date, parse_language
from assistant.ingest.office.relationships import relationships
from assistant.types import Language

if TYPE_CHECKING:
    from lxml.etree import _Element

_DC = "{http://purl.org/dc/elements/1.1/}"
_DCTERMS = "{http://purl.org/dc/terms/}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_CORE_KIND = "core-properties"
_CORE = {
    "title": (f"{_DC}title",), "author": (f"{_DC}creator",), "language": (f"{_DC}language",),
    "date": (f"{_DCTERMS}created", f"{_DCTERMS}modified"),
}  # fmt: skip
_OPENDOCUMENT = {
    "title": (f"{_DC}title",), "author": (f"{_META}initial-creator", f"{_DC}creator"), "language": (f"{_DC}language",),
    "date": (f"{_META}creation-date", f"{_DC}date"),
}  # fmt: skip
# What libraries put where nobody says who wrote a file, and when: their own name, and the day of their empty template.
_PROGRAMS = frozenset(
    {
        "python-docx", "python-pptx", "openpyxl", "xlsxwriter", "libreoffice", "openoffice.org", "apache poi", "docx4j",
        "phpword", "phpspreadsheet", "unknown creator", "un-named",
    }
)  # fmt: skip
_TEMPLATE_TIMES = frozenset({"2013-12-23T23:15:00", "2013-01-27T09:14:16", "2013-01-27T09:15:58"})
_SECONDS = len("2013-12-23T23:15:00")  # what follows is the zone, which not all programs write


@dataclass(frozen=True, slots=True)
class Properties:
    """Bibliographic data, as far as a file states it: see `ReadDocument`."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    date: str | None = None
    language: Language | None = None


def core_properties(archive: zipfile.ZipFile) -> Properties:
    """The core properties of a DOCX, PPTX or XLSX file; none where they are missing or damaged."""
    try:
        parts = [each.target for each in relationships(archive, "").values() if each.kind == _CORE_KIND]
        root = parse_part(archive, parts[0]) if parts else None
    except DocumentError:
        return Properties()
    return _stated(root, _CORE)


def opendocument_properties(archive: zipfile.ZipFile) -> Properties:
    """The metadata of an OpenDocument file; none where it is missing or damaged."""
    try:
        root = parse_part(archive, "meta.xml")
    except DocumentError:
        return Properties()
    return _stated(root, _OPENDOCUMENT)


def _stated(root: _Element | None, fields: Mapping[str, tuple[str, ...]]) -> Properties:
    """Each field is the first of its elements that says something, and was not put there by a program."""
    if root is None:
        return Properties()
    texts = {name: [(root.findtext(f".//{tag}") or "").strip() for tag in tags] for name, tags in fields.items()}
    texts["author"] = [text for text in texts["author"] if text.lower() not in _PROGRAMS]
    texts["date"] = [text for text in texts["date"] if text[:_SECONDS] not in _TEMPLATE_TIMES]
    return Properties(
        title=next(filter(None, map(clean_title, texts["title"])), None),
        authors=next(filter(None, map(clean_authors, texts["author"])), ()),
        date=next(filter(None, map(parse_date, texts["date"])), None),
        language=next(filter(None, map(parse_language, texts["language"])), None),
    )
