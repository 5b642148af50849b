"""Charts and diagrams (SmartArt) of a presentation: the text and the figures they are drawn from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.ingest.blocks import Block, row_text
from assistant.ingest.office.pptx_shapes import A, paragraph_text
from assistant.ingest.office.tables import number_text

if TYPE_CHECKING:
    from lxml.etree import _Element

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_SHOWN_POINTS = frozenset({"node", "asst"})


def chart_blocks(root: _Element) -> Iterator[Block]:
    """The title of a chart, then its figures: a row of the series' names, a row for each category."""
    title = root.find(f"{_C}chart/{_C}title")
    if title is not None:
        yield Block(" ".join(map(paragraph_text, title.iter(f"{A}p"))))
    series = list(root.iter(f"{_C}ser"))
    categories: dict[str, str] = {}
    for one in series:
        categories |= {**_points(one, "cat", "xVal"), **categories}
    values = [_points(one, "val", "yVal") for one in series]
    names = row_text(["", *(" ".join(_points(one, "tx").values()) for one in series)])
    if names:
        yield Block(names)
    for index in dict.fromkeys([*categories, *(index for one in values for index in one)]):
        text = row_text([categories.get(index, ""), *(one.get(index, "") for one in values)])
        yield Block(text, tight=True)


def _points(series: _Element, *tags: str) -> dict[str, str]:
    """The values of one part of a series, by their number in it."""
    found: dict[str, str] = {}
    for part in (series.find(f"{_C}{tag}") for tag in tags):
        for point in part.iter(f"{_C}pt") if part is not None else ():
            text = point.findtext(f"{_C}v") or ""
            found[point.get("idx", "")] = text if tags == ("tx",) else _number(text)
    return found


def _number(text: str) -> str:
    try:
        return number_text(float(text))
    except ValueError:
        return text


def diagram_blocks(root: _Element) -> Iterator[Block]:
    """The texts of a diagram, each followed by those below it."""
    points = {point.get("modelId", ""): point for point in root.iter(f"{_DIAGRAM}pt")}
    below: dict[str, list[tuple[int, str]]] = {}
    for link in root.iter(f"{_DIAGRAM}cxn"):
        if link.get("type", "parOf") == "parOf":
            order = link.get("srcOrd", "")
            place = int(order) if order.isdecimal() and len(order) < 10 else 0
            below.setdefault(link.get("srcId", ""), []).append((place, link.get("destId", "")))
    stack = [name for name, point in points.items() if point.get("type") == "doc"]
    while stack:
        name = stack.pop()
        point = points.pop(name, None)  # each once, whatever the links say
        if point is None:
            continue
        yield from _point(point)
        stack += [child for _, child in sorted(below.get(name, ()), reverse=True)]
    for point in points.values():
        yield from _point(point)


def _point(point: _Element) -> Iterator[Block]:
    settings = point.find(f"{_DIAGRAM}prSet")
    prompt = settings is not None and settings.get("phldr") in ("1", "true")
    body = point.find(f"{_DIAGRAM}t")
    if body is not None and not prompt and point.get("type", "node") in _SHOWN_POINTS:
        yield Block("\n".join(map(paragraph_text, body.iter(f"{A}p"))))
