"""Headings of a PDF: from its outline where that can be found in the text, else from larger or bold lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.ingest.pdf_layout import LaidOut
from assistant.ingest.pdf_page import RawLine, RawPage
from assistant.text.normalise import fold
from assistant.types import Heading

_LARGER = 1.12
_LONGEST = 160
_LONGEST_BOLD = 90
_MOST_LINES = 3
_MOST_SHARE = 0.3
_DEEPEST = 4
_ENOUGH_OUTLINE = 0.5
_MOST_HEADINGS = 5000
_NOT_A_HEADING = re.compile(r"[.,;]\s*\Z|\A\W*\d[\d\s.,%/€-]*\Z|\A\W*\Z|\.{4,}|(?:\. ){3}")
_ENUMERATED = re.compile(r"\A(\d{1,2}(?:\.\d{1,2}){0,3})[.)]?\s+\S")


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """An entry of the PDF's outline: title, level from 1, page number from 1."""

    title: str
    level: int
    page: int


def body_size(pages: Sequence[RawPage]) -> float:
    """Height of a line of body text, in points: the one most characters are set in. 0 for no text."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[round(line.size, 1)] += line.end - line.start
    return sizes.most_common(1)[0][0] if sizes else 0.0


def find_headings(pages: Sequence[LaidOut], outline: Sequence[OutlineEntry], body: float) -> tuple[Heading, ...]:
    """Headings with their spans, in reading order.

    The outline is used where at least half of its titles stand on their pages (else it belongs to something else);
    otherwise type size and weight decide.
    """
    listed = _from_outline(pages, outline)
    if outline and len(listed) >= _ENOUGH_OUTLINE * len(outline):
        return tuple(listed)
    return tuple(_from_type(pages, body))


def _from_outline(pages: Sequence[LaidOut], outline: Sequence[OutlineEntry]) -> list[Heading]:
    by_number = {laid.page.number: laid for laid in pages}
    found: dict[tuple[int, int], Heading] = {}
    for entry in outline[:_MOST_HEADINGS]:
        laid = by_number.get(entry.page)
        span = _title_span(laid, entry.title) if laid is not None else None
        if laid is not None and span is not None:
            title = " ".join(laid.page.text[span[0] : span[1]].split())
            heading = Heading(entry.page, span[0], span[1], min(entry.level, _DEEPEST), title)
            found.setdefault((entry.page, span[0]), heading)
    return [found[key] for key in sorted(found)]


def _title_span(laid: LaidOut, title: str) -> tuple[int, int] | None:
    """Where up to 3 consecutive lines of the page read as the title."""
    wanted = _bare(title)
    if not wanted:
        return None
    lines = laid.lines
    text = laid.page.text
    for index, (_, start, _) in enumerate(lines):
        for count in range(1, _MOST_LINES + 1):
            if index + count > len(lines):
                break
            end = lines[index + count - 1][2]
            bare = _bare(text[start:end])
            if bare == wanted:
                return start, end
            if not wanted.startswith(bare) and not wanted.endswith(bare):
                break
    return None


def _bare(text: str) -> str:
    """Letters and digits only; a number that opens the title left out."""
    return re.sub(r"[\W_]+", "", re.sub(r"\A\W*(?:\d+[.\d]*|[ivxlc]+\.|[a-z]\))[\s.)-]+", "", fold(text)))


def _from_type(pages: Sequence[LaidOut], body: float) -> list[Heading]:
    if body <= 0:
        return []
    total = sum(len(laid.lines) for laid in pages)
    bold_body = sum(line.bold for laid in pages for line, _, _ in laid.lines) > 0.4 * total
    groups = [group for laid in pages for group in _groups(laid, body, use_bold=not bold_body)]
    if sum(len(lines) for _, lines in groups) > _MOST_SHARE * total:
        groups = [group for group in groups if group[1][0][0].size >= _LARGER * body]
    sizes = sorted({_rounded(lines[0][0]) for _, lines in groups if _is_larger(lines[0][0], body)}, reverse=True)
    levels = {size: min(place + 1, _DEEPEST - 1) for place, size in enumerate(sizes)}
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
    return min(larger + 1 + depth, _DEEPEST)


_Group = tuple[LaidOut, list[tuple[RawLine, int, int]]]


def _groups(laid: LaidOut, body: float, use_bold: bool) -> list[_Group]:
    """Runs of up to 3 heading lines of one size."""
    groups: list[_Group] = []
    previous: tuple[RawLine, int, int] | None = None
    for item in laid.lines:
        line, start, end = item
        if _looks_like_heading(laid.page.text, line, start, end, body, use_bold):
            lines = groups[-1][1] if groups and groups[-1][1][-1] is previous else None
            if lines and len(lines) < _MOST_LINES and _continues(laid.page.text, lines[-1], item):
                lines.append(item)
            else:
                groups.append((laid, [item]))
        previous = item
    return [group for group in groups if _is_title(laid.page.text[group[1][0][1] : group[1][-1][2]])]


def _continues(text: str, last: tuple[RawLine, int, int], item: tuple[RawLine, int, int]) -> bool:
    same = _rounded(last[0]) == _rounded(item[0]) and last[0].bold == item[0].bold
    return same and "\n\n" not in text[last[2] : item[1]]


def _looks_like_heading(text: str, line: RawLine, start: int, end: int, body: float, use_bold: bool) -> bool:
    if end - start > _LONGEST:
        return False
    if _is_larger(line, body):
        return True
    if not (use_bold and line.bold) or line.size < 0.95 * body or end - start > _LONGEST_BOLD:
        return False
    apart = start == 0 or text[max(0, start - 2) : start] == "\n\n" or _ENUMERATED.match(text[start:end]) is not None
    return apart and (end == len(text) or text[end] == "\n")


def _is_title(text: str) -> bool:
    letters = sum(character.isalpha() for character in text)
    return letters >= 3 and len(text) <= 2 * _LONGEST and not _NOT_A_HEADING.search(text)


def _is_larger(line: RawLine, body: float) -> bool:
    return line.size >= _LARGER * body


def _rounded(line: RawLine) -> float:
    return round(line.size * 2) / 2
