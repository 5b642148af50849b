"""Raw PDF pages made by hand, for tests of what arranges them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.ingest.pdf.page import RawLine, RawPage
from assistant.ingest.pdf.rules import Rules

CHARACTER = 5.0  # points wide, in letters of SIZE
SIZE = 10.0
Drawn = tuple[str, float, float]  # text, left, bottom


def raw_page(
    drawn: Iterable[Drawn | tuple[str, float, float, float]], rules: Rules | None = None, gap: float = 20.0
) -> RawPage:
    """A page of 600 by 800 points with lines in the order given; two blanks or more in a text stand for wide gaps.

    Each is a text, its left, its bottom, and the size of its letters unless that is SIZE.
    """
    text = ""
    lines: list[RawLine] = []
    for content, left, bottom, *sizes in drawn:
        size = sizes[0] if sizes else SIZE
        line = raw_line(content, left, bottom, size, len(text), gap)
        lines.append(line)
        text += content + "\r\n"
    return RawPage(1, text, 600.0, 800.0, tuple(lines), rules=rules)


def raw_line(content: str, left: float, bottom: float, size: float, start: int, gap: float) -> RawLine:
    words = []
    place = left
    index = 0
    for word in content.split(" "):
        if word:
            end = place + len(word) * CHARACTER * size / SIZE
            words.append((start + index, start + index + len(word), (place, bottom, end, bottom + size)))
            place = end + CHARACTER * size / SIZE / 2
        else:
            place += gap
        index += len(word) + 1
    box = (left, bottom, words[-1][2][2], bottom + size)
    return RawLine(tuple(words), start, start + len(content.rstrip()), box, size, bold=False, cut=False)


def grid(xs: Sequence[float], ys: Sequence[float]) -> Rules:
    """The rules of a grid with all its lines."""
    across = tuple((y, xs[0], xs[-1]) for y in sorted(ys, reverse=True))
    return Rules(across, tuple((x, min(ys), max(ys)) for x in xs))


def shown(page: RawPage) -> str:
    """The text of a page in the order of its lines, each after what is known to part it from the one before."""
    pieces = [
        (line.before if line.before is not None else "\n") + page.text[line.start : line.end] for line in page.lines
    ]
    return "".join(pieces).strip("\n")
