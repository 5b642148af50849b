"""HTML: the main text by trafilatura, checked against the page's own <article>; metadata from tags and JSON-LD."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from assistant.errors import DocumentError
from assistant.ingest.blocks import Block, assemble, row_text
from assistant.ingest.encoding import decode
from assistant.ingest.html_blocks import page_blocks
from assistant.ingest.kinds import stated_kind
from assistant.ingest.limits import ReadLimits
from assistant.ingest.markdown_reader import split_front_matter
from assistant.ingest.metadata import clean_authors, clean_title, parse_date, parse_language
from assistant.ingest.source import Source
from assistant.ingest.text_reader import REPLACED_CHARACTERS
from assistant.types import ReadDocument

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{2,30})", re.I)
_XML_DECLARED = re.compile(rb"\A\s*<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w-]{2,30})")
_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_LEAST_RECALL = 0.98
_WORDS = re.compile(r"\w+")
_MOST_JSON = 500_000


def read_html(source: Source, limits: ReadLimits) -> ReadDocument:
    """Read a web page as one page.

    Raises:
        DocumentError: bad_encoding, no_text, too_much_text, unreadable.
    """
    text, lossy = _decode(source.data())
    if len(text) > limits.characters:
        raise DocumentError("too_much_text", limit=limits.characters)
    fields, markup = split_front_matter(text)
    tree = _parse(markup)
    facts = _facts(tree)
    blocks = _main_blocks(markup, tree)
    page, headings = assemble(blocks)
    if not page.text:
        raise DocumentError("no_text")
    first = next((heading.title for heading in headings if heading.level == 1), None)
    return ReadDocument(
        format="html",
        pages=(page,),
        paged=False,
        title=clean_title(fields.get("title")) or facts.get("title") or clean_title(first),
        authors=clean_authors(fields.get("authors") or fields.get("author")) or clean_authors(facts.get("authors")),
        date=parse_date(fields.get("date")) or parse_date(facts.get("date")),
        language=parse_language(fields.get("lang") or fields.get("language") or facts.get("language")),
        kind=stated_kind(fields.get("kind")) or stated_kind(facts.get("kind")),
        headings=headings,
        warnings=(REPLACED_CHARACTERS,) if lossy else (),
    )


def _decode(data: bytes) -> tuple[str, bool]:
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


def _parse(markup: str) -> HtmlElement:
    from lxml import etree, html

    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(_XML_DECLARATION.sub("", markup), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise DocumentError("no_text") from error
    return tree


def _main_blocks(markup: str, tree: HtmlElement) -> list[Block]:
    """The main text as trafilatura sees it, unless it lost words of the page's only article (or found none at all)."""
    extracted = _extracted_blocks(markup)
    article = _article(tree)
    if article is not None:
        own = list(page_blocks(article))
        if _recall(own, extracted) < _LEAST_RECALL:
            return own
    return extracted or list(page_blocks(tree))


def _article(tree: HtmlElement) -> HtmlElement | None:
    for name in ("article", "main"):
        found = tree.findall(f".//{name}")
        if len(found) == 1:
            return found[0]
    body = tree.find("body")
    sections = body.findall("section") if body is not None else []
    plain = body is not None and tree.find(".//nav") is None and tree.find(".//header") is None
    return body if plain and (sections or tree.find(".//title") is None) else None


def _recall(own: list[Block], extracted: list[Block]) -> float:
    """Share of the article's words that the extraction kept."""
    wanted = Counter(word for block in own for word in _WORDS.findall(block.text.lower()))
    kept = Counter(word for block in extracted for word in _WORDS.findall(block.text.lower()))
    total = sum(wanted.values())
    return sum((wanted & kept).values()) / total if total else 1.0


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


def _facts(tree: HtmlElement) -> dict[str, Any]:
    """Title, authors, date, language, kind: JSON-LD, then meta tags, then the page's own title and headings."""
    metas = {
        (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower(): meta.get("content", "")
        for meta in reversed(tree.findall(".//meta"))
    }
    linked = _json_ld(tree)

    def meta(*names: str) -> str | None:
        return next((metas[name] for name in names if metas.get(name, "").strip()), None)

    headline = tree.findtext(".//h1") or ""
    titles = (
        linked.get("headline"),
        meta("og:title", "citation_title", "dc.title"),
        headline,
        tree.findtext(".//title"),
    )
    authors = linked.get("author") or meta("citation_author", "author", "dc.creator", "article:author") or ""
    return {
        "title": next((title for title in map(clean_title, titles) if title), None),
        "authors": authors if not (isinstance(authors, str) and authors.startswith("http")) else None,
        "date": linked.get("datePublished")
        or meta(
            "article:published_time", "citation_publication_date", "dc.date", "date", "datepublished", "dcterms.created"
        )
        or _time(tree),
        "language": tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or meta("og:locale"),
        "kind": meta("kind", "dc.type"),
    }


def _time(tree: HtmlElement) -> str | None:
    found = tree.find(".//time[@datetime]")
    return found.get("datetime") if found is not None else None


def _json_ld(tree: HtmlElement) -> Mapping[str, Any]:
    """The first JSON-LD object that has a headline."""
    for script in tree.findall(".//script[@type='application/ld+json']"):
        content = script.text or ""
        if len(content) > _MOST_JSON:
            continue
        try:
            value = json.loads(content)
        except (ValueError, RecursionError):
            continue
        graph = value.get("@graph", [value]) if isinstance(value, dict) else value
        for node in graph if isinstance(graph, list) else ():
            if isinstance(node, dict) and "headline" in node:
                return node
    return {}
