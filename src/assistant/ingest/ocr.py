"""A page recognised on its picture: read, read again otherwise where it is not clear, then laid out. In the child."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

from assistant.ingest.detect import detect
from assistant.ingest.image_reader import picture_of
from assistant.ingest.limits import ReadLimits
from assistant.ingest.ocr_engine import Engine, Word
from assistant.ingest.ocr_layout import page_of
from assistant.ingest.pdf_pictures import render
from assistant.ingest.picture import MOST_PIXELS, Picture
from assistant.ingest.source import Source
from assistant.types import Page, WordBox

if TYPE_CHECKING:
    from PIL.Image import Image

_SURE = 0.9  # a reading as sure as this is not tried otherwise
_UPRIGHT = 0.8  # one as sure as this is upright
_NO_GAIN = 0.5  # words less sure than this count against a reading
_SMALL = 18  # pixels: words lower than this are read better on an enlarged picture
_ENLARGED = 2
_SOFT, _SOFTER = 0.8, 1.3  # radius of the blur at 200 dots per inch: grain goes, and clear print loses nothing
_USUAL_RESOLUTION = 200
_TIME_SHARE = 0.25  # of the CPU time: once it is used, no other reading is tried


def recognise_page(
    source: Source, number: int, record_id: str | None, limits: ReadLimits, engine: Engine
) -> Page | None:
    """The text of a page as it stands on its picture; None where nothing is legible.

    Args:
        source: the file.
        number: the page, from 1.
        record_id: the attachment of the file that the page belongs to.
        limits: of the reading.
        engine: the engine.

    Raises:
        DocumentError: the page has no picture.
    """
    if record_id is not None:
        from assistant.ingest.mail_reader import attachment_source

        source = attachment_source(source, record_id, limits)
    picture = render(source, number) if detect(source).format == "pdf" else picture_of(source, number)
    best = _best_reading(picture, engine, limits.cpu_seconds)
    width, height = picture.width, picture.height
    scale = width / picture.image.width
    if best.turns % 2:
        width, height = height, width
    page = page_of(best.words, number, width, height, scale)
    return _turned_back(page, best.turns) if page is not None else None


@dataclass(frozen=True, slots=True)
class _Reading:
    """The words found on a picture once it was turned to the left by so many quarters."""

    words: list[Word]
    turns: int

    @property
    def confidence(self) -> float:
        """How sure the words are, 0 to 1, each by its length."""
        letters = sum(len(word.text) for word in self.words)
        return sum(word.confidence * len(word.text) for word in self.words) / letters if letters else 0.0

    @property
    def sideways(self) -> bool:
        """Whether most words run up or down the picture."""
        long = [word for word in self.words if len(word.text) > 3]
        return sum(word.bottom - word.top > word.right - word.left for word in long) > len(long) / 2

    @property
    def gain(self) -> float:
        """How much was read surely: what readings of one picture are compared by."""
        return sum((word.confidence - _NO_GAIN) * len(word.text) for word in self.words)


def _best_reading(picture: Picture, engine: Engine, cpu_seconds: float) -> _Reading:
    """The first reading that is sure, else the one that gave most."""
    reader = _Reader(picture, engine)
    best = reader.read()
    for other in (reader.turned, reader.enlarged, reader.softened):
        sure = best.confidence >= _SURE and not best.sideways
        if sure or time.process_time() > _TIME_SHARE * cpu_seconds:
            break
        found = other(best)
        if found is not None and found.gain > best.gain:
            best = found
    return best


class _Reader:
    """Ways to read a picture. Those beside the plain one give None where they have no point."""

    def __init__(self, picture: Picture, engine: Engine) -> None:
        self._picture = picture
        self._engine = engine
        self._turns = 0

    def read(self, scale: int = 1, softer: bool = False) -> _Reading:
        """Turned as was found best so far; by the data of both languages where it is not clear."""
        from PIL.Image import Resampling
        from PIL.ImageFilter import GaussianBlur

        image, resolution = _turn(self._picture.image, self._turns), self._picture.resolution * scale
        if scale > 1:
            image = image.resize((image.width * scale, image.height * scale), Resampling.BICUBIC)
        radius = (_SOFTER if softer else _SOFT) * min(self._picture.resolution / _USUAL_RESOLUTION, 1.0)
        words = self._engine.words(image.filter(GaussianBlur(radius)), resolution, both=softer)
        return _Reading([_smaller(word, scale) for word in words], self._turns)

    def turned(self, best: _Reading) -> _Reading | None:
        """Stood upright."""
        if best.confidence >= _UPRIGHT and not best.sideways:
            return None
        self._turns = self._engine.quarter_turns(self._picture.image, self._picture.resolution) or 0
        if not self._turns:
            return None
        found = self.read()
        if found.gain <= best.gain:
            self._turns = 0
        return found

    def enlarged(self, best: _Reading) -> _Reading | None:
        """Twice as large, where the words are low."""
        image = self._picture.image
        heights = [word.bottom - word.top for word in best.words if len(word.text) > 2]
        if (heights and median(heights) >= _SMALL) or image.width * image.height * _ENLARGED**2 > MOST_PIXELS:
            return None
        return self.read(scale=_ENLARGED)

    def softened(self, _: _Reading) -> _Reading:
        """More blurred, by the data of both languages."""
        return self.read(softer=True)


def _turn(image: Image, quarters: int) -> Image:
    """A picture turned to the left."""
    from PIL.Image import Transpose

    turns = {1: Transpose.ROTATE_90, 2: Transpose.ROTATE_180, 3: Transpose.ROTATE_270}
    return image.transpose(turns[quarters]) if quarters in turns else image


def _smaller(word: Word, scale: int) -> Word:
    """A word of an enlarged picture on the picture as it came."""
    left, top, right, bottom = (value // scale for value in (word.left, word.top, word.right, word.bottom))
    return replace(word, left=left, top=top, right=right, bottom=bottom)


def _turned_back(page: Page, quarters: int) -> Page:
    """A page read upright, its boxes on the page as it is shown: the other way round by so many quarters."""
    width, height = page.width or 0.0, page.height or 0.0
    places = {
        1: lambda box: (box.bottom, width - box.right, box.top, width - box.left),
        2: lambda box: (width - box.right, height - box.top, width - box.left, height - box.bottom),
        3: lambda box: (height - box.top, box.left, height - box.bottom, box.right),
    }
    if quarters not in places:
        return page
    boxes = tuple(WordBox(box.start, box.end, *places[quarters](box)) for box in page.boxes)
    size = (height, width) if quarters % 2 else (width, height)
    return replace(page, width=size[0], height=size[1], boxes=boxes)
