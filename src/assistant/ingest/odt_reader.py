"""ODT: headings, paragraphs, lists, tables in document order; notes at the end; metadata. lxml over the parts."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.errors import DocumentError
from assistant.ingest.archive import open_archive, parse_part, read_part
from assistant.ingest.blocks import Block, assemble, row_text
from assistant.ingest.limits import ReadLimits
from assistant.ingest.metadata import clean_authors, clean_title, parse_date, parse_language
from assistant.ingest.source import Source
from assistant.types import ReadDocument

if TYPE_CHECKING:
    from lxml.etree import _Element

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_ENCRYPTED = b"encryption-data"
_SKIPPED = frozenset(
    {f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_OFFICE}annotation-end", f"{_TEXT}bookmark"}
)
_TRANSPARENT = frozenset(
    {
        f"{_TEXT}section", f"{_TEXT}index-body", f"{_TEXT}list-header", f"{_DRAW}text-box", f"{_DRAW}frame",
        f"{_TEXT}table-of-content", f"{_TEXT}alphabetical-index", f"{_TEXT}bibliography", f"{_TEXT}index-title",
        f"{_TEXT}illustration-index", f"{_TEXT}table-index", f"{_OFFICE}text",
    }
)  # fmt: skip
_DEEPEST = 50
_MOST_SPACES = 100


def read_odt(source: Source, limits: ReadLimits) -> ReadDocument:
    """Read an ODT file as one page.

    Raises:
        DocumentError: truncated, encrypted, unreadable, no_text, image_only, too_much_text, too_much_memory.
    """
    archive = open_archive(source.data(), limits)
    if _ENCRYPTED in (read_part(archive, "META-INF/manifest.xml") or b""):
        raise DocumentError("encrypted")
    root = parse_part(archive, "content.xml")
    body = root.find(f"{_OFFICE}body/{_OFFICE}text") if root is not None else None
    if body is None:
        raise DocumentError("unreadable")
    reader = _Body()
    blocks = [*reader.blocks(body, 0), *reader.notes]
    if sum(len(block.text) for block in blocks) > limits.characters:
        raise DocumentError("too_much_text", limit=limits.characters)
    page, headings = assemble(blocks)
    if not page.text:
        images = any(name.startswith("Pictures/") for name in archive.namelist())
        raise DocumentError("image_only", pages=1) if images else DocumentError("no_text")
    meta = _metadata(archive)
    return ReadDocument(
        format="odt",
        pages=(page,),
        paged=False,
        title=clean_title(meta.get("title")) or clean_title(next((h.title for h in headings if h.level == 1), None)),
        authors=clean_authors(meta.get("author")),
        date=parse_date(meta.get("created")) or parse_date(meta.get("modified")),
        language=parse_language(meta.get("language")),
        headings=headings,
    )


def _metadata(archive: zipfile.ZipFile) -> dict[str, str | None]:
    root = parse_part(archive, "meta.xml")
    if root is None:
        return {}
    paths = {
        "title": f".//{_DC}title", "author": f".//{_META}initial-creator", "created": f".//{_META}creation-date",
        "modified": f".//{_DC}date", "language": f".//{_DC}language",
    }  # fmt: skip
    found: dict[str, str | None] = {name: root.findtext(path) for name, path in paths.items()}
    found["author"] = found["author"] or root.findtext(f".//{_DC}creator")
    return found


class _Body:
    """Walks the body; gathers notes on the way."""

    def __init__(self) -> None:
        self.notes: list[Block] = []

    def blocks(self, container: _Element, depth: int, listed: bool = False) -> Iterator[Block]:
        if depth > _DEEPEST:
            raise DocumentError("unreadable")
        for child in container:
            if child.tag == f"{_TEXT}h":
                level = child.get(f"{_TEXT}outline-level", "1")
                yield Block(self.text(child), int(level) if level.isdigit() and 0 < int(level) < 10 else 1)
            elif child.tag == f"{_TEXT}p":
                yield Block(f"- {text}" if (text := self.text(child)) and listed else text, item=listed)
            elif child.tag == f"{_TEXT}list":
                for item in child:
                    yield from self.blocks(item, depth + 1, listed=True)
            elif child.tag == f"{_TABLE}table":
                yield from self._table(child, depth)
            elif child.tag in _TRANSPARENT:
                yield from self.blocks(child, depth + 1, listed)

    def _table(self, table: _Element, depth: int) -> Iterator[Block]:
        first = True
        for row in self._rows(table):
            cells = (cell for cell in row if cell.tag == f"{_TABLE}table-cell")
            text = row_text(" ".join(block.text for block in self.blocks(cell, depth + 1)) for cell in cells)
            if text:
                yield Block(text, tight=not first)
                first = False

    def _rows(self, container: _Element) -> Iterator[_Element]:
        for child in container:
            if child.tag == f"{_TABLE}table-row":
                yield child
            elif child.tag in (f"{_TABLE}table-header-rows", f"{_TABLE}table-rows", f"{_TABLE}table-row-group"):
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
        if child.tag == f"{_TEXT}s":
            count = child.get(f"{_TEXT}c", "1")
            return " " * min(int(count), _MOST_SPACES) if count.isdigit() else " "
        if child.tag in (f"{_TEXT}tab", f"{_TEXT}line-break"):
            return " " if child.tag == f"{_TEXT}tab" else "\n"
        if child.tag == f"{_TEXT}note":
            self._set_aside(child)
            return ""
        if child.tag in (f"{_DRAW}frame", f"{_DRAW}text-box"):
            return "\n".join(block.text for block in self.blocks(child, 1))
        return self.text(child)

    def _set_aside(self, note: _Element) -> None:
        body = note.find(f"{_TEXT}note-body")
        if body is not None:
            self.notes.append(Block(" ".join(self.text(paragraph) for paragraph in body)))
