"""From raw PDF pages to final ones: lines joined, paragraphs parted, text repaired, word boxes carried along."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from statistics import median

from assistant.ingest.pdf.lines import SAME_SIZE, is_finished, runs_on
from assistant.ingest.pdf.page import RawLine, RawPage
from assistant.ingest.pdf.turn import turned
from assistant.text.hyphens import HYPHEN_MARK, Vocabulary
from assistant.text.normalise import Repaired, repair
from assistant.types import Page, WordBox

_PARAGRAPH_GAP = 1.45
_SAME_ROW = 0.5
_WORD_GAP = 0.12
_ROW_GAP = 2.0
_UPWARDS = 0.3  # of a line's height: where another column or box begins
_RUNNING_TEXT = 25  # characters on a line


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A final page; `lines` are its kept raw lines with their spans in the final text."""

    page: Page
    lines: tuple[tuple[RawLine, int, int], ...]


def lay_out(raw: RawPage, words: Vocabulary, label: str | None) -> LaidOut:
    """Make the final page of a raw one.

    Args:
        raw: the page, its lines in reading order.
        words: what the document says about its spelling, for line-end hyphens.
        label: the page's label.
    """
    plain = raw.text.replace("\t", " ")  # as `repair` would, and most lines with a tab stay as they are
    joined, starts = _join(plain, raw.lines)
    repaired = repair(joined, words)
    spans = [(start, start + line.end - line.start) for line, start in zip(raw.lines, starts, strict=True)]
    if repaired.text != joined:
        spans = [_final_span(repaired, *span) for span in spans]
    width, height = (raw.width, raw.height) if raw.turns % 2 == 0 else (raw.height, raw.width)
    page = Page(
        number=raw.number,
        text=repaired.text,
        label=label,
        width=round(width, 2),
        height=round(height, 2),
        boxes=_boxes(raw, starts, spans, joined, repaired),
        notes=next((start for start, end in spans[len(spans) - raw.notes :] if end > start), None),
    )
    placed = zip(raw.lines, spans, strict=True)
    return LaidOut(page, tuple((line, start, end) for line, (start, end) in placed if end > start))


def _join(text: str, lines: Sequence[RawLine]) -> tuple[str, list[int]]:
    """The lines' text with fitting separators, and where in it each line starts."""
    pieces = [(lines[0].before or "").lstrip("\n")] if lines else []
    starts: list[int] = []
    length = sum(map(len, pieces))
    pitch = _pitch(lines)
    for line, following in zip_longest(lines, lines[1:]):
        separator = _separator(text, line, following, pitch) if following is not None else ""
        pieces += (text[line.start : line.end], separator)
        starts.append(length)
        length += line.end - line.start + len(separator)
    return "".join(pieces), starts


def _pitch(lines: Sequence[RawLine]) -> float:
    """Usual distance from a line to the next, in points; 0 where the page has too few lines to tell."""
    steps = [above.box[1] - below.box[1] for above, below in pairwise(lines)]
    down = [step for step in steps if step > 1.0]
    return median(down) if len(down) > 2 else 0.0


def _separator(text: str, line: RawLine, following: RawLine, pitch: float) -> str:
    if following.before is not None:
        return following.before
    if line.cut:
        return HYPHEN_MARK
    if following.box[3] > line.box[1]:  # not below
        overlap = min(line.box[3], following.box[3]) - max(line.box[1], following.box[1])
        gap = following.box[0] - line.box[2]
        if overlap > _SAME_ROW * min(line.size, following.size) and -1.0 <= gap <= _ROW_GAP * line.size:
            return " " if gap > _WORD_GAP * line.size else ""
    larger, smaller = max(line.size, following.size), min(line.size, following.size)
    step = line.box[1] - following.box[1]
    if step > 0 and larger > SAME_SIZE * max(smaller, 0.1):
        return "\n\n"
    if step < -_UPWARDS * line.size:
        return "\n" if _may_run_on(text, line, following) else "\n\n"
    usual = min(pitch, 1.6 * line.size) if pitch else 1.3 * line.size
    return "\n\n" if step > _PARAGRAPH_GAP * max(usual, line.size) else "\n"


def _may_run_on(text: str, line: RawLine, following: RawLine) -> bool:
    """Whether the text of one column may go on in the next one."""
    long = min(line.end - line.start, following.end - following.start) >= _RUNNING_TEXT
    return runs_on(text, line, following) or (long and not is_finished(text, line))


def _final_span(repaired: Repaired, start: int, end: int) -> tuple[int, int]:
    """The span of the repaired text that came from joined[start:end], blanks at its ends left out."""
    text, origin = repaired.text, repaired.origin
    first = bisect_left(origin, start)
    last = bisect_left(origin, end, first)
    while first < last and text[first].isspace():
        first += 1
    while last > first and text[last - 1].isspace():
        last -= 1
    return first, last


def _boxes(
    raw: RawPage,
    starts: Sequence[int],
    spans: Sequence[tuple[int, int]],
    joined: str,
    repaired: Repaired,
) -> tuple[WordBox, ...]:
    """The boxes of words, on the page as shown; lines have these starts in the joined text, spans in the repaired."""
    rows: list[tuple[int, int, float, float, float, float]] = []
    for line, start, (first, last) in zip(raw.lines, starts, spans, strict=True):
        if repaired.text[first:last] == joined[start : start + line.end - line.start]:  # nothing was mended in it
            shift = first - line.start
            rows += [
                (start + shift, end + shift, left, bottom, right, top)
                for start, end, (left, bottom, right, top) in line.words
            ]
            continue
        shift = start - line.start
        for word_start, word_end, box in line.words:
            first, last = _final_span(repaired, word_start + shift, word_end + shift)
            if last > first:
                rows.append((first, last, *box))
    if raw.turns:
        size = raw.width, raw.height
        rows = [(start, end, *turned((a, b, c, d), 4 - raw.turns, *size)) for start, end, a, b, c, d in rows]
    return WordBox.of_rows(rows)
