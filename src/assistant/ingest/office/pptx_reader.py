"""PPTX: one page a slide, hidden ones too; its texts by their place, tables, charts, diagrams, then its notes.

Parts are parsed one by one, as in `docx_reader`: a damaged slide leaves the others, and no picture, sound or embedded
file is even unpacked.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from assistant.errors import DocumentError
from assistant.ingest.archive import open_archive, parse_part
from assistant.ingest.blocks import Block
from assistant.ingest.limits import ReadLimits
from assistant.ingest.office.pictures import slide_pictures
from assistant.ingest.office.pptx_graphics import chart_blocks, diagram_blocks
from assistant.ingest.office.pptx_shapes import (
    FURNITURE,
    TITLES,
    A,
    P,
    R,
    counterpart,
    holds_pictures,
    paragraph_text,
    paragraphs,
    place,
    placeholder,
    shapes_of,
    table_rows,
)
from assistant.ingest.office.properties import core_properties
from assistant.ingest.office.relationships import Relationship, relationships
from assistant.ingest.office.slides import SECTION_LEVEL, SLIDE_LEVEL, Placed, Slide, in_reading_order, slides_document
from assistant.ingest.source import Source
from assistant.types import ReadDocument

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAIN = "ppt/presentation.xml"
_MAIN_KIND = "officeDocument"
_SECTION_LAYOUTS = frozenset({"title", "secHead"})
_SAME_LINE = 200_000  # English Metric Units: 5.6 mm
_TREE = f"{P}cSld/{P}spTree"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"

_Links = Mapping[str, Relationship]


def read_pptx(source: Source, limits: ReadLimits) -> ReadDocument:
    """Read a PPTX file, one page a slide.

    Raises:
        DocumentError: truncated, encrypted, unreadable, no_pages, no_text, pictures_only, too_many_pages,
            too_much_text, too_much_memory.
    """
    archive = open_archive(source.data(), limits)
    deck = _Deck(archive)
    names = deck.slide_names()
    if len(names) > limits.pages:
        raise DocumentError("too_many_pages", pages=len(names), limit=limits.pages)
    return slides_document("pptx", map(deck.slide, names), core_properties(archive), limits)


class _Deck:
    """A presentation's parts, each parsed when it is asked for; layouts and masters, which slides share, once."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._shared: dict[str, tuple[_Element | None, _Links]] = {}

    def slide_names(self) -> list[str]:
        """The part of each slide, in the order in which they are shown; "" where the file has lost it."""
        start = (each.target for each in self._links("").values() if each.kind == _MAIN_KIND)
        main = next(start, _MAIN)
        root = parse_part(self._archive, main)
        if root is None:
            raise DocumentError("unreadable")
        links = self._links(main)
        marks = (mark.get(f"{R}id", "") for mark in root.iterfind(f"{P}sldIdLst/{P}sldId"))
        return [links[mark].target if mark in links else "" for mark in marks]

    def slide(self, name: str) -> Slide | None:
        """One slide; None where it is missing or damaged."""
        tree = self._tree(name)
        if tree is None:
            return None
        links = self._links(name)
        return Slide(self._slide_blocks(tree, links), holds_pictures(tree), slide_pictures(tree))

    def _slide_blocks(self, tree: _Element, links: _Links) -> Iterator[Block]:
        layout, layout_links = self._part_of(links, "slideLayout")
        master, _ = self._part_of(layout_links, "slideMaster")
        yield from _Shapes(self, links, layout, master).blocks(tree)
        yield from self._notes(links)

    def _notes(self, links: _Links) -> Iterator[Block]:
        tree = self._tree(next((each.target for each in links.values() if each.kind == "notesSlide"), ""))
        for shape in shapes_of(tree) if tree is not None else ():
            mark, body = placeholder(shape), shape.find(f"{P}txBody")
            if mark is not None and mark.get("type") == "body" and body is not None:
                yield from (Block(block.text) for block in paragraphs(body, ()))

    def part(self, links: _Links, identifier: str) -> _Element | None:
        """The part a relationship points to; None where there is none, or it is damaged."""
        return self._parsed(links[identifier].target) if identifier in links else None

    def _part_of(self, links: _Links, kind: str) -> tuple[_Element | None, _Links]:
        name = next((each.target for each in links.values() if each.kind == kind), "")
        if name not in self._shared:
            self._shared[name] = self._parsed(name), self._links(name) if name else {}
        return self._shared[name]

    def _tree(self, name: str) -> _Element | None:
        root = self._parsed(name)
        return root.find(_TREE) if root is not None else None

    def _parsed(self, name: str) -> _Element | None:
        try:
            return parse_part(self._archive, name) if name else None
        except DocumentError:
            return None

    def _links(self, name: str) -> _Links:
        try:
            return relationships(self._archive, name)
        except DocumentError:
            return {}


