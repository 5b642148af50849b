"""Equations of office files, as the characters that they show, in order; what stands on separate lines stays apart."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MATHML = "{http://www.w3.org/1998/Math/MathML}"

_VALUE = f"{M}val"
_FENCES = {"begChr": "(", "sepChr": "|", "endChr": ")"}  # what an equation shows where it names none
_INTEGRAL = "\N{INTEGRAL}"
_RADICAL = "\N{SQUARE ROOT}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DELETED = frozenset({f"{_W}del", f"{_W}moveFrom"})
_APART = frozenset(
    {f"{M}{name}" for name in ("num", "den", "sub", "sup", "deg", "mr", "eqArr", "lim", "fName", "oMath")}
)
_ROWS = frozenset({f"{M}mr", f"{M}eqArr"})
_TOKENS = frozenset({f"{MATHML}{name}" for name in ("mi", "mn", "mo", "mtext", "ms")})
_UNSEEN = frozenset({f"{MATHML}annotation", f"{MATHML}annotation-xml"})
_STACKED = frozenset(
    {f"{MATHML}{name}" for name in ("mfrac", "mtr", "mtable", "mroot", "munder", "mover", "munderover")}
)
_INVISIBLE = dict.fromkeys(map(ord, "\u2061\u2062\u2063\u2064"))  # "apply", "times" and the like


def office_equation(root: _Element) -> str:
    """The characters of an equation of Word or PowerPoint, its brackets and signs too."""
    return _characters(root, _DELETED, _office_parts)


def _office_parts(node: _Element) -> list[_Element | str]:
    """What an element shows, in order: its text, its children, and the signs that are only named."""
    parts: list[_Element | str] = list(node)
    if node.tag == f"{M}t":
        return [(node.text or "") + "".join(child.tail or "" for child in node), *parts]
    if node.tag == f"{M}d":
        begin, separator, end = (_named(node, "dPr", name, sign) for name, sign in _FENCES.items())
        inner: list[_Element | str] = []
        for argument in node.iterfind(f"{M}e"):
            inner += [separator, argument] if inner else [argument]
        return [begin, *inner, end]
    if node.tag == f"{M}nary":
        return [_named(node, "naryPr", "chr", _INTEGRAL), *parts]
    if node.tag == f"{M}rad":
        return [_RADICAL, *parts]
    if node.tag in _ROWS:
        parts = [each for cell in node for each in (cell, " ")]
    return [" ", *parts, " "] if node.tag in _APART and not _is_index(node) else parts


def _is_index(node: _Element) -> bool:
    """Whether an element is an index or a power: it stays at its letter."""
    parent = node.getparent()
    return node.tag in (f"{M}sub", f"{M}sup") and parent is not None and parent.tag != f"{M}nary"


def _named(node: _Element, settings: str, name: str, usual: str) -> str:
    """The sign that an element names, in its settings."""
    found = node.find(f"{M}{settings}/{M}{name}")
    return usual if found is None else found.get(_VALUE, "")


def mathml_equation(root: _Element) -> str:
    """The characters of an equation in MathML (OpenDocument); of one that shows none, what its author typed."""
    typed = root.iter(f"{MATHML}annotation")
    shown = _characters(root, _UNSEEN, _mathml_parts)
    return shown or " ".join(" ".join(each.text or "" for each in typed).split())


def _mathml_parts(node: _Element) -> list[_Element | str]:
    if node.tag in _TOKENS:
        return ["".join(node.itertext()).translate(_INVISIBLE)]
    if node.tag in _STACKED:
        return [each for child in node for each in (" ", child, " ")]
    return list(node)


def _characters(root: _Element, unseen: Collection[str], parts_of: Callable[[_Element], list[_Element | str]]) -> str:
    """What an equation shows: characters, and elements that are taken apart in their turn, but for those unseen."""
    pieces: list[str] = []
    stack: list[_Element | str] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            pieces.append(node)
        elif isinstance(node.tag, str) and node.tag not in unseen:
            stack.extend(reversed(parts_of(node)))
    return " ".join("".join(pieces).split())
