"""PDF pages whose text runs up, down or upside down, as shown: turned until it runs from left to right."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from assistant.ingest.pdf.page import Box, RawLine, RawPage
from assistant.ingest.pdf.rules import moved

_ENOUGH = 8  # lines that run from left to right, with none before them that doesn't
_MOST = 0.6
_FROM_RIGHT = frozenset({"R", "AL"})


def upright(page: RawPage) -> RawPage:
    """The page with most of its text running from left to right; `turns` tells how it was turned."""
    turns = _turns_needed(page)
    if not turns:
        return page
    size = page.width, page.height

    def move(box: Box) -> Box:
        return turned(box, turns, *size)

    lines = tuple(
        replace(line, box=move(line.box), words=tuple((start, end, move(box)) for start, end, box in line.words))
        for line in page.lines
    )
    width, height = size if turns == 2 else size[::-1]
    rules = None if page.rules is None else moved(page.rules, move)
    return replace(page, lines=lines, width=width, height=height, rules=rules, turns=turns)


def turned(box: Box, turns: int, width: float, height: float) -> Box:
    """A box on a page of this size, after quarter turns of the page (clockwise)."""
    for _ in range(turns):
        left, bottom, right, top = box
        box = bottom, width - right, top, width - left
        width, height = height, width
    return box


def _turns_needed(page: RawPage) -> int:
    """Quarter turns, clockwise, that most of the text needs."""
    if _begins_upright(page.lines):
        return 0
    votes = Counter(_direction(page.text, line) for line in page.lines if len(line.words) > 1)
    if not votes:
        return 0
    turns, found = votes.most_common(1)[0]
    return turns if found > _MOST * votes.total() else 0


def _begins_upright(lines: Sequence[RawLine]) -> bool:
    """Whether the first lines of several words, enough of them, all run from left to right: nearly always."""
    found = 0
    for line in lines:
        if len(line.words) > 1:
            first, last = line.words[0][2], line.words[-1][2]
            if last[0] - first[0] <= abs(last[1] - first[1]):
                return False
            found += 1
            if found == _ENOUGH:
                return True
    return False


def _direction(text: str, line: RawLine) -> int:
    """Quarter turns, clockwise, after which a line would run from left to right."""
    across, up = (_middle(line.words[-1][2], side) - _middle(line.words[0][2], side) for side in (0, 1))
    if abs(across) >= abs(up):
        return 2 if across < 0 and not _reads_from_right(text[line.start : line.end]) else 0
    return 1 if up > 0 else 3


def _middle(box: Sequence[float], side: int) -> float:
    return (box[side] + box[side + 2]) / 2


def _reads_from_right(text: str) -> bool:
    return any(unicodedata.bidirectional(character) in _FROM_RIGHT for character in text)
