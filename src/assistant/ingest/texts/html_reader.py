"""HTML: the main text by trafilatura, checked against the page's own <article>; metadata from tags and JSON-LD."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.errors import DocumentError
from assistant.ingest.blocks import assemble
from assistant.ingest.limits import ReadLimits
from assistant.ingest.metadata import clean_title, late_date
from assistant.ingest.source import Source
from assistant.ingest.stated import stated
from assistant.ingest.texts.encoding import decode
from assistant.ingest.texts.html_blocks import drop_hidden, page_blocks
from assistant.ingest.texts.html_facts import page_date, page_facts
from assistant.ingest.texts.html_main import main_blocks
from assistant.ingest.texts.markdown_reader import header_fields, split_front_matter
from assistant.ingest.texts.text_reader import REPLACED_CHARACTERS
from assistant.types import ReadDocument

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{2,30})", re.I)
_XML_DECLARED = re.compile(rb"\A\s*<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w-]{2,30})")
_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_INLINE_TAGS = re.compile(r"</?(?:span|font|b|i|u|em|strong|small|big|a|label)\b[^<>]*>", re.I)
_FRAMES = re.compile(
    r"</?(?:div|center|section|article|aside|blockquote|fieldset|form|ul|ol|li|dl|dd|table|tbody|tr|td)\b[^<>]*>", re.I
)
_HIDING = re.compile(r"<[^<>]*\b(?:hidden|display\s*:\s*none)\b|<(?:template|noscript)\b", re.I)


def read_html(source: Source, limits: ReadLimits) -> ReadDocument:
    """Read a web page as one page.

    Raises:
        DocumentError: bad_encoding, no_text, too_much_text, unreadable.
    """
    text, lossy = decode_page(source.data())
    if len(text) > limits.characters:
        raise DocumentError("too_much_text", limit=limits.characters)
    fields, markup = split_front_matter(text)
    tree, deep = parse_page(markup)
    changed = drop_hidden(tree)
    facts, stated_date = page_facts(tree), page_date(tree)
    blocks = page_blocks(tree) if deep else main_blocks(_markup(tree) if changed else markup, tree)
    page, headings = assemble(blocks)
    if not page.text:
        raise DocumentError("no_text")
    first = next((heading.title for heading in headings if heading.level == 1), None)
    return ReadDocument(
        format="html",
        pages=(page,),
        paged=False,
        headings=headings,
        warnings=(*((REPLACED_CHARACTERS,) if lossy else ()), *late_date(fields.get("date") or stated_date)),
        **stated(
            ("file_metadata", header_fields(fields)), ("markup", facts), ("first_page", {"title": clean_title(first)})
        ),
    )


def decode_page(data: bytes) -> tuple[str, bool]:
    """Text by byte order mark or UTF-8, else by what the page declares, else by statistics."""
    try:
        return data.decode("utf-8"), False
    except UnicodeDecodeError:
        declared = _DECLARED.search(data[:4096]) or _XML_DECLARED.match(data)
    if declared is not None and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        name = declared.group(1).decode("ascii", "replace").lower()
        name = "cp1252" if name in ("iso-8859-1", "latin-1", "latin1", "ascii", "us-ascii") else name
        try:
            return data.decode(name), False
        except (LookupError, UnicodeError):
            pass  # the page does not say the truth
    decoded = decode(data)
    return decoded.text, decoded.lossy


def parse_page(markup: str) -> tuple[HtmlElement, bool]:
    """The page's tree, and whether it is deeper than what is safe to walk by recursion.

    Raises:
        DocumentError: no_text, unreadable (too deep even without its frames, or hiding some of what it holds).
    """
    from lxml import etree, html

    markup = _XML_DECLARATION.sub("", markup)
    for attempt in range(3):  # parsers give up at a depth of 256, then at one of 2048
        parser = html.HTMLParser(no_network=True, huge_tree=attempt > 0, remove_comments=True, remove_pis=True)
        try:
            tree = html.document_fromstring(markup if attempt < 2 else _without_frames(markup), parser=parser)
        except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
            raise DocumentError("no_text") from error
        if not any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
            return tree, attempt > 0
    raise DocumentError("unreadable")


def may_hide(markup: str) -> bool:
    """Whether a page may hold something that it does not show."""
    return _HIDING.search(markup) is not None


def _without_frames(markup: str) -> str:
    """The markup with paragraphs in place of the frames that nest."""
    if may_hide(markup):  # what is hidden would show
        raise DocumentError("unreadable")
    return _FRAMES.sub("<p>", _INLINE_TAGS.sub("", markup))


def _markup(tree: HtmlElement) -> str:
    from lxml import html

    written: str = html.tostring(tree, encoding="unicode")
    return written
