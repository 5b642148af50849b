"""Running headers and footers of documents of two or three pages, where hardly anything repeats."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.ingest.pdf.page import RawLine, RawPage, RawWord
from assistant.text.normalise import fold

ZONE = 0.075  # of the page's height: text hardly begins nearer to the edge
_GAP = 1.5  # of a line's height
_NUMBERED_ZONE = 0.1
_NUMBERED_GAP = 1.0
BODY_ZONE = 0.055  # the same for lines as large as the text, which may be its first: margins of 16 mm are rare
_BLEED = 0.035  # of the page's height: no printer's margin is smaller, and no heading nearer to the edge
_MOST_LINES = 4
_SAME_HEIGHT = 1.5
_TEXT_HEIGHT = 6.0  # how much the first lines of pages differ in height where they start at one margin
_LARGE = 1.12
SMALL = 0.95
_WIDE = 1.5  # of a line's height: a gap between cells, or between the parts of a header
_MOST_GAPS = 1
_LEAST_WORDS = 4
_NUMBER = re.compile(r"\d+")
_PAGE_BEFORE = re.compile(r"\b(?:page|p\.|pg\.|folio)\s*\Z")
_TOTAL_AFTER = re.compile(r"\s*(?:/|sur|of|de|\|)\s*\d+(?!\d|\s*/)")
_OPENING_WORDS = 5
_OPENING = re.compile(r"[,:;]\s*\Z")
_DASH = re.compile(r"\s*-\s*")


@dataclass(frozen=True, slots=True)
class _Block:
    """The outermost lines of a page: what a wide gap (given in line heights) parts from all others."""

    page: RawPage
    top: bool
    indexes: tuple[int, ...]
    gap: float = 0.0

    @property
    def lines(self) -> tuple[RawLine, ...]:
        return tuple(self.page.lines[index] for index in self.indexes)

    def height(self, line: RawLine) -> float:
        """Distance of a line from the edge, in points."""
        return self.page.height - line.box[3] if self.top else line.box[1]

    def text(self, line: RawLine) -> str:
        return fold(" ".join(self.page.text[line.start : line.end].split()))


def repeated_edges(pages: Sequence[RawPage], body_size: float) -> Iterator[tuple[int, int]]:
    """Lines (index of the page, index of the line) of headers and footers that stand on two pages only.

    Those are both pages of two, or the last two of three (a first page often differs). Two of a kind prove little, so
    all of these must hold: the lines nearest to the edge, parted from the text by a gap, are the same on both, word for
    word but for the page's number, at the same height; they don't look like a heading, the first row of a table or
    what text begins with ("Madame, Monsieur,"); and the text of the first page doesn't begin at their height.
    """
    if len(pages) not in (2, 3):
        return
    for top in (True, False):
        one, other = (_outermost(page, top) for page in pages[-2:])
        if one is None or other is None:
            continue
        numbered = _compare(one, other)
        if numbered is None or not _is_at_the_edge(one, numbered, body_size) or _may_be_text(one, numbered, body_size):
            continue
        if len(pages) == 2 or not _is_where_text_begins(one, pages[0], body_size):
            yield from ((len(pages) - 2, index) for index in one.indexes)
            yield from ((len(pages) - 1, index) for index in other.indexes)


def _outermost(page: RawPage, top: bool) -> _Block | None:
    """The lines nearest to an edge, if a gap of a line's height or more parts them from the others."""
    order = sorted(range(len(page.lines)), key=lambda index: page.lines[index].box[1], reverse=top)
    for count in range(1, min(_MOST_LINES, len(order) - 1) + 1):
        block = [page.lines[index] for index in order[:count]]
        rest = [page.lines[index] for index in order[count:]]
        if top:
            gap = min(line.box[1] for line in block) - max(line.box[3] for line in rest)
        else:
            gap = min(line.box[1] for line in rest) - max(line.box[3] for line in block)
        gap /= max(line.box[3] - line.box[1] for line in block) or 1.0
        if gap >= _NUMBERED_GAP:
            return _Block(page, top, tuple(order[:count]), gap)
    return None


def _compare(one: _Block, other: _Block) -> list[bool] | None:
    """For each line in order whether it carries the page's number, if both blocks say the same at the same height."""
    if len(one.indexes) != len(other.indexes):
        return None
    numbered = []
    for first, second in zip(_in_order(one), _in_order(other), strict=True):
        same = one.text(first) == other.text(second)
        if abs(one.height(first) - other.height(second)) > _SAME_HEIGHT:
            return None
        if not same and not _counts_on(one, first, other.text(second)):
            return None
        numbered.append(not same)
    return numbered


