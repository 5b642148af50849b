"""Traits, twins and works of documents in the catalogue."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import cast

from sqlalchemy import bindparam, delete, exists, insert, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.orm import aliased

from assistant.store.database import Database
from assistant.store.edits import MODEL_FINGERPRINT
from assistant.store.rows import blocks, shown_from, unpack_vectors
from assistant.store.schema import DocumentRow, TraitRow, TwinDecisionRow, TwinRow
from assistant.types import Document, Twin, TwinKind, TwinState
from assistant.work_ports import Content, Trait

_WHICH = "WHERE passage.document_id IN (SELECT value FROM json_each(?)) ORDER BY passage.document_id, passage.ordinal"
_TEXTS = f"SELECT document_id, text FROM passage {_WHICH}"  # noqa: S608 - of our own words
_CONTENTS = f"""
    SELECT passage.document_id, passage.text, vector.vector FROM passage
    JOIN vector ON vector.passage_id = passage.id
    AND vector.model = coalesce((SELECT value FROM meta WHERE key = '{MODEL_FINGERPRINT}'), '')
    {_WHICH}
"""  # noqa: S608 - of our own words


class SqlWorks:
    """`work_ports.WorkStore` on the catalogue's database.

    Every method raises StoreError: catalogue_damaged, disk_full or index_unwritable.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def without_trait(self, made_with: str) -> Sequence[str]:
        """Ids of the documents that have no trait made with this."""
        made = exists().where(TraitRow.document_id == DocumentRow.id, TraitRow.made_with == made_with)
        with self._database.reading() as connection:
            return list(connection.scalars(select(DocumentRow.id).where(~made).order_by(DocumentRow.id)))

    def put_traits(self, traits: Mapping[str, Trait], made_with: str) -> None:
        """Keep traits of documents, by id."""
        rows = [
            {
                "document_id": document_id,
                "sketch": trait.sketch.astype("<u8").tobytes(),
                "centre": trait.centre.astype("<f4").tobytes(),
                "made_with": made_with,
                "placed_with": "",
            }
            for document_id, trait in traits.items()
        ]
        statement = upsert(TraitRow)
        changes = {name: statement.excluded[name] for name in ("sketch", "centre", "made_with")}
        if rows:
            with self._database.writing() as connection:
                connection.execute(statement.on_conflict_do_update(index_elements=["document_id"], set_=changes), rows)

    def traits(self) -> Mapping[str, Trait]:
        """Those of all documents, by id."""
        import numpy as np

        with self._database.reading() as connection:
            rows = connection.execute(select(TraitRow.document_id, TraitRow.sketch, TraitRow.centre))
            return {
                row.document_id: Trait(np.frombuffer(row.sketch, "<u8"), np.frombuffer(row.centre, "<f4"))
                for row in rows
            }

    def texts(self, document_ids: Collection[str]) -> Mapping[str, Sequence[str]]:
        """Texts of documents' passages, in their order, by id; those without passages are left out."""
        found: dict[str, list[str]] = {}
        for document_id, text in self._database.rows(_TEXTS, json.dumps(list(document_ids))):
            found.setdefault(document_id, []).append(text)
        return found

    def contents(self, document_ids: Collection[str]) -> Mapping[str, Content]:
        """Texts and vectors of documents' passages, by id; those without passages are left out."""
        texts: dict[str, list[str]] = {}
        blobs: dict[str, list[bytes]] = {}
        for document_id, text, blob in self._database.rows(_CONTENTS, json.dumps(list(document_ids))):
            texts.setdefault(document_id, []).append(text)
            blobs.setdefault(document_id, []).append(blob)
        return {each: Content(own, unpack_vectors(blobs[each])) for each, own in texts.items()}

    def put_twins(self, changed: Collection[str], twins: Collection[Twin]) -> None:
        """Replace what was found of the changed documents."""
        rows = [{"first": each.first, "second": each.second, "kind": each.kind} for each in twins]
        with self._database.writing() as connection:
            for block in blocks(changed):
                mine = or_(TwinRow.first.in_(block), TwinRow.second.in_(block))
                connection.execute(delete(TwinRow).where(mine))
            if rows:
                connection.execute(insert(TwinRow), rows)

    def twins(self) -> Sequence[Twin]:
        """What was found of documents that are there, and what people decided of them, by their ids."""
        first, second = aliased(DocumentRow), aliased(DocumentRow)
        decided = select(TwinDecisionRow.first, TwinDecisionRow.second, TwinDecisionRow.kind, TwinDecisionRow.state)
        decided = decided.join(first, first.id == TwinDecisionRow.first).join(
            second, second.id == TwinDecisionRow.second
        )
        with self._database.reading() as connection:
            found = {
                (row.first, row.second): Twin(row.first, row.second, cast(TwinKind, row.kind))
                for row in connection.execute(select(TwinRow.first, TwinRow.second, TwinRow.kind))
            }
            for row in connection.execute(decided):
                pair = row.first, row.second
                kind = found[pair].kind if pair in found else cast(TwinKind, row.kind)
                found[pair] = Twin(*pair, kind, cast(TwinState, row.state))
        return [found[pair] for pair in sorted(found)]

    def decide(self, twin: Twin) -> None:
        """Keep what people decided of two documents: the twin's state."""
        values = {"first": twin.first, "second": twin.second, "kind": twin.kind, "state": twin.state}
        statement = upsert(TwinDecisionRow).values(**values)
        changes = {"kind": twin.kind, "state": twin.state}
        with self._database.writing() as connection:
            connection.execute(statement.on_conflict_do_update(index_elements=["first", "second"], set_=changes))

    def put_works(self, works: Mapping[str, str]) -> None:
        """Note the work of each document that is one of several files, by id; the others are alone."""
        with self._database.reading() as connection:
            known = select(DocumentRow.id, DocumentRow.work).where(DocumentRow.work.is_not(None))
            before = {row.id: row.work for row in connection.execute(known)}
        changed = [
            {"of_document": each, "now": works.get(each)}
            for each in {*before, *works}
            if before.get(each) != works.get(each)
        ]
        if changed:
            statement = update(DocumentRow).where(DocumentRow.id == bindparam("of_document"))
            with self._database.writing() as connection:
                connection.execute(statement.values(work=bindparam("now")), changed)

    def files_of(self, works: Collection[str]) -> Sequence[Document]:
        """All documents that are files of some works."""
        query = select(DocumentRow.__table__)
        with self._database.reading() as connection:
            return [
                shown_from(row)
                for block in blocks(sorted(works))
                for row in connection.execute(query.where(DocumentRow.work.in_(block)))
            ]
