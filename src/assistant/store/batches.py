"""Passages of a catalogue with their vectors and documents, so many at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection, select

from assistant.ports import Matrix
from assistant.store.edits import model_in_use
from assistant.store.rows import blocks, passage_from, shown_from, unpack_vectors
from assistant.store.schema import DocumentRow, PassageRow, VectorRow
from assistant.types import Document, Passage

_DOCUMENT = DocumentRow.__table__
_PASSAGE = PassageRow.__table__


def _documents_among(connection: Connection, document_ids: Iterable[str]) -> dict[str, Document]:
    return {
        row.id: shown_from(row)
        for block in blocks(document_ids)
        for row in connection.execute(select(_DOCUMENT).where(DocumentRow.id.in_(block)))
    }


def batches(
    connection: Connection, batch: int, document_ids: Sequence[str] | None, model: str | None
) -> Iterator[tuple[Sequence[Passage], Sequence[Document], Matrix]]:
    """Pages through passages by id: each batch is one bounded query, so that nothing piles up."""
    query = select(_PASSAGE, VectorRow.vector).join(VectorRow, VectorRow.passage_id == PassageRow.id)
    query = query.where(VectorRow.model == (model_in_use() if model is None else model))
    if document_ids is not None:
        query = query.where(PassageRow.document_id.in_(document_ids))
    query = query.order_by(PassageRow.id).limit(batch)
    last = ""
    while rows := connection.execute(query.where(PassageRow.id > last)).all():
        passages = [passage_from(row) for row in rows]
        documents = _documents_among(connection, {passage.document_id for passage in passages})
        yield passages, [documents[each.document_id] for each in passages], unpack_vectors([row.vector for row in rows])
        last = passages[-1].id
