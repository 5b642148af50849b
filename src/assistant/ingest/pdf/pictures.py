"""PDF pages as pictures: how much of one an image covers, and its rendering for recognition."""

from __future__ import annotations

import contextlib
import ctypes
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from assistant.errors import DocumentError
from assistant.ingest.pdf.calls import Pointer, objects_in, objects_on, unchecked
from assistant.ingest.picture import MOST_PIXELS, Picture
from assistant.ingest.source import Source

if TYPE_CHECKING:
    from assistant.ingest.pdf.characters import Frame

_POINTS = 72
_RESOLUTION = 200  # dots per inch; 300 reads no better, 150 a little worse
_LEAST_SIDE = 1200  # pixels: a small page is most often a large one, scanned without its size
_DEEPEST = 3
_MOST_IMAGES = 500
_MOST_OBJECTS = 100_000


def covered(page: Pointer, frame: Frame) -> float:
    """The share of a page that its largest image covers, 0 to 1."""
    area = frame.width * frame.height
    if area <= 0:
        return 0.0
    right, top = frame.left + frame.width, frame.bottom + frame.height
    sides = [ctypes.c_float() for _ in range(4)]
    references = [ctypes.byref(side) for side in sides]
    largest = 0.0
    for image in islice(_images(*objects_on(page, _MOST_OBJECTS), _DEEPEST), _MOST_IMAGES):
        if unchecked("FPDFPageObj_GetBounds")(image, *references):
            west, south, east, north = (side.value for side in sides)
            width, height = min(east, right) - max(west, frame.left), min(north, top) - max(south, frame.bottom)
            largest = max(largest, max(width, 0.0) * max(height, 0.0) / area)
    return largest


def _images(objects: Sequence[Pointer], kinds: Sequence[int], levels: int) -> Iterator[Pointer]:
    """The images among objects of a page, those in forms too, so many levels deep."""
    import pypdfium2.raw as pdfium

    for thing, kind in zip(objects, kinds, strict=True):
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            yield thing
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and levels > 1:
            yield from _images(*objects_in(thing, _MOST_OBJECTS), levels - 1)


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
