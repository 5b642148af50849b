"""Reading order of a PDF page's blocks: that in which they were drawn, but for what was drawn too late.

Programs draw the frames of a page in the order in which they were made: a title or a box is often drawn last. What
stands above other text of the same columns goes before it, unless that would cut a sentence in two; of two equal
columns of text the left one goes first. All else stays as drawn, which is what its author meant more often than not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from assistant.ingest.pdf.lines import SAME_SIZE, runs_on
from assistant.ingest.pdf.page import Box, RawLine, RawPage

_NEAR = 1.0  # of a line's height: to the next line of a block
_NEAR_BELOW = 2.5  # of a line's height: from a heading to its text
_HEADING_LINES = 3
_SAME_MARGIN = 3.0
_COMMON = 0.3  # of the narrower block's width
_SLACK = 0.3  # of a line's height
_LABEL = 80  # characters
_LEAST_LABELS = 6
_MOST_BLOCKS = 150
_COLUMN_LINES = 5
_LEAST_LINES = 8
_COLUMN_CHARACTERS = 18
_EQUAL_WIDTH = 1.25
_BESIDE = 0.5  # of the lower column's height


@dataclass(slots=True)
class _Block:
    """Lines that follow each other closely; `boxes` has one for each block whose sentence runs on in the next."""

    lines: list[RawLine]
    boxes: list[Box] = field(default_factory=list)

    @property
    def box(self) -> Box:
        left, bottom, right, top = zip(*self.boxes, strict=True)
        return min(left), min(bottom), max(right), max(top)

    @property
    def size(self) -> float:
        return self.lines[0].size

    @property
    def characters(self) -> int:
        return sum(line.end - line.start for line in self.lines)


def _same_size(one: _Block, other: _Block) -> bool:
    return max(one.size, other.size) <= SAME_SIZE * min(one.size, other.size)


def ordered(page: RawPage) -> RawPage:
    """The page with its blocks in reading order; the same page where they are already."""
    outer = [line for line in page.lines if not line.cell or line.before == "\n\n"]
    if all(below.box[1] <= line.box[1] + _SLACK * line.size for line, below in pairwise(outer)):
        return page
    drawn = list(_blocks(page.lines))
    if len(drawn) > _MOST_BLOCKS:
        return page
    blocks = list(_without_labels(list(_joined(page.text, _left_first(page.text, drawn)))))
    return replace(page, lines=tuple(line for block in _top_first(page.text, blocks) for line in block.lines))


def _blocks(lines: Sequence[RawLine]) -> Iterator[_Block]:
    block: _Block | None = None
    previous: RawLine | None = None
    for line in lines:
        if block is not None and previous is not None and _follows(previous, line):
            block.lines.append(line)
        else:
            if block is not None:
                yield _boxed(block)
            block = _Block([line])
        previous = line
    if block is not None:
        yield _boxed(block)


def _boxed(block: _Block) -> _Block:
    left, bottom, right, top = zip(*(line.box for line in block.lines), strict=True)
    block.boxes = [(min(left), min(bottom), max(right), max(top))]
    return block


def _follows(line: RawLine, following: RawLine) -> bool:
    """Whether a line belongs to the block of the one before: a row of the same table, the next line, the same line."""
    if following.cell:
        return following.before is not None and not following.before.startswith("\n\n")
    if line.cell:
        return False
    larger, smaller = max(line.size, following.size), min(line.size, following.size)
    if larger > SAME_SIZE * smaller:
        return False
    gap = line.box[1] - following.box[3]
    if gap > _NEAR * smaller:
        return False
    if following.box[1] <= line.box[1] - _SLACK * smaller:  # below
        return min(line.box[2], following.box[2]) > max(line.box[0], following.box[0])
    beside = following.box[0] - line.box[2]
    return abs(line.box[1] - following.box[1]) < _SLACK * smaller and -1.0 <= beside <= 2.0 * smaller


def _joined(text: str, blocks: Sequence[_Block]) -> Iterator[_Block]:
    """The blocks, those that the next one belongs to as one with it: by a sentence that runs on, or as its heading."""
    joined, lines = blocks[0], len(blocks[0].lines)
    for block in blocks[1:]:
        count = len(block.lines)
        if runs_on(text, joined.lines[-1], block.lines[0]) or _heads(joined, lines, block):
            joined.lines += block.lines
            joined.boxes += block.boxes
        else:
            yield joined
            joined = block
        lines = count
    yield joined


def _heads(block: _Block, lines: int, following: _Block) -> bool:
    """Whether a block's last part, of so many lines, is a few right above another, at its margin or centred on it."""
    one, other = block.boxes[-1], following.boxes[0]
    near = 0.0 <= one[1] - other[3] <= _NEAR_BELOW * block.size
    left, right = one[0] - other[0], one[2] - other[2]
    aligned = min(abs(left), abs(right), abs(left + right) / 2) <= _SAME_MARGIN
    return near and aligned and lines <= _HEADING_LINES


