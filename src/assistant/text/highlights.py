"""Where words of a page stand on its picture: what to highlight for a quote. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from statistics import median

from assistant.types import Page, Rectangle, WordBox

_SAME_LINE = 0.5  # of the lower box: how far two boxes of one line overlap in height
_TALLEST = 1.6  # of the usual box: a larger initial would make its whole line as tall as it is
_WIDEST_GAP = 1.2  # of a line's height: a wider one parts columns or cells, and may hold words of others
_OVERLAP = 1.0  # points: how far a box may reach into the one before


def highlight_boxes(page: Page, start: int, end: int) -> tuple[Rectangle, ...]:
    """The rectangles of the words in text[start:end], in reading order, those of a line that follow closely as one.

    Words that the span cuts are cut as well, in proportion to their letters. Nothing where the page has no boxes.

    Args:
        page: with its word boxes.
        start: first character, in the page's text.
        end: after the last one.

    Returns:
        Rectangles in points, from the bottom left of the page as shown.
    """
    pieces = [cut for cut in (_cut(box, start, end) for box in _boxes_within(page, start, end)) if cut is not None]
    if not pieces:
        return ()
    tallest = _TALLEST * median(piece.top - piece.bottom for piece in pieces)
    lines: list[Rectangle] = []
    for piece in pieces:
        joined = _joined(lines[-1], piece) if lines and _follows(lines[-1], piece) else None
        if joined is not None and joined.top - joined.bottom <= tallest:
            lines[-1] = joined
        else:
            lines.append(piece)
    return tuple(lines)


def _boxes_within(page: Page, start: int, end: int) -> Iterable[WordBox]:
    """The boxes that share a character with a span, in the order of the text."""
    boxes = sorted(page.boxes)
    last = bisect_left(boxes, (end,))
    return (box for box in boxes[:last] if box.end > start)


def _cut(box: WordBox, start: int, end: int) -> Rectangle | None:
    """The part of a box that a span covers; None where it has no area. Words that run up or down are not cut."""
    left, right, length = box.left, box.right, box.end - box.start
    if right - left >= box.top - box.bottom:
        step = (right - left) / length
        left, right = left + step * max(start - box.start, 0), right - step * max(box.end - end, 0)
    piece = Rectangle(left, box.bottom, right, box.top)
    return piece if piece.right > piece.left and piece.top > piece.bottom else None


def _follows(line: Rectangle, piece: Rectangle) -> bool:
    """Whether a word goes on a line: at its height, to its right, and near."""
    height = min(line.top - line.bottom, piece.top - piece.bottom)
    shared = min(line.top, piece.top) - max(line.bottom, piece.bottom)
    gap = piece.left - line.right
    near = -_OVERLAP <= gap <= _WIDEST_GAP * (line.top - line.bottom)
    return near and shared >= _SAME_LINE * height


def _joined(one: Rectangle, other: Rectangle) -> Rectangle:
    return Rectangle(
        min(one.left, other.left),
        min(one.bottom, other.bottom),
        max(one.right, other.right),
        max(one.top, other.top),
    )
