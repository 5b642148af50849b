"""Markdown: front matter, headings, and the words without the marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from assistant.errors import DocumentError
from assistant.ingest.bans import stated_ban
from assistant.ingest.blocks import Block, assemble, row_text
from assistant.ingest.detect import front_matter
from assistant.ingest.identifiers import clean_line, clean_url, find_identifier
from assistant.ingest.kinds import stated_kind, told_interview
from assistant.ingest.limits import ReadLimits
from assistant.ingest.metadata import clean_authors, clean_title, late_date, parse_date, parse_language
from assistant.ingest.source import Source
from assistant.ingest.stated import stated
from assistant.ingest.texts.encoding import decode_within
from assistant.ingest.texts.text_reader import REPLACED_CHARACTERS
from assistant.types import ReadDocument

if TYPE_CHECKING:
    from markdown_it.token import Token

_MOST_FRONT_MATTER = 100_000
_SILENT_TAGS = frozenset({"script", "style", "template", "noscript", "svg"})
_BREAKING_TAGS = frozenset(
    {"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "section", "details", "summary"}
)
_FENCES = re.compile(r"(^ {0,3}(?:```|~~~).*?(?:^ {0,3}(?:```|~~~)[^\n]*$|\Z))", re.M | re.S)
_CLOSE_HEADING = re.compile(r"^(#{1,6})\u00a0*(?=[^\W\d_a-z]|\u00a0)\u00a0*([^#\n]*[^#\s][^#\n]*)$", re.M)
_SHORTCODE = re.compile(r"^\s*\{[{%].*?[%}]\}\s*$", re.M)


_AUTHORS = ("authors", "author", "auteurs", "auteur")


def read_markdown(source: Source, limits: ReadLimits) -> ReadDocument:
    """Read a Markdown file as one page of plain text with headings.

    Raises:
        DocumentError: bad_encoding, no_text, too_much_text.
    """
    decoded = decode_within(source.data(), limits)
    fields, body = split_front_matter(decoded.text.replace("\r\n", "\n"))
    page, headings = assemble(markdown_blocks(body))
    if not page.text:
        raise DocumentError("no_text")
    first = next((heading.title for heading in headings if heading.level == 1 or heading.start == 0), None)
    return ReadDocument(
        format="markdown",
        pages=(page,),
        paged=False,
        headings=headings,
        warnings=(*((REPLACED_CHARACTERS,) if decoded.lossy else ()), *header_warnings(fields)),
        **stated(("file_metadata", header_fields(fields)), ("first_page", {"title": clean_title(first)})),
    )


def header_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """What a YAML header states, as fields of a ReadDocument."""
    return {
        "title": clean_title(fields.get("title") or fields.get("titre")),
        "authors": clean_authors(next((fields[name] for name in _AUTHORS if fields.get(name)), None)),
        "date": parse_date(fields.get("date")),
        "language": parse_language(fields.get("lang") or fields.get("language")),
        "kind": stated_kind(fields.get("kind") or fields.get("type"))
        or told_interview(fields.get("description"))
        or stated_kind(fields.get("layout")),
        "publisher": clean_line(fields.get("publisher")),
        "licence": clean_line(fields.get("licence") or fields.get("license") or fields.get("rights")),
        "place": clean_line(fields.get("place") or fields.get("location")),
        "url": clean_url(fields.get("url") or fields.get("canonical_url")),
        "identifier": find_identifier(fields.get("doi") or fields.get("isbn") or fields.get("identifier")),
    }


def header_warnings(fields: Mapping[str, Any]) -> tuple[str, ...]:
    """The warnings that a header gives: it is not to be quoted, its date can't be."""
    return (*stated_ban(fields), *late_date(fields.get("date")))


