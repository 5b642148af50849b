"""Units of text packed into passages of even length: the cheapest packing, found by dynamic programming.

The cost of a passage is the square of its relative distance from the length aimed at; breaks inside a paragraph and
scraps cost extra. (The idea of choosing all breaks at once is Knuth and Plass's for lines, 1981.)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, islice
from typing import NamedTuple

from assistant.types import Span

_TINY_WORDS = 40
_TINY_COST = 1.0
_MID_PARAGRAPH_COST = 0.2
_UNANSWERED_COST = 1.0
_OVERLONG_COST = 50.0
_AFTER_HEADING_COST = 200.0
_MANY_UNITS = 1000
_COARSE_WORDS = 15


@dataclass(frozen=True, slots=True)
class PassageOptions:
    """Lengths in words: the one aimed at, the one never passed, and the longest sentence repeated as overlap.

    Only one sentence alone that follows its headings may pass `max_words`, by their length: at most `heading_words`.
    """

    target_words: int = 150
    max_words: int = 200
    overlap_words: int = 30

    @property
    def heading_words(self) -> int:
        """The longest run of headings that stays with the text below it; what comes before in the run is text."""
        return max(1, self.max_words // 4)


class Unit(NamedTuple):
    """What is not cut: a sentence, a heading, a line of a table. Two spans where it runs over a page break.

    A tuple, because a file of short lines makes millions.

    `glued`: a heading, which stays with the unit after it, except at the start of a run of headings that is too long.
    `fresh`: it begins a paragraph or a list item. `whole`: it is a full sentence, which an overlap may repeat.
    `answers`: it begins what someone answers to the question before it.
    """

    spans: tuple[Span, ...]
    words: int
    glued: bool = False
    fresh: bool = False
    whole: bool = True
    answers: bool = False


def pack(units: Sequence[Unit], options: PassageOptions) -> Iterator[tuple[Span, ...]]:
    """The spans of each passage that the units of one section make, in order, one span a page."""
    if sum(unit.words for unit in units) <= min(options.target_words, options.max_words):
        if units:  # less than is aimed at: any break would cost more
            yield _joined(units)
        return
    units = condensed(units, options)
    for start, end in _best_breaks(units, options):
        first = start - 1 if _overlaps(units, start, end, options) else start
        yield _joined(units[first:end])


def condensed(units: Iterable[Unit], options: PassageOptions) -> list[Unit]:
    """The units that the passages of a section are made of: fewer, where there are very many.

    They are taken one by one, so that those of a text of many megabytes are never all in memory. What is condensed
    stays as it is when it is condensed again.
    """
    loosened = _loosened(units, options.heading_words)
    first = list(islice(loosened, _MANY_UNITS + 1))
    return first if len(first) <= _MANY_UNITS else list(_coarser(chain(first, loosened)))


def _loosened(units: Iterable[Unit], heading_words: int) -> Iterator[Unit]:
    """The same units, where only the last `heading_words` words of a run of headings stay with what follows.

    So no passage needs to be longer than that beyond its text, and a file of headings packs like any other.
    """
    run: list[Unit] = []
    for unit in units:
        if unit.glued:
            run.append(unit)
            continue
        yield from _loosened_run(run, heading_words)
        run = []
        yield unit
    yield from _loosened_run(run, heading_words)


def _loosened_run(headings: Sequence[Unit], heading_words: int) -> list[Unit]:
    loosened: list[Unit] = []
    words = 0
    for unit in reversed(headings):
        words += unit.words
        loosened.append(unit if words <= heading_words else unit._replace(glued=False, fresh=True))
    return loosened[::-1]


def _coarser(units: Iterable[Unit]) -> Iterator[Unit]:
    """The same text in fewer units, so that a list of a hundred thousand words packs in linear time."""
    run: list[Unit] = []
    words = 0
    for unit in units:
        if run and (unit.glued or run[0].glued or words + unit.words > _COARSE_WORDS):
            yield _merged(run, words)
            run, words = [], 0
        run.append(unit)
        words += unit.words
    if run:
        yield _merged(run, words)


def _merged(run: Sequence[Unit], words: int) -> Unit:
    return run[0] if len(run) == 1 else Unit(_joined(run), words, fresh=run[0].fresh, whole=False)


def _joined(units: Sequence[Unit]) -> tuple[Span, ...]:
    """The smallest span on each page that holds the units."""
    if len(units) == 1:
        return units[0].spans
    bounds: dict[int, tuple[int, int]] = {}
    for unit in units:
        for span in unit.spans:
            start, end = bounds.get(span.page, (span.start, span.end))
            bounds[span.page] = (min(start, span.start), max(end, span.end))
    return tuple(Span(page, start, end) for page, (start, end) in bounds.items())


def _best_breaks(units: Sequence[Unit], options: PassageOptions) -> list[tuple[int, int]]:
    """Half-open index ranges of the units of each passage, of least total cost."""
    reached = [0, *accumulate(unit.words for unit in units)]
    cost = [0.0] + [float("inf")] * len(units)
    origin = [0] * (len(units) + 1)
    for end in range(1, len(units) + 1):
        price = _break_cost(units, end)
        headings_only = True  # before the last unit
        for start in range(end - 1, -1, -1):
            words = reached[end] - reached[start]
            headings_only = headings_only and (start == end - 1 or units[start].glued)
            if words > options.max_words and not headings_only:
                break
            total = cost[start] + price + _length_cost(words, options)
            if total < cost[end]:
                cost[end], origin[end] = total, start
    ranges = []
    end = len(units)
    while end:
        ranges.append((origin[end], end))
        end = origin[end]
    return ranges[::-1]


def _length_cost(words: int, options: PassageOptions) -> float:
    deviation = (words - options.target_words) / options.target_words
    cost = deviation * deviation
    if words < min(_TINY_WORDS, options.target_words // 2):
        cost += _TINY_COST
    return cost + _OVERLONG_COST if words > options.max_words else cost


def _break_cost(units: Sequence[Unit], end: int) -> float:
    """What it costs to end a passage before unit `end`."""
    if end == len(units):
        return 0.0
    if units[end - 1].glued:
        return _AFTER_HEADING_COST
    if units[end].answers:
        return _UNANSWERED_COST
    return 0.0 if units[end].fresh else _MID_PARAGRAPH_COST


def _overlaps(units: Sequence[Unit], start: int, end: int, options: PassageOptions) -> bool:
    """Whether the passage of units start to end repeats the sentence before it, its paragraph having been cut."""
    if start == 0 or units[start].fresh:
        return False
    before = units[start - 1]
    if before.glued or not before.whole or len(before.spans) > 1 or before.words > options.overlap_words:
        return False
    return before.words + sum(unit.words for unit in units[start:end]) <= options.max_words
