"""Records as CSL-JSON items and back. Pure. CSL-JSON is the input of the Citation Style Language, 1.0.2."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from assistant.bibliography.names import csl_name, name_text
from assistant.bibliography.values import marks_among, stated_values, wrong_values
from assistant.ingest.identifiers import is_isbn
from assistant.ingest.kinds import stated_kind
from assistant.types import FIELDS, DocumentKind, Record

OURS = "assistant"
"""The key below `custom` in which our own fields are kept whole, so that they come back as they were."""
_KIND_OF_TYPE: Mapping[str, DocumentKind] = {
    "article": "article",
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "post-weblog": "article",
    "interview": "interview",
    "report": "grey_literature",
    "thesis": "study",
    "webpage": "web_page",
    "post": "web_page",
}
_TYPE_OF_KIND: Mapping[str, tuple[str, str | None]] = {
    "article": ("article", None),
    "study": ("report", "étude"),
    "grey_literature": ("report", None),
    "interview": ("interview", None),
    "visit": ("report", "note de visite"),
    "minutes": ("report", "compte rendu"),
    "web_page": ("webpage", None),
}
_TEXTS = (
    "type", "title", "publisher", "publisher-place", "URL", "DOI", "ISBN", "ISSN", "language", "genre", "keyword",
    "container-title", "collection-title", "volume", "issue", "page", "number", "edition", "event-title", "note",
    "license",
)  # fmt: skip
_NAMES = ("author", "editor", "translator")
_DATES = ("issued", "accessed")
_LONGEST = 2000
_MOST_NAMES = 100
_MARKUP = re.compile(r"</?(?:i|b|sub|sup|sc|span)\b[^<>]{0,100}>", re.I)


def clean_item(item: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of an item: the variables that references are made of, each of its form, none endless."""
    kept: dict[str, Any] = {}
    for name in _TEXTS:
        value = item.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            kept[name] = " ".join(str(value).encode("utf-8", "replace").decode().split())[:_LONGEST]
    for name in _NAMES:
        names = item.get(name)
        clean = [csl for each in names[:_MOST_NAMES] if (csl := _clean_name(each))] if isinstance(names, list) else []
        if clean:
            kept[name] = clean
    for name in _DATES:
        date = _iso(item.get(name))
        if date:
            kept[name] = _date_parts(date)
    return kept


def _clean_name(value: Any) -> dict[str, str] | None:
    if not isinstance(value, dict):
        return None
    keys = ("family", "given", "literal", "suffix", "dropping-particle", "non-dropping-particle")
    name = {key: value[key][:200] for key in keys if isinstance(value.get(key), str) and value[key].strip()}
    return name if name_text(name) else None


