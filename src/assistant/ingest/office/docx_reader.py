"""DOCX: headings, paragraphs, lists, tables in document order; notes at the end; core properties."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.errors import DocumentError
from assistant.ingest.archive import open_archive, parse_part, read_part
from assistant.ingest.bans import word_ban
from assistant.ingest.blocks import Block, row_text
from assistant.ingest.detect import detect
from assistant.ingest.limits import ReadLimits
from assistant.ingest.office.equations import M, office_equation
from assistant.ingest.office.inserted import inserted_blocks
from assistant.ingest.office.pictures import word_pictures
from assistant.ingest.office.properties import core_properties
from assistant.ingest.office.relationships import Relationship, relationships
from assistant.ingest.office.text_document import pictures_or_nothing, text_document
from assistant.ingest.source import Source
from assistant.messages import counted_if_any
from assistant.types import ReadDocument

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAIN = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_HEADING = re.compile(r"(?:heading|titre|überschrift)\s*(\d)\Z", re.I)
_TITLE_STYLES = frozenset({"title", "titre"})
_SKIPPED = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}delText", f"{_W}rPr", f"{_W}pPr"})
_FALLBACK = f"{_MC}Fallback"
_FRAMES = frozenset(
    {f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
    | {f"{_MC}AlternateContent", f"{_MC}Choice"}
)
_EQUATIONS = frozenset({f"{M}oMath", f"{M}oMathPara"})
_BOX = f"{_W}txbxContent"
_OFF = frozenset({"0", "false", "off"})
_DEEPEST_TABLE = 6
_LIST = -1
_NOTE_PARTS = (("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote"))


def read_docx(source: Source, limits: ReadLimits) -> ReadDocument:
    """Read a DOCX file as one page (Word files have no fixed pages).

    Its headers, footers, comments and hidden text are left out. Files inserted in it are read, or a warning tells how
    many are not.

    Raises:
        DocumentError: truncated, encrypted, unreadable, no_text, pictures_only, too_much_text, too_much_memory.
    """
    archive = open_archive(source.data(), limits)
    reader = _Reader(archive, limits)
    body = _body(archive)
    blocks = [*reader.blocks(body), *reader.notes()]
    return text_document(
        "docx",
        blocks,
        core_properties(archive),
        limits,
        DocumentError("unreadable") if reader.left_out else pictures_or_nothing(archive, "word/media/"),
        (
            *counted_if_any("parts_left_out", reader.left_out),
            *counted_if_any("pictures_not_read", word_pictures(body)),
            *word_ban(archive),
        ),
    )


def _body(archive: zipfile.ZipFile) -> _Element:
    root = parse_part(archive, _MAIN)
    body = root.find(f"{_W}body") if root is not None else None
    if body is None:
        raise DocumentError("unreadable")
    return body


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


class _Reader:
    """Makes blocks of a document's elements.

    Attributes:
        left_out: how many inserted files could not be read so far.
    """

    def __init__(self, archive: zipfile.ZipFile, limits: ReadLimits, inserted: bool = False) -> None:
        self.left_out = 0
        self._archive = archive
        self._limits = limits
        self._inserted = inserted  # in another document: what is inserted in it is not read
        self._styles = _heading_levels(archive)

    def blocks(self, container: _Element, depth: int = 0) -> Iterator[Block]:
        """Paragraphs and table rows below an element, in document order."""
        for child in container:
            if child.tag == f"{_W}p":
                yield from self._paragraph(child, depth)
            elif child.tag == f"{_W}tbl" and depth < _DEEPEST_TABLE:
                yield from self._table(child, depth)
            elif child.tag in _EQUATIONS:
                yield Block(office_equation(child))
            elif child.tag == f"{_W}altChunk":
                yield from self._inserted_file(child.get(f"{_R}id", ""))
            elif child.tag in _FRAMES:
                yield from self.blocks(child, depth)

    def notes(self) -> Iterator[Block]:
        """Footnotes, then endnotes."""
        for part, name in _NOTE_PARTS:
            root = parse_part(self._archive, part)
            for note in root.iter(f"{_W}{name}") if root is not None else ():
                if note.get(f"{_W}type") in ("separator", "continuationSeparator", "continuationNotice"):
                    continue
                text = " ".join(block.text.strip() for block in self.blocks(note)).strip()
                if text:
                    yield Block(text)

    def _paragraph(self, element: _Element, depth: int) -> Iterator[Block]:
        """A paragraph, then the text boxes that are anchored in it."""
        text, boxes = _text(element)
        if text.strip():
            level, listed = self._style(element)
            yield Block(f"- {text}" if listed else text, level, item=listed)
        for box in boxes:
            yield from self.blocks(box, depth)

    def _style(self, paragraph: _Element) -> tuple[int, bool]:
        """The level of the heading that a paragraph is (0: none), and whether it is an item of a list."""
        settings = paragraph.find(f"{_W}pPr")
        if settings is None:
            return 0, False
        style = settings.find(f"{_W}pStyle")
        stated = self._styles.get(style.get(f"{_W}val", ""), 0) if style is not None else 0
        outline = settings.find(f"{_W}outlineLvl")
        level = max(0, stated) or (_outline_level(outline) if outline is not None else 0)
        return level, not level and (settings.find(f"{_W}numPr") is not None or stated == _LIST)

    def _table(self, element: _Element, depth: int) -> Iterator[Block]:
        """Rows as "cell | cell"; a table of one cell is a frame around ordinary blocks."""
        rows = [row for row in element.iter(f"{_W}tr") if _owner(row, element)]
        cells = [[cell for cell in row.iter(f"{_W}tc") if _owner(cell, row)] for row in rows]
        if len(cells) == 1 and len(cells[0]) == 1:
            yield from self.blocks(cells[0][0], depth + 1)
            return
        first = True
        for row in cells:
            texts = (" ".join(block.text for block in self.blocks(cell, depth + 1)) for cell in row)
            text = row_text(texts)
            if text:
                yield Block(text, tight=not first)
                first = False

    @cached_property
    def _links(self) -> dict[str, Relationship]:
        return relationships(self._archive, _MAIN)

    def _inserted_file(self, identifier: str) -> list[Block]:
        """What a file says that was inserted whole, and that Word makes paragraphs of when it next saves."""
        try:
            link = None if self._inserted else self._links.get(identifier)
            content = read_part(self._archive, link.target) if link is not None else None
            if link is None or content is None:
                raise DocumentError("unreadable")
            source = Source(link.target, io.BytesIO(content))
            if detect(source).format != "docx":
                return inserted_blocks(source)
            archive = open_archive(content, self._limits)
            reader = _Reader(archive, self._limits, inserted=True)
            blocks = [*reader.blocks(_body(archive)), *reader.notes()]
            self.left_out += reader.left_out
        except DocumentError:
            self.left_out += 1
            return []
        return blocks


def _owner(element: _Element, ancestor: _Element) -> bool:
    """Whether no other table or row stands between."""
    parent = element.getparent()
    while parent is not None and parent is not ancestor:
        if parent.tag in (f"{_W}tbl", f"{_W}tr", f"{_W}tc"):
            return False
        parent = parent.getparent()
    return True


def _text(element: _Element) -> tuple[str, list[_Element]]:
    """The text of a paragraph, and its text boxes; deletions, hidden text, field codes, doubled drawings are left out.

    So are note marks: programs number notes when they show them, and nothing may be quoted that is not in the file.
    """
    pieces: list[str] = []
    boxes: list[_Element] = []
    stack: list[_Element] = [element]
    while stack:
        node = stack.pop()
        if node.tag in _SKIPPED or node.tag == _FALLBACK or not isinstance(node.tag, str) or _is_hidden(node):
            continue
        if node.tag == _BOX:
            boxes.append(node)
        elif node.tag in _EQUATIONS:
            pieces.append(office_equation(node))
        else:
            pieces.append(_own_text(node))
            stack.extend(reversed(node))
    return "".join(pieces), boxes


def _is_hidden(node: _Element) -> bool:
    """Whether a run is set hidden, as it is stated for that run."""
    vanish = node.find(f"{_W}rPr/{_W}vanish") if node.tag == f"{_W}r" else None
    return vanish is not None and vanish.get(f"{_W}val", "").lower() not in _OFF


def _own_text(node: _Element) -> str:
    name = node.tag.removeprefix(_W)
    if name == "t":
        return (node.text or "") + "".join(child.tail or "" for child in node)  # children: entities, never expanded
    return {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}.get(name, "")
