"""What of a web page is its text: as trafilatura sees it, checked against the page's own <article> and structure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from assistant.ingest.blocks import Block, row_text
from assistant.ingest.texts.html_blocks import page_blocks

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_LEAST_RECALL = 0.98
_LEAST_STRUCTURE = 0.9
_LEAST_KEPT = 0.8
_LONGEST_GAP = 3
_WORDS = re.compile(r"\w+")


def main_blocks(markup: str, tree: HtmlElement) -> list[Block]:
    """The main text, in blocks.

    That is what trafilatura finds, unless it lost words of the page's only article, or headings, lists and tables
    (it finds plain paragraphs alone where a page is odd), or found nothing.
    """
    extracted = _extracted_blocks(markup)
    article = _article(tree)
    if article is not None:
        own = list(page_blocks(article))
        if _recall(own, extracted) < _LEAST_RECALL or _structure(extracted) < _LEAST_STRUCTURE * _structure(own):
            return own
        return extracted
    own = list(page_blocks(tree))
    if not extracted:
        return own
    kept = _kept(own, extracted)
    return kept if _structure(extracted) < _LEAST_STRUCTURE * _structure(kept) else extracted


def _article(tree: HtmlElement) -> HtmlElement | None:
    for name in ("article", "main"):
        found = tree.findall(f".//{name}")
        if len(found) == 1:
            return found[0]
    body = tree.find("body")
    sections = body.findall("section") if body is not None else []
    plain = body is not None and tree.find(".//nav") is None and tree.find(".//header") is None
    return body if plain and (sections or tree.find(".//title") is None) else None


def _words(block: Block) -> list[str]:
    return _WORDS.findall(block.text.lower())


def _recall(own: list[Block], extracted: list[Block]) -> float:
    """Share of the article's words that the extraction kept."""
    wanted = Counter(word for block in own for word in _words(block))
    kept = Counter(word for block in extracted for word in _words(block))
    total = sum(wanted.values())
    return sum((wanted & kept).values()) / total if total else 1.0


def _structure(blocks: list[Block]) -> int:
    """Number of headings, list items and table rows."""
    return sum(bool(block.level) or block.text.startswith("- ") or " | " in block.text for block in blocks)


def _kept(own: list[Block], extracted: list[Block]) -> list[Block]:
    """The page's own blocks whose words the extraction kept, and the few that stand between two of them."""
    vocabulary = {word for block in extracted for word in _words(block)}
    kept = [index for index, block in enumerate(own) if _share(block, vocabulary) >= _LEAST_KEPT]
    chosen = set(kept)
    for index, following in pairwise(kept):
        if following - index <= _LONGEST_GAP:
            chosen.update(range(index, following))
    return [own[index] for index in sorted(chosen)]


def _share(block: Block, vocabulary: set[str]) -> float:
    words = _words(block)
    return sum(word in vocabulary for word in words) / len(words) if words else 0.0


def _extracted_blocks(markup: str) -> list[Block]:
    import trafilatura

    document = trafilatura.bare_extraction(
        markup, favor_recall=True, include_comments=False, include_tables=True, deduplicate=False, with_metadata=False
    )
    body = getattr(document, "body", None)
    return list(_blocks(body)) if body is not None else []


def _blocks(body: Any) -> Iterator[Block]:
    """Blocks of the tree that trafilatura makes: head, p, list/item, quote, table/row/cell, code."""
    for child in body:
        if child.tag == "head":
            level = child.get("rend", "h2")
            yield Block(_inline(child), int(level[1]) if level[1:2].isdigit() else 2)
        elif child.tag == "list":
            yield from _items(child)
        elif child.tag == "table":
            for number, row in enumerate(child.iter("row")):
                yield Block(row_text(_inline(cell) for cell in row.iter("cell")), tight=number > 0)
        elif child.tag in ("quote", "div") and any(inner.tag in ("p", "head", "list") for inner in child):
            yield Block(child.text or "")
            yield from _blocks(child)
        elif isinstance(child.tag, str):
            yield Block(_inline(child))
        if child.tail and child.tail.strip():
            yield Block(child.tail)


def _items(element: Any) -> Iterator[Block]:
    for number, item in enumerate(element.iter("item")):
        text = _inline(item, stop="list")
        if text.strip():
            yield Block(f"- {text.strip()}", tight=number > 0)


def _inline(element: Any, stop: str | None = None) -> str:
    pieces = [element.text or ""]
    for child in element:
        if child.tag == "lb":
            pieces.append("\n")
        elif child.tag != stop:
            pieces.append(_inline(child, stop))
        pieces.append(child.tail or "")
    return re.sub(r"[ \t]*[\r\n]+[ \t]*", " ", "".join(pieces)) if element.tag != "code" else "".join(pieces)
