"""The plain way from HTML to blocks: everything that is shown, in order, without guessing what matters."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
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
_HIDING_STYLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))\b", re.I)
_NEVER_SHOWN = frozenset({"template", "noscript"})
_WHOLE_PAGE = ("body", "main", "article", "h1")


def drop_hidden(root: HtmlElement) -> bool:
    """Take out what a page does not show; whether the tree was changed.

    That is what is marked `hidden`, `aria-hidden` or by its own style, templates, and what stands there for browsers
    without scripts. Only the marks go of parts that a button of the page unfolds, and of the whole page (it shows once
    its scripts ran, or when a window in front of it is closed).
    """
    unfolded = {
        name
        for control in root.iter("button", "a", "summary")
        if (names := control.get("aria-controls")) and control.text_content().strip()
        for name in names.split()
    }
    marked = [node for node in root.iter() if _is_marked(node)]
    for node in marked:
        if node.getparent() is None or _shows_in_the_end(node, unfolded):
            for name in ("hidden", "aria-hidden", "style"):
                node.attrib.pop(name, None)
        else:
            node.drop_tree()
    return bool(marked)


def _is_marked(node: HtmlElement) -> bool:
    return (
        node.tag in _NEVER_SHOWN
        or node.get("hidden", "until-found").lower() != "until-found"
        or node.get("aria-hidden", "").lower() == "true"
        or _HIDING_STYLE.search(node.get("style", "")) is not None
    )


def _shows_in_the_end(node: HtmlElement, unfolded: Collection[str]) -> bool:
    if node.tag in _NEVER_SHOWN:
        return False
    if node.get("id") in unfolded or node.get("role") == "tabpanel":
        return True
    return any(node.tag == name or node.find(f".//{name}") is not None for name in _WHOLE_PAGE)


def page_blocks(root: HtmlElement) -> Iterator[Block]:
    """Blocks of all that an element shows; scripts, styles, navigation and forms left out."""
    yield from _Walker().blocks(root)


class _Walker:
    """Gathers inline text until a block begins or ends. Iterative: nesting may be very deep."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._level = 0
        self._prefix = ""

    def blocks(self, root: HtmlElement) -> Iterator[Block]:
        """All blocks of an element."""
        yield from self.walk(root)
        yield from self.flush()

    def flush(self) -> Iterator[Block]:
        """The block gathered so far, if it has text."""
        text = "".join(self._pieces)
        self._pieces = []
        if text.strip():
            yield Block(self._prefix + text.strip(" "), self._level, item=bool(self._prefix))
            self._prefix = ""

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
            if node.tag == "pre" or (node.tag == "table" and _has_columns(node)):
                yield from self._table(node) if node.tag == "table" else self._lines(node)
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
        elif tag == "br":
            self._pieces.append("\n")
        elif tag[0] == "h" and tag[1:] in "123456" and tag in _BLOCKS:
            self._level = int(tag[1])
        self._add(node.text)

    def _leave(self, node: HtmlElement) -> Iterator[Block]:
        if node.tag in _BLOCKS:
            yield from self.flush()
            self._level = 0
            if node.tag == "li":
                self._prefix = ""

    def _lines(self, node: HtmlElement) -> Iterator[Block]:
        """A text that is shown as it is written."""
        yield from self.flush()
        self._pieces.append("".join(node.itertext()))
        yield from self.flush()

    def _table(self, table: HtmlElement) -> Iterator[Block]:
        yield from self.flush()
        caption = table.find("caption")
        first = True
        if caption is not None and (title := _shown_text(caption)):
            yield Block(title)
        for row in table.iter("tr"):
            text = row_text(_shown_text(cell) for cell in row if cell.tag in ("td", "th"))
            if text:
                yield Block(text, tight=not first)
                first = False


def _has_columns(table: HtmlElement) -> bool:
    """Whether a table has rows of several cells; one that does not, or holds tables, is a frame around blocks."""
    if table.get("role") == "presentation" or table.find(".//table") is not None:
        return False
    rows = ([cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr"))
    return any(len(cells) > 1 and sum(bool(_shown_text(cell)) for cell in cells) > 1 for cells in rows)


def _shown_text(cell: HtmlElement) -> str:
    """The words of a cell on one line."""
    return " ".join(word for block in _Walker().blocks(cell) for word in block.text.split())
