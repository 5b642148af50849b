"""Headings of a PDF: from its outline where that can be found in the text, else from larger or bold lines."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from assistant.ingest.pdf.layout import LaidOut
from assistant.ingest.pdf.outline import DEEPEST, OutlineEntry, headings_of_outline
from assistant.ingest.pdf.page import RawLine, RawPage
from assistant.types import Heading

_LETTERS = re.compile(r"(?:[^\W\d_][\W\d_]*){3}")
_LARGER = 1.12
_LONGEST = 160
_LONGEST_BOLD = 90
_MOST_LINES = 3
_MOST_LARGE_LINES = 10
_MOST_SHARE = 0.3
_ENOUGH_OUTLINE = 0.5
_FEW_LISTED = 5
_FEW_OF_ALL = 0.5
_MOST_HEADINGS = 5000
_NOT_A_HEADING = re.compile(r"[.,;]\s*\Z|\A\W*\d[\d\s.,%/€-]*\Z|\A\W*\Z|\.{4,}|(?:\. ){3}|\A[•●▪○◦‣]")
_ENUMERATED = re.compile(r"\A(\d{1,2}(?:\.\d{1,2}){0,3})[.)]?\s+\S")


def body_size(pages: Sequence[RawPage]) -> float:
    """Height of a line of body text, in points: the one most characters are set in. 0 for no text."""
    sizes: dict[float, int] = defaultdict(int)
    for page in pages:
        for line in page.lines:
            sizes[round(line.size, 1)] += line.end - line.start
    return max(sizes, key=sizes.__getitem__, default=0.0)


def find_headings(pages: Sequence[LaidOut], outline: Sequence[OutlineEntry], body: float) -> tuple[Heading, ...]:
    """Headings with their spans, in reading order.

    The outline is used where at least half of its titles stand in the text (else it belongs to something else);
    otherwise type size and weight decide. They add to an outline that names but few of the headings they find.
    """
    listed = headings_of_outline(pages, outline) if outline else []
    if not listed or len(listed) < _ENOUGH_OUTLINE * len(outline):
        return tuple(_from_type(pages, body))
    if len(listed) >= _FEW_LISTED:
        return tuple(listed)
    typed = _from_type(pages, body)
    if len(listed) >= _FEW_OF_ALL * len(typed):
        return tuple(listed)
    others = [one for one in typed if not any(_overlap(one, other) for other in listed)]
    return tuple(sorted([*listed, *others], key=lambda heading: (heading.page, heading.start)))


def _overlap(one: Heading, other: Heading) -> bool:
    return one.page == other.page and one.start < other.end and other.start < one.end


def _from_type(pages: Sequence[LaidOut], body: float) -> list[Heading]:
    if body <= 0:
        return []
    running = [line for laid in pages for line, _, _ in laid.lines if not line.cell]
    total = len(running)
    bold_body = sum(line.bold for line in running) > 0.4 * total
    groups = [group for laid in pages for group in _groups(laid, body, use_bold=not bold_body)]
    if sum(len(lines) for _, lines in groups) > _MOST_SHARE * total:
        groups = [group for group in groups if group[1][0][0].size >= _LARGER * body]
    sizes = sorted({_rounded(lines[0][0]) for _, lines in groups if _is_larger(lines[0][0], body)}, reverse=True)
    levels = {size: min(place + 1, DEEPEST - 1) for place, size in enumerate(sizes)}
    headings = []
    for laid, lines in groups[:_MOST_HEADINGS]:
        start, end = lines[0][1], lines[-1][2]
        title = " ".join(laid.page.text[start:end].split())
        first = lines[0][0]
        level = levels[_rounded(first)] if _is_larger(first, body) else _bold_level(title, len(sizes))
        headings.append(Heading(laid.page.number, start, end, level, title))
    return headings


def _bold_level(title: str, larger: int) -> int:
    numbered = _ENUMERATED.match(title)
    depth = numbered.group(1).count(".") if numbered else 0
    return min(larger + 1 + depth, DEEPEST)


_Item = tuple[RawLine, int, int]
_Group = tuple[LaidOut, list[_Item]]


def _groups(laid: LaidOut, body: float, use_bold: bool) -> list[_Group]:
    """Runs of heading lines of one size: up to 3, or 10 in large type."""
    groups: list[_Group] = []
    previous: _Item | None = None
    notes = laid.page.notes if laid.page.notes is not None else len(laid.page.text)
    for item in laid.lines:
        line, start, end = item
        if line.cell or start >= notes:
            continue
        lines = groups[-1][1] if groups and groups[-1][1][-1] is previous else None
        if lines and _continues(laid.page.text, lines, item, body):
            lines.append(item)
        elif _looks_like_heading(laid.page.text, line, start, end, body, use_bold):
            groups.append((laid, [item]))
        previous = item
    return [group for group in groups if _is_heading(laid.page.text, group[1][0][1], group[1][-1][2])]


def _continues(text: str, lines: Sequence[_Item], item: _Item, body: float) -> bool:
    """Whether a line belongs to the heading that the lines before it begin."""
    last, line = lines[-1], item[0]
    larger = _is_larger(line, body)
    if _rounded(last[0]) != _rounded(line) or not (larger or last[0].bold == line.bold):
        return False
    most = _MOST_LARGE_LINES if larger else _MOST_LINES
    return len(lines) < most and item[2] - item[1] <= _LONGEST and "\n\n" not in text[last[2] : item[1]]


def _looks_like_heading(text: str, line: RawLine, start: int, end: int, body: float, use_bold: bool) -> bool:
    if end - start > _LONGEST:
        return False
    if _is_larger(line, body):
        return True
    if not (use_bold and line.bold) or line.size < 0.95 * body or end - start > _LONGEST_BOLD:
        return False
    apart = start == 0 or text[max(0, start - 2) : start] == "\n\n" or _ENUMERATED.match(text[start:end]) is not None
    return apart and (end == len(text) or text[end] == "\n")


def _is_heading(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] is a title, and not the beginning of a paragraph."""
    return _is_title(text[start:end]) and not (text[end : end + 1] == "\n" and text[end + 1 : end + 2].islower())


def _is_title(text: str) -> bool:
    return len(text) <= 2 * _LONGEST and _LETTERS.search(text) is not None and not _NOT_A_HEADING.search(text)


def _is_larger(line: RawLine, body: float) -> bool:
    return line.size >= _LARGER * body


def _rounded(line: RawLine) -> float:
    return round(line.size * 2) / 2
