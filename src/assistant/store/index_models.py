"""The embedding models that an index has vectors of: the one in use, the one before it, and one being embedded with.

Each vector names its model, and only those of the model in use are searched: a switch is one small transaction, and
goes back as quickly. Whatever ends a process meanwhile, one whole model is in use.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select
from sqlalchemy.sql.elements import ColumnElement

from assistant.errors import StoreError
from assistant.ports import Matrix
from assistant.store.database import Database
from assistant.store.edits import MODEL_FINGERPRINT, set_meta
from assistant.store.rows import document_from, pack_vector, passage_from
from assistant.store.schema import DocumentRow, MetaRow, PassageRow, VectorRow
from assistant.types import Document, IndexModel, Passage

_NAME = "embedding_model"
_OPTIONS = "embedding_options"
_BEFORE = "embedding_before"  # name, fingerprint and options as JSON
_MAKING = "embedding_making"  # a fingerprint: from the first vector of a new model until it is in use

_PASSAGE = PassageRow.__table__


class IndexModels:
    """The models of one catalogue. Each writing method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def in_use(self) -> IndexModel | None:
        """The model whose vectors are searched; None where the index is new."""
        with self._database.reading() as connection:
            return _in_use(_facts(connection))

    @property
    def before(self) -> IndexModel | None:
        """The model that was in use before, whose vectors are kept."""
        with self._database.reading() as connection:
            return _before(_facts(connection))

    def adopt(self, model: IndexModel) -> None:
        """Note the model in use: of an index that has no vectors yet, or the same one with what it is loaded by."""
        with self._database.writing() as connection:
            _set_in_use(connection, model)

    def start(self, fingerprint: str) -> None:
        """From now on vectors of another model are being made. They are leftovers until `switch`."""
        with self._database.writing() as connection:
            set_meta(connection, _MAKING, fingerprint)

    def missing(self, fingerprint: str) -> int:
        """How many passages have no vector of a model."""
        query = select(func.count()).select_from(_PASSAGE).where(~_has_vector(fingerprint))
        with self._database.reading() as connection:
            return connection.execute(query).scalar_one()

    def without_vector(self, fingerprint: str, batch: int) -> Iterator[list[tuple[Passage, Document]]]:
        """Passages that have no vector of a model, with their documents, in batches; vectors may be put meanwhile."""
        query = select(_PASSAGE).where(~_has_vector(fingerprint)).order_by(PassageRow.id).limit(batch)
        last = ""
        while True:
            with self._database.reading() as connection:
                rows = connection.execute(query.where(PassageRow.id > last)).all()
                wanted = select(DocumentRow.__table__).where(DocumentRow.id.in_({row.document_id for row in rows}))
                documents = {row.id: document_from(row) for row in connection.execute(wanted)}
            if not rows:
                return
            yield [(passage_from(row), documents[row.document_id]) for row in rows]
            last = rows[-1].id

    def put(self, fingerprint: str, passage_ids: Sequence[str], vectors: Matrix) -> None:
        """Store vectors of a model, one a passage."""
        rows = [
            {"passage_id": passage_id, "model": fingerprint, "vector": pack_vector(vector)}
            for passage_id, vector in zip(passage_ids, vectors, strict=True)
        ]
        with self._database.writing() as connection:
            connection.execute(insert(VectorRow), rows)

    def switch(self, model: IndexModel) -> None:
        """Put a model into use that every passage has a vector of; the one in use is kept as the one before.

        Vectors of all others are dropped.

        Raises:
            StoreError: catalogue_damaged: passages are without a vector of it; nothing is changed.
        """
        with self._database.writing() as connection:
            lacking = select(func.count()).select_from(_PASSAGE).where(~_has_vector(model.fingerprint))
            if count := connection.execute(lacking).scalar_one():
                detail = f"{count} passages without a vector"
                raise StoreError("catalogue_damaged", path=self._database.path, detail=detail)
            left = _in_use(_facts(connection))
            if left is not None and left.fingerprint != model.fingerprint:
                kept = {"name": left.name, "fingerprint": left.fingerprint, "options": dict(left.options)}
                set_meta(connection, _BEFORE, json.dumps(kept, default=str))
            _set_in_use(connection, model)
            _drop_others(connection)

    def forget_before(self) -> bool:
        """Drop the model before and its vectors. False where there is none."""
        with self._database.writing() as connection:
            known = connection.execute(delete(MetaRow).where(MetaRow.key == _BEFORE)).rowcount > 0
            _drop_others(connection)
            return known

    def drop_leftovers(self) -> bool:
        """Drop vectors of a model that was not put into use. False where there are none."""
        with self._database.reading() as connection:
            if _MAKING not in _facts(connection):
                return False
        with self._database.writing() as connection:
            _drop_others(connection)
        return True


def peek(catalogue: Path) -> tuple[IndexModel | None, IndexModel | None]:
    """The model in use and the one before, read past whoever owns the index; None where that can't be told."""
    try:
        with closing(sqlite3.connect(f"{catalogue.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            facts = dict(connection.execute("SELECT key, value FROM meta").fetchall())
        return _in_use(facts), _before(facts)
    except (sqlite3.Error, ValueError):
        return None, None


def _has_vector(fingerprint: str) -> ColumnElement[bool]:
    return select(VectorRow).where(VectorRow.passage_id == PassageRow.id, VectorRow.model == fingerprint).exists()


def _facts(connection: Connection) -> dict[str, str]:
    return {row.key: row.value for row in connection.execute(select(MetaRow.key, MetaRow.value))}


def _in_use(facts: dict[str, str]) -> IndexModel | None:
    fingerprint = facts.get(MODEL_FINGERPRINT)
    if fingerprint is None:
        return None
    return IndexModel(facts.get(_NAME, ""), fingerprint, json.loads(facts.get(_OPTIONS, "{}")))


def _before(facts: dict[str, str]) -> IndexModel | None:
    kept: dict[str, Any] | None = json.loads(facts.get(_BEFORE, "null"))
    return None if kept is None else IndexModel(**kept)


def _set_in_use(connection: Connection, model: IndexModel) -> None:
    set_meta(connection, _NAME, model.name)
    set_meta(connection, MODEL_FINGERPRINT, model.fingerprint)
    set_meta(connection, _OPTIONS, json.dumps(dict(model.options), default=str))


def _drop_others(connection: Connection) -> None:
    """Drop vectors of all models but those in use and before, and the mark that one is being made."""
    facts = _facts(connection)
    kept = [model.fingerprint for model in (_in_use(facts), _before(facts)) if model is not None]
    connection.execute(delete(VectorRow).where(VectorRow.model.not_in(kept or [""])))
    connection.execute(delete(MetaRow).where(MetaRow.key == _MAKING))
