"""One PDF page as pdfium sees it: text, visual lines with their geometry, words with their boxes."""

from __future__ import annotations

import ctypes
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.ingest.legibility import is_cipher, is_garbled
from assistant.ingest.pdf.calls import Pointer, objects_on, unchecked
from assistant.ingest.pdf.characters import Characters, frame_of
from assistant.ingest.pdf.pictures import covered
from assistant.ingest.pdf.rules import Rules, may_hold_table, read_rules

if TYPE_CHECKING:
    import pypdfium2

Box = tuple[float, float, float, float]  # left, bottom, right, top, in points
RawWord = tuple[int, int, Box]  # start and end in the raw text, where it is drawn. A tuple: there are very many

_HYPHEN_MARKS = "\x02\ufffe"
_LINE_END = re.compile(f"[\r\n{_HYPHEN_MARKS}][\r\n]*")
_WORD = re.compile(rf"[^\s{_HYPHEN_MARKS}]+")
_FEW_WORDS = 60  # a page with fewer, all covered by an image, is a scan with a stamp on it
_FEW_CHARACTERS = 600
_ALL_COVERED = 0.8
_MOST_OBJECTS = 2000
_OUTLINED_TEXT = 20
_UPRIGHT = 1.5
_FLOAT = ctypes.c_float


@dataclass(slots=True)  # not frozen, which would take four times as long to make
class RawLine:
    """A visual line: its span in the raw text, its box, the usual height of its words, whether its end is cut.

    `before` is what parts it from the line before, where that is known. `cell` says that it stands in a table.
    """

    words: tuple[RawWord, ...]
    start: int
    end: int
    box: Box
    size: float
    bold: bool
    cut: bool
    before: str | None = None
    cell: bool = False


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page before repair.

    `has_images` and `has_text_objects` are only looked at where there is no text, `rules` where it may hold a table.
    The last `notes` lines are footnotes. `turns` counts the quarter turns (clockwise) of the page as shown that give
    its coordinates.
    """

    number: int
    text: str
    width: float
    height: float
    lines: tuple[RawLine, ...] = ()
    label: str | None = None
    has_images: bool = False
    has_text_objects: bool = False
    rules: Rules | None = None
    notes: int = 0
    turns: int = 0
    is_scan: bool = False


def read_raw_page(document: pypdfium2.PdfDocument, index: int) -> RawPage:
    """Read one page (index from 0).

    Raises:
        pypdfium2.PdfiumError: pdfium can't load the page.
    """
    import pypdfium2.raw as pdfium
    from pypdfium2 import PdfiumError

    page = pdfium.FPDF_LoadPage(document, index)
    if not page:
        raise PdfiumError("Failed to load page.")
    try:
        text_page = pdfium.FPDFText_LoadPage(page)
        if not text_page:
            raise PdfiumError("Failed to load text page.")
        try:
            return _read(Pointer.from_buffer(page), Pointer.from_buffer(text_page), index + 1)
        finally:
            pdfium.FPDFText_ClosePage(text_page)
    finally:
        pdfium.FPDF_ClosePage(page)


def _read(page: Pointer, text_page: Pointer, number: int) -> RawPage:
    frame = frame_of(page)
    move = None if frame.plain else frame.move
    characters = Characters(text_page, move)
    text = characters.text()
    width, height = unchecked("FPDF_GetPageWidthF", _FLOAT)(page), unchecked("FPDF_GetPageHeightF", _FLOAT)(page)
    if not text.strip():
        images, texts = _kinds(page)
        return RawPage(number, "", width, height, has_images=images, has_text_objects=texts)
    lines = () if is_garbled(text) or is_cipher(text) else tuple(_lines(text, characters))
    rules = read_rules(page, move) if may_hold_table(lines) else None
    sparse = len(text) < _FEW_CHARACTERS and len(text.split()) < _FEW_WORDS
    is_scan = sparse and covered(page, frame) >= _ALL_COVERED
    return RawPage(number, text, width, height, lines, rules=rules, is_scan=is_scan)


def _lines(text: str, characters: Characters) -> Iterator[RawLine]:
    """The visual lines of the page, as pdfium ends them; those without a word that is drawn are left out."""
    words = tuple(characters.words([match.span() for match in _WORD.finditer(text)]))
    parts = _parts(text, [start for start, _, _ in words])
    if not parts:
        return
    bold = characters.are_bold([words[first][0] for first, _, _ in parts])
    lefts, bottoms, rights, tops = zip(*[box for _, _, box in words], strict=True)
    heights = [
        right - left if top - bottom > _UPRIGHT * (right - left) and end - start > 1 else top - bottom  # sideways?
        for start, end, (left, bottom, right, top) in words
    ]
    for (first, last, cut), is_bold in zip(parts, bold, strict=True):
        own = words[first:last]
        box = min(lefts[first:last]), min(bottoms[first:last]), max(rights[first:last]), max(tops[first:last])
        size = sorted(heights[first:last])[(last - first) // 2]
        yield RawLine(own, own[0][0], own[-1][1], box, size, is_bold, cut)


def _parts(text: str, starts: Sequence[int]) -> list[tuple[int, int, bool]]:
    """For each line with words: the indexes of the first and after the last in their starts, whether its end is cut."""
    parts: list[tuple[int, int, bool]] = []
    first = 0
    for match in _LINE_END.finditer(text):
        place = match.start()
        last = bisect_left(starts, place, first)
        if last > first:
            parts.append((first, last, text[place] in _HYPHEN_MARKS))
            first = last
    if len(starts) > first:
        parts.append((first, len(starts), False))
    return parts


def _kinds(page: Pointer) -> tuple[bool, bool]:
    """Whether a page shows images (or drawings, which may be letters turned to outlines), and text objects."""
    import pypdfium2.raw as pdfium

    kinds = Counter(objects_on(page, _MOST_OBJECTS)[1])
    forms = kinds[pdfium.FPDF_PAGEOBJ_FORM] > 0
    images = forms or kinds[pdfium.FPDF_PAGEOBJ_IMAGE] > 0 or kinds[pdfium.FPDF_PAGEOBJ_PATH] >= _OUTLINED_TEXT
    return images, forms or kinds[pdfium.FPDF_PAGEOBJ_TEXT] > 0
