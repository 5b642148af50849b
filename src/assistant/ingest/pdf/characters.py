"""The characters of a PDF page as pdfium sees them: text, where its words are drawn, which of them are bold.

Boxes are what takes the time of reading, so pdfium is called twice a word, for all words of a page in one go. Boxes
are moved so that (0, 0) is the bottom left corner of the page as shown, rotation applied.
"""

from __future__ import annotations

import ctypes
import re
import struct
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, repeat
from typing import TYPE_CHECKING

from assistant.ingest.pdf.calls import Pointer, unchecked

if TYPE_CHECKING:
    from assistant.ingest.pdf.page import Box, RawWord

_BEYOND_UCS2 = re.compile("[\u3000-\ud7ff\uf900-\ufaff\ue000-\uf8ff]")
_FORCE_BOLD = 0x40000
_BOLD_WEIGHT = 600
_BOLD_NAME = re.compile(rb"bold|black|heavy", re.I)
_NAME_BYTES = 128
_RECTANGLE_BYTES = 16  # four floats: left, top, right, bottom
_WORDS_AT_ONCE = 2048
_LETTER = (0.0, 0.0, 612.0, 792.0)  # what a page is that does not say: ANSI A


@dataclass(frozen=True, slots=True)
class Frame:
    """From a page's own coordinates to those of the page as shown."""

    left: float
    bottom: float
    width: float
    height: float
    quarter_turns: int

    @property
    def plain(self) -> bool:
        """Whether the two are the same."""
        return self.quarter_turns == 0 and abs(self.left) < 0.01 and abs(self.bottom) < 0.01

    def move(self, box: Box) -> Box:
        """A box of the page's own as one of the page as shown."""
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


def frame_of(page: Pointer) -> Frame:
    """The frame of a page."""
    left, bottom, right, top = _sides(page, "FPDFPage_GetCropBox") or _sides(page, "FPDFPage_GetMediaBox") or _LETTER
    turns = unchecked("FPDFPage_GetRotation")(page)
    return Frame(left, bottom, right - left, top - bottom, turns % 4)


def _sides(page: Pointer, get_box: str) -> Box | None:
    return tuple(_ROOM.sides) if unchecked(get_box)(page, *_ROOM.side_references) else None


class _Room(threading.local):
    """Where pdfium writes to, kept from page to page: making it would take longer than the calls."""

    def __init__(self) -> None:
        size = _RECTANGLE_BYTES * 2 * _WORDS_AT_ONCE
        buffer = (ctypes.c_char * size)()
        self._rectangles = memoryview(buffer).cast("B")
        self._references = [ctypes.byref(buffer, offset) for offset in range(0, size, _RECTANGLE_BYTES)]
        self.name = ctypes.create_string_buffer(_NAME_BYTES)
        self.flags = ctypes.c_int()
        self.name_and_flags = (self.name, ctypes.c_ulong(_NAME_BYTES), ctypes.byref(self.flags))
        self.sides = (ctypes.c_float * 4)()
        self.side_references = [ctypes.byref(self.sides, offset) for offset in range(0, 16, 4)]

    def boxes_of_pairs(self, page: Pointer, places: Sequence[int]) -> tuple[list[int], Iterator[tuple[float, ...]]]:
        """The boxes of characters in pairs.

        Args:
            page: pdfium's text page.
            places: pdfium's indexes of the first and the second of one pair after the other (_WORDS_AT_ONCE at most).

        Returns:
            For each pair: 0 where the first has no box; left, top, right and bottom of the first, then of the second
            (of the first again where the second has no box). To be used before the next call.
        """
        seen = list(map(unchecked("FPDFText_GetLooseCharBox"), repeat(page), places, self._references))
        size = _RECTANGLE_BYTES
        for index in range(1, 0 if all(seen) else len(seen), 2):
            if not seen[index]:
                before, start, end = (size * place for place in (index - 1, index, index + 1))
                self._rectangles[start:end] = self._rectangles[before:start]
        return seen[::2], struct.iter_unpack("8f", self._rectangles[: size * len(places)])


