"""Which documents a question is put to: filters held against the catalogue. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches

from assistant.errors import UsageError
from assistant.place_ports import PlaceNames
from assistant.retrieval.filters import checked, distinct, starts
from assistant.text.normalise import fold
from assistant.types import Document, Filters, Scope

_SHOWN = 5  # names told where there are several
OfTheme = Callable[[str], Collection[str]]
"""Ids of the documents of a theme."""


def scope_of(
    documents: Sequence[Document],
    asked: Filters,
    read: Filters,
    place_names: PlaceNames | None = None,
    of_theme: OfTheme = lambda theme: (),
) -> Scope | None:
    """What a question is searched in; None where nothing restricts or orders it.

    Args:
        documents: the catalogue.
        asked: filters given with the question.
        read: filters read in its words; a field that is asked for too is left to that. They are ignored where no
            document fits.
        place_names: knows other names of places; None: each has one.
        of_theme: knows the documents of a theme.

    Raises:
        UsageError: bad_filter_value; filter_document_unknown, filter_author_unknown, filter_place_unknown,
            filter_theme_unknown: no document has what is asked for; filter_document_ambiguous.
    """
    asked = checked(asked)
    order = asked.recent_first or read.recent_first
    if not (asked.restricts or read.restricts):
        return Scope(Filters(recent_first=True)) if order else None
    asked = replace(asked, documents=_resolved(documents, asked.documents), recent_first=order)
    if place_names is not None:
        asked, read = (
            replace(each, places=distinct(map(place_names.canonical, each.places))) for each in (asked, read)
        )
    themes = {theme: of_theme(theme) for theme in (*asked.themes, *read.themes)}
    _check_known(documents, asked, place_names, themes)
    filters = _together(asked, read)
    kept, undated = _kept(_narrowed(documents, filters, place_names, themes), filters)
    if kept or not read.restricts:
        return Scope(filters, kept, undated)
    if not asked.restricts:
        return Scope(asked, ignored=read)
    return Scope(asked, *_kept(_narrowed(documents, asked, place_names, themes), asked), read)


def _check_known(
    documents: Sequence[Document], asked: Filters, place_names: PlaceNames | None, themes: Mapping[str, Collection[str]]
) -> None:
    """Make sure that each author, place and theme that is asked for is one of some document.

    Raises:
        UsageError: filter_author_unknown, filter_place_unknown, filter_theme_unknown.
    """
    for name in asked.authors:
        if not any(fold(name) in fold(author) for document in documents for author in document.authors):
            raise _unknown("filter_author_unknown", name, (each.authors for each in documents))
    for name in asked.places:
        if not _about(documents, (name,), place_names):
            named = (each.places for each in documents if not each.anonymous)
            raise _unknown("filter_place_unknown", name, named)
    for name in asked.themes:
        if not themes[name]:
            raise UsageError("filter_theme_unknown", name=name)


def _narrowed(
    documents: Sequence[Document],
    filters: Filters,
    place_names: PlaceNames | None,
    themes: Mapping[str, Collection[str]],
) -> Sequence[Document]:
    """The documents about one of the places, and of one of the themes, that are asked for."""
    found = _about(documents, filters.places, place_names) if filters.places else documents
    of_one = {name for theme in filters.themes for name in themes[theme]}
    return [each for each in found if each.id in of_one] if filters.themes else found


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
        themes=asked.themes or read.themes,
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
    after = filters.since is None or starts(filters.since, document.date)
    return after and (filters.until is None or starts(document.date, filters.until))


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
    return distinct(source for name in names for source in _sources(documents, name))


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
