"""Two columns drawn line by line across the page: put the left one before the right one.

Most programs draw one column after the other, and pdfium keeps that order. Where lines of both come in turn, the
page reads as nonsense; a table looks much the same, so columns must be full of text on both sides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.ingest.pdf_page import Box, RawLine, RawPage, RawWord

_LEAST_PAIRS = 6
_GUTTER = 8.0
_GUTTER_OF_SIZE = 0.8
_LEAST_CHARACTERS = 18
_FULL = 0.7
_FULL_SHARE = 0.6

_Pair = tuple[RawLine, RawLine]


def untangle(page: RawPage) -> RawPage:
    """The page with interleaved columns one after the other; the same page where there are none."""
    segments = [segment for line in page.lines for segment in _split(line)]
    pairs = [pair for pair in pairwise(segments) if _same_row(*pair)]
    if len(pairs) < _LEAST_PAIRS:
        return page
    gutter = _gutter(pairs)
    if gutter is None or not _are_columns(pairs, gutter):
        return page
    first, last = _stretch(segments, gutter)
    inside = segments[first:last]
    left = [segment for segment in inside if segment.box[2] <= gutter]
    right = [segment for segment in inside if segment.box[2] > gutter]
    return _rewritten(page, [*segments[:first], *left, *right, *segments[last:]])


def _split(line: RawLine) -> list[RawLine]:
    """A line in two at its only wide gap, if it has just one."""
    wide = [
        index
        for index in range(1, len(line.words))
        if line.words[index][2][0] - line.words[index - 1][2][2] > max(_GUTTER, _GUTTER_OF_SIZE * line.size)
    ]
    if len(wide) != 1:
        return [line]
    return [_line_of(line, line.words[: wide[0]], False), _line_of(line, line.words[wide[0] :], line.cut)]


def _line_of(line: RawLine, words: tuple[RawWord, ...], cut: bool) -> RawLine:
    boxes = [word[2] for word in words]
    box: Box = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
    return replace(line, words=words, start=words[0][0], end=words[-1][1], box=box, cut=cut)


def _same_row(one: RawLine, other: RawLine) -> bool:
    overlap = min(one.box[3], other.box[3]) - max(one.box[1], other.box[1])
    return overlap > 0.5 * min(one.size, other.size) and other.box[0] - one.box[2] > _GUTTER


def _gutter(pairs: Sequence[_Pair]) -> float | None:
    """The middle of the empty strip between the two sides, if the same strip is empty in all pairs."""
    left = max(pair[0].box[2] for pair in pairs)
    right = min(pair[1].box[0] for pair in pairs)
    return (left + right) / 2 if right > left else None


def _are_columns(pairs: Sequence[_Pair], gutter: float) -> bool:
    """Whether both sides are running text: long lines that mostly fill their column."""
    start = min(pair[0].box[0] for pair in pairs)
    end = max(pair[1].box[2] for pair in pairs)
    for side, width in ((0, gutter - start), (1, end - gutter)):
        lines = [pair[side] for pair in pairs]
        characters = sum(line.end - line.start for line in lines) / len(lines)
        full = sum(line.box[2] - line.box[0] >= _FULL * width for line in lines)
        if characters < _LEAST_CHARACTERS or full < _FULL_SHARE * len(lines):
            return False
    return True


def _stretch(segments: Sequence[RawLine], gutter: float) -> tuple[int, int]:
    """The run of segments, each on one side of the gutter, that holds most of them."""
    best = (0, 0)
    start = 0
    for index, segment in enumerate([*segments, None]):
        if segment is not None and not segment.box[0] < gutter < segment.box[2]:
            continue
        if index - start > best[1] - best[0]:
            best = (start, index)
        start = index + 1
    return best


def _rewritten(page: RawPage, order: Sequence[RawLine]) -> RawPage:
    """The page with its lines in another order: text, and all places in it, made anew."""
    pieces: list[str] = []
    lines: list[RawLine] = []
    length = 0
    for line in order:
        text = page.text[line.start : line.end]
        shift = length - line.start
        words = tuple((start + shift, end + shift, box) for start, end, box in line.words)
        lines.append(replace(line, words=words, start=length, end=length + len(text)))
        pieces.append(text + "\n")
        length += len(text) + 1
    return replace(page, text="".join(pieces), lines=tuple(lines))