def split_front_matter(text: str) -> tuple[Mapping[str, Any], str]:
    """The YAML header's fields (none where it is not a mapping, or not YAML) and the text after it."""
    import yaml

    match = front_matter(text)
    if match is None:
        return {}, text
    header = match.group()
    if len(header) > _MOST_FRONT_MATTER or re.search(r"(?:^|\s)[&*]\w", header):  # anchors: aliases can explode
        return {}, text[match.end() :]
    try:
        fields = yaml.safe_load(header.strip("-. \n"))
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}, text[match.end() :]
    if not isinstance(fields, dict):
        return {}, text
    return {str(name).lower(): value for name, value in fields.items()}, text[match.end() :]


def markdown_blocks(text: str) -> Iterator[Block]:
    """Blocks in reading order: headings, paragraphs, list items, table rows, code."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    yield from _Walk().blocks(parser.parse(_spaced_headings(_SHORTCODE.sub("", text))))


def _spaced_headings(text: str) -> str:
    """Headings whose marks no space parts from their words ("#Titre"), written as CommonMark wants them."""
    parts = _FENCES.split(text)
    parts[::2] = [_CLOSE_HEADING.sub(r"\1 \2", part) for part in parts[::2]]
    return "".join(parts)


class _Walk:
    """One walk over the parser's tokens: knows the lists it is in, the item it opened, the table row it gathers."""

    def __init__(self) -> None:
        self._counters: list[int | None] = []  # of the lists around: next number, or None for bullets
        self._marker = ""
        self._items = 0
        self._row: list[str] | None = None
        self._rows = 0

    def blocks(self, tokens: Sequence[Token]) -> Iterator[Block]:
        """The blocks of all tokens."""
        for index, token in enumerate(tokens):
            if token.type == "inline":
                heading = tokens[index - 1].type == "heading_open"
                yield from self._text(_inline(token.children or ()), int(tokens[index - 1].tag[1]) if heading else 0)
            elif token.type in ("fence", "code_block"):
                yield Block(token.content)
            elif token.type == "html_block":
                yield Block(html_text(token.content))
            elif token.type == "tr_close" and self._row is not None:
                yield Block(row_text(self._row), tight=self._rows > 0)
                self._row, self._rows = None, self._rows + 1
            else:
                self._enter(token)

    def _enter(self, token: Token) -> None:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            if not self._counters:
                self._items = 0
            self._counters.append(int(token.attrs.get("start", 1)) if token.type[0] == "o" else None)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            self._counters.pop()
        elif token.type == "list_item_open":
            number = self._counters[-1]
            self._marker = "- " if number is None else f"{number}. "
            self._counters[-1] = None if number is None else number + 1
        elif token.type == "table_open":
            self._rows = 0
        elif token.type == "tr_open":
            self._row = []

    def _text(self, text: str, level: int) -> Iterator[Block]:
        if self._row is not None:
            self._row.append(text)
        elif self._marker:
            yield Block(self._marker + text, level, tight=self._items > 0)
            self._marker, self._items = "", self._items + 1
        else:
            yield Block(text, level)


def _inline(children: Sequence[Token]) -> str:
    """Words of inline marks: links and emphasis as their text, images as their description."""
    pieces: list[str] = []
    for token in children:
        if token.type in ("text", "code_inline"):
            pieces.append(token.content)
        elif token.type == "softbreak":
            pieces.append(" ")
        elif token.type == "hardbreak" or (token.type == "html_inline" and token.content.lower().startswith("<br")):
            pieces.append("\n")
        elif token.type == "image":
            pieces.append(_inline(token.children or ()))
    return "".join(pieces)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT_TAGS:
            self._silent += 1
        elif tag in _BREAKING_TAGS:
            self.pieces.append("\n")
        elif tag == "img":
            self.pieces.append(dict(attrs).get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT_TAGS:
            self._silent = max(0, self._silent - 1)
        elif tag in _BREAKING_TAGS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(re.sub(r"\s+", " ", data))


def html_text(markup: str) -> str:
    """The words of a piece of HTML inside Markdown; comments, scripts and styles left out."""
    parser = _Words()
    parser.feed(markup)
    parser.close()
    return "".join(parser.pieces)