def _without_labels(blocks: Sequence[_Block]) -> Iterator[_Block]:
    """The blocks, those in a row that look like labels of a drawing as one: no order is better than theirs."""
    run: list[_Block] = []
    for block in [*blocks, None]:
        if block is not None and block.characters <= _LABEL and (not run or _same_size(run[-1], block)):
            run.append(block)
            continue
        if len(run) >= _LEAST_LABELS:
            yield _Block([line for one in run for line in one.lines], [box for one in run for box in one.boxes])
        else:
            yield from run
        run = [block] if block is not None and block.characters <= _LABEL else []
        if block is not None and not run:
            yield block


def _left_first(text: str, blocks: list[_Block]) -> list[_Block]:
    """The blocks, a left column that was drawn after an equal one on its right put before it.

    Unless a sentence runs on from the right one to the left one, and not the other way round.
    """
    for place in range(1, len(blocks)):
        left, right = blocks[place].box, blocks[place - 1].box
        if left[2] > right[0] or not (_is_column(blocks[place]) and _is_column(blocks[place - 1])):
            continue
        first = place - 1
        while first and blocks[first - 1].box[0] >= left[2]:
            first -= 1
        last = place + 1
        while last < len(blocks) and blocks[last].box[2] <= right[0]:
            last += 1
        on_left, on_right = blocks[place:last], blocks[first:place]
        as_drawn = runs_on(text, on_right[-1].lines[-1], on_left[0].lines[0])
        if _are_equal(on_left, on_right) and (
            not as_drawn or runs_on(text, on_left[-1].lines[-1], on_right[0].lines[0])
        ):
            return [*blocks[:first], *on_left, *on_right, *blocks[last:]]
    return blocks


def _is_column(block: _Block) -> bool:
    return len(block.lines) >= _COLUMN_LINES and block.characters >= _COLUMN_CHARACTERS * len(block.lines)


def _are_equal(left: Sequence[_Block], right: Sequence[_Block]) -> bool:
    """Whether two runs of blocks are long, as wide as each other, in letters of one size, side by side."""
    if min(sum(len(block.lines) for block in run) for run in (left, right)) < _LEAST_LINES:
        return False
    one, other = _around(left), _around(right)
    widths = one[2] - one[0], other[2] - other[0]
    common = min(one[3], other[3]) - max(one[1], other[1])
    return (
        max(widths) <= _EQUAL_WIDTH * min(widths)
        and common >= _BESIDE * min(one[3] - one[1], other[3] - other[1])
        and _same_size(left[0], right[0])
    )


def _around(blocks: Sequence[_Block]) -> Box:
    left, bottom, right, top = zip(*(block.box for block in blocks), strict=True)
    return min(left), min(bottom), max(right), max(top)


def _top_first(text: str, blocks: list[_Block]) -> list[_Block]:
    """The blocks as they stand, but for those that stand above one: they go before it."""
    placed: dict[int, _Block] = {}
    begun: set[int] = set()
    bottoms = [max(box[1] for box in block.boxes) for block in blocks]

    def place(index: int) -> None:
        begun.add(index)
        block = blocks[index]
        least = min(box[3] for box in block.boxes) - _SLACK * block.size
        for other, bottom in enumerate(bottoms):
            if bottom >= least and other not in begun and _goes_before(blocks[other], block):
                place(other)
        placed[index] = block

    if text[blocks[0].lines[0].start].islower():  # it goes on from the page before
        begun.add(0)
        placed[0] = blocks[0]
    for index in range(len(blocks)):
        if index not in begun:
            place(index)
    return list(placed.values())


def _goes_before(above: _Block, below: _Block) -> bool:
    """Whether a block stands above another."""
    slack = _SLACK * min(above.size, below.size)
    found = any(_is_above(one, other, slack) for one in above.boxes for other in below.boxes)
    return found and not any(_is_above(other, one, slack) for one in above.boxes for other in below.boxes)


def _is_above(one: Box, other: Box, slack: float) -> bool:
    common = min(one[2], other[2]) - max(one[0], other[0])
    return one[1] >= other[3] - slack and common > _COMMON * min(one[2] - one[0], other[2] - other[0])
