"""A document's pages parted at their headings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.types import Heading, Page, ReadDocument


@dataclass(frozen=True, slots=True)
class Section:
    """The part of a page that stands under one heading, characters start to end of the page's text.

    `headings` are the spans of the headings it begins with (several where a heading stands directly below another,
    none where the section began on an earlier page). `path` holds the titles of the open headings, outermost first.
    """

    page: Page
    start: int
    end: int
    headings: tuple[tuple[int, int], ...]
    path: tuple[str, ...]

    @property
    def body_start(self) -> int:
        """Where the text below the headings begins."""
        return self.headings[-1][1] if self.headings else self.start

    @property
    def has_body(self) -> bool:
        """Whether there is text below the headings."""
        return bool(self.page.text[self.body_start : self.end].strip())


def sections_by_page(document: ReadDocument) -> Iterator[list[Section]]:
    """The sections of each page that has text, in reading order; together they hold all of its text.

    Headings that are empty, lie outside their page or overlap the one before are left out.
    """
    open_headings: list[Heading] = []
    for page in document.pages:
        sections = list(_page_sections(page, _usable_headings(document, page), open_headings))
        if sections:
            yield sections


def _usable_headings(document: ReadDocument, page: Page) -> Iterator[Heading]:
    position = 0
    here = (heading for heading in document.headings if heading.page == page.number)
    for heading in sorted(here, key=lambda heading: (heading.start, heading.end)):
        if position <= heading.start < heading.end <= len(page.text) and page.text[heading.start : heading.end].strip():
            yield heading
            position = heading.end


def _page_sections(page: Page, headings: Iterator[Heading], open_headings: list[Heading]) -> Iterator[Section]:
    """The sections of one page; `open_headings` is brought up to date on the way."""
    start = position = 0
    spans: list[tuple[int, int]] = []
    for heading in headings:
        if page.text[position : heading.start].strip():
            yield Section(page, start, heading.start, tuple(spans), _path(open_headings))
            start, spans = heading.start, []
        while open_headings and open_headings[-1].level >= heading.level:
            open_headings.pop()
        open_headings.append(heading)
        spans.append((heading.start, heading.end))
        position = heading.end
    if page.text[start:].strip():
        yield Section(page, start, len(page.text), tuple(spans), _path(open_headings))


def _path(headings: list[Heading]) -> tuple[str, ...]:
    return tuple(" ".join(heading.title.split()) for heading in headings)
