"""A page as a picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS = 25_000_000  # of what is recognised; A4 at 200 dots per inch has 3.9 million


@dataclass(frozen=True, slots=True)
class Picture:
    """A grey image of a page, its resolution in dots per inch, and the page's size as shown, in points."""

    image: Image
    resolution: int
    width: float
    height: float
