"""One PDF page as pdfium sees it: text, visual lines with their geometry, words with their boxes.

pdfium's raw interface is used for speed: two calls a word. Coordinates are moved so that (0, 0) is the bottom
left corner of the page as shown, rotation applied.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pypdfium2

Box = tuple[float, float, float, float]  # left, bottom, right, top, in points
RawWord = tuple[int, int, Box]  # start and end in the raw text, where it is drawn. A tuple: there are very many

_LINE_END = re.compile("[\r\n]+|[\x02\ufffe][\r\n]*")
_WORD = re.compile(r"\S+")
_HYPHEN_MARKS = "\x02\ufffe"
_BEYOND_UCS2 = re.compile("[\u3000-\ud7ff\uf900-\ufaff\ue000-\uf8ff]")
_FORCE_BOLD = 0x40000
_BOLD_WEIGHT = 600
_NAME_BYTES = 128
_MOST_OBJECTS = 2000
_OUTLINED_TEXT = 20
_UPRIGHT = 1.5


@dataclass(frozen=True, slots=True)
class RawLine:
    """A visual line: its span in the raw text, its box, the usual height of its words, whether its end is cut."""

    words: tuple[RawWord, ...]
    start: int
    end: int
    box: Box
    size: float
    bold: bool
    cut: bool


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page before repair. `has_images` and `has_text_objects` are only looked at where there is no text."""

    number: int
    text: str
    width: float
    height: float
    lines: tuple[RawLine, ...] = ()
    label: str | None = None
    has_images: bool = False
    has_text_objects: bool = False


@dataclass(slots=True)
class _Frame:
    """From a page's own coordinates to those of the page as shown."""

    left: float
    bottom: float
    width: float
    height: float
    quarter_turns: int
    plain: bool = field(init=False)

    def __post_init__(self) -> None:
        self.plain = self.quarter_turns == 0 and abs(self.left) < 0.01 and abs(self.bottom) < 0.01

    def move(self, box: Box) -> Box:
        left, bottom, right, top = (
            box[0] - self.left, box[1] - self.bottom, box[2] - self.left, box[3] - self.bottom,
        )  # fmt: skip
        if self.quarter_turns == 1:
            return bottom, self.width - right, top, self.width - left
        if self.quarter_turns == 2:
            return self.width - right, self.height - top, self.width - left, self.height - bottom
        if self.quarter_turns == 3:
            return self.height - top, left, self.height - bottom, right
        return left, bottom, right, top


def read_raw_page(document: pypdfium2.PdfDocument, index: int) -> RawPage:
    """Read one page (index from 0).

    Raises:
        pypdfium2.PdfiumError: pdfium can't load the page.
    """
    page = document[index]
    try:
        textpage = page.get_textpage()
        try:
            return _read(page, textpage, index + 1)
        finally:
            textpage.close()
    finally:
        page.close()


def _read(page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage, number: int) -> RawPage:
    width, height = page.get_size()
    text, indexes = _text(textpage)
    if not text.strip():
        images, texts = _objects(page)
        return RawPage(number, "", width, height, has_images=images, has_text_objects=texts)
    measure = _Measure(textpage, indexes, _frame(page))
    lines: list[RawLine] = []
    start = 0
    for match in _LINE_END.finditer(text):
        _add_line(text, start, match.start(), match.group()[0] in _HYPHEN_MARKS, measure, lines)
        start = match.end()
    _add_line(text, start, len(text), False, measure, lines)
    return RawPage(number, text, width, height, tuple(lines))


def _text(textpage: pypdfium2.PdfTextPage) -> tuple[str, list[int] | None]:
    """The page's text, and the pdfium character index of each character (None where they are the same).

    pdfium hands out 16 bits a character; what lies beyond is fetched one by one.
    https://github.com/pypdfium2-team/pypdfium2 documents both limits at PdfTextPage.get_text_range.
    """
    import pypdfium2.raw as pdfium

    text = textpage.get_text_range()
    count = textpage.count_chars()
    indexes = None
    if len(text) != count:
        indexes = [pdfium.FPDFText_GetCharIndexFromTextIndex(textpage, index) for index in range(len(text))]
    if _BEYOND_UCS2.search(text):
        text = _BEYOND_UCS2.sub(lambda match: _whole(textpage, match, indexes), text)
    return text, indexes


def _whole(textpage: pypdfium2.PdfTextPage, match: re.Match[str], indexes: list[int] | None) -> str:
    import pypdfium2.raw as pdfium

    index = match.start() if indexes is None else indexes[match.start()]
    code = pdfium.FPDFText_GetUnicode(textpage, index) if index >= 0 else 0
    return chr(code) if 0xFFFF < code < 0x110000 and code & 0xFFFF == ord(match.group()) else match.group()


