"""Which documents a question is put to."""

from __future__ import annotations

from dataclasses import dataclass, fields

from assistant.types.documents import DocumentKind, Language


@dataclass(frozen=True, slots=True)
class Filters:
    """What documents must be, and whether the latest come first; one must fit every field set, by any of its values.

    `documents` are ids, sources or titles, or a part of one; `authors` parts of names. `since` and `until` are ISO
    8601, possibly only a year or a month, and belong to the range; a document without a date never fits them. `places`
    are names of places that documents are about, or of the authorities that these belong to; `themes` are words that
    documents come back to.
    """

    documents: tuple[str, ...] = ()
    kinds: tuple[DocumentKind, ...] = ()
    since: str | None = None
    until: str | None = None
    authors: tuple[str, ...] = ()
    languages: tuple[Language, ...] = ()
    places: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    recent_first: bool = False

    @property
    def restricts(self) -> bool:
        """Whether anything is asked of documents."""
        return any(getattr(self, each.name) for each in fields(self) if each.name != "recent_first")


@dataclass(frozen=True, slots=True)
class Scope:
    """What a question was searched in, as it was understood.

    `document_ids` are the documents that fit the `filters` (asked for, or read in the question), None where all do for
    want of a filter. `undated` counts those that would fit but have no date. `ignored` was read in the question, fits
    no document and was not applied.
    """

    filters: Filters = Filters()
    document_ids: frozenset[str] | None = None
    undated: int = 0
    ignored: Filters = Filters()
