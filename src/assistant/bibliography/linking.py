"""Which document each record of a bibliography describes. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from assistant.text.ids import document_id
from assistant.text.normalise import fold
from assistant.types import Document, Reference


def links(references: Sequence[Reference], documents: Sequence[Document]) -> dict[str, str | None]:
    """The document that each reference describes, by their ids; None: none, or it can't be told which.

    By the file that it names; else by the DOI, ISBN or address, else by title and year, where these are of one document
    alone.
    """
    ids = {document.id for document in documents}
    whole = [document for document in documents if document.record_id is None]
    by_file = _unique((document.source, document.id) for document in documents)
    by_identifier = _unique(
        (key, document.id) for document in whole for key in (document.identifier, document.url) if key
    )
    by_title = _unique((_title_key(each.title, each.date), each.id) for each in whole if each.date)
    return {each.id: _linked(each, ids, by_file, by_identifier, by_title) for each in references}


def further_links(
    references: Sequence[Reference], documents: Sequence[Document], linked: Mapping[str, str | None]
) -> dict[str, Reference]:
    """The other attachments of references: documents that none describes by itself, and the reference that names each.

    Args:
        references: all of them.
        documents: all of them.
        linked: what `links` gives.
    """
    ids, taken = {document.id for document in documents}, set(linked.values())
    by_file = _unique((document.source, document.id) for document in documents)
    found: dict[str, Reference] = {}
    for each in references:
        for name in (_attached(each, path, by_file) for path in each.attachments):
            if name in ids and name not in taken and linked.get(each.id) is not None:
                found.setdefault(name, each)
    return found


def _attached(reference: Reference, path: str, by_file: Mapping[str, str]) -> str:
    """The id that the document of an attachment has, or would have."""
    return document_id(reference.root, path) if reference.root else by_file.get(path, "")


def _linked(
    reference: Reference,
    ids: set[str],
    by_file: Mapping[str, str],
    by_identifier: Mapping[str, str],
    by_title: Mapping[str, str],
) -> str | None:
    for path in reference.attachments:
        found = _attached(reference, path, by_file)
        if found in ids:
            return found
    for key in (reference.values.get("identifier"), reference.values.get("url")):
        if key is not None and key in by_identifier:
            return by_identifier[key]
    title, date = reference.values.get("title"), reference.values.get("date")
    return by_title.get(_title_key(title, date)) if title and date else None


def _title_key(title: str, date: str | None) -> str:
    words = "".join(character if character.isalnum() else " " for character in fold(title))
    return f"{' '.join(words.split())}\n{(date or '')[:4]}"


def _unique(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Values by key, without those of several."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return {key: next(iter(values)) for key, values in found.items() if len(values) == 1}