_ROOM = _Room()


class Characters:
    """The characters of one page."""

    def __init__(self, page: Pointer, move: Callable[[Box], Box] | None) -> None:
        """Of pdfium's text page; `move` takes a box to the page as shown."""
        self._page = page
        self._move = move
        self._shifted = False

    def text(self) -> str:
        """The page's text. To be asked for first.

        pdfium hands out 16 bits a character; what lies beyond is fetched one by one. Some characters, at the ends too,
        are not in its text: https://github.com/pypdfium2-team/pypdfium2 tells how, at PdfTextPage.get_text_range.
        """
        place_in_text = unchecked("FPDFText_GetTextIndexFromCharIndex")
        count = unchecked("FPDFText_CountChars")(self._page)
        first, last = 0, count - 1
        while first <= last and place_in_text(self._page, first) < 0:
            first += 1
        while last > first and place_in_text(self._page, last) < 0:
            last -= 1
        if first > last:
            return ""
        length = place_in_text(self._page, last) - place_in_text(self._page, first) + 1
        buffer = (ctypes.c_uint16 * (length + 1))()
        written = unchecked("FPDFText_GetText")(self._page, first, last - first + 1, buffer)
        text = bytes(memoryview(buffer)[: written - 1]).decode("utf-16-le", "ignore")
        self._shifted = len(text) != count
        return _BEYOND_UCS2.sub(self._whole, text)

    def _whole(self, match: re.Match[str]) -> str:
        code = unchecked("FPDFText_GetUnicode", ctypes.c_uint)(self._page, *self._places([match.start()]))
        return chr(code) if 0xFFFF < code < 0x110000 and code & 0xFFFF == ord(match.group()) else match.group()

    def _places(self, indexes: Sequence[int]) -> Sequence[int]:
        """The indexes that pdfium has for characters of the text; -1 for one that it has none for."""
        if not self._shifted:
            return indexes
        return list(map(unchecked("FPDFText_GetCharIndexFromTextIndex"), repeat(self._page), indexes))

    def words(self, spans: Sequence[tuple[int, int]]) -> list[RawWord]:
        """The words of these spans, each with the box around its first and its last character.

        A word whose first character has no box is left out.
        """
        words: list[RawWord] = []
        for first in range(0, len(spans), _WORDS_AT_ONCE):
            words += self._words(spans[first : first + _WORDS_AT_ONCE])
        return words

    def _words(self, spans: Sequence[tuple[int, int]]) -> list[RawWord]:
        edges = [index for start, end in spans for index in (start, end - 1)]
        seen, pairs = _ROOM.boxes_of_pairs(self._page, self._places(edges))
        words: list[RawWord] = [
            (start, end, (left, bottom, right_, top))
            if left <= left_ and right <= right_ and bottom == bottom_ and top == top_  # by far the most
            else (start, end, (min(left, left_), min(bottom, bottom_), max(right, right_), max(top, top_)))
            for (start, end), (left, top, right, bottom, left_, top_, right_, bottom_) in zip(spans, pairs, strict=True)
        ]
        if self._move is not None:
            words = [(start, end, self._move(box)) for start, end, box in words]
        return words if all(seen) else list(compress(words, seen))

    def are_bold(self, indexes: Sequence[int]) -> list[bool]:
        """Whether the font of each character is bold, by its weight, its flags or its name."""
        get_weight = unchecked("FPDFText_GetFontWeight")
        get_font = unchecked("FPDFText_GetFontInfo", ctypes.c_ulong)
        name, flags, name_and_flags = _ROOM.name, _ROOM.flags, _ROOM.name_and_flags
        bold: list[bool] = []
        for place in self._places(indexes):
            if get_weight(self._page, place) >= _BOLD_WEIGHT:
                bold.append(True)
                continue
            length = get_font(self._page, place, *name_and_flags)  # 0: no font; too long: no name is written
            named = 0 < length <= _NAME_BYTES and _BOLD_NAME.search(name.value) is not None
            bold.append(named or (length > 0 and bool(flags.value & _FORCE_BOLD)))
        return bold
