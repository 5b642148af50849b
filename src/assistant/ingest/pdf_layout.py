"""From raw PDF pages to final ones: lines joined, paragraphs parted, text repaired, word boxes carried along."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from assistant.ingest.pdf_page import RawLine, RawPage
from assistant.text.hyphens import HYPHEN_MARK, Vocabulary
from assistant.text.normalise import repair
from assistant.types import Page, WordBox

_PARAGRAPH_GAP = 1.45
_SIZE_CHANGE = 1.18
_SAME_ROW = 0.5
_WORD_GAP = 0.12
_ROW_GAP = 2.0


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A final page; `lines` are its kept raw lines with their spans in the final text."""

    page: Page
    lines: tuple[tuple[RawLine, int, int], ...]


def lay_out(raw: RawPage, dropped: Collection[int], words: Vocabulary, label: str | None) -> LaidOut:
    """Make the final page of a raw one.

    Args:
        raw: the page as pdfium gave it.
        dropped: indexes of the lines to leave out.
        words: what the document says about its spelling, for line-end hyphens.
        label: the page's label.
    """
    kept = [line for index, line in enumerate(raw.lines) if index not in dropped]
    joined, origin = _join(raw.text, kept)
    repaired = repair(joined, words)
    final_origin = array("i", map(origin.__getitem__, repaired.origin))
    page = Page(
        number=raw.number,
        text=repaired.text,
        label=label,
        width=round(raw.width, 2),
        height=round(raw.height, 2),
        boxes=_boxes(raw.text, kept, repaired.text, final_origin),
    )
    spans = ((line, *_final_span(repaired.text, final_origin, line.start, line.end)) for line in kept)
    return LaidOut(page, tuple(span for span in spans if span[2] > span[1]))


def _join(text: str, lines: Sequence[RawLine]) -> tuple[str, array[int]]:
    """The lines' text with fitting separators, and the raw index of each character (it never decreases)."""
    pieces: list[str] = []
    origin = array("i")
    pitch = _pitch(lines)
    for index, line in enumerate(lines):
        pieces.append(text[line.start : line.end])
        origin.extend(range(line.start, line.end))
        if index + 1 < len(lines):
            separator = _separator(line, lines[index + 1], pitch)
            pieces.append(separator)
            origin.extend([line.end] * len(separator))
    return "".join(pieces), origin


def _pitch(lines: Sequence[RawLine]) -> float:
    """Usual distance from a line to the next, in points; 0 where the page has too few lines to tell."""
    steps = [above.box[1] - below.box[1] for above, below in pairwise(lines)]
    down = [step for step in steps if step > 1.0]
    return median(down) if len(down) > 2 else 0.0


def _separator(line: RawLine, following: RawLine, pitch: float) -> str:
    if line.cut:
        return HYPHEN_MARK
    overlap = min(line.box[3], following.box[3]) - max(line.box[1], following.box[1])
    gap = following.box[0] - line.box[2]
    if overlap > _SAME_ROW * min(line.size, following.size) and -1.0 <= gap <= _ROW_GAP * line.size:
        return " " if gap > _WORD_GAP * line.size else ""
    larger, smaller = max(line.size, following.size), min(line.size, following.size)
    step = line.box[1] - following.box[1]
    if step > 0 and larger > _SIZE_CHANGE * max(smaller, 0.1):
        return "\n\n"
    usual = min(pitch, 1.6 * line.size) if pitch else 1.3 * line.size
    return "\n\n" if step > _PARAGRAPH_GAP * max(usual, line.size) else "\n"


def _final_span(text: str, origin: array[int], start: int, end: int) -> tuple[int, int]:
    """The span of the final text that came from raw[start:end], blanks at its ends left out."""
    first, last = bisect_left(origin, start), bisect_left(origin, end)
    while first < last and text[first].isspace():
        first += 1
    while last > first and text[last - 1].isspace():
        last -= 1
    return first, last


def _boxes(raw: str, kept: Sequence[RawLine], text: str, origin: array[int]) -> tuple[WordBox, ...]:
    boxes: list[WordBox] = []
    for line in kept:
        first, last = bisect_left(origin, line.start), bisect_left(origin, line.end)
        if text[first:last] == raw[line.start : line.end]:  # nothing was mended in it: the same shift for all words
            shift = first - line.start
            boxes += [WordBox(start + shift, end + shift, *box) for start, end, box in line.words]
            continue
        for start, end, box in line.words:
            first, last = _final_span(text, origin, start, end)
            if last > first:
                boxes.append(WordBox(first, last, *box))
    return tuple(boxes)