def _frame(page: pypdfium2.PdfPage) -> _Frame:
    left, bottom, right, top = page.get_cropbox()
    return _Frame(left, bottom, right - left, top - bottom, page.get_rotation() // 90 % 4)


class _Measure:
    """Boxes and fonts of characters of one page."""

    def __init__(self, textpage: pypdfium2.PdfTextPage, indexes: list[int] | None, frame: _Frame) -> None:
        import pypdfium2.raw as pdfium

        self._raw = textpage.raw
        self._indexes = indexes
        self._frame = frame
        self._plain = frame.plain
        self._rect = pdfium.FS_RECTF()
        self._reference = ctypes.byref(self._rect)
        self._get_box = pdfium.FPDFText_GetLooseCharBox
        self._get_font = pdfium.FPDFText_GetFontInfo
        self._get_weight = pdfium.FPDFText_GetFontWeight
        self._name = ctypes.create_string_buffer(_NAME_BYTES)
        self._flags = ctypes.c_int()

    def word(self, start: int, end: int) -> Box | None:
        """Box around the first and the last character of a word."""
        first, last = start, end - 1
        if self._indexes is not None:
            first, last = self._indexes[first], self._indexes[last]
        rect = self._rect
        if first < 0 or last < 0 or not self._get_box(self._raw, first, self._reference):
            return None
        left, bottom, right, top = rect.left, rect.bottom, rect.right, rect.top
        if last != first and self._get_box(self._raw, last, self._reference):
            if rect.right > right and rect.bottom == bottom and rect.top == top:  # by far the most
                right = rect.right
            else:
                left, right = min(left, rect.left), max(right, rect.right)
                bottom, top = min(bottom, rect.bottom), max(top, rect.top)
        box = (left, bottom, right, top)
        return box if self._plain else self._frame.move(box)

    def bold(self, start: int) -> bool:
        """Whether the font of a character is bold, by its weight, its flags or its name."""
        index = start if self._indexes is None else self._indexes[start]
        if self._get_weight(self._raw, index) >= _BOLD_WEIGHT:
            return True
        length = self._get_font(self._raw, index, self._name, _NAME_BYTES, ctypes.byref(self._flags))
        name = self._name.raw[: max(0, min(length, _NAME_BYTES) - 1)].lower()
        return bool(self._flags.value & _FORCE_BOLD) or b"bold" in name or b"black" in name or b"heavy" in name


def _add_line(text: str, start: int, end: int, cut: bool, measure: _Measure, lines: list[RawLine]) -> None:
    """Measure the words of text[start:end] and add the line they make, if any."""
    own: list[RawWord] = []
    heights: list[float] = []
    left = bottom = float("inf")
    right = top = float("-inf")
    for match in _WORD.finditer(text, start, end):
        word_start, word_end = match.span()
        box = measure.word(word_start, word_end)
        if box is None:
            continue
        own.append((word_start, word_end, box))
        width, height = box[2] - box[0], box[3] - box[1]
        sideways = height > _UPRIGHT * width and word_end - word_start > 1
        heights.append(width if sideways else height)
        left = box[0] if box[0] < left else left
        bottom = box[1] if box[1] < bottom else bottom
        right = box[2] if box[2] > right else right
        top = box[3] if box[3] > top else top
    if not own:
        return
    heights.sort()
    lines.append(
        RawLine(
            words=tuple(own),
            start=own[0][0],
            end=own[-1][1],
            box=(left, bottom, right, top),
            size=heights[len(heights) // 2],
            bold=measure.bold(own[0][0]),
            cut=cut,
        )
    )


def _objects(page: pypdfium2.PdfPage) -> tuple[bool, bool]:
    """Whether a page shows images (or drawings, which may be letters turned to outlines), and text objects."""
    import pypdfium2.raw as pdfium

    count = min(pdfium.FPDFPage_CountObjects(page), _MOST_OBJECTS)
    kinds = Counter(pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page, index)) for index in range(count))
    forms = kinds[pdfium.FPDF_PAGEOBJ_FORM] > 0
    images = forms or kinds[pdfium.FPDF_PAGEOBJ_IMAGE] > 0 or kinds[pdfium.FPDF_PAGEOBJ_PATH] >= _OUTLINED_TEXT
    return images, forms or kinds[pdfium.FPDF_PAGEOBJ_TEXT] > 0
