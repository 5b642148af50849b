"""Headings of a PDF that its outline (bookmarks) names, found again in its text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from assistant.ingest.pdf.layout import LaidOut
from assistant.text.normalise import fold
from assistant.types import Heading

DEEPEST = 4
"""The deepest level of a heading; what lies deeper counts as this."""

_MOST_ENTRIES = 5000
_MOST_LINES = 3
_LEAST_LETTERS = 8  # of a title that is looked for beyond the pages around the one it is said to be on
_GAP = 0.4  # of a line's height, between a heading and text on the same line
_LETTERS = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\A\W*(?:\d+[.\d]*|[ivxlc]+\.|[a-z]\))[\s.)-]+")


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """An entry of the PDF's outline: title, level from 1, page number from 1."""

    title: str
    level: int
    page: int


_Place = tuple[int, int, int]  # page, start and end in its text


def headings_of_outline(pages: Sequence[LaidOut], outline: Sequence[OutlineEntry]) -> list[Heading]:
    """Headings for those titles that stand in the text: on their page, next to it, else after the one before.

    Some programs let all entries point to one page, or to the page before the title.
    """
    texts = {laid.page.number: laid.page.text for laid in pages}
    lines = _Lines(pages)
    found: dict[_Place, Heading] = {}
    last: _Place = (0, 0, 0)
    for entry in outline[:_MOST_ENTRIES]:
        place = lines.find(entry, last)
        if place is None or place in found:
            continue
        page, start, end = last = place
        title = " ".join(texts[page][start:end].split())
        found[place] = Heading(page, start, end, min(entry.level, DEEPEST), title)
    return [found[place] for place in sorted(found)]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the text, its letters and digits, with and without a number that opens it."""

    laid: LaidOut
    index: int
    letters: str
    bare: str

    @property
    def place(self) -> _Place:
        _, start, end = self.laid.lines[self.index]
        return self.laid.page.number, start, end


class _Lines:
    """The lines of a document, by page, and by what they say."""

    def __init__(self, pages: Sequence[LaidOut]) -> None:
        self._pages = {laid.page.number: laid for laid in pages}
        self._on_page = lru_cache(maxsize=None)(self._lines)

    def _lines(self, number: int) -> list[_Line]:
        laid = self._pages.get(number)
        return [_line(laid, index) for index in range(len(laid.lines))] if laid is not None else []

    @cached_property
    def _by_text(self) -> dict[str, list[_Line]]:
        found: dict[str, list[_Line]] = defaultdict(list)
        for number in self._pages:
            for line in self._on_page(number):
                found[line.bare].append(line)
        return found

    def find(self, entry: OutlineEntry, last: _Place) -> _Place | None:
        """Where the title of an entry stands; `last` is where the one before does."""
        wanted = _bare(entry.title)
        if not wanted:
            return None
        for step in (0, 1, -1):
            lines = self._on_page(entry.page + step)
            for index, line in enumerate(lines):
                if not line.bare or not wanted.startswith(line.bare):
                    continue
                place = _whole(lines[index : index + _MOST_LINES], wanted)
                if place is not None and place > last:
                    return place
        if len(wanted) >= _LEAST_LETTERS:
            after = (line.place for line in self._by_text.get(wanted, ()) if line.place > last)
            if (place := next(after, None)) is not None:
                return place
        lines = self._on_page(entry.page)
        return next((place for line in lines if (place := _beginning(line, wanted)) and place > last), None)


def _line(laid: LaidOut, index: int) -> _Line:
    _, start, end = laid.lines[index]
    folded = fold(laid.page.text[start:end])
    number = _NUMBER.match(folded)
    letters = _letters(folded)
    return _Line(laid, index, letters, letters if number is None else _letters(folded[number.end() :]))


def _letters(folded: str) -> str:
    return "".join(_LETTERS.findall(folded))


def _bare(text: str) -> str:
    """Letters and digits only; a number that opens the title left out."""
    return _letters(_NUMBER.sub("", fold(text)))


def _whole(lines: Sequence[_Line], wanted: str) -> _Place | None:
    """The place of the first of these lines, or of several from it on, that read as the title."""
    read = ""
    for line in lines:
        read += line.letters if read else line.bare
        if read == wanted:
            page, start, _ = lines[0].place
            return page, start, line.place[2]
        if not wanted.startswith(read):
            return None
    return None


def _beginning(line: _Line, wanted: str) -> _Place | None:
    """The place of the first words of a line, where they read as the title and a gap parts them from the others."""
    if not line.bare.startswith(wanted) and not line.letters.startswith(wanted):
        return None
    page, start, end = line.place
    boxes = line.laid.page.boxes
    first, last = (bisect_left(boxes, place, key=lambda box: box.start) for place in (start, end))
    for word, following in pairwise(boxes[first:last]):
        if _bare(line.laid.page.text[start : word.end]) == wanted:
            apart = following.left - word.right > _GAP * line.laid.lines[line.index][0].size
            return (page, start, word.end) if apart else None
    return None