class _Shapes:
    """Reads the shapes of one slide, with what they take after: its layout's and its master's placeholders."""

    def __init__(self, deck: _Deck, links: _Links, layout: _Element | None, master: _Element | None) -> None:
        self._deck = deck
        self._links = links
        self._layout = layout
        self._master = master
        section = layout is not None and layout.get("type") in _SECTION_LAYOUTS
        self._level = SECTION_LEVEL if section else SLIDE_LEVEL

    def blocks(self, tree: _Element) -> Iterator[Block]:
        """The blocks of a slide or of a group: its title, its other placeholders, the rest, each by their place."""
        placed: list[Placed[tuple[_Element, Sequence[_Element]]]] = []
        for shape in shapes_of(tree):
            mark = placeholder(shape)
            kind = mark.get("type", "obj") if mark is not None else None
            if kind in FURNITURE:
                continue
            rank = 2 if kind is None else 0 if kind in TITLES else 1
            models = self._models(mark) if mark is not None else ()
            top, left = place((shape, *models))
            placed.append(Placed((shape, models), rank, top, left))
        for shape, models in in_reading_order(placed, _SAME_LINE):
            yield from self._shape(shape, models)

    def _models(self, mark: _Element) -> Sequence[_Element]:
        found = (
            counterpart(tree, mark, by_kind)
            for tree, by_kind in ((self._layout, False), (self._master, True))
            if tree is not None
        )
        return [shape for shape in found if shape is not None]

    def _shape(self, shape: _Element, models: Sequence[_Element]) -> Iterator[Block]:
        if shape.tag == f"{P}grpSp":
            yield from self.blocks(shape)
            return
        mark, body = placeholder(shape), shape.find(f"{P}txBody")
        if body is None:
            yield from self._graphic(shape)
        elif mark is not None and mark.get("type") in TITLES:
            level = SECTION_LEVEL if mark.get("type") == "ctrTitle" else self._level
            yield Block(" ".join(map(paragraph_text, body.iter(f"{A}p"))), level)
        else:
            yield from paragraphs(body, self._list_styles(models) if mark is not None else ())

    def _list_styles(self, models: Sequence[_Element]) -> list[_Element]:
        styles = [model.find(f"{P}txBody/{A}lstStyle") for model in models]
        if self._master is not None:
            styles.append(self._master.find(f"{P}txStyles/{P}bodyStyle"))
        return [style for style in styles if style is not None]

    def _graphic(self, frame: _Element) -> Iterator[Block]:
        for content in frame.iterfind(f"{A}graphic/{A}graphicData/*"):
            if content.tag == f"{A}tbl":
                yield from table_rows(content)
            elif content.tag == _CHART:
                root = self._deck.part(self._links, content.get(f"{R}id", ""))
                yield from chart_blocks(root) if root is not None else ()
            elif content.tag == _DIAGRAM:
                root = self._deck.part(self._links, content.get(f"{R}dm", ""))
                yield from diagram_blocks(root) if root is not None else ()
