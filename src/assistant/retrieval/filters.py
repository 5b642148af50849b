"""Filters: read from names and values, and held against the catalogue. Pure."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from typing import Any, TypeVar

from assistant.errors import UsageError
from assistant.ports import PlaceNames
from assistant.text.normalise import fold
from assistant.types import Document, DocumentKind, Filters, Language, Scope

KIND_NAMES = "article, study, grey_literature, interview, visit, minutes, web_page"
FILTER_NAMES = ("document", "type", "depuis", "jusqu'au", "date", "auteur", "langue", "lieu")
_FIELDS = {
    "documents": "document documents source sources titre title",
    "kinds": "type types kind kinds nature",
    "since": "depuis since from du",
    "until": "jusqu'au jusqu'a jusqu'en jusquau jusqua until to au",
    "date": "date dates annee year",
    "authors": "auteur auteurs author authors",
    "languages": "langue langues language languages lang",
    "places": "lieu lieux place places collectivite collectivites ville villes authority",
}
_NAMED = {
    "documents": "document",
    "kinds": "type",
    "since": "since",
    "until": "until",
    "authors": "author",
    "languages": "language",
    "places": "place",
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
_SHOWN = 5  # documents named where a name is of several
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
    if since and until and not _starts(since, until):
        raise _bad(named["until"] if "until" in named else named["date"], until, f"≥ {since}")
    return Filters(
        documents=tuple(found.get("documents", ())),
        kinds=_distinct(_kind(named["kinds"], value) for value in found.get("kinds", ())),
        since=since,
        until=until,
        authors=tuple(found.get("authors", ())),
        languages=_distinct(_language(named["languages"], value) for value in found.get("languages", ())),
        places=tuple(found.get("places", ())),
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


def scope_of(
    documents: Sequence[Document], asked: Filters, read: Filters, place_names: PlaceNames | None = None
) -> Scope | None:
    """What a question is searched in; None where nothing restricts or orders it.

    Args:
        documents: the catalogue.
        asked: filters given with the question.
        read: filters read in its words; a field that is asked for too is left to that. They are ignored where no
            document fits.
        place_names: knows other names of places; None: each has one.

    Raises:
        UsageError: bad_filter_value; filter_document_unknown, filter_author_unknown, filter_place_unknown: no document
            has what is asked for; filter_document_ambiguous.
    """
    asked = checked(asked)
    order = asked.recent_first or read.recent_first
    if not (asked.restricts or read.restricts):
        return Scope(Filters(recent_first=True)) if order else None
    asked = replace(asked, documents=_resolved(documents, asked.documents), recent_first=order)
    if place_names is not None:
        asked, read = (
            replace(each, places=_distinct(map(place_names.canonical, each.places))) for each in (asked, read)
        )
    _check_known(documents, asked, place_names)
    filters = _together(asked, read)
    known, documents = documents, _about(documents, filters.places, place_names) if filters.places else documents
    kept, undated = _kept(documents, filters)
    if kept or not read.restricts:
        return Scope(filters, kept, undated)
    if not asked.restricts:
        return Scope(asked, ignored=read)
    within = _about(known, asked.places, place_names) if asked.places else known
    return Scope(asked, *_kept(within, asked), read)


def _check_known(documents: Sequence[Document], asked: Filters, place_names: PlaceNames | None) -> None:
    """Make sure that each author and each place that is asked for is one of some document.

    Raises:
        UsageError: filter_author_unknown, filter_place_unknown.
    """
    for name in asked.authors:
        if not any(fold(name) in fold(author) for document in documents for author in document.authors):
            raise _unknown("filter_author_unknown", name, (each.authors for each in documents))
    for name in asked.places:
        if not _about(documents, (name,), place_names):
            named = (each.places for each in documents if not each.anonymous)
            raise _unknown("filter_place_unknown", name, named)


def _unknown(code: str, name: str, values: Iterable[Sequence[str]]) -> UsageError:
    """What no document has, with names like it that some have; without any, those that most have."""
    counts = Counter(value for each in values for value in dict.fromkeys(each))
    by_folded = {fold(value): value for value, _ in counts.most_common()}
    alike = [by_folded[each] for each in get_close_matches(fold(name), by_folded, _SHOWN)]
    choices = alike or [value for value, _ in counts.most_common(_SHOWN)]
    more = ", …" if len(counts) > len(choices) else ""
    return UsageError(code, name=name, choices=", ".join(choices) + more, count=len(counts))


def _about(documents: Sequence[Document], places: Sequence[str], place_names: PlaceNames | None) -> list[Document]:
    """The documents that are about one of some places."""
    names = {name for place in places for name in (place_names.covering(place) if place_names else (place,))}
    folded = frozenset(map(fold, names))
    return [each for each in documents if any(fold(name) in folded for name in each.places)]


def _kept(documents: Sequence[Document], filters: Filters) -> tuple[frozenset[str], int]:
    """Ids of the documents that fit, and how many more would if they had a date."""
    fitting = [document for document in documents if _fits(document, filters)]
    if not _dated(filters):
        return frozenset(document.id for document in fitting), 0
    kept = frozenset(document.id for document in fitting if document.date is not None)
    return kept, len(fitting) - len(kept)


def _together(asked: Filters, read: Filters) -> Filters:
    dates = asked if _dated(asked) else read
    return Filters(
        documents=asked.documents or read.documents,
        kinds=asked.kinds or read.kinds,
        since=dates.since,
        until=dates.until,
        authors=asked.authors or read.authors,
        languages=asked.languages or read.languages,
        places=asked.places or read.places,
        recent_first=asked.recent_first,
    )


def _dated(filters: Filters) -> bool:
    return filters.since is not None or filters.until is not None


def _fits(document: Document, filters: Filters) -> bool:
    """Whether a document fits; one without a date fits every range here."""
    if filters.documents and document.source not in filters.documents:
        return False
    if filters.kinds and document.kind not in filters.kinds:
        return False
    if filters.languages and document.language not in filters.languages:
        return False
    names = [fold(author) for author in document.authors]
    if filters.authors and not any(fold(part) in name for part in filters.authors for name in names):
        return False
    if document.date is None:
        return True
    after = filters.since is None or _starts(filters.since, document.date)
    return after and (filters.until is None or _starts(document.date, filters.until))


def _starts(first: str, second: str) -> bool:
    """Whether one date is not after the other, as far as both are known: a year holds all of its days."""
    known = min(len(first), len(second))
    return first[:known] <= second[:known]


def named_document(documents: Sequence[Document], name: str) -> Document:
    """The document that a name stands for: of an id, a source or a title, else of a part of one.

    Raises:
        UsageError: filter_document_unknown, filter_document_ambiguous.
    """
    sources = _sources(documents, name)
    if len(sources) > 1:
        raise UsageError(
            "filter_document_ambiguous", name=name, choices=", ".join(sources[:_SHOWN]), count=len(sources)
        )
    return next(each for each in documents if each.source == sources[0])


def _resolved(documents: Sequence[Document], names: Sequence[str]) -> tuple[str, ...]:
    return _distinct(source for name in names for source in _sources(documents, name))


def _sources(documents: Sequence[Document], name: str) -> list[str]:
    """The source that a name stands for: of an id, a source or a title, else of a part of one; all of a file's."""
    wanted = fold(name.strip())
    whole = [d for d in documents if d.id == name.strip() or wanted in (fold(d.source), fold(d.file))]
    if whole and (len(whole) == 1 or len({document.file for document in whole}) == 1):
        return [document.source for document in whole]
    titled = [document for document in documents if fold(document.title) == wanted]
    found = titled or [d for d in documents if wanted and (wanted in fold(d.source) or wanted in fold(d.title))]
    if len(found) == 1:
        return [found[0].source]
    choices = [document.source for document in found or documents]
    shown = ", ".join(choices[:_SHOWN]) + (", …" if len(choices) > _SHOWN else "")
    code = "filter_document_ambiguous" if found else "filter_document_unknown"
    raise UsageError(code, name=name, choices=shown, count=len(choices))


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


def _distinct(values: Iterable[_Value]) -> tuple[_Value, ...]:
    return tuple(dict.fromkeys(values))
