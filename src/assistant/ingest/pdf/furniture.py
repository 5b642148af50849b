"""Running headers, footers and page numbers: which lines of a document's pages are not its text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.ingest.pdf.edges import BODY_ZONE, SMALL, ZONE, cells, has_cells, opens_text, repeated_edges
from assistant.ingest.pdf.page import RawLine, RawPage, RawWord
from assistant.text.normalise import fold

_OUTER_LINES = 4
_MARGIN = 0.16
_FAR_MARGIN = 0.09
_SAME_HEIGHT = 4.0
_LEAST_PAGES = 3
_GAP = 0.6  # of a line's height; lines of a paragraph leave hardly any
_LARGE = 1.12
_LARGE_SHARE = 0.6
_HALF = 0.5
_LONGEST = 200
_MOST_VALUES = 8
_ALIGNED = 3.0
_DIGITS = re.compile(r"\d+")
_FULL = 0.7  # of its width: a line across columns of text, no row of a table
_NUMBER = re.compile(
    r"\W*(?:(?:page|p\.?|pg\.?|folio)\s*)?(?P<number>\d{1,4})\s*(?:(?:/|sur|of|de|\|)\s*\d{1,4})?\W*", re.I
)
_NUMBERED = re.compile(r"\W*(?:page|p\.)\s*\d{1,4}\W*|\W*(?:page\s*)?\d{1,4}\s*(?:/|sur|of)\s*\d{1,4}\W*", re.I)
_ROMAN = re.compile(r"\W*(?=[ivxlc])(?:x[cl]|l?x{0,3})(?:i[xv]|v?i{0,3})\W*")
_HEADING = re.compile(
    r"(?!(?:pages?|pg|folio)\b)[^\W\d_]{2,}\s(?:n[o°º]\s?)?(?:\d{1,3}|[ivxlc]{1,6})(?:er|re|bis|ter)?\W*"
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    page: int  # index in the sequence of pages
    number: int  # of the page
    line: int  # index in its lines
    text: str  # folded
    values: tuple[int, ...]  # the numbers in it
    height: float  # from the nearer edge
    top: bool
    far: bool  # at the very edge
    outside: bool  # where text hardly begins
    apart: bool  # a gap parts it from the body
    large: bool
    alone: int | None  # the number, where there is nothing else
    row: bool  # of a table
    opens: bool  # may be what text begins with, wherever it repeats

    @property
    def pattern(self) -> str:
        return _DIGITS.sub("#", self.text)


@dataclass(frozen=True, slots=True)
class Furniture:
    """Per page (in the order given): indexes of the lines to leave out, and the page number printed, if any."""

    lines: tuple[frozenset[int], ...]
    labels: tuple[str | None, ...]


def find_furniture(pages: Sequence[RawPage], body_size: float) -> Furniture:
    """Find lines that repeat at one place near the top or bottom edge, and page numbers that count on.

    A line repeats when it stands on 3 pages or more, word for word or but for a number that goes up with the pages.
    Farther from the edge text may begin, so there the first of them stays, and all that may be text (`_is_furniture`).
    In large type (slide titles) it must stand on most pages. In shorter documents only what can be nothing else is
    taken: "Page 2", "2/2", the page's own number, and what `repeated_edges` finds. Where nothing else would be left,
    all lines stay.

    Args:
        pages: the pages, in order.
        body_size: height of a line of body text, in points.
    """
    candidates = [candidate for index, page in enumerate(pages) for candidate in _candidates(index, page, body_size)]
    drop: list[set[int]] = [set() for _ in pages]
    labels: list[str | None] = [None] * len(pages)
    for candidate in _repeated(candidates, len(pages)):
        drop[candidate.page].add(candidate.line)
    for candidate in _numbers(candidates, pages):
        drop[candidate.page].add(candidate.line)
        labels[candidate.page] = str(candidate.alone) if candidate.alone is not None else None
    for page, line in repeated_edges(pages, body_size):
        drop[page].add(line)
    if all(len(lines) == len(page.lines) for lines, page in zip(drop, pages, strict=True)):
        drop = [set() for _ in pages]  # it is all the text there is
    return Furniture(tuple(frozenset(lines) for lines in drop), tuple(labels))


def _candidates(index: int, page: RawPage, body_size: float) -> list[_Candidate]:
    """The outermost lines of a page that stand in its margins."""
    depths = [-line.box[1] for line in page.lines]
    order = sorted(range(len(depths)), key=depths.__getitem__)
    found: list[_Candidate] = []
    for top, inwards in ((True, order), (False, order[::-1])):
        gap = _gap_after(page, inwards)
        for rank, number in enumerate(inwards[:_OUTER_LINES]):
            line = page.lines[number]
            height = page.height - line.box[3] if top else line.box[1]
            if height <= page.height * _MARGIN and line.end - line.start <= _LONGEST:
                place = (index, number, top, rank < gap)
                found.append(_candidate(page, line, place, height, body_size))
    return found


def _gap_after(page: RawPage, inwards: Sequence[int]) -> int:
    """How many lines, from the edge inwards, a gap wider than between lines of text parts from the rest."""
    for count in range(min(_OUTER_LINES, len(inwards) - 1), 0, -1):
        outer, inner = page.lines[inwards[count - 1]].box, page.lines[inwards[count]].box
        free = max(outer[1] - inner[3], inner[1] - outer[3])
        if free > _GAP * min(outer[3] - outer[1], inner[3] - inner[1]):
            return count
    return len(inwards) if len(inwards) <= _OUTER_LINES else 0


def _candidate(
    page: RawPage, line: RawLine, place: tuple[int, int, bool, bool], height: float, body_size: float
) -> _Candidate:
    index, number, top, apart = place
    far = height <= page.height * _FAR_MARGIN
    as_text = top and line.size >= SMALL * body_size
    outside = height <= page.height * ZONE if as_text else far
    heads = top and height > page.height * (BODY_ZONE if as_text else _FAR_MARGIN)
    raw = page.text[line.start : line.end]
    digits = _DIGITS.findall(raw)
    match = _NUMBER.fullmatch(raw) if digits else None
    text = fold(" ".join(raw.split()))
    return _Candidate(
        page=index,
        number=page.number,
        line=number,
        text=text,
        values=tuple(map(int, digits[:_MOST_VALUES])),
        height=height,
        top=top,
        far=far,
        outside=outside,
        apart=apart,
        large=line.size > _LARGE * body_size,
        alone=int(match.group("number")) if match else None,
        row=_is_row(page, line, top, far),
        opens=opens_text(text) or (heads and _HEADING.fullmatch(text) is not None),
    )


def _is_row(page: RawPage, line: RawLine, top: bool, far: bool) -> bool:
    """Whether a line looks like a row of a table; at the very edge, where headers have parts too, one above another."""
    words = _beside(page, line)
    if not has_cells(words, line.size):
        return False
    return not far or _continues(page, line, cells(words, line.size), top)


def _beside(page: RawPage, line: RawLine) -> list[RawWord]:
    """The words at the height of a line, from left to right: cells are not always drawn row by row."""
    middle = (line.box[1] + line.box[3]) / 2
    beside = [other.words for other in page.lines if other.box[1] < middle < other.box[3]]
    return sorted((word for words in beside for word in words), key=lambda word: word[2][0])


def _continues(page: RawPage, line: RawLine, row: Sequence[tuple[float, float]], top: bool) -> bool:
    """Whether the next line inwards has cells in the same columns."""
    if top:
        further = [other for other in page.lines if other.box[3] <= line.box[1] + _ALIGNED]
        following = max(further, key=lambda other: other.box[1], default=None)
    else:
        further = [other for other in page.lines if other.box[1] >= line.box[3] - _ALIGNED]
        following = min(further, key=lambda other: other.box[1], default=None)
    if following is None:
        return False
    below = cells(_beside(page, following), following.size)
    if len(below) != len(row) or sum(right - left for left, right in below) > _FULL * (below[-1][1] - below[0][0]):
        return False
    return all(_are_aligned(*pair) for pair in zip(row, below, strict=True))


def _are_aligned(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Whether two cells begin, end or have their middle at one place."""
    left, right = one[0] - other[0], one[1] - other[1]
    return min(abs(left), abs(right), abs(left + right) / 2) <= _ALIGNED


