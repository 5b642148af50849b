"""What is shown in the place of a source that is marked as anonymous: its kind, and nothing that names anybody."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from assistant.text.ids import SIDECAR, document_id
from assistant.text.normalise import fold
from assistant.text.stopwords import FRENCH_STOP_WORDS
from assistant.types import ANONYMOUS, Document, Failure, Language, Receipt, Record, Removal, Unsaid

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


_MONTH = len("2024-03")
_WORD = re.compile(r"[^\W\d_]{2,}")
_ENDING = re.compile(r"\.[a-z0-9]{1,5}(?=#|$)", re.IGNORECASE)


def shown_document(document: Document, as_read: Document | None = None) -> Document:
    """A document as everybody may see it; `as_read`, with other names perhaps, is what its readers made of it."""
    if not document.anonymous:
        return document
    known = (document, as_read or document)
    names = _words(name for each in known for name in each.authors)
    words = _words(text for each in known for text in (each.title, _ENDING.sub("", each.source)))
    return replace(
        document, **_masked(document), record_id=None, places=(), authority=None, unsaid=Unsaid(names, words)
    )


def _words(texts: Iterable[str]) -> frozenset[str]:
    found = {fold(word) for text in texts for word in _WORD.findall(text)}
    return frozenset(found - FRENCH_STOP_WORDS)


def shown_record(record: Record) -> Record:
    """A record as everybody may see it."""
    return replace(record, **_masked(record), item={}) if ANONYMOUS in record.marks else record


def shown_name(document_id: str) -> str:
    """The name of a file that would be anonymous, if it could be read."""
    other, form = _WORDS["fr"]
    return f"{form.format(kind=other.capitalize())} {document_id[:6]}"


def shown_failure(failure: Failure, hidden: Mapping[str, str]) -> Failure:
    """A failure as everybody may see it: neither its source nor what it says names an anonymous file.

    Args:
        failure: of a file, of a part of one, or of what stands beside it.
        hidden: what stands in the place of the paths of anonymous files.
    """
    path = failure.source.partition("#")[0]
    name = next((each for each in (path, path.removesuffix(SIDECAR)) if each in hidden), None)
    if name is None:
        return failure
    words = sorted({name, name.rpartition("/")[2], name.rpartition("/")[2].rpartition(".")[0]} - {""}, key=len)
    params = {key: _without(value, words, hidden[name]) for key, value in failure.params.items()}
    beside = SIDECAR if path != name else ""
    return Failure(hidden[name] + beside, failure.code, params)


def _without(text: str, words: Sequence[str], shown: str) -> str:
    for word in reversed(words):
        text = text.replace(word, shown)
    return text


def shown_removed(removal: Removal, marks: Iterable[str]) -> str:
    """What a file that was erased is called, given what its content is marked as."""
    return shown_name(document_id(removal.root, removal.path)) if ANONYMOUS in marks else removal.path


def shown_receipt(receipt: Receipt, shown: Iterable[Record]) -> Receipt:
    """A receipt as everybody may see it, given its documents' records as everybody saw them."""
    records = list(shown)
    hidden = next((record.source for record in records if ANONYMOUS in record.marks), None)
    if hidden is None:
        return receipt
    return replace(receipt, source=hidden, documents=tuple(record.source for record in records))


def _masked(entry: Document | Record) -> dict[str, Any]:
    language: Language = "en" if entry.language == "en" else "fr"
    other, form = _WORDS[language]
    kind = _KINDS[language].get(entry.kind or "", other)
    return {
        "title": form.format(kind=kind[0].upper() + kind[1:]),
        "authors": (),
        "source": f"{form.format(kind=kind)} {entry.id[:6]}",
        "date": _without_day(entry.date),
        "retrieved_at": _without_day(entry.retrieved_at),
        **dict.fromkeys(_NAMING),
    }


def _without_day(date: str | None) -> str | None:
    """A month or a year: the day of an interview says who gave it."""
    return date and date[:_MONTH]
