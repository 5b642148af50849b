"""Presentations of any format: one page a slide, its title a heading, its notes at its end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Generic, TypeVar

from assistant.errors import DocumentError
from assistant.ingest.blocks import Block, assemble
from assistant.ingest.limits import ReadLimits
from assistant.ingest.metadata import clean_title
from assistant.ingest.office.properties import Properties
from assistant.ingest.page_warnings import PAGES_UNREADABLE
from assistant.ingest.stated import stated
from assistant.messages import counted_if_any
from assistant.types import FileFormat, Heading, Page, ReadDocument

SECTION_LEVEL, SLIDE_LEVEL = 1, 2
_OF_PICTURES = "slides_of_pictures"
_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Slide:
    """What is on a slide, in reading order (its blocks may be made as they are read), and whether pictures are.

    `large_pictures` counts those that may have something written on them.
    """

    blocks: Iterable[Block]
    pictures: bool
    large_pictures: int = 0


@dataclass(frozen=True, slots=True)
class Placed(Generic[_Item]):
    """Something on a slide: its rank (all of a lower one come before), its upper left corner in any unit."""

    item: _Item
    rank: int
    top: float
    left: float


def in_reading_order(placed: Iterable[Placed[_Item]], tolerance: float) -> list[_Item]:
    """Top to bottom, and left to right where tops differ by no more than the tolerance."""
    ordered: list[_Item] = []
    line: list[Placed[_Item]] = []
    for one in sorted(placed, key=lambda one: (one.rank, one.top)):
        if line and (one.rank != line[0].rank or one.top - line[0].top > tolerance):
            ordered += _across(line)
            line = []
        line.append(one)
    return ordered + _across(line)


def _across(line: Sequence[Placed[_Item]]) -> list[_Item]:
    return [one.item for one in sorted(line, key=lambda one: one.left)]


def slides_document(
    form: FileFormat, slides: Iterable[Slide | None], properties: Properties, limits: ReadLimits
) -> ReadDocument:
    """The document that slides make; None stands for a slide that can't be read, whose page is empty.

    Raises:
        DocumentError: too_many_pages, too_much_text, no_pages, pictures_only, no_text, unreadable (no slide is sound).
    """
    pages: list[Page] = []
    headings: list[Heading] = []
    pictures = unreadable = False
    not_read = 0
    room = limits.characters
    for number, slide in enumerate(slides, 1):
        if number > limits.pages:
            raise DocumentError("too_many_pages", pages=number, limit=limits.pages)
        blocks: list[Block] = []
        for block in slide.blocks if slide else ():
            blocks.append(block)
            room -= len(block.text)
            if room < 0:
                raise DocumentError("too_much_text", limit=limits.characters)
        page, found = assemble(blocks, number)
        pages.append(page)
        headings += found
        pictures = pictures or (slide is not None and slide.pictures and not page.text)
        not_read += slide.large_pictures if slide is not None and page.text else 0
        unreadable = unreadable or slide is None
    _check_text(pages, pictures, unreadable)
    first_titles = [heading.title for heading in headings if heading.level == SECTION_LEVEL or heading.page == 1]
    return ReadDocument(
        format=form,
        pages=tuple(pages),
        paged=True,
        headings=tuple(headings),
        warnings=(
            *(_OF_PICTURES,) * pictures,
            *counted_if_any("pictures_not_read", not_read),
            *(PAGES_UNREADABLE,) * unreadable,
        ),
        **stated(
            ("file_metadata", asdict(properties)),
            ("first_page", {"title": clean_title(next(iter(first_titles), None))}),
        ),
    )


def _check_text(pages: Sequence[Page], pictures: bool, unreadable: bool) -> None:
    if not pages:
        raise DocumentError("no_pages")
    if any(page.text for page in pages):
        return
    if pictures:
        raise DocumentError("pictures_only", pages=len(pages))
    raise DocumentError("unreadable" if unreadable else "no_text")
