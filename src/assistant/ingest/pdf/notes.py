"""Footnotes of a PDF page: small print below its text, put after it, so that its last sentence can run on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.ingest.pdf.page import RawLine, RawPage

_SMALL = 0.93  # of the text's size
_SAME_SIZE = 1.1
_LOWER_PART = 0.6  # of the page's height
_LEAST_CHARACTERS = 8
_MOST_NOTES = 60
_NEAR = 1.0  # of a line's height: to the next line of a note
_MARK = re.compile(r"[*†‡]{1,3}\s?|\(?(?:\d{1,3}|[ivx]{1,4}|[a-z](?=[.)]))(?:[.)]\s?|\s|(?=[A-ZÀ-Þ«(]))")


def set_notes_apart(page: RawPage, body_size: float) -> RawPage:
    """The page with its footnotes at the end, and `notes` telling how many lines they have.

    A footnote is a mark followed by text, smaller than the page's text, with none of that below it.

    Args:
        page: its lines in reading order.
        body_size: height of a line of body text, in points.
    """
    small = _SMALL * body_size
    marked = [index for index, line in enumerate(page.lines) if line.size <= small and _may_begin(page, line)]
    if not 0 < len(marked) <= _MOST_NOTES:
        return page
    text = [line for line in page.lines if line.cell or (line.size > small and _has_letters(page.text, line))]
    found: dict[int, RawLine] = {}
    for index in marked:
        if index not in found and _stands_below(page.lines[index], text):
            found.update(_note(page.lines, index))
    if not found or sum(line.end - line.start for line in text) * 2 < len(page.text):
        return page
    begins = frozenset(marked)
    rest = [line for index, line in enumerate(page.lines) if index not in found]
    notes = [
        replace(line, before=("\n" if place else "\n\n") if index in begins else None)
        for place, (index, line) in enumerate(sorted(found.items()))
    ]
    return replace(page, lines=(*rest, *notes), notes=len(notes))


def _may_begin(page: RawPage, line: RawLine) -> bool:
    """Whether a line is in the lower part of the page, no cell, and opens with a mark."""
    if line.cell or line.box[3] > _LOWER_PART * page.height:
        return False
    match = _MARK.match(page.text, line.start, line.end)
    return match is not None and line.end - match.end() >= _LEAST_CHARACTERS


def _has_letters(text: str, line: RawLine) -> bool:
    return any(character.isalpha() for character in text[line.start : line.end])


def _stands_below(line: RawLine, text: Sequence[RawLine]) -> bool:
    """Whether there is text of ordinary size above a line, and none below it."""
    left, bottom, right, _ = line.box
    beside = [other for other in text if other.box[0] < right and other.box[2] > left]
    return bool(beside) and all(other.box[1] > bottom for other in beside)


def _note(lines: Sequence[RawLine], first: int) -> Iterator[tuple[int, RawLine]]:
    """The lines of a note, by their place: the first one, and those that follow closely in its size."""
    previous = lines[first]
    yield first, previous
    for index in range(first + 1, len(lines)):
        line = lines[index]
        below = -0.5 * line.size <= previous.box[1] - line.box[3] <= _NEAR * line.size
        same = max(line.size, previous.size) <= _SAME_SIZE * min(line.size, previous.size)
        if line.cell or not (below and same):
            return
        yield index, line
        previous = line
