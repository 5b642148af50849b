"""What says of a document that it is not to be quoted, beside its first page: fields, running headers and footers."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from assistant.errors import DocumentError
from assistant.ingest.archive import parse_part
from assistant.text.normalise import fold
from assistant.text.quotation_ban import holds_mark
from assistant.types import NOT_FOR_QUOTATION

if TYPE_CHECKING:
    from lxml.etree import _Element

_MARKS = ("status", "statut", "diffusion", "distribution", "classification", "mention", "citation", "quotation")
_BANS = ("confidentiel", "confidential", "ne pas citer", "ne_pas_citer", "do not quote", "do_not_quote")
_LEAVES = ("citable", "quotable", "citation", "quotation")
_YES, _NO = frozenset({"true", "oui", "yes", "1"}), frozenset({"false", "non", "no", "0"})
_WORD_FURNITURE = re.compile(r"word/(?:header|footer)\d{0,4}\.xml")
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_MOST_PARTS = 12


def stated_ban(fields: Mapping[str, Any]) -> tuple[str, ...]:
    """The warning, where a header's fields say it: "diffusion: ne pas citer", "confidentiel: oui", "citable: non"."""
    marked = holds_mark([str(fields[name]) for name in _MARKS if isinstance(fields.get(name), str)])
    banned = any(_said(fields.get(name)) in _YES for name in _BANS)
    return _warned(marked or banned or any(_said(fields.get(name)) in _NO for name in _LEAVES))


def word_ban(archive: zipfile.ZipFile) -> tuple[str, ...]:
    """The warning, where a header or a footer of a DOCX file bears the mark."""
    names = [name for name in archive.namelist() if _WORD_FURNITURE.fullmatch(name)][:_MOST_PARTS]
    return _warned(holds_mark([line for name in names for line in _lines(archive, name, (_WORD,))]))


def opendocument_ban(archive: zipfile.ZipFile) -> tuple[str, ...]:
    """The same of an OpenDocument file."""
    return _warned(holds_mark(list(_lines(archive, "styles.xml", (f"{_STYLE}header", f"{_STYLE}footer")))))


def _lines(archive: zipfile.ZipFile, name: str, tags: tuple[str, ...]) -> Iterable[str]:
    """The paragraphs of a part; none where it is missing or damaged: what it says is no part of the text."""
    try:
        root = parse_part(archive, name)
    except DocumentError:
        return ()
    found = [] if root is None else [paragraph for each in root.iter(*tags) for paragraph in _paragraphs(each)]
    return ["".join(paragraph.itertext()) for paragraph in found]


def _paragraphs(element: _Element) -> Iterable[_Element]:
    return (element,) if element.tag == _WORD else element.iter(f"{_TEXT}p")


def _said(value: object) -> str:
    return fold(str(value)).strip()


def _warned(banned: bool) -> tuple[str, ...]:
    return (NOT_FOR_QUOTATION,) if banned else ()
