"""ODP: one page a slide, hidden ones too; its texts by their place, tables, charts, then its notes."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from assistant.errors import DocumentError
from assistant.ingest.archive import open_archive
from assistant.ingest.blocks import Block
from assistant.ingest.limits import ReadLimits
from assistant.ingest.office.lengths import LENGTH, MILLIMETRES, length
from assistant.ingest.office.opendocument import DRAW, GROUPS, SHAPES, TEXT, TextWalker, content_body
from assistant.ingest.office.pictures import opendocument_pictures
from assistant.ingest.office.properties import opendocument_properties
from assistant.ingest.office.slides import SECTION_LEVEL, SLIDE_LEVEL, Placed, Slide, in_reading_order, slides_document
from assistant.ingest.source import Source
from assistant.types import ReadDocument

if TYPE_CHECKING:
    from lxml.etree import _Element

_PRESENTATION = "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_CLASS = f"{_PRESENTATION}class"
_FURNITURE = frozenset({"header", "footer", "date-time", "page-number", "page", "handout"})
_MOVED = re.compile(rf"translate\s*\(\s*{LENGTH.pattern}[\s,]+{LENGTH.pattern}")
_SAME_LINE = 5.6  # millimetres


def read_odp(source: Source, limits: ReadLimits) -> ReadDocument:
    """Read an ODP file, one page a slide.

    Raises:
        DocumentError: truncated, encrypted, unreadable, no_pages, no_text, pictures_only, too_many_pages,
            too_much_text, too_much_memory.
    """
    archive = open_archive(source.data(), limits)
    pages = content_body(archive, "presentation").findall(f"{DRAW}page")
    if len(pages) > limits.pages:
        raise DocumentError("too_many_pages", pages=len(pages), limit=limits.pages)
    slides = (_slide(archive, page) for page in pages)
    return slides_document("odp", slides, opendocument_properties(archive), limits)


def _slide(archive: zipfile.ZipFile, page: _Element) -> Slide:
    notes = page.find(f"{_PRESENTATION}notes")
    reader = _Shapes(archive, page)
    blocks = chain(reader.blocks(page), reader.notes(notes) if notes is not None else ())
    shown = [shape for shape in page if shape is not notes]
    return Slide(blocks, next(page.iter(f"{DRAW}image"), None) is not None, sum(map(opendocument_pictures, shown)))


class _Shapes:
    """Reads the shapes of one slide."""

    def __init__(self, archive: zipfile.ZipFile, page: _Element) -> None:
        self._walker = TextWalker(archive)
        section = any(frame.get(_CLASS) == "subtitle" for frame in page.iter(f"{DRAW}frame"))
        self._level = SECTION_LEVEL if section else SLIDE_LEVEL

    def blocks(self, container: _Element) -> Iterator[Block]:
        """The blocks of a slide or of a group: its title, its other placeholders, the rest, each by their place."""
        placed: list[Placed[_Element]] = []
        for shape in container:
            kind = shape.get(_CLASS)
            if shape.tag in SHAPES | GROUPS and kind not in _FURNITURE and not _is_prompt(shape):
                rank = 2 if kind is None else 0 if kind == "title" else 1
                placed.append(Placed(shape, rank, *_place(shape)))
        for shape in in_reading_order(placed, _SAME_LINE):
            if shape.tag in GROUPS:
                yield from self.blocks(shape)
            elif shape.get(_CLASS) == "title":
                yield Block(" ".join(map(self._walker.text, shape.iter(f"{TEXT}p", f"{TEXT}h"))), self._level)
            else:
                yield from self._contents(shape)

    def notes(self, notes: _Element) -> Iterator[Block]:
        """The paragraphs of a slide's notes."""
        for frame in notes.iter(f"{DRAW}frame"):
            if frame.get(_CLASS) == "notes" and not _is_prompt(frame):
                yield from (Block(block.text) for block in self._walker.blocks(frame))

    def _contents(self, shape: _Element) -> Iterator[Block]:
        for block in self._walker.blocks(shape):
            yield replace(block, level=0)


def _is_prompt(shape: _Element) -> bool:
    """Whether a placeholder is still to be filled: its text is not shown."""
    return bool(shape.get(f"{_PRESENTATION}placeholder") == "true")


def _place(shape: _Element) -> tuple[float, float]:
    """Top and left in millimetres; of a group, those of its first shape."""
    for one in shape.iter(*SHAPES) if shape.tag in GROUPS else (shape,):
        moved = _MOVED.search(one.get(f"{DRAW}transform", ""))
        if moved:
            left, left_unit, top, top_unit = moved.groups()
            return float(top) * MILLIMETRES[top_unit], float(left) * MILLIMETRES[left_unit]
        if one.get(f"{_SVG}y") or one.get(f"{_SVG}x"):
            return length(one.get(f"{_SVG}y")), length(one.get(f"{_SVG}x"))
    return 0.0, 0.0
