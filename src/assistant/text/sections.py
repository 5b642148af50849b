"""A document's pages parted at their headings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.types import Heading, Page, ReadDocument

LONGEST_TITLE = 200


def short_title(title: str) -> str:
    """A title on one line, cut at a word where it has more than LONGEST_TITLE characters; then it ends with "…".

    A heading stands before each passage below it: a whole page in a heading style would stand there a hundred times.
    """
    words = " ".join(title.split())
    if len(words) <= LONGEST_TITLE:
        return words
    head = words[:LONGEST_TITLE].rpartition(" ")[0]
    return (head if len(head) > LONGEST_TITLE // 2 else words[: LONGEST_TITLE - 1]) + "…"


@dataclass(frozen=True, slots=True)
class Section:
    """The part of a page that stands under one heading, characters start to end of the page's text.

    `headings` are the spans of the headings it begins with (several where a heading stands directly below another,
    none where the section began on an earlier page). `path` holds the titles of the open headings, outermost first,
    each cut by `short_title`.
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


_Open = tuple[int, str]  # a heading's level and its title, cut


def sections_by_page(document: ReadDocument) -> Iterator[list[Section]]:
    """The sections of each page that has text, in reading order; together they hold all of its text.

    Headings that are empty, lie outside their page or overlap the one before are left out.
    """
    open_headings: list[_Open] = []
    by_page: dict[int, list[Heading]] = {}
    for heading in document.headings:
        by_page.setdefault(heading.page, []).append(heading)
    for page in document.pages:
        sections = list(_page_sections(page, _usable_headings(page, by_page.get(page.number, [])), open_headings))
        if sections:
            yield sections


def _usable_headings(page: Page, headings: list[Heading]) -> Iterator[Heading]:
    position = 0
    for heading in sorted(headings, key=lambda heading: (heading.start, heading.end)):
        if position <= heading.start < heading.end <= len(page.text) and page.text[heading.start : heading.end].strip():
            yield heading
            position = heading.end


def _page_sections(page: Page, headings: Iterator[Heading], open_headings: list[_Open]) -> Iterator[Section]:
    """The sections of one page; `open_headings` is brought up to date on the way."""
    start = position = 0
    spans: list[tuple[int, int]] = []
    for heading in headings:
        if page.text[position : heading.start].strip():
            yield Section(page, start, heading.start, tuple(spans), _path(open_headings))
            start, spans = heading.start, []
        while open_headings and open_headings[-1][0] >= heading.level:
            open_headings.pop()
        open_headings.append((heading.level, short_title(heading.title)))
        spans.append((heading.start, heading.end))
        position = heading.end
    if page.text[start:].strip():
        yield Section(page, start, len(page.text), tuple(spans), _path(open_headings))


def _path(headings: list[_Open]) -> tuple[str, ...]:
    return tuple(title for _, title in headings)
