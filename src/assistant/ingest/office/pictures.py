"""Pictures of office files: what is written on them is not read, so they are counted, but for small ones (logos)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.ingest.office.lengths import MILLIMETRES, length

if TYPE_CHECKING:
    from lxml.etree import _Element

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_V = "{urn:schemas-microsoft-com:vml}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_UNSEEN = frozenset(
    {
        f"{_W}del", f"{_W}moveFrom", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
        "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}tracked-changes",
    }
)  # fmt: skip
_EMU = 36_000  # in a millimetre
_LEAST_SIDE = 150 * MILLIMETRES["px"]


def word_pictures(body: _Element) -> int:
    """How many pictures a Word document shows, small ones left out."""
    drawn = map(_drawn_size, _seen(body, _PIC))
    older = (_styled_size(shape) for data in _seen(body, f"{_V}imagedata") if (shape := data.getparent()) is not None)
    return _large(drawn) + _large(older)


def slide_pictures(tree: _Element) -> int:
    """How many pictures a slide of PowerPoint shows, small ones left out; one without a size fills its placeholder."""
    return _large(map(_drawn_size, _seen(tree, f"{_P}pic")))


def opendocument_pictures(container: _Element) -> int:
    """How many pictures part of an OpenDocument file shows; those that stand for a chart or an equation are no such."""
    frames = (frame for frame in _seen(container, f"{_DRAW}frame") if _is_picture(frame))
    return _large((length(frame.get(f"{_SVG}width")), length(frame.get(f"{_SVG}height"))) for frame in frames)


def _seen(container: _Element, tag: str) -> Iterator[_Element]:
    return (one for one in container.iter(tag) if not any(each.tag in _UNSEEN for each in one.iterancestors()))


def _is_picture(frame: _Element) -> bool:
    kinds = {child.tag for child in frame}
    return f"{_DRAW}image" in kinds and kinds.isdisjoint(f"{_DRAW}{name}" for name in ("object", "text-box"))


def _large(sizes: Iterator[tuple[float, float]]) -> int:
    return sum(min(size) > _LEAST_SIDE for size in sizes)


def _drawn_size(picture: _Element) -> tuple[float, float]:
    """Width and height in millimetres."""
    extent = picture.find(f"*/{_A}xfrm/{_A}ext")
    if extent is None:
        return float("inf"), float("inf")
    width, height = (extent.get(name, "")[:20] for name in ("cx", "cy"))
    return (int(width) / _EMU, int(height) / _EMU) if width.isdecimal() and height.isdecimal() else (0.0, 0.0)


def _styled_size(shape: _Element) -> tuple[float, float]:
    """Width and height, in millimetres, of a shape of Word 2007 and before."""
    fields = dict(part.strip().partition(":")[::2] for part in shape.get("style", "").split(";"))
    return length(fields.get("width")), length(fields.get("height"))
