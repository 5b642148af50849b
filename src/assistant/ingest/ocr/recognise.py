"""A page recognised on its picture: read, read again otherwise where it is not clear, then laid out. In the child."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from statistics import median

from assistant.ingest.detect import detect
from assistant.ingest.limits import ReadLimits
from assistant.ingest.ocr.engine import Engine, Word
from assistant.ingest.ocr.image_reader import picture_of
from assistant.ingest.ocr.layout import page_of
from assistant.ingest.ocr.turns import Turn, slant
from assistant.ingest.pdf.pictures import render
from assistant.ingest.picture import MOST_PIXELS, Picture
from assistant.ingest.source import Source
from assistant.types import Page

_SURE = 0.9  # a reading as sure as this is not tried otherwise
_UPRIGHT = 0.8  # one as sure as this is upright
_NO_GAIN = 0.5  # words less sure than this count against a reading
_LOW, _VERY_LOW = (
    18,
    13,
)  # pixels: doubtful words lower than the first are read better enlarged, all lower than the other
_LEAST_SLANT, _MOST_SLANT = 1.5, 30.0  # degrees
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
        from assistant.ingest.texts.mail_reader import attachment_source

        source = attachment_source(source, record_id, limits)
    picture = render(source, number) if detect(source).format == "pdf" else picture_of(source, number)
    best = _best_reading(picture, engine, limits.cpu_seconds)
    scale = picture.width / picture.image.width
    page = page_of(best.words, number, best.size[0] * scale, best.size[1] * scale, scale)
    return best.turn.undo(page, picture.width, picture.height) if page is not None else None


@dataclass(frozen=True, slots=True)
class _Reading:
    """The words found on a picture once it was turned, and the size that it then had, in pixels."""

    words: list[Word]
    turn: Turn
    size: tuple[int, int]

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
    for other in (reader.turned, reader.levelled, reader.enlarged, reader.softened):
        if time.process_time() > _TIME_SHARE * cpu_seconds:
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

    def read(self, turn: Turn | None = None, scale: int = 1, softer: bool = False) -> _Reading:
        """By the data of French, of both languages where it is not clear."""
        from PIL.Image import Resampling
        from PIL.ImageFilter import GaussianBlur

        turn = turn or Turn()
        image, resolution = turn.apply(self._picture.image), self._picture.resolution * scale
        size = image.size
        if scale > 1:
            image = image.resize((image.width * scale, image.height * scale), Resampling.BICUBIC)
        radius = (_SOFTER if softer else _SOFT) * min(self._picture.resolution / _USUAL_RESOLUTION, 1.0)
        words = self._engine.words(image.filter(GaussianBlur(radius)), resolution, both=softer)
        return _Reading([_smaller(word, scale) for word in words], turn, size)

    def turned(self, best: _Reading) -> _Reading | None:
        """Stood upright, where words are doubtful or run up and down."""
        if best.confidence >= _UPRIGHT and not best.sideways:
            return None
        quarters = self._engine.quarter_turns(self._picture.image, self._picture.resolution)
        return self.read(Turn(quarters)) if quarters else None

    def levelled(self, best: _Reading) -> _Reading | None:
        """With its lines level, where they are not."""
        degrees = slant(best.words)
        if not _LEAST_SLANT <= abs(degrees) <= _MOST_SLANT or best.sideways:
            return None
        return self.read(Turn(best.turn.quarters, degrees))

    def enlarged(self, best: _Reading) -> _Reading | None:
        """With words of usual height, where they are low."""
        heights = [word.bottom - word.top for word in best.words if len(word.text) > 2]
        height = median(heights) if heights else _LOW
        if height >= (_VERY_LOW if best.confidence >= _SURE else _LOW):
            return None
        scale = 2 if height >= _VERY_LOW / 2 else 3
        image = self._picture.image
        return self.read(best.turn, scale) if image.width * image.height * scale**2 <= MOST_PIXELS else None

    def softened(self, best: _Reading) -> _Reading | None:
        """More blurred, by the data of both languages, where words are doubtful."""
        return self.read(best.turn, softer=True) if best.confidence < _SURE else None


def _smaller(word: Word, scale: int) -> Word:
    """A word of an enlarged picture on the picture as it came."""
    left, top, right, bottom = (value // scale for value in (word.left, word.top, word.right, word.bottom))
    return replace(word, left=left, top=top, right=right, bottom=bottom)
