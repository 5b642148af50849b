"""Bibliographic records: what a document is known by, where each field comes from, and what takes its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from assistant.types.documents import ANONYMOUS, NOT_FOR_QUOTATION, Document, Origin
from assistant.types.state import Failure

FIELDS = (
    "title", "authors", "date", "publisher", "kind", "language", "licence", "place", "url", "identifier",
    "retrieved_at",
)  # fmt: skip
"""The fields of a record, beside its marks."""
MARKS = (NOT_FOR_QUOTATION, ANONYMOUS)
"""What a record can be marked as; kept among the warnings of its document."""

Values = Mapping[str, Any]
"""Fields that something states, by name: authors and marks are lists of texts, all others a text; None states that
there is none."""
Layer = Literal["correction", "sidecar", "bibliography", "work"]
"""What is said of a document outside of its file. `work` holds marks alone: those of other files of its work."""
LAYERS: tuple[Layer, ...] = ("correction", "sidecar", "bibliography")
"""Those that state fields, the strongest first."""
CONTENT = "content-"
"""With a content hash behind it: what `work` says of whatever document has this content, there or still to come."""
_NEVER_NONE = frozenset({"title", "kind", "language"})


@dataclass(frozen=True, slots=True)
class Reference:
    """A record of a bibliography file.

    `root` and `path` name that file ("" and its name where it was imported by hand), `key` the record within it.
    `values` are the fields it states, `item` is the record as CSL-JSON, whatever else it holds (journal, volume...).
    `attachments` are the files that it names: paths below a root. `document_id` is the document that it describes, None
    where there is none: then it is a reference without text.
    """

    id: str
    root: str
    path: str
    key: str
    values: Values
    item: Mapping[str, Any] = field(default_factory=dict)
    attachments: tuple[str, ...] = ()
    document_id: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """An entry of the library: a document, or a reference without text (`has_file` False), which is never evidence.

    `source` is the document's, or the bibliography file with `#` and the record's key. `item` is what a bibliography
    says of it beyond these fields, as CSL-JSON.
    """

    id: str
    source: str
    has_file: bool
    title: str
    authors: tuple[str, ...] = ()
    date: str | None = None
    publisher: str | None = None
    kind: str | None = None
    language: str | None = None
    licence: str | None = None
    place: str | None = None
    url: str | None = None
    identifier: str | None = None
    retrieved_at: str | None = None
    marks: tuple[str, ...] = ()
    origins: Mapping[str, Origin] = field(default_factory=dict)
    item: Mapping[str, Any] = field(default_factory=dict)


WEB_ROOT = "web:"
"""In the place of a root, for an address of the web that is not to be read again: the path is the address."""


@dataclass(frozen=True, slots=True)
class Removal:
    """A file that was erased and is not to come back by itself: where it lies, its SHA-256, and when (UTC).

    The same of a web address, whose root is `WEB_ROOT`.
    """

    root: str
    path: str
    sha256: str
    removed_at: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What `remove` erased: the file, its documents by source, how much they held, and when (UTC).

    `still_there` tells whether the file itself lies where it was: it is not ours to delete.
    """

    source: str
    sha256: str
    removed_at: str
    documents: tuple[str, ...]
    pages: int
    passages: int
    still_there: bool


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What importing a bibliography did: records taken, how many of them describe documents, what was not taken."""

    records: int
    linked: int
    failed: tuple[Failure, ...] = ()


def described(document: Document, layers: Mapping[Layer, Values]) -> Document:
    """A document as read, with what is said of it elsewhere in the place of what the file says.

    A correction sets the marks as it says; a sidecar or a bibliography adds theirs and takes none away, so that a
    document that says of itself that it is not to be quoted stays so. Those of other files of its work are added last.
    """
    found: dict[str, Any] = {}
    origins: dict[str, Origin] = dict(document.origins)
    for layer in reversed(LAYERS):
        for name, value in layers.get(layer, {}).items():
            if name in FIELDS and not (value is None and name in _NEVER_NONE):
                found[name] = tuple(value or ()) if name == "authors" else value
                origins[name] = layer
    marks, marked_by = _marks(document.warnings, layers)
    if marked_by:
        origins["marks"] = marked_by
    return replace(document, **found, origins=origins, warnings=with_marks(document.warnings, marks))


def _marks(warnings: Sequence[str], layers: Mapping[Layer, Values]) -> tuple[tuple[str, ...], Layer | None]:
    marks = [mark for mark in MARKS if mark in warnings]
    origin: Layer | None = None
    for layer in reversed(LAYERS):
        said = layers.get(layer, {}).get("marks")
        if said is None:
            continue
        if layer == "correction":
            marks, origin = [mark for mark in MARKS if mark in said], layer
        elif set(said) - set(marks):
            marks, origin = [mark for mark in MARKS if mark in (*marks, *said)], layer
    of_work = layers.get("work", {}).get("marks") or ()
    if set(of_work) - set(marks):
        marks, origin = [mark for mark in MARKS if mark in (*marks, *of_work)], "work"
    return tuple(marks), origin


def own_marks(document: Document, layers: Mapping[Layer, Values]) -> tuple[str, ...]:
    """The marks of a document as read and as is said of it, without those of other files of its work."""
    return _marks(document.warnings, {layer: said for layer, said in layers.items() if layer != "work"})[0]


def with_marks(warnings: Iterable[str], marks: Iterable[str]) -> tuple[str, ...]:
    """Warnings with these marks and no other."""
    return (*(warning for warning in warnings if warning not in MARKS), *marks)


def record_of(document: Document, item: Mapping[str, Any] | None = None) -> Record:
    """The library's entry of a document."""
    values: dict[str, Any] = {name: getattr(document, name) for name in FIELDS}
    marks = tuple(mark for mark in MARKS if mark in document.warnings)
    return Record(document.id, document.source, True, **values, marks=marks, origins=document.origins, item=item or {})


def record_without_text(reference: Reference, correction: Values | None = None) -> Record:
    """The library's entry of a reference that no document is known of."""
    values = {**reference.values, **(correction or {})}
    origins: dict[str, Origin] = {name: "bibliography" for name, value in reference.values.items() if value is not None}
    origins |= dict.fromkeys(correction or {}, "correction")
    stated: dict[str, Any] = {name: values.get(name) for name in FIELDS}
    stated["authors"] = tuple(stated["authors"] or ())
    stated["title"] = stated["title"] or reference.key
    marks = tuple(mark for mark in MARKS if mark in (values.get("marks") or ()))
    source = f"{reference.path}#{reference.key}"
    return Record(reference.id, source, False, **stated, marks=marks, origins=origins, item=reference.item)
