"""What OpenDocument files (ODT, ODP) have in common: text in paragraphs, lists and tables."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.errors import DocumentError
from assistant.ingest.archive import parse_part
from assistant.ingest.blocks import Block, row_text

if TYPE_CHECKING:
    from lxml.etree import _Element

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"

_SKIPPED = frozenset({f"{TEXT}tracked-changes", f"{OFFICE}annotation", f"{OFFICE}annotation-end", f"{TEXT}bookmark"})
_TRANSPARENT = frozenset(
    {
        f"{TEXT}section", f"{TEXT}index-body", f"{TEXT}list-header", f"{DRAW}text-box", f"{DRAW}frame",
        f"{TEXT}table-of-content", f"{TEXT}alphabetical-index", f"{TEXT}bibliography", f"{TEXT}index-title",
        f"{TEXT}illustration-index", f"{TEXT}table-index", f"{OFFICE}text",
    }
)  # fmt: skip
_DEEPEST = 50
_MOST_SPACES = 100


def content_body(archive: zipfile.ZipFile, kind: str, part: str = "content.xml") -> _Element:
    """The element that holds a document's content: its kind is "text", "presentation" or "chart".

    Raises:
        DocumentError: unreadable (damaged, or of another kind).
    """
    root = parse_part(archive, part)
    body = root.find(f"{OFFICE}body/{OFFICE}{kind}") if root is not None else None
    if body is None:
        raise DocumentError("unreadable")
    return body


class TextWalker:
    """Makes blocks of what an element holds: headings, paragraphs, list items, table rows.

    Attributes:
        notes: the notes met so far.
    """

    def __init__(self) -> None:
        self.notes: list[Block] = []

    def blocks(self, container: _Element, depth: int = 0, listed: bool = False) -> Iterator[Block]:
        """The blocks below an element, in document order.

        Raises:
            DocumentError: unreadable (nested beyond reason).
        """
        if depth > _DEEPEST:
            raise DocumentError("unreadable")
        for child in container:
            if child.tag == f"{TEXT}h":
                level = child.get(f"{TEXT}outline-level", "1")
                yield Block(self.text(child), int(level) if level.isdigit() and 0 < int(level) < 10 else 1)
            elif child.tag == f"{TEXT}p":
                yield Block(f"- {text}" if (text := self.text(child)) and listed else text, item=listed)
            elif child.tag == f"{TEXT}list":
                for item in child:
                    yield from self.blocks(item, depth + 1, listed=True)
            elif child.tag == f"{TABLE}table":
                yield from self._table(child, depth)
            elif child.tag in _TRANSPARENT:
                yield from self.blocks(child, depth + 1, listed)

    def _table(self, table: _Element, depth: int) -> Iterator[Block]:
        first = True
        for row in self._rows(table):
            cells = (cell for cell in row if cell.tag == f"{TABLE}table-cell")
            text = row_text(" ".join(block.text for block in self.blocks(cell, depth + 1)) for cell in cells)
            if text:
                yield Block(text, tight=not first)
                first = False

    def _rows(self, container: _Element) -> Iterator[_Element]:
        for child in container:
            if child.tag == f"{TABLE}table-row":
                yield child
            elif child.tag in (f"{TABLE}table-header-rows", f"{TABLE}table-rows", f"{TABLE}table-row-group"):
                yield from self._rows(child)

    def text(self, element: _Element) -> str:
        """The text of a paragraph. Notes are set aside, without their marks: those would be quoted amid the words."""
        pieces = [element.text or ""]
        for child in element:
            pieces.append(self._inline(child))
            pieces.append(child.tail or "")
        return "".join(pieces)

    def _inline(self, child: _Element) -> str:
        if not isinstance(child.tag, str) or child.tag in _SKIPPED:
            return ""
        if child.tag == f"{TEXT}s":
            count = child.get(f"{TEXT}c", "1")
            return " " * min(int(count), _MOST_SPACES) if count.isdigit() else " "
        if child.tag in (f"{TEXT}tab", f"{TEXT}line-break"):
            return " " if child.tag == f"{TEXT}tab" else "\n"
        if child.tag == f"{TEXT}note":
            self._set_aside(child)
            return ""
        if child.tag in (f"{DRAW}frame", f"{DRAW}text-box"):
            return "\n".join(block.text for block in self.blocks(child, 1))
        return self.text(child)

    def _set_aside(self, note: _Element) -> None:
        body = note.find(f"{TEXT}note-body")
        if body is not None:
            self.notes.append(Block(" ".join(self.text(paragraph) for paragraph in body)))