def _repeated(candidates: Sequence[_Candidate], pages: int) -> list[_Candidate]:
    groups: dict[tuple[str, bool], list[_Candidate]] = defaultdict(list)
    for candidate in candidates:
        groups[candidate.pattern, candidate.top].append(candidate)
    found: list[_Candidate] = []
    for group in groups.values():
        for cluster in _by_height(group):
            found += _furniture_of(cluster, pages)
    return found


def _furniture_of(cluster: Sequence[_Candidate], pages: int) -> list[_Candidate]:
    """Those of lines of one pattern at one height that repeat word for word, or differ by a page number only."""
    same = Counter(candidate.text for candidate in cluster)
    kept = [one for one in cluster if same[one.text] >= _LEAST_PAGES]
    if len(kept) < len(cluster) and _counts_on(cluster):
        kept = [one for one in cluster if not one.large or (one.far and not one.top)]  # large at the top: "Partie 2"
    share = len({one.page for one in kept}) / pages
    large = sum(one.large for one in kept) * 2 > len(kept)
    words = any(character.isalpha() for character in cluster[0].text)
    if len({one.page for one in kept}) < _LEAST_PAGES or (large and share < _LARGE_SHARE):
        return []
    if not words:  # numbers repeat in tables too
        return [one for one in kept if one.far] if share >= _HALF else []
    most = _share_of_stretch(kept) >= _HALF
    firsts = _firsts(kept, same)
    return [
        one
        for one in kept
        if _is_furniture(one, same[one.text] >= _LEAST_PAGES, share, most) and (one.outside or one not in firsts)
    ]


