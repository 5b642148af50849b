"""What is shown in the place of a source that is marked as anonymous: its kind, and nothing that names anybody."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from assistant.types import ANONYMOUS, Document, Language, Record

_KINDS: dict[Language, dict[str, str]] = {
    "fr": {
        "article": "article",
        "study": "étude",
        "interview": "entretien",
        "visit": "visite",
        "minutes": "compte rendu",
        "web_page": "page web",
    },
    "en": {
        "article": "article",
        "study": "study",
        "interview": "interview",
        "visit": "visit",
        "minutes": "minutes",
        "web_page": "web page",
    },
}
_WORDS: dict[Language, tuple[str, str]] = {
    "fr": ("document", "{kind} (anonyme)"),
    "en": ("document", "{kind} (anonymous)"),
}
_NAMING = ("publisher", "place", "url", "identifier")


def shown_document(document: Document) -> Document:
    """A document as everybody may see it."""
    return replace(document, **_masked(document), record_id=None) if document.anonymous else document


def shown_record(record: Record) -> Record:
    """A record as everybody may see it."""
    return replace(record, **_masked(record), item={}) if ANONYMOUS in record.marks else record


def _masked(entry: Document | Record) -> dict[str, Any]:
    language: Language = "en" if entry.language == "en" else "fr"
    other, form = _WORDS[language]
    kind = _KINDS[language].get(entry.kind or "", other)
    return {
        "title": form.format(kind=kind[0].upper() + kind[1:]),
        "authors": (),
        "source": f"{form.format(kind=kind)} {entry.id[:6]}",
        **dict.fromkeys(_NAMING),
    }
