"""Running headers, footers and page numbers of recognised pages, found once all pages of a document are there."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from statistics import median

from assistant.ingest.pdf.furniture import find_furniture
from assistant.ingest.pdf.headings import body_size
from assistant.ingest.pdf.page import RawLine, RawPage
from assistant.types import Page, WordBox

_LINE = re.compile(r"[^\n]+")


def without_furniture(pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages, the recognised ones without lines that are not their text, with the page number that was printed."""
    recognised = [index for index, page in enumerate(pages) if page.ocr_confidence is not None]
    raw = [_raw(pages[index]) for index in recognised]
    found = find_furniture(raw, body_size(raw))
    cleaned = list(pages)
    for index, one, dropped, label in zip(recognised, raw, found.lines, found.labels, strict=True):
        page = replace(pages[index], label=pages[index].label or label)
        cleaned[index] = _without(page, [one.lines[line] for line in dropped]) if dropped else page
    return tuple(cleaned)


def _raw(page: Page) -> RawPage:
    """The page in lines, as the PDF reader has them."""
    lines: list[RawLine] = []
    boxes = iter(page.boxes)
    box = next(boxes, None)
    for match in _LINE.finditer(page.text):
        own: list[WordBox] = []
        while box is not None and box.start < match.end():
            own.append(box)
            box = next(boxes, None)
        if own:
            edges = (
                min(one.left for one in own), min(one.bottom for one in own),
                max(one.right for one in own), max(one.top for one in own),
            )  # fmt: skip
            words = tuple((one.start, one.end, (one.left, one.bottom, one.right, one.top)) for one in own)
            size = median(one.top - one.bottom for one in own)
            lines.append(RawLine(words, match.start(), match.end(), edges, size, False, False))
    return RawPage(page.number, page.text, page.width or 0.0, page.height or 0.0, tuple(lines))


def _without(page: Page, dropped: Collection[RawLine]) -> Page:
    """The page without those lines: what stood around one is parted by a blank line, or by nothing at an edge."""
    pieces: list[str] = []
    boxes: list[WordBox] = []
    place = length = 0
    for line in [*sorted(dropped, key=lambda line: line.start), None]:
        end = line.start if line is not None else len(page.text)
        kept = page.text[place:end].strip("\n")
        if kept:
            start = page.text.index(kept, place)
            separator = "\n\n" if pieces else ""
            shift = length + len(separator) - start
            boxes += [
                box._replace(start=box.start + shift, end=box.end + shift)
                for box in page.boxes
                if start <= box.start < start + len(kept)
            ]
            pieces.append(separator + kept)
            length += len(separator) + len(kept)
        place = line.end if line is not None else end
    return replace(page, text="".join(pieces), boxes=tuple(boxes))
