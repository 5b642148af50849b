"""Searching anonymous documents without telling whom they name, by their words or by their vectors.

Their passages are read without the names they hold, as the lexical index has them (`text.nameless`). Their vectors
were made of the whole text: they are compared with the question without whatever may be a name in it, known or not, so
that a true name and an invented one find the same.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, cast

from assistant.ports import Catalogue, Embedder, VectorIndex
from assistant.text.nameless import nameless, question_without_names
from assistant.types import Document, Hit, Passage


def nameless_catalogue(catalogue: Catalogue) -> Catalogue:
    """The same catalogue, whose passages of anonymous documents name nobody: for who searches and ranks."""
    return cast(Catalogue, _NamelessCatalogue(catalogue))


class _NamelessCatalogue:
    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def __getattr__(self, name: str) -> Any:
        return getattr(self._catalogue, name)

    def passages(self, passage_ids: Sequence[str]) -> Mapping[str, Passage]:
        found, hidden = self._catalogue.passages(passage_ids), self._catalogue.anonymous_documents()
        return {name: _shown(each, hidden) for name, each in found.items()} if hidden else found

    def document_passages(self, document_id: str) -> Sequence[Passage]:
        found, hidden = self._catalogue.document_passages(document_id), self._catalogue.anonymous_documents()
        return [_shown(each, hidden) for each in found]

    def passage_at(self, document_id: str, ordinal: int) -> Passage | None:
        found = self._catalogue.passage_at(document_id, ordinal)
        return None if found is None else _shown(found, self._catalogue.anonymous_documents())


def _shown(passage: Passage, hidden: Mapping[str, Document]) -> Passage:
    document = hidden.get(passage.document_id)
    return passage if document is None else nameless(document, passage)


def vector_hits(
    question: str,
    limit: int,
    within: Collection[str] | None,
    parts: tuple[Catalogue, VectorIndex, Embedder],
) -> Sequence[Hit]:
    """The passages nearest in meaning; anonymous ones by what the question is without names.

    Args:
        question: as it is searched.
        limit: most hits.
        within: ids of the documents that are searched; None: all.
        parts: the catalogue, the index and what embeds the question.
    """
    catalogue, vectors, embedder = parts
    hits = vectors.search(embedder.embed_query(question), limit, within)
    anonymous = frozenset(catalogue.anonymous_documents())
    hidden = anonymous if within is None else anonymous.intersection(within)
    bare = question_without_names(question) if hidden else question
    if bare == question:
        return hits
    passages = catalogue.passages([hit.passage_id for hit in hits])
    open_hits = [hit for hit in hits if not _is_of(passages.get(hit.passage_id), hidden)]
    if any(map(str.isalpha, bare)):
        open_hits += vectors.search(embedder.embed_query(bare), limit, hidden)
    return sorted(open_hits, key=lambda hit: (-hit.score, hit.passage_id))[:limit]


def _is_of(passage: Passage | None, documents: Collection[str]) -> bool:
    return passage is not None and passage.document_id in documents
