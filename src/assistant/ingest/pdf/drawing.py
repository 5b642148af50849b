"""A page of a PDF drawn for people, with rectangles of it highlighted. In the child process."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.errors import DocumentError
from assistant.ingest.source import Source
from assistant.types import Rectangle

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS = 6_000_000  # A4, 2000 pixels wide, has 5.7 million
_QUALITY = 85
_COLOUR = (255, 215, 60)
_STRENGTH = 0.15  # how much of the colour there is in what is dark: black letters stay legible
_MARGIN = 1  # pixels around each rectangle


def draw_page(source: Source, number: int, width: int, highlights: Sequence[Rectangle]) -> bytes:
    """A page as a JPEG file.

    Args:
        source: the PDF.
        number: the page, from 1.
        width: in pixels; less where the page would have more than MOST_PIXELS then.
        highlights: in points, from the bottom left of the page as shown.

    Raises:
        DocumentError: unreadable: it can't be opened, or it has no such page.
    """
    import pypdfium2

    try:
        with contextlib.closing(pypdfium2.PdfDocument(source.data(), password=source.password)) as document:
            page = document[number - 1]
            across, up = (max(side, 1.0) for side in page.get_size())
            scale = min(width / across, (MOST_PIXELS / (across * up)) ** 0.5)
            image = page.render(scale=scale).to_pil().convert("RGB")
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise DocumentError("unreadable") from error
    output = io.BytesIO()
    _highlighted(image, scale, highlights).save(output, "JPEG", quality=_QUALITY, subsampling=0)
    return output.getvalue()


def _highlighted(image: Image, scale: float, highlights: Sequence[Rectangle]) -> Image:
    """The picture of a page at so many pixels a point, tinted in the rectangles: once where they overlap."""
    from PIL import Image as Images
    from PIL.ImageChops import multiply
    from PIL.ImageDraw import Draw

    if not highlights:
        return image
    mask = Images.new("L", image.size, 0)
    pen = Draw(mask)
    for left, bottom, right, top in highlights:
        upper, lower = image.height - top * scale - _MARGIN, image.height - bottom * scale + _MARGIN
        pen.rectangle((left * scale - _MARGIN, upper, right * scale + _MARGIN, lower), fill=255)
    ink = Images.new("RGB", image.size, _COLOUR)
    tinted = Images.blend(multiply(image, ink), ink, _STRENGTH)
    return Images.composite(tinted, image, mask)