def values_of(item: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that an item states. One that we wrote ourselves states them whole, also those it has none of."""
    ours = _ours(item)
    if ours is not None:
        return ours
    kept = clean_item(item)
    given = {
        "title": _MARKUP.sub("", kept.get("title", "")),
        "authors": [name_text(name) for name in kept.get("author", ())],
        "date": _iso(kept.get("issued")),
        "publisher": kept.get("publisher"),
        "kind": stated_kind(kept.get("genre")) or _KIND_OF_TYPE.get(kept.get("type", "")),
        "language": kept.get("language"),
        "licence": kept.get("license"),
        "place": kept.get("publisher-place"),
        "url": kept.get("URL"),
        "identifier": kept.get("DOI") or kept.get("ISBN"),
        "retrieved_at": _iso(kept.get("accessed")),
        "marks": marks_among(re.split("[,;]", kept.get("keyword", ""))),
    }
    return stated_values(given)


def wrong_in(item: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an item that can't be used, each with what it holds: dates, and all of one that we wrote."""
    given = _given(item)
    if given is not None:
        return wrong_values(given)
    written = {"date": item.get("issued"), "retrieved_at": item.get("accessed")}
    found = {name: _date_as_written(value) for name, value in written.items() if value and _iso(value) is None}
    return {name: text for name, text in found.items() if any(map(str.isdigit, text))}  # others say that there is none


def _date_as_written(value: Any) -> str:
    if not isinstance(value, dict):
        return str(value)
    parts = value.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    return "-".join(map(str, first)) or str(value.get("raw") or value.get("literal") or "")


def _given(item: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Our own fields of an item that we wrote."""
    custom = item.get("custom")
    given = custom.get(OURS) if isinstance(custom, dict) else None
    return given if isinstance(given, dict) else None


def _ours(item: Mapping[str, Any]) -> dict[str, Any] | None:
    given = _given(item)
    if given is None:
        return None
    none: dict[str, Any] = {name: None for name in FIELDS if name in given and given[name] in (None, "", [])}
    return {**none, **stated_values(given)}


def source_in(item: Mapping[str, Any]) -> str | None:
    """The source of the document that an item of ours describes."""
    given = _given(item)
    source = given.get("source") if given is not None else None
    return source[:_LONGEST] if isinstance(source, str) and source else None


def item_of(record: Record, key: str) -> dict[str, Any]:
    """The item of a record: what a bibliography said of it beyond our fields, and these as they are now."""
    item = {name: value for name, value in record.item.items() if name != "custom"}
    if item.get("genre") and stated_kind(item["genre"]) not in (None, record.kind):
        del item["genre"]
    kind = stated_kind(item.get("genre")) or _KIND_OF_TYPE.get(item.get("type", ""))
    if record.kind and kind != record.kind and (kind is not None or "type" not in item):
        item["type"], genre = _TYPE_OF_KIND[record.kind]
        item |= {"genre": genre} if genre else {}
    identifier = {"ISBN" if is_isbn(record.identifier) else "DOI": record.identifier} if record.identifier else {}
    item |= {
        "id": key,
        "title": record.title,
        "author": _names(record),
        "issued": _date_parts(record.date),
        "publisher": record.publisher,
        "language": record.language,
        "publisher-place": record.place,
        "URL": record.url,
        "DOI": None,
        "ISBN": None,
        "accessed": _date_parts(record.retrieved_at),
        **identifier,
    }
    item.setdefault("type", "document")
    return {name: value for name, value in item.items() if value}


def own_item(record: Record, key: str) -> dict[str, Any]:
    """The same, with our fields whole and the document's source: what an import gives back as it was."""
    fields = {name: getattr(record, name) for name in FIELDS}
    ours = {**fields, "authors": list(record.authors), "marks": list(record.marks)}
    return {
        **item_of(record, key),
        "custom": {OURS: {**ours, **({"source": record.source} if record.has_file else {})}},
    }


def _names(record: Record) -> list[dict[str, str]]:
    """Names as the bibliography parted them, where they are those; else parted as names are."""
    stated = {name_text(name): dict(name) for name in record.item.get("author", ())}
    return [stated.get(name) or csl_name(name) for name in record.authors]


def _date_parts(date: str | None) -> dict[str, Any] | None:
    return {"date-parts": [[int(part) for part in date.split("-")]]} if date else None


def _iso(value: Any) -> str | None:
    """The day, month or year of a CSL date."""
    if not isinstance(value, dict):
        return None
    parts = value.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else None
    if not first:
        given = value.get("raw") or value.get("literal")
        return stated_values({"date": given}).get("date") if isinstance(given, str) else None
    numbers = list(_numbers(first[:3]))
    text = "-".join([f"{numbers[0]:04}", *(f"{number:02}" for number in numbers[1:])]) if numbers else ""
    return stated_values({"date": text}).get("date")


def _numbers(parts: list[Any]) -> Iterator[int]:
    for part in parts:
        if not (isinstance(part, int) or (isinstance(part, str) and part.isdecimal())) or not 0 < int(part) < 10_000:
            return
        yield int(part)
