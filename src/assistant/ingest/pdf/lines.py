"""What several steps of arranging a PDF page ask about its lines, and do with them."""

from __future__ import annotations

import re
from itertools import pairwise

from assistant.ingest.pdf.page import Box, RawLine, RawPage
from assistant.text.hyphens import HYPHEN_MARK

BETWEEN_CELLS = " | "
SAME_SIZE = 1.18  # most by which letters of one text differ in height

_FINISHED = re.compile(r"[.!?…:;][\s»”\"’)\]]{0,6}$")


def runs_on(text: str, line: RawLine, following: RawLine) -> bool:
    """Whether a sentence surely goes on from a line to one elsewhere: it has no end, and that begins in lower case."""
    same = max(line.size, following.size) <= SAME_SIZE * min(line.size, following.size)
    return same and not is_finished(text, line) and text[following.start].islower()


def is_finished(text: str, line: RawLine) -> bool:
    """Whether a line ends as a sentence does."""
    return not line.cut and _FINISHED.search(text, max(line.start, line.end - 12), line.end) is not None


def text_in_order(page: RawPage) -> str:
    """The text of a page in the order of its lines, hyphens marked: what the spelling of a document is learnt from."""
    if all(line.end <= following.start for line, following in pairwise(page.lines)):
        return page.text
    pieces: list[str] = []
    for line in page.lines:
        beside = line.before is not None and line.before.startswith(BETWEEN_CELLS)
        pieces += (" " if beside else "\n", page.text[line.start : line.end], HYPHEN_MARK if line.cut else "")
    return "".join(pieces)


def part_of(line: RawLine, first: int, last: int) -> RawLine:
    """The words first to last (not included) of a line, as a line."""
    words = line.words[first:last]
    boxes = [word[2] for word in words]
    box: Box = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
    cut = line.cut and last == len(line.words)
    return RawLine(words, words[0][0], words[-1][1], box, line.size, line.bold, cut)


def cell_of(line: RawLine, before: str) -> RawLine:
    """The line as one of a table, after what parts it from the line before."""
    return RawLine(line.words, line.start, line.end, line.box, line.size, line.bold, line.cut, before, cell=True)