def _is_furniture(one: _Candidate, alike: bool, share: float, most: bool) -> bool:
    """Whether a line that repeats is no text: at the very edge nearly always, farther in where it can't be part of it.

    Args:
        one: the line.
        alike: it repeats word for word.
        share: on how many of the document's pages lines like it stand.
        most: whether they stand on most pages from their first to their last.
    """
    if one.opens or (one.row and alike):
        return False
    if one.outside:
        return one.apart or (share >= _HALF and alike)
    return one.apart and most


def _share_of_stretch(found: Sequence[_Candidate]) -> float:
    """On how many pages lines stand, of those from the first to the last: headers change with the chapter."""
    on = {one.page for one in found}
    return len(on) / (max(on) - min(on) + 1)


def _firsts(found: Sequence[_Candidate], same: Counter[str]) -> list[_Candidate]:
    """The first of each text, or of lines that differ by the page's number."""
    firsts: dict[str, _Candidate] = {}
    for one in sorted(found, key=lambda one: one.page):
        firsts.setdefault(one.text if same[one.text] >= _LEAST_PAGES else one.pattern, one)
    return list(firsts.values())


def _counts_on(cluster: Sequence[_Candidate]) -> bool:
    """Whether one of the numbers goes up with the page, and the others do too or stay (else it is text)."""
    if any(len(one.values) != len(cluster[0].values) for one in cluster):
        return False
    counting = False
    for column in zip(*(one.values for one in cluster), strict=True):
        shifts = [value - one.number for one, value in zip(cluster, column, strict=True)]
        counts = _mostly_one(shifts)
        if not counts and not _mostly_one(column):
            return False
        counting = counting or counts
    return counting


def _mostly_one(values: Sequence[int]) -> bool:
    return Counter(values).most_common(1)[0][1] >= max(_LEAST_PAGES, 0.8 * len(values))


def _by_height(group: Sequence[_Candidate]) -> list[list[_Candidate]]:
    clusters: list[list[_Candidate]] = []
    for candidate in sorted(group, key=lambda one: one.height):
        if clusters and candidate.height - clusters[-1][-1].height <= _SAME_HEIGHT:
            clusters[-1].append(candidate)
        else:
            clusters.append([candidate])
    return clusters


def _numbers(candidates: Sequence[_Candidate], pages: Sequence[RawPage]) -> list[_Candidate]:
    """Page numbers: numbers whose distance to the page's place stays the same on 3 pages, or that name themselves."""
    by_shift: dict[tuple[int, bool], list[_Candidate]] = defaultdict(list)
    found: list[_Candidate] = []
    for candidate in candidates:
        if candidate.alone is not None:
            by_shift[candidate.alone - candidate.number, candidate.top].append(candidate)
        if _NUMBERED.fullmatch(candidate.text) or (candidate.far and _ROMAN.fullmatch(candidate.text)):
            found.append(candidate)
    for (shift, _), group in by_shift.items():
        share = len({one.page for one in group}) / len(pages)
        if sum(one.large for one in group) * 2 > len(group) and share < _HALF:
            continue  # slides or chapters that are counted
        if len({one.page for one in group}) >= _LEAST_PAGES:
            found += group
        elif shift == 0 and len(pages) < _LEAST_PAGES + 2:
            found += [one for one in group if one.far]
    return found
