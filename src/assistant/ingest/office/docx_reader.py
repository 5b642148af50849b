"""DOCX: headings, paragraphs, lists, tables in document order; notes at the end; core properties."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.errors import DocumentError
from assistant.ingest.archive import open_archive, parse_part
from assistant.ingest.blocks import Block, assemble, row_text
from assistant.ingest.limits import ReadLimits
from assistant.ingest.metadata import clean_title
from assistant.ingest.office.properties import core_properties
from assistant.ingest.source import Source
from assistant.types import ReadDocument

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"(?:heading|titre|überschrift)\s*(\d)\Z", re.I)
_TITLE_STYLES = frozenset({"title", "titre"})
_SKIPPED = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}delText", f"{_W}rPr", f"{_W}pPr"})
_DEEPEST_TABLE = 6
_LIST = -1
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_NOTE_PARTS = (("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote"))


def read_docx(source: Source, limits: ReadLimits) -> ReadDocument:
    """Read a DOCX file as one page (Word files have no fixed pages).

    Raises:
        DocumentError: truncated, encrypted, unreadable, no_text, pictures_only, too_much_text, too_much_memory.
    """
    archive = open_archive(source.data(), limits)
    root = parse_part(archive, "word/document.xml")
    body = root.find(f"{_W}body") if root is not None else None
    if body is None:
        raise DocumentError("unreadable")
    styles = _heading_levels(archive)
    blocks = [*_blocks(body, styles, 0), *_notes(archive)]
    if sum(len(block.text) for block in blocks) > limits.characters:
        raise DocumentError("too_much_text", limit=limits.characters)
    page, headings = assemble(blocks)
    if not page.text:
        images = any(name.startswith("word/media/") for name in archive.namelist())
        raise DocumentError("pictures_only", pages=1) if images else DocumentError("no_text")
    properties = core_properties(archive)
    return ReadDocument(
        format="docx",
        pages=(page,),
        paged=False,
        title=properties.title or clean_title(next((h.title for h in headings if h.level == 1), None)),
        authors=properties.authors,
        date=properties.date,
        language=properties.language,
        headings=headings,
    )


def _heading_levels(archive: zipfile.ZipFile) -> dict[str, int]:
    """Heading level by style id (by the style's name, or the outline level it or its base sets); _LIST for lists."""
    root = parse_part(archive, "word/styles.xml")
    if root is None:
        return {}
    levels: dict[str, int] = {}
    bases: dict[str, str] = {}
    for style in root.iter(f"{_W}style"):
        identifier = style.get(f"{_W}styleId", "")
        name = style.find(f"{_W}name")
        label = name.get(f"{_W}val", "") if name is not None else ""
        match = _HEADING.match(label) or _HEADING.match(identifier)
        outline = style.find(f"{_W}pPr/{_W}outlineLvl")
        if match:
            levels[identifier] = int(match.group(1))
        elif label.lower() in _TITLE_STYLES:
            levels[identifier] = 1
        elif outline is not None:
            levels[identifier] = _outline_level(outline)
        elif style.find(f"{_W}pPr/{_W}numPr") is not None:
            levels[identifier] = _LIST
        base = style.find(f"{_W}basedOn")
        if base is not None:
            bases[identifier] = base.get(f"{_W}val", "")
    for identifier, base_id in bases.items():
        if identifier not in levels and base_id in levels:
            levels[identifier] = levels[base_id]
    return {identifier: level for identifier, level in levels.items() if level == _LIST or 1 <= level <= 9}


def _outline_level(element: _Element) -> int:
    value = element.get(f"{_W}val", "")
    return int(value) + 1 if value.isdigit() and int(value) < 9 else 0


def _blocks(container: _Element, styles: dict[str, int], depth: int) -> Iterator[Block]:
    """Paragraphs and table rows below an element, in document order."""
    for child in container:
        if child.tag == f"{_W}p":
            yield from _paragraph(child, styles)
        elif child.tag == f"{_W}tbl" and depth < _DEEPEST_TABLE:
            yield from _table(child, styles, depth)
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml", f"{_W}smartTag"):
            yield from _blocks(child, styles, depth)


def _paragraph(element: _Element, styles: dict[str, int]) -> Iterator[Block]:
    text = _text(element)
    if not text.strip():
        return
    settings = element.find(f"{_W}pPr")
    level, listed = 0, False
    if settings is not None:
        style = settings.find(f"{_W}pStyle")
        level = max(0, styles.get(style.get(f"{_W}val", ""), 0)) if style is not None else 0
        outline = settings.find(f"{_W}outlineLvl")
        level = _outline_level(outline) if outline is not None and not level else level
        identifier = style.get(f"{_W}val", "") if style is not None else ""
        listed = not level and (settings.find(f"{_W}numPr") is not None or styles.get(identifier) == _LIST)
    yield Block(f"- {text}" if listed else text, level, item=listed)


def _table(element: _Element, styles: dict[str, int], depth: int) -> Iterator[Block]:
    """Rows as "cell | cell"; a table of one cell is a frame around ordinary blocks."""
    rows = [row for row in element.iter(f"{_W}tr") if _owner(row, element)]
    cells = [[cell for cell in row.iter(f"{_W}tc") if _owner(cell, row)] for row in rows]
    if len(cells) == 1 and len(cells[0]) == 1:
        yield from _blocks(cells[0][0], styles, depth + 1)
        return
    first = True
    for row in cells:
        texts = (" ".join(block.text for block in _blocks(cell, styles, depth + 1)) for cell in row)
        text = row_text(texts)
        if text:
            yield Block(text, tight=not first)
            first = False


def _owner(element: _Element, ancestor: _Element) -> bool:
    """Whether no other table or row stands between."""
    parent = element.getparent()
    while parent is not None and parent is not ancestor:
        if parent.tag in (f"{_W}tbl", f"{_W}tr", f"{_W}tc"):
            return False
        parent = parent.getparent()
    return True


def _text(element: _Element) -> str:
    """The text of a paragraph: deletions, field codes and doubled drawings left out.

    So are note marks: programs number notes when they show them, and nothing may be quoted that is not in the file.
    """
    pieces: list[str] = []
    stack: list[_Element] = [element]
    while stack:
        node = stack.pop()
        if node.tag in _SKIPPED or node.tag == _FALLBACK or not isinstance(node.tag, str):
            continue
        pieces.append(_own_text(node))
        stack.extend(reversed(node))
    return "".join(pieces)


def _own_text(node: _Element) -> str:
    name = node.tag.removeprefix(_W)
    if name == "t":
        return (node.text or "") + "".join(child.tail or "" for child in node)  # children: entities, never expanded
    return {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "txbxContent": "\n"}.get(name, "")


def _notes(archive: zipfile.ZipFile) -> Iterator[Block]:
    """Footnotes, then endnotes."""
    for part, name in _NOTE_PARTS:
        root = parse_part(archive, part)
        if root is None:
            continue
        for note in root.iter(f"{_W}{name}"):
            if note.get(f"{_W}type") in ("separator", "continuationSeparator", "continuationNotice"):
                continue
            text = " ".join(_text(paragraph).strip() for paragraph in note.iter(f"{_W}p")).strip()
            if text:
                yield Block(text)
