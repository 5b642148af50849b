"""Nodes of pandoc's JSON tree (pandoc-types 1.23). Text goes in as text alone: nothing of it is ever read as markup."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

Node: TypeAlias = dict[str, Any]
Nodes: TypeAlias = list[Node]

API_VERSION = (1, 23, 1)
_BREAKS = re.compile(r"[ \t\r\n\f\v\x85\u2028\u2029]+")  # no-break spaces stay in the words that they join
_SPACES = re.compile(r"\s+")
_DIRECTIONS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_WRAPPING = frozenset({"Emph", "Strong", "SmallCaps", "Superscript", "Subscript", "Underline"})
_SAFE_LINK = re.compile(r"https?://[^\s<>\"]+\Z", re.I)


def plain(text: str) -> str:
    """Text without characters that XML has no place for, or that turn the direction of text."""
    kept = (c if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs", "Cn") else " " for c in text)
    return _DIRECTIONS.sub("", "".join(kept))


def one_spaced(text: str) -> str:
    """Text to compare notes by: every run of white space, no-break ones too, is one space."""
    return _SPACES.sub(" ", plain(text)).strip()


def inlines(text: str) -> Nodes:
    """A text as words and spaces; line ends are spaces."""
    nodes: Nodes = []
    for index, word in enumerate(_BREAKS.split(plain(text))):
        if index:
            nodes.append({"t": "Space"})
        if word:
            nodes.append({"t": "Str", "c": word})
    return nodes


def string(text: str) -> Node:
    """One word."""
    return {"t": "Str", "c": text}


def space() -> Node:
    """A space at which a line may break."""
    return {"t": "Space"}


def attributes(name: str = "", classes: Sequence[str] = (), pairs: Mapping[str, str] | None = None) -> list[Any]:
    """A name (what links go to), classes, and further attributes."""
    return [name, list(classes), [list(pair) for pair in (pairs or {}).items()]]


def span(content: Nodes, name: str = "", style: str = "", language: str = "") -> Node:
    """A run of text with a name, a character style, or a language of its own."""
    pairs = {key: value for key, value in (("custom-style", style), ("lang", language)) if value}
    return {"t": "Span", "c": [attributes(name, (), pairs), content]}


def division(content: Nodes, style: str = "", name: str = "", language: str = "") -> Node:
    """Blocks with a paragraph style of their own."""
    pairs = {key: value for key, value in (("custom-style", style), ("lang", language)) if value}
    return {"t": "Div", "c": [attributes(name, (), pairs), content]}


def paragraph(content: Nodes) -> Node:
    """A paragraph."""
    return {"t": "Para", "c": content}


def heading(level: int, content: Nodes, name: str = "") -> Node:
    """A heading; level 1 is the highest."""
    return {"t": "Header", "c": [level, attributes(name), content]}


def bullets(items: Sequence[Nodes]) -> Node:
    """A list of items, each of inlines."""
    return {"t": "BulletList", "c": [[{"t": "Plain", "c": item}] for item in items]}


def strong(content: Nodes) -> Node:
    """Inlines in bold."""
    return {"t": "Strong", "c": content}


def link(content: Nodes, target: str) -> Node:
    """A link to a name in the document, or to an address of ours."""
    return {"t": "Link", "c": [attributes(), content, [target, ""]]}


def superscript(text: str) -> Node:
    """A raised text."""
    return {"t": "Superscript", "c": [string(text)]}


def note(content: Nodes) -> Node:
    """A footnote of one paragraph."""
    return {"t": "Note", "c": [paragraph(content)]}


def document(blocks: Nodes, meta: Mapping[str, Any]) -> Node:
    """A whole document."""
    return {"pandoc-api-version": list(API_VERSION), "meta": dict(meta), "blocks": blocks}


def content(node: Node) -> Any:
    """What a node holds; None for one that holds nothing."""
    return node.get("c")


def text_of(nodes: Iterable[Node]) -> str:
    """The text of inlines, as a reader sees it; notes are left out."""
    pieces: list[str] = []
    for node in nodes:
        kind, held = node["t"], content(node)
        if kind == "Str":
            pieces.append(held)
        elif kind in ("Space", "SoftBreak", "LineBreak"):
            pieces.append(" ")
        elif kind in _WRAPPING:
            pieces.append(text_of(held))
        elif kind in ("Span", "Link"):
            pieces.append(text_of(held[1]))
    return "".join(pieces)


def safe(nodes: Iterable[Node], quotes: tuple[str, str]) -> Nodes:
    """Inlines that came out of a style: known ones alone, links to the web alone, quotation marks spelt out."""
    kept: Nodes = []
    for node in nodes:
        kind, held = node["t"], content(node)
        if kind in ("Str", "Space"):
            kept.append(node)
        elif kind in ("SoftBreak", "LineBreak"):
            kept.append(space())
        elif kind in _WRAPPING:
            kept.append({"t": kind, "c": safe(held, quotes)})
        elif kind == "Quoted":
            kept += [string(quotes[0]), *safe(held[1], quotes), string(quotes[1])]
        elif kind in ("Span", "Cite"):
            kept += safe(held[1], quotes)
        elif kind == "Link":
            target = held[2][0]
            inside = safe(held[1], quotes)
            kept += [{"t": "Link", "c": [attributes(), inside, [target, ""]]}] if _SAFE_LINK.match(target) else inside
    return kept


def meta_text(text: str) -> Node:
    """A metadata value that is text."""
    return {"t": "MetaInlines", "c": inlines(text)}


def meta_value(value: Any) -> Node:
    """A metadata value of lists, mappings and texts, all text literal."""
    if isinstance(value, Mapping):
        return {"t": "MetaMap", "c": {str(key): meta_value(each) for key, each in value.items()}}
    if isinstance(value, list | tuple):
        return {"t": "MetaList", "c": [meta_value(each) for each in value]}
    return meta_text(str(value))
