"""A document's pages parted at their headings."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.types import Heading, Page, ReadDocument

LONGEST_TITLE = 200
TURN_LEVEL = 9  # of the "headings" that are names of speakers at the beginning of their turns: they part no section

_TIME = re.compile(r"\d{1,3}:\d\d(?::\d\d)?")
_INK = re.compile(r"\S")  # looked for in place: a page can hold millions of characters


def short_title(title: str, longest: int = LONGEST_TITLE) -> str:
    """A title on one line, cut at a word where it has more than so many characters; then it ends with "…".

    A heading stands before each passage below it: a whole page in a heading style would stand there a hundred times.
    """
    words = " ".join(title.split())
    if len(words) <= longest:
        return words
    head = words[:longest].rpartition(" ")[0]
    return (head if len(head) > longest // 2 else words[: longest - 1]) + "…"


def is_time(title: str) -> bool:
    """Whether a heading only says how far a recording has run ("00:12:30")."""
    return _TIME.fullmatch(title) is not None


@dataclass(frozen=True, slots=True)
class Turn:
    """Where someone begins to speak (the start of the line), and who."""

    start: int
    speaker: str


@dataclass(frozen=True, slots=True)
class Section:
    """The part of a page that stands under one heading, characters start to end of the page's text.

    `headings` are the spans of the headings it begins with (several where a heading stands directly below another,
    none where the section began on an earlier page). `path` holds the titles of the open headings, outermost first,
    each cut by `short_title`. `turns` are those of people who speak in it, one after the other. `notes`: it holds the
    footnotes of the page, and nothing else.
    """

    page: Page
    start: int
    end: int
    headings: tuple[tuple[int, int], ...]
    path: tuple[str, ...]
    turns: tuple[Turn, ...] = ()
    notes: bool = False

    def path_at(self, place: int) -> tuple[str, ...]:
        """The path of text that begins at a place, with the speaker at its end where that is amid a turn."""
        if place <= self.body_start:
            first = _INK.search(self.page.text, self.body_start, self.end)
            place = first.start() if first else self.end
        index = bisect_right(self.turns, place, key=lambda turn: turn.start) - 1
        amid = index >= 0 and self.turns[index].start < place
        return (*self.path, self.turns[index].speaker) if amid else self.path

    @property
    def body_start(self) -> int:
        """Where the text below the headings begins."""
        return self.headings[-1][1] if self.headings else self.start

    @property
    def has_body(self) -> bool:
        """Whether there is text below the headings."""
        return _INK.search(self.page.text, self.body_start, self.end) is not None


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
        usable = list(_usable_headings(page, by_page.get(page.number, [])))
        sections = list(_page_sections(page, (one for one in usable if one.level != TURN_LEVEL), open_headings))
        turns = [_turn(page, one) for one in usable if one.level == TURN_LEVEL]
        if sections:
            yield list(_with_turns(sections, turns)) if turns else sections


def _turn(page: Page, name: Heading) -> Turn:
    start = page.text.rfind("\n", 0, name.start) + 1
    return Turn(start, short_title(name.title))


def _with_turns(sections: list[Section], turns: list[Turn]) -> Iterator[Section]:
    """The sections with their turns. Someone goes on speaking where a heading only says the time."""
    starts = [turn.start for turn in turns]
    for section in sections:
        first, last = bisect_left(starts, section.start), bisect_left(starts, section.end)
        goes_on = first > 0 and section.path and is_time(section.path[-1])
        yield replace(section, turns=tuple(turns[first - 1 if goes_on else first : last]))


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
    notes = page.notes if page.notes is not None and position <= page.notes < len(page.text) else len(page.text)
    if _INK.search(page.text, start, notes):
        yield Section(page, start, notes, tuple(spans), _path(open_headings))
    if _INK.search(page.text, notes):
        yield Section(page, notes, len(page.text), (), _path(open_headings), notes=True)


def _path(headings: list[_Open]) -> tuple[str, ...]:
    return tuple(title for _, title in headings)
