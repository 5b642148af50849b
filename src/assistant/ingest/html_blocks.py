"""The plain way from HTML to blocks: everything that is shown, in order, without guessing what matters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.ingest.blocks import Block, row_text

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SILENT = frozenset(
    {
        "script", "style", "template", "noscript", "svg", "head", "nav", "iframe", "object", "button", "select", "form",
        "textarea", "audio", "video", "canvas", "math",
    }
)  # fmt: skip
_BLOCKS = frozenset(
    {
        "p", "div", "section", "article", "main", "body", "html", "header", "footer", "aside", "blockquote", "figure",
        "figcaption", "ul", "ol", "li", "dl", "dt", "dd", "pre", "table", "thead", "tbody", "tfoot", "tr", "td", "th",
        "h1", "h2", "h3", "h4", "h5", "h6", "details", "summary", "hr", "address", "fieldset", "center", "caption",
    }
)  # fmt: skip
_SPACE = re.compile(r"[ \t\r\n\f]+")


def page_blocks(root: HtmlElement) -> Iterator[Block]:
    """Blocks of all that an element shows; scripts, styles, navigation and forms left out."""
    walker = _Walker()
    yield from walker.walk(root)
    yield from walker.flush()


class _Walker:
    """Gathers inline text until a block begins or ends. Iterative: nesting may be very deep."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._level = 0
        self._prefix = ""
        self._tight = False

    def flush(self) -> Iterator[Block]:
        """The block gathered so far, if it has text."""
        text = "".join(self._pieces)
        self._pieces = []
        if text.strip():
            yield Block(self._prefix + text.strip(" "), self._level, self._tight)
            self._prefix, self._tight = "", False

    def walk(self, root: HtmlElement) -> Iterator[Block]:
        stack: list[tuple[HtmlElement, bool]] = [(root, False)]
        while stack:
            node, leaving = stack.pop()
            if leaving:
                yield from self._leave(node)
                if node is not root:
                    self._add(node.tail)
                continue
            if not isinstance(node.tag, str) or node.tag in _SILENT:
                self._add(node.tail if node is not root else None)
                continue
            if node.tag == "table" and node.find(".//table") is None:
                yield from self._table(node)
                self._add(node.tail if node is not root else None)
                continue
            yield from self._enter(node)
            stack.append((node, True))
            stack.extend((child, False) for child in reversed(node))

    def _add(self, text: str | None) -> None:
        if text:
            self._pieces.append(_SPACE.sub(" ", text))

    def _enter(self, node: HtmlElement) -> Iterator[Block]:
        tag = node.tag
        if tag in _BLOCKS:
            yield from self.flush()
        if tag == "li":
            self._prefix = "- "
            self._tight = node.getprevious() is not None
        elif tag == "br":
            self._pieces.append("\n")
        elif tag[0] == "h" and tag[1:] in "123456" and tag in _BLOCKS:
            self._level = int(tag[1])
        if tag == "pre":
            self._pieces.append("".join(node.itertext()))
            for child in list(node):
                node.remove(child)
        else:
            self._add(node.text)

    def _leave(self, node: HtmlElement) -> Iterator[Block]:
        if node.tag in _BLOCKS:
            yield from self.flush()
            self._level = 0
            if node.tag == "li":
                self._prefix, self._tight = "", False

    def _table(self, table: HtmlElement) -> Iterator[Block]:
        yield from self.flush()
        first = True
        for row in table.iter("tr"):
            text = row_text("".join(cell.itertext()) for cell in row if cell.tag in ("td", "th"))
            if text:
                yield Block(text, tight=not first)
                first = False
