"""Filters, read from names and values. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from assistant.errors import UsageError
from assistant.text.normalise import fold
from assistant.types import DocumentKind, Filters, Language

KIND_NAMES = "article, study, grey_literature, interview, visit, minutes, web_page"
FILTER_NAMES = ("document", "type", "depuis", "jusqu'au", "date", "auteur", "langue", "lieu", "thème")
_FIELDS = {
    "documents": "document documents source sources titre title",
    "kinds": "type types kind kinds nature",
    "since": "depuis since from du",
    "until": "jusqu'au jusqu'a jusqu'en jusquau jusqua until to au",
    "date": "date dates annee year",
    "authors": "auteur auteurs author authors",
    "languages": "langue langues language languages lang",
    "places": "lieu lieux place places collectivite collectivites ville villes authority",
    "themes": "theme themes sujet sujets topic topics",
}
_NAMED = {
    "documents": "document",
    "kinds": "type",
    "since": "since",
    "until": "until",
    "authors": "author",
    "languages": "language",
    "places": "place",
    "themes": "theme",
}
"""What each field of `Filters` is called where a program set it."""
_FIELD_OF = {name: field for field, names in _FIELDS.items() for name in names.split()}
_KINDS: dict[DocumentKind, tuple[str, ...]] = {
    "article": ("article", "articles", "billet", "billets", "blog post", "blog posts"),
    "study": ("etude", "etudes", "study", "studies"),
    "grey_literature": ("litterature grise", "grey literature", "gray literature", "rapport", "rapports", "report"),
    "interview": ("entretien", "entretiens", "interview", "interviews"),
    "visit": ("visite", "visites", "note de visite", "notes de visite", "visit", "visits", "visit note", "visit notes"),
    "minutes": ("compte rendu", "comptes rendus", "minutes"),
    "web_page": ("page web", "pages web", "web page", "web pages", "webpage"),
}
_KIND_OF = {name: kind for kind, names in _KINDS.items() for name in (*names, kind.replace("_", " "))}
_LANGUAGE_OF: dict[str, Language] = {
    **dict.fromkeys(("fr", "francais", "francaise", "french"), "fr"),
    **dict.fromkeys(("en", "anglais", "anglaise", "english"), "en"),
}
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_FRENCH = re.compile(r"(?:(?:(\d{1,2})/)?(\d{1,2})/)(\d{4})")
_Value = TypeVar("_Value")
_SHOWN_CHARACTERS = 60  # of a value that can not be taken


def parse_filters(given: Mapping[str, Any]) -> Filters:
    """Filters from names and values, in French or English: `{"type": "entretien", "depuis": 2020}`.

    Args:
        given: a value is a text or a list of texts, of which any may fit; a year may be a number.

    Raises:
        UsageError: unknown_filter, bad_filter_value.
    """
    found: dict[str, list[str]] = {}
    named: dict[str, str] = {}
    for name, values in ((_clean(name), values) for name, values in given.items()):
        field = _FIELD_OF.get(_key(name))
        if field is None:
            raise UsageError("unknown_filter", name=name, names=", ".join(FILTER_NAMES))
        named[field] = name
        found.setdefault(field, []).extend(_texts(name, values))
    dates = {field: _date(named[field], found[field]) for field in ("since", "until", "date") if field in found}
    since, until = (dates.get(field) or dates.get("date") for field in ("since", "until"))
    if since and until and not starts(since, until):
        raise _bad(named["until"] if "until" in named else named["date"], until, f"≥ {since}")
    return Filters(
        documents=tuple(found.get("documents", ())),
        kinds=distinct(_kind(named["kinds"], value) for value in found.get("kinds", ())),
        since=since,
        until=until,
        authors=tuple(found.get("authors", ())),
        languages=distinct(_language(named["languages"], value) for value in found.get("languages", ())),
        places=tuple(found.get("places", ())),
        themes=tuple(found.get("themes", ())),
    )


def parse_assignments(items: Iterable[Any]) -> Filters:
    """Filters from `NAME=VALUE` texts; a name that comes again gives one more value that may fit.

    Raises:
        UsageError: unknown_filter, filter_without_value, bad_filter_value.
    """
    given: dict[str, list[str]] = {}
    for item in items:
        name, sign, value = _clean(str(item)).partition("=")
        if not sign and _key(name) in _FIELD_OF:
            raise UsageError("filter_without_value", name=name)
        given.setdefault(name.strip(), []).append(value)
    return parse_filters(given)


def checked(filters: Filters) -> Filters:
    """Filters that a program made, their values as `parse_filters` has them: what it refuses is refused here.

    Raises:
        UsageError: bad_filter_value.
    """
    values = {name: getattr(filters, field) for field, name in _NAMED.items()}
    given = {name: list(value) if isinstance(value, tuple) else value for name, value in values.items() if value}
    return replace(parse_filters(given), recent_first=filters.recent_first)


def _key(name: str) -> str:
    return " ".join(fold(name).replace("_", " ").replace("-", " ").split())


def _clean(text: str) -> str:
    """Text without lone surrogates, which no answer could carry."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _texts(name: str, values: Any) -> list[str]:
    listed = values if isinstance(values, list | tuple) else [values]
    if not listed or not all(isinstance(value, str | int) and not isinstance(value, bool) for value in listed):
        raise _bad(name, json.dumps(values, ensure_ascii=False, default=str)[:_SHOWN_CHARACTERS], "texte / text")
    texts = [_clean(str(value)).strip() for value in listed]
    if not all(texts):
        raise _bad(name, "", "texte / text")
    return texts


def _kind(name: str, value: str) -> DocumentKind:
    kind = _KIND_OF.get(_key(value))
    if kind is None:
        raise _bad(name, value, KIND_NAMES)
    return kind


def _language(name: str, value: str) -> Language:
    language = _LANGUAGE_OF.get(_key(value))
    if language is None:
        raise _bad(name, value, "fr, en")
    return language


def _date(name: str, values: Sequence[str]) -> str:
    """A day, month or year as ISO 8601."""
    if len(values) > 1:
        raise _bad(name, ", ".join(values), "AAAA, AAAA-MM, AAAA-MM-JJ")
    iso, french = _ISO.fullmatch(values[0]), _FRENCH.fullmatch(values[0])
    parts = iso.groups() if iso else french.groups()[::-1] if french else ()
    numbers = [int(part) for part in parts if part]
    try:
        date(*[*numbers, 1, 1][:3])
    except (TypeError, ValueError):
        raise _bad(name, values[0], "AAAA, AAAA-MM, AAAA-MM-JJ") from None
    return "-".join([f"{numbers[0]:04}", *(f"{number:02}" for number in numbers[1:])])


def _bad(name: str, value: object, expected: str) -> UsageError:
    return UsageError("bad_filter_value", name=name, value=value, expected=expected)


def distinct(values: Iterable[_Value]) -> tuple[_Value, ...]:
    """Each value once, in order."""
    return tuple(dict.fromkeys(values))


def starts(first: str, second: str) -> bool:
    """Whether one date is not after the other, as far as both are known: a year holds all of its days."""
    known = min(len(first), len(second))
    return first[:known] <= second[:known]
