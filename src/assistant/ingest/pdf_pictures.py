"""PDF pages as pictures: how much of one an image covers, and its rendering for recognition."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from assistant.errors import DocumentError
from assistant.ingest.picture import MOST_PIXELS, Picture
from assistant.ingest.source import Source

if TYPE_CHECKING:
    import pypdfium2

_POINTS = 72
_RESOLUTION = 200  # dots per inch; 300 reads no better, 150 a little worse
_LEAST_SIDE = 1200  # pixels: a small page is most often a large one, scanned without its size
_DEEPEST = 3
_MOST_IMAGES = 500


def covered(document: pypdfium2.PdfDocument, index: int) -> float:
    """The share of a page (index from 0) that its largest image covers, 0 to 1."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    largest = 0.0
    with contextlib.closing(document[index]) as page:
        left, bottom, right, top = page.get_cropbox()
        area = (right - left) * (top - bottom)
        if area <= 0:
            return 0.0
        images = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=_DEEPEST)
        for _, image in zip(range(_MOST_IMAGES), images, strict=False):
            try:
                west, south, east, north = image.get_bounds()
            except pypdfium2.PdfiumError:
                continue
            width, height = min(east, right) - max(west, left), min(north, top) - max(south, bottom)
            largest = max(largest, max(width, 0.0) * max(height, 0.0) / area)
    return largest


def render(source: Source, number: int) -> Picture:
    """The picture of a page of a PDF, as shown.

    Raises:
        DocumentError: unreadable: it can't be opened, or it has no such page.
    """
    import pypdfium2

    try:
        with contextlib.closing(pypdfium2.PdfDocument(source.data(), password=source.password)) as document:
            page = document[number - 1]
            width, height = page.get_size()
            scale = max(_RESOLUTION / _POINTS, _LEAST_SIDE / max(min(width, height), 1.0))
            scale = min(scale, (MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
            bitmap = page.render(scale=scale, grayscale=True)
            return Picture(bitmap.to_pil().convert("L"), max(round(scale * _POINTS), 1), width, height)
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise DocumentError("unreadable") from error
