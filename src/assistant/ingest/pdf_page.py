"""One PDF page as pdfium sees it: text, visual lines with their geometry, words with their boxes.

Boxes are what takes the time, so pdfium's raw interface is called twice a word, for all words of a page in one go, and
without the checks of arguments by ctypes. Coordinates are moved so that (0, 0) is the bottom left corner of the page
as shown, rotation applied.
"""

from __future__ import annotations

import ctypes
import re
import struct
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress, repeat
from typing import TYPE_CHECKING, Any

from assistant.ingest.pdf_calls import unchecked
from assistant.ingest.pdf_rules import Rules, may_hold_table, read_rules

if TYPE_CHECKING:
    import pypdfium2

Box = tuple[float, float, float, float]  # left, bottom, right, top, in points
RawWord = tuple[int, int, Box]  # start and end in the raw text, where it is drawn. A tuple: there are very many

_LINE_END = re.compile("[\r\n]+|[\x02\ufffe][\r\n]*")
_WORD = re.compile(r"[^\s\x02\ufffe]+")
_HYPHEN_MARKS = "\x02\ufffe"
_BEYOND_UCS2 = re.compile("[\u3000-\ud7ff\uf900-\ufaff\ue000-\uf8ff]")
_FORCE_BOLD = 0x40000
_BOLD_WEIGHT = 600
_BOLD_NAME = re.compile(rb"bold|black|heavy", re.I)
_NAME_BYTES = 128
_RECTANGLE_BYTES = 16  # four floats: left, top, right, bottom
_MOST_OBJECTS = 2000
_OUTLINED_TEXT = 20
_UPRIGHT = 1.5


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


class PageReader:
    """Reads the pages of one document. For one thread, as pdfium is."""

    def __init__(self, document: pypdfium2.PdfDocument) -> None:
        self._document = document
        self._rectangles = _Rectangles()

    def read(self, index: int) -> RawPage:
        """Read one page (index from 0).

        Raises:
            pypdfium2.PdfiumError: pdfium can't load the page.
        """
        page = self._document[index]
        try:
            textpage = page.get_textpage()
            try:
                return _read(page, _Characters(textpage, _frame(page), self._rectangles), index + 1)
            finally:
                textpage.close()
        finally:
            page.close()


def _read(page: pypdfium2.PdfPage, characters: _Characters, number: int) -> RawPage:
    width, height = page.get_size()
    text = characters.text()
    if not text.strip():
        images, texts = _objects(page)
        return RawPage(number, "", width, height, has_images=images, has_text_objects=texts)
    lines = tuple(_lines(text, characters))
    rules = read_rules(page, characters.move) if may_hold_table(lines) else None
    return RawPage(number, text, width, height, lines, rules=rules)


