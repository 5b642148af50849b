"""Pictures (PNG, JPEG, TIFF, GIF, BMP, WebP): pages whose text has yet to be recognised.

Each frame of a TIFF file is a page. Those of other formats (GIF, WebP, animated PNG) make a film, no document: the
first one stands for it, and the others are left out without a warning.
"""

from __future__ import annotations

import importlib
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from assistant.errors import DocumentError
from assistant.ingest.limits import ReadLimits
from assistant.ingest.page_warnings import PAGES_WITHOUT_TEXT
from assistant.ingest.picture import MOST_PIXELS, Picture
from assistant.ingest.source import Source
from assistant.types import Page, ReadDocument

if TYPE_CHECKING:
    from PIL.Image import Image

_FORMATS = ("PNG", "JPEG", "TIFF", "GIF", "BMP", "WEBP")
_PLUGINS = tuple(f"{name}ImagePlugin" for name in ("Png", "Jpeg", "Mpo", "Tiff", "Gif", "Bmp", "WebP"))
_PAGED = "TIFF"
_LARGEST = 120_000_000  # pixels: 13 times a page at 300 dots per inch
_LEAST_SIDE = 16  # pixels: a smaller picture shows no word
_POINTS = 72.0
_LEAST_RESOLUTION, _MOST_RESOLUTION = 90.0, 1200.0  # what a file states below is meant for screens
_LONG_SIDE = 842.0  # points: A4, which a picture without a resolution is taken for
_ORIENTATION = 0x0112
_TURNED_BY_90 = frozenset({5, 6, 7, 8})  # orientations of EXIF
_DEEP_MODES = ("I", "F")  # and their kin ("I;16"): more than 8 bits a pixel


def read_image(source: Source, limits: ReadLimits) -> ReadDocument:
    """The pages of a picture file, all without text, all wanted for recognition.

    Raises:
        DocumentError: no_text (too small), image_too_large (all frames), too_many_pages, truncated, unreadable.
    """
    pages: list[Page] = []
    refused: list[DocumentError] = []
    with _opened(source) as image:
        count = _frames(image)
        if count > limits.pages:
            raise DocumentError("too_many_pages", pages=count, limit=limits.pages)
        smallest = 0
        for index in range(count):
            image.seek(index)
            smallest = max(smallest, min(image.size))
            if (too_large := _too_large(image)) is not None:
                refused.append(too_large)
                pages.append(Page(index + 1, ""))
                continue
            width, height = _size(image)
            pages.append(Page(index + 1, "", width=round(width, 2), height=round(height, 2)))
    if len(refused) == len(pages):
        raise refused[0]
    if smallest < _LEAST_SIDE:
        raise DocumentError("no_text")
    numbers = tuple(page.number for page in pages)
    return ReadDocument("image", tuple(pages), True, warnings=(PAGES_WITHOUT_TEXT,), ocr_wanted=numbers)


def picture_of(source: Source, number: int) -> Picture:
    """One frame, upright as its file says, grey, on white where it is transparent.

    Raises:
        DocumentError: image_too_large, truncated, unreadable.
    """
    from PIL.ImageOps import exif_transpose

    with _opened(source) as image:
        if not 1 <= number <= _frames(image):
            raise DocumentError("unreadable")
        image.seek(number - 1)
        if (too_large := _too_large(image)) is not None:
            raise too_large
        width, height = _size(image)
        factor = min((MOST_PIXELS / (image.width * image.height)) ** 0.5, 1.0)
        image.draft("L", (round(image.width * factor), round(image.height * factor)))
        grey = exif_transpose(_grey(image))
    return _fitted(grey, width, height)


def _too_large(image: Image) -> DocumentError | None:
    """The error of a frame with more pixels than are worked on, which no setting changes and no time."""
    if image.width * image.height <= _LARGEST:
        return None
    return DocumentError("image_too_large", width=image.width, height=image.height, limit=_LARGEST // 1_000_000)


def _fitted(grey: Image, width: float, height: float) -> Picture:
    """A picture of that size in points, its pixels square (those of a fax are not), and not too many."""
    across, down = grey.width / width, grey.height / height
    scale = min(max(across, down), (MOST_PIXELS / (width * height)) ** 0.5)
    size = (max(round(width * scale), 1), max(round(height * scale), 1))
    shown = grey if abs(size[0] - grey.width) < 2 and abs(size[1] - grey.height) < 2 else grey.resize(size)
    return Picture(shown, max(round(scale * _POINTS), 1), width, height)


def load_formats() -> None:
    """Load the modules of the formats; before that, Pillow knows few."""
    for plugin in _PLUGINS:
        importlib.import_module(f"PIL.{plugin}")


@contextmanager
def _opened(source: Source) -> Iterator[Image]:
    """The picture, and what Pillow raises on damaged ones made an error of a document."""
    from PIL import Image, UnidentifiedImageError

    load_formats()
    source.stream.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with _any_size(), Image.open(source.stream, formats=_FORMATS) as image:
                yield image
    except UnidentifiedImageError as error:
        raise DocumentError("unreadable") from error
    except (OSError, EOFError, SyntaxError, ValueError, KeyError, TypeError, IndexError, struct.error) as error:
        raise DocumentError("truncated" if "truncated" in str(error).lower() else "unreadable") from error


@contextmanager
def _any_size() -> Iterator[None]:
    """Have Pillow open pictures of any size: it then has read no pixel, and how many there are is known and judged."""
    from PIL import Image

    usual = Image.MAX_IMAGE_PIXELS
    Image.MAX_IMAGE_PIXELS = None
    try:
        yield
    finally:
        Image.MAX_IMAGE_PIXELS = usual


def _frames(image: Image) -> int:
    return int(getattr(image, "n_frames", 1)) if image.format == _PAGED else 1


def _size(image: Image) -> tuple[float, float]:
    """Width and height in points as shown, by the resolution that the file states, where that is one of a page."""
    across, down = image.info.get("dpi") or (0.0, 0.0)
    if not all(_LEAST_RESOLUTION <= float(each) <= _MOST_RESOLUTION for each in (across, down)):
        across = down = max(image.size) / _LONG_SIDE * _POINTS
    width, height = image.width / float(across) * _POINTS, image.height / float(down) * _POINTS
    return (height, width) if image.getexif().get(_ORIENTATION) in _TURNED_BY_90 else (width, height)


def _grey(image: Image) -> Image:
    """The picture in 256 greys."""
    from PIL import Image as Images

    if image.mode.split(";")[0] in _DEEP_MODES:
        return _spread(image)
    if image.mode in ("LA", "PA", "RGBA", "RGBa", "La") or "transparency" in image.info:
        drawn = image.convert("RGBA")
        white = Images.new("RGBA", drawn.size, "white")
        white.alpha_composite(drawn)
        return _with_exif(white.convert("L"), image)
    return _with_exif(image.convert("L"), image)


def _spread(image: Image) -> Image:
    """Deep greys, their darkest made black and their lightest white."""
    import numpy as np
    from PIL import Image as Images

    values = np.nan_to_num(np.asarray(image, dtype=np.float32))
    low, high = float(values.min()), float(values.max())
    greys = (values - low) * (255.0 / max(high - low, 1e-6))
    return _with_exif(Images.fromarray(greys.astype(np.uint8)), image)


def _with_exif(grey: Image, image: Image) -> Image:
    """A conversion keeps no orientation of its own."""
    grey.info["exif"] = image.getexif().tobytes()
    return grey
