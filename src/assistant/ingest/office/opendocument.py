"""What OpenDocument files (ODT, ODP) have in common: text in paragraphs, lists and tables; equations and charts."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.errors import DocumentError
from assistant.ingest.archive import parse_part
from assistant.ingest.blocks import Block, row_text
from assistant.ingest.office.equations import MATHML, mathml_equation

if TYPE_CHECKING:
    from lxml.etree import _Element

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"

_SKIPPED = frozenset({f"{TEXT}tracked-changes", f"{OFFICE}annotation", f"{OFFICE}annotation-end", f"{TEXT}bookmark"})
_CHART = "{urn:oasis:names:tc:opendocument:xmlns:chart:1.0}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_TRANSPARENT = frozenset(
    {
        f"{TEXT}section", f"{TEXT}index-body", f"{TEXT}list-header", f"{TEXT}table-of-content",
        f"{TEXT}alphabetical-index", f"{TEXT}bibliography", f"{TEXT}index-title", f"{TEXT}illustration-index",
        f"{TEXT}table-index", f"{TEXT}object-index", f"{TEXT}user-index", f"{TEXT}numbered-paragraph", f"{OFFICE}text",
    }
)  # fmt: skip
SHAPES = frozenset(
    f"{DRAW}{name}"
    for name in (
        "frame", "custom-shape", "rect", "ellipse", "circle", "line", "polyline", "polygon", "path", "connector",
        "caption", "regular-polygon", "measure",
    )
)  # fmt: skip
GROUPS = frozenset({f"{DRAW}g", f"{DRAW}a"})
_DRAWN = SHAPES | GROUPS | {f"{DRAW}text-box"}
_DEEPEST = 50
_MOST_SPACES = 100


def content_body(archive: zipfile.ZipFile, kind: str) -> _Element:
    """The element that holds a document's content: its kind is "text" or "presentation".

    Raises:
        DocumentError: unreadable (damaged, or of another kind).
    """
    root = parse_part(archive, "content.xml")
    body = root.find(f"{OFFICE}body/{OFFICE}{kind}") if root is not None else None
    if body is None:
        raise DocumentError("unreadable")
    return body


class TextWalker:
    """Makes blocks of what an element holds: headings, paragraphs, list items, table rows, equations, charts.

    Attributes:
        notes: the notes met so far.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.notes: list[Block] = []
        self._archive = archive
        self._boxes: list[_Element] = []
        self._in_chart = False  # what it names in its turn is not read: that may be the chart itself

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
                yield from self._anchored(depth)
            elif child.tag == f"{TEXT}p":
                yield Block(f"- {text}" if (text := self.text(child)) and listed else text, item=listed)
                yield from self._anchored(depth)
            elif child.tag == f"{TEXT}list":
                for item in child:
                    yield from self.blocks(item, depth + 1, listed=True)
            elif child.tag == f"{TABLE}table":
                yield from self._table(child, depth)
            elif child.tag == f"{DRAW}object":
                yield from self._object(child, depth)
            elif child.tag in _TRANSPARENT or child.tag in _DRAWN:
                yield from self.blocks(child, depth + 1, listed)

    def _anchored(self, depth: int) -> Iterator[Block]:
        """What the boxes say that stand in the last paragraph."""
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            yield from self.blocks(box, depth + 1)

    def _object(self, element: _Element, depth: int) -> Iterator[Block]:
        """An equation; the title of a chart and the table it is drawn from. Nothing of other objects."""
        root = self._content(element)
        if root is None or self._in_chart:
            return
        if root.tag == f"{MATHML}math":
            yield Block(mathml_equation(root))
            return
        body = root.find(f"{OFFICE}body/{OFFICE}chart")
        self._in_chart = True
        for part in (*body.iter(f"{_CHART}title"), *body) if body is not None else ():
            yield from self.blocks(part, depth + 1)
        self._in_chart = False

    def _content(self, element: _Element) -> _Element | None:
        """What an object is made of: the element in it, or the content of the part that it names."""
        target = element.get(_HREF, "")
        if not target:
            return next(iter(element), None)
        try:
            return parse_part(self._archive, posixpath.normpath(f"{target}/content.xml"))
        except DocumentError:
            return None

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
        if child.tag == f"{DRAW}frame" and (equation := self._equation(child)):
            return equation
        if child.tag in _DRAWN:
            self._boxes.append(child)
            return ""
        return self.text(child)

    def _equation(self, frame: _Element) -> str:
        """The equation in a frame: it belongs where it stands among the words."""
        embedded = frame.find(f"{DRAW}object")
        root = self._content(embedded) if embedded is not None else None
        return mathml_equation(root) if root is not None and root.tag == f"{MATHML}math" else ""

    def _set_aside(self, note: _Element) -> None:
        body = note.find(f"{TEXT}note-body")
        if body is not None:
            self.notes.append(Block(" ".join(self.text(paragraph) for paragraph in body)))
