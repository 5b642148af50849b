"""The shapes of a slide: where they stand, their text, their lists and tables. On elements alone, no part is opened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.ingest.blocks import Block, row_text
from assistant.ingest.office.equations import M, office_equation

if TYPE_CHECKING:
    from lxml.etree import _Element

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_EQUATIONS = frozenset({f"{M}oMath", f"{M}oMathPara"})
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SHAPES = frozenset({f"{P}sp", f"{P}grpSp", f"{P}graphicFrame"})
_PLACES = tuple(f"{path}/{A}off" for path in (f"{P}spPr/{A}xfrm", f"{P}grpSpPr/{A}xfrm", f"{P}xfrm"))
_PICTURES = (f"{P}pic", f"{A}blip")
_BULLETS = frozenset({f"{A}buChar", f"{A}buAutoNum", f"{A}buBlip"})
_NO_BULLET = f"{A}buNone"
_NOT_TEXT = frozenset({f"{A}pPr", f"{A}rPr", f"{A}endParaRPr", f"{_MC}Fallback"})

TITLES = frozenset({"title", "ctrTitle"})
FURNITURE = frozenset({"dt", "ftr", "hdr", "sldNum", "sldImg"})


def shapes_of(tree: _Element) -> Iterator[_Element]:
    """The shapes, groups and frames of a tree of shapes that are shown; of alternatives, the first that has any."""
    for child in tree:
        if child.tag == f"{_MC}AlternateContent":
            yield from next(filter(None, (list(shapes_of(choice)) for choice in child)), ())
        elif child.tag in _SHAPES and _own(child).get("hidden") not in ("1", "true"):
            yield child


def _own(shape: _Element) -> _Element:
    """What a shape says of itself (its name, whether it is hidden)."""
    found = shape.find(f"*/{P}cNvPr")
    return found if found is not None else shape


def placeholder(shape: _Element) -> _Element | None:
    """The element that makes a shape a placeholder."""
    return shape.find(f"*/{P}nvPr/{P}ph")


def counterpart(tree: _Element, wanted: _Element, by_kind: bool) -> _Element | None:
    """The placeholder of a layout (or, by its kind, of a master) that one of a slide takes after."""
    for shape in tree.iter(f"{P}sp"):
        found = placeholder(shape)
        if found is None:
            continue
        if _master_kind(found) == _master_kind(wanted) if by_kind else found.get("idx", "0") == wanted.get("idx", "0"):
            return shape
    return None


def _master_kind(mark: _Element) -> str:
    kind = mark.get("type", "obj")
    return "title" if kind in TITLES else kind if kind in FURNITURE else "body"


def place(candidates: Sequence[_Element]) -> tuple[int, int]:
    """Top and left of the first of some shapes that states them."""
    for shape in candidates:
        offset = next((found for path in _PLACES if (found := shape.find(path)) is not None), None)
        if offset is not None:
            return _integer(offset.get("y")), _integer(offset.get("x"))
    return 0, 0


def _integer(value: str | None) -> int:
    digits = (value or "0").strip()[:20]
    return int(digits) if digits.removeprefix("-").isdecimal() else 0


def holds_pictures(tree: _Element) -> bool:
    """Whether there is a picture anywhere."""
    return any(next(tree.iter(tag), None) is not None for tag in _PICTURES)


def paragraphs(body: _Element, styles: Sequence[_Element]) -> Iterator[Block]:
    """The paragraphs of a text body.

    Args:
        body: has paragraphs as children.
        styles: list styles that its paragraphs take after, the nearest first.
    """
    own = body.find(f"{A}lstStyle")
    chain = styles if own is None else (own, *styles)
    for paragraph in body.iter(f"{A}p"):
        text = paragraph_text(paragraph)
        if text.strip():
            listed = _is_listed(paragraph, chain)
            yield Block(f"- {text.strip()}" if listed else text, item=listed)


def _is_listed(paragraph: _Element, styles: Sequence[_Element]) -> bool:
    settings = paragraph.find(f"{A}pPr")
    depth = _integer(settings.get("lvl")) + 1 if settings is not None else 1
    for candidate in (settings, *(style.find(f"{A}lvl{depth}pPr") for style in styles)):
        for child in candidate if candidate is not None else ():
            if child.tag in _BULLETS or child.tag == _NO_BULLET:
                return child.tag in _BULLETS
    return False


def paragraph_text(paragraph: _Element) -> str:
    """The text of a paragraph, without the slide's number."""
    pieces: list[str] = []
    stack: list[_Element] = [paragraph]
    while stack:
        node = stack.pop()
        if node.tag in _NOT_TEXT or not isinstance(node.tag, str) or node.get("type") == "slidenum":
            continue
        if node.tag in _EQUATIONS:
            pieces.append(office_equation(node))
            continue
        if node.tag == f"{A}t":
            pieces.append((node.text or "") + "".join(child.tail or "" for child in node))  # entities, never expanded
        elif node.tag == f"{A}br":
            pieces.append("\n")
        stack.extend(reversed(node))
    return "".join(pieces)


def table_rows(table: _Element) -> Iterator[Block]:
    """Rows as "cell | cell"."""
    first = True
    for row in table.iter(f"{A}tr"):
        cells = (" ".join(map(paragraph_text, cell.iter(f"{A}p"))) for cell in row.iter(f"{A}tc"))
        if text := row_text(cells):
            yield Block(text, tight=not first)
            first = False
