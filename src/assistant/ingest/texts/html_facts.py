"""What a web page states of itself: schema.org (JSON-LD), then meta tags (Open Graph, citation_*, Dublin Core)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from assistant.ingest.identifiers import clean_line, clean_url, find_identifier
from assistant.ingest.kinds import guess_kind, stated_kind
from assistant.ingest.metadata import clean_authors, clean_title, parse_date, parse_language
from assistant.types import DocumentKind

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_MOST_JSON = 500_000
_DATES = (
    "article:published_time", "citation_publication_date", "citation_date", "dc.date", "dc.date.issued", "date",
    "datepublished", "dcterms.issued", "dcterms.created",
)  # fmt: skip
_TYPES: Mapping[str, DocumentKind] = {
    "article": "article",
    "newsarticle": "article",
    "blogposting": "article",
    "scholarlyarticle": "article",
    "techarticle": "article",
    "report": "grey_literature",
}


def page_date(tree: HtmlElement) -> object:
    """What stands for the date of a page, as it is written."""
    return _stated_date(_metas(tree), _json_ld(tree), tree)


def page_facts(tree: HtmlElement) -> dict[str, Any]:
    """Fields of a record, as the page states them; those that it does not state are None or ()."""
    metas = _metas(tree)
    linked = _json_ld(tree)

    def meta(*names: str) -> str | None:
        return next((metas[name] for name in names if metas.get(name, "").strip()), None)

    headline = tree.findtext(".//h1") or ""
    titles = (
        linked.get("headline"),
        meta("og:title", "citation_title", "dc.title", "dcterms.title"),
        headline,
        tree.findtext(".//title"),
    )
    language = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or meta("og:locale")
    return {
        "title": next((title for title in map(clean_title, titles) if title), None),
        "authors": _authors(tree, linked, meta),
        "date": parse_date(_stated_date(metas, linked, tree)),
        "language": parse_language(language or meta("dc.language", "dcterms.language", "citation_language")),
        "kind": _kind(linked, meta, " ".join(title for title in titles if title)),
        "publisher": clean_line(linked.get("publisher"))
        or clean_line(meta("citation_publisher", "dc.publisher", "dcterms.publisher", "og:site_name")),
        "licence": _licence(tree, linked, meta),
        "url": _address(tree, linked, meta),
        "identifier": find_identifier(
            meta("citation_doi", "dc.identifier", "dcterms.identifier", "citation_isbn") or linked.get("identifier")
        ),
    }


def _metas(tree: HtmlElement) -> Mapping[str, str]:
    return {
        (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower(): meta.get("content", "")
        for meta in reversed(tree.findall(".//meta"))
    }


def _stated_date(metas: Mapping[str, str], linked: Mapping[str, Any], tree: HtmlElement) -> Any:
    named = next((metas[name] for name in _DATES if metas.get(name, "").strip()), None)
    return linked.get("datePublished") or named or _time(tree)


def _authors(tree: HtmlElement, linked: Mapping[str, Any], meta: Callable[..., str | None]) -> tuple[str, ...]:
    """Each author by name; several tags of one name are several authors."""
    if linked.get("author"):
        return clean_authors(linked["author"])
    for name in ("citation_author", "dc.creator", "dcterms.creator"):
        found = [
            each.get("content", "")
            for each in tree.findall(".//meta")
            if (each.get("name") or each.get("property") or "").lower() == name
        ]
        if len(found) > 1:
            return clean_authors(found)
    single = meta("citation_author", "author", "dc.creator", "dcterms.creator", "article:author") or ""
    return () if single.startswith("http") else clean_authors(single)


def _kind(linked: Mapping[str, Any], meta: Callable[..., str | None], titles: str) -> DocumentKind | None:
    """As stated; a page that calls itself an article is one, unless its title tells what it is."""
    named = linked.get("@type")
    stated = stated_kind(meta("kind", "dc.type", "dcterms.type")) or (
        _TYPES.get(named.lower()) if isinstance(named, str) else None
    )
    is_article = (meta("og:type") or "").lower() == "article" or meta("article:published_time") is not None
    if stated not in (None, "article") or not (is_article or stated):
        return stated
    return guess_kind(titles, "", None) or "article"


def _licence(tree: HtmlElement, linked: Mapping[str, Any], meta: Callable[..., str | None]) -> str | None:
    link = next((each.get("href") for each in tree.findall(".//*[@rel='license']")), None)
    return clean_line(linked.get("license")) or clean_line(
        link or meta("dc.rights", "dcterms.license", "dcterms.rights")
    )


def _address(tree: HtmlElement, linked: Mapping[str, Any], meta: Callable[..., str | None]) -> str | None:
    canonical = next((each.get("href") for each in tree.findall(".//link[@rel='canonical']")), None)
    return clean_url(canonical) or clean_url(meta("og:url")) or clean_url(linked.get("url"))


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