def _in_order(block: _Block) -> list[RawLine]:
    return sorted(block.lines, key=lambda line: (round(block.height(line)), line.box[0]))


def _counts_on(block: _Block, line: RawLine, second: str) -> bool:
    """Whether a line and that of the page after differ by nothing but a page number."""
    first = block.text(line)
    if _NUMBER.sub("#", first) != _NUMBER.sub("#", second):
        return False
    pairs = list(zip(_NUMBER.finditer(first), _NUMBER.findall(second), strict=True))
    changed = [(match, int(match.group()), int(after)) for match, after in pairs if match.group() != after]
    if len(changed) != 1 or changed[0][2] != changed[0][1] + 1:
        return False
    match, value, _ = changed[0]
    before, after = first[: match.start()], first[match.end() :]
    if _PAGE_BEFORE.search(before):
        return True
    if value != block.page.number:
        return False
    alone = all(not side or _DASH.fullmatch(side) for side in (before[-3:], after[:3]))
    return alone or bool(_TOTAL_AFTER.match(after)) or (not (before and after) and _is_set_apart(line, not after))


def _is_set_apart(line: RawLine, at_end: bool) -> bool:
    """Whether the number at the end (or start) of a line follows a wide gap or a long text."""
    if len(line.words) > _LEAST_WORDS:
        return True
    left, right = line.words[-2:] if at_end else line.words[:2]
    return right[2][0] - left[2][2] > _WIDE * line.size


def _is_at_the_edge(block: _Block, numbered: list[bool], body_size: float) -> bool:
    nearest = min(block.height(line) for line in block.lines)
    zone, gap = (_NUMBERED_ZONE, _NUMBERED_GAP) if all(numbered) else (ZONE, _GAP)
    if not any(numbered) and min(line.size for line in block.lines) >= SMALL * body_size:
        zone = BODY_ZONE
    return nearest <= zone * block.page.height and block.gap >= gap


def _may_be_text(block: _Block, numbered: list[bool], body_size: float) -> bool:
    """Whether a line may be a heading ("Bilan (1/2)" too), or the first row of a table."""
    nearest = min(block.height(line) for line in block.lines)
    upright = block.page.height > block.page.width  # pages of slides have their titles anywhere
    bleeds = upright and nearest <= _BLEED * block.page.height
    return any(
        (not counts and (has_cells(line.words, line.size) or opens_text(block.text(line))))
        or (_is_heading(line, body_size) and not bleeds and (block.top or not counts))
        for line, counts in zip(_in_order(block), numbered, strict=True)
    )


def _is_heading(line: RawLine, body_size: float) -> bool:
    return line.size > _LARGE * body_size or (line.bold and line.size >= SMALL * body_size)


def has_cells(words: Sequence[RawWord], size: float) -> bool:
    """Whether words on one line, from left to right, stand in three cells or more, as in the row of a table."""
    return len(cells(words, size)) > _MOST_GAPS + 1


def cells(words: Sequence[RawWord], size: float) -> list[tuple[float, float]]:
    """Left and right of what wide gaps part from each other on one line."""
    found: list[tuple[float, float]] = []
    for _, _, (left, _, right, _) in words:
        if found and left - found[-1][1] <= _WIDE * size:
            found[-1] = (found[-1][0], max(right, found[-1][1]))
        else:
            found.append((left, right))
    return found


def opens_text(text: str) -> bool:
    """Whether a short line ends as no header does: "Madame, Monsieur," or "Étaient présents :"."""
    return len(text.split()) <= _OPENING_WORDS and _OPENING.search(text) is not None


def _is_where_text_begins(block: _Block, first: RawPage, body_size: float) -> bool:
    """Whether the first page has text, or a heading, at the height of the block (a header of its own is no text)."""
    nearest = min(block.height(line) for line in block.lines)
    own = _outermost(first, block.top)
    if own is not None and not any(_is_heading(line, body_size) for line in own.lines):
        return False
    side = _Block(first, block.top, tuple(range(len(first.lines))))
    return any(abs(side.height(line) - nearest) <= _TEXT_HEIGHT for line in side.lines)