def _frame(page: pypdfium2.PdfPage) -> _Frame:
    left, bottom, right, top = page.get_cropbox()
    return _Frame(left, bottom, right - left, top - bottom, page.get_rotation() // 90 % 4)


class _Rectangles:
    """Room that pdfium writes the boxes of characters to, kept from page to page."""

    def __init__(self) -> None:
        self._room = memoryview(b"")
        self._references: list[Any] = []

    def of_pairs(self, page: ctypes.c_void_p, places: Sequence[int]) -> tuple[list[int], Iterator[tuple[float, ...]]]:
        """The boxes of characters in pairs.

        Args:
            page: pdfium's text page.
            places: pdfium's indexes of the first and the second of one pair after the other.

        Returns:
            For each pair: 0 where the first has no box; left, top, right and bottom of the first, then of the second
            (of the first again where the second has no box). To be used before the next call.
        """
        if len(places) > len(self._references):
            self._make_room(2 * len(places))
        seen = list(map(unchecked("FPDFText_GetLooseCharBox"), repeat(page), places, self._references))
        size = _RECTANGLE_BYTES
        for index in range(1, 0 if all(seen) else len(seen), 2):
            if not seen[index]:
                self._room[index * size : (index + 1) * size] = self._room[(index - 1) * size : index * size]
        return seen[::2], struct.iter_unpack("8f", self._room[: size * len(places)])

    def _make_room(self, count: int) -> None:
        size = _RECTANGLE_BYTES * count
        buffer = (ctypes.c_char * size)()
        self._room = memoryview(buffer).cast("B")
        self._references = [ctypes.byref(buffer, offset) for offset in range(0, size, _RECTANGLE_BYTES)]


class _Characters:
    """The characters of one page: their text, boxes and fonts."""

    def __init__(self, textpage: pypdfium2.PdfTextPage, frame: _Frame, rectangles: _Rectangles) -> None:
        self._textpage = textpage
        self._raw = ctypes.cast(textpage.raw, ctypes.c_void_p)
        self._frame = frame
        self._rectangles = rectangles
        self._shifted = False
        self.move = None if frame.plain else frame.move

    def text(self) -> str:
        """The page's text. To be asked for first.

        pdfium hands out 16 bits a character; what lies beyond is fetched one by one.
        https://github.com/pypdfium2-team/pypdfium2 documents both limits at PdfTextPage.get_text_range.
        """
        text = self._textpage.get_text_range()
        self._shifted = len(text) != self._textpage.count_chars()
        return _BEYOND_UCS2.sub(self._whole, text)

    def _whole(self, match: re.Match[str]) -> str:
        code = unchecked("FPDFText_GetUnicode", ctypes.c_uint)(self._raw, *self._places([match.start()]))
        return chr(code) if 0xFFFF < code < 0x110000 and code & 0xFFFF == ord(match.group()) else match.group()

    def _places(self, indexes: Sequence[int]) -> Sequence[int]:
        """The indexes that pdfium has for characters of the text; -1 for one that it has none for."""
        if not self._shifted:
            return indexes
        return list(map(unchecked("FPDFText_GetCharIndexFromTextIndex"), repeat(self._raw), indexes))

    def words(self, spans: Sequence[tuple[int, int]]) -> list[RawWord]:
        """The words of these spans, each with the box around its first and its last character.

        A word whose first character has no box is left out.
        """
        edges = [index for start, end in spans for index in (start, end - 1)]
        seen, pairs = self._rectangles.of_pairs(self._raw, self._places(edges))
        words: list[RawWord] = [
            (start, end, (left, bottom, right_, top))
            if left <= left_ and right <= right_ and bottom == bottom_ and top == top_  # by far the most
            else (start, end, (min(left, left_), min(bottom, bottom_), max(right, right_), max(top, top_)))
            for (start, end), (left, top, right, bottom, left_, top_, right_, bottom_) in zip(spans, pairs, strict=True)
        ]
        if not self._frame.plain:
            words = [(start, end, self._frame.move(box)) for start, end, box in words]
        return words if all(seen) else list(compress(words, seen))

    def are_bold(self, indexes: Sequence[int]) -> list[bool]:
        """Whether the font of each character is bold, by its weight, its flags or its name."""
        get_weight = unchecked("FPDFText_GetFontWeight")
        get_font = unchecked("FPDFText_GetFontInfo", ctypes.c_ulong)
        name, flags = ctypes.create_string_buffer(_NAME_BYTES), ctypes.c_int()
        arguments = (name, ctypes.c_ulong(_NAME_BYTES), ctypes.byref(flags))
        bold: list[bool] = []
        for place in self._places(indexes):
            if get_weight(self._raw, place) >= _BOLD_WEIGHT:
                bold.append(True)
                continue
            length = get_font(self._raw, place, *arguments)  # 0 for no font; a name that is too long is not written
            named = 0 < length <= _NAME_BYTES and _BOLD_NAME.search(name.value) is not None
            bold.append(named or (length > 0 and bool(flags.value & _FORCE_BOLD)))
        return bold


def _lines(text: str, characters: _Characters) -> Iterator[RawLine]:
    """The visual lines of the page, as pdfium ends them; those without a word that is drawn are left out."""
    words = characters.words([match.span() for match in _WORD.finditer(text)])
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
        yield RawLine(
            words=tuple(words[first:last]),
            start=words[first][0],
            end=words[last - 1][1],
            box=(min(lefts[first:last]), min(bottoms[first:last]), max(rights[first:last]), max(tops[first:last])),
            size=sorted(heights[first:last])[(last - first) // 2],
            bold=is_bold,
            cut=cut,
        )


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


def _objects(page: pypdfium2.PdfPage) -> tuple[bool, bool]:
    """Whether a page shows images (or drawings, which may be letters turned to outlines), and text objects."""
    import pypdfium2.raw as pdfium

    count = min(pdfium.FPDFPage_CountObjects(page), _MOST_OBJECTS)
    kinds = Counter(pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page, index)) for index in range(count))
    forms = kinds[pdfium.FPDF_PAGEOBJ_FORM] > 0
    images = forms or kinds[pdfium.FPDF_PAGEOBJ_IMAGE] > 0 or kinds[pdfium.FPDF_PAGEOBJ_PATH] >= _OUTLINED_TEXT
    return images, forms or kinds[pdfium.FPDF_PAGEOBJ_TEXT] > 0
