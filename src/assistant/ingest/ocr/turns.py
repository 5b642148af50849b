"""Pictures that do not stand straight: how far they are turned, turned upright, and boxes put back in their places."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from statistics import median
from typing import TYPE_CHECKING

from assistant.ingest.ocr.engine import Word
from assistant.types import Page, WordBox

if TYPE_CHECKING:
    from PIL.Image import Image

_LEAST_WORDS = 4  # of a line that tells how the page is slanted
_LEAST_LINES = 3
_WHITE = 255

_Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Turn:
    """What makes a picture upright: so many quarter turns to the left, then so many degrees more."""

    quarters: int = 0
    degrees: float = 0.0

    def apply(self, image: Image) -> Image:
        """The upright picture. A slanted one grows, so that no corner is lost."""
        from PIL.Image import Resampling, Transpose

        turns = {1: Transpose.ROTATE_90, 2: Transpose.ROTATE_180, 3: Transpose.ROTATE_270}
        if self.quarters in turns:
            image = image.transpose(turns[self.quarters])
        if self.degrees:
            image = image.rotate(self.degrees, Resampling.BICUBIC, expand=True, fillcolor=_WHITE)
        return image

    def undo(self, page: Page, width: float, height: float) -> Page:
        """A page that was read on the upright picture, its boxes on the page as it is shown, of that size in points."""
        if not self.quarters and not self.degrees:
            return page
        upright = (page.width or 0.0, page.height or 0.0)
        boxes = tuple(self._back(box, upright, (width, height)) for box in page.boxes)
        return replace(page, width=round(width, 2), height=round(height, 2), boxes=boxes)

    def _back(self, box: WordBox, upright: _Point, shown: _Point) -> WordBox:
        """A point from the middle of the upright page is the same point, turned back, from the middle of the page."""
        angle = -math.radians(90 * self.quarters + self.degrees)
        sine, cosine = math.sin(angle), math.cos(angle)
        corners = [
            (x - upright[0] / 2, y - upright[1] / 2) for x in (box.left, box.right) for y in (box.bottom, box.top)
        ]
        across = [cosine * x - sine * y + shown[0] / 2 for x, y in corners]
        up = [sine * x + cosine * y + shown[1] / 2 for x, y in corners]
        return WordBox(box.start, box.end, min(across), min(up), max(across), max(up))


def slant(words: Sequence[Word]) -> float:
    """By how many degrees lines of words have to be turned to the left to run level; 0 where too few tell."""
    angles: list[float] = []
    for _, line in groupby(words, key=lambda word: (word.paragraph, word.line)):
        own = list(line)
        if len(own) >= _LEAST_WORDS:
            first, last = own[0], own[-1]
            across = (last.left + last.right - first.left - first.right) / 2
            down = (last.top + last.bottom - first.top - first.bottom) / 2
            if across > 0:
                angles.append(math.degrees(math.atan2(down, across)))
    return median(angles) if len(angles) >= _LEAST_LINES else 0.0
