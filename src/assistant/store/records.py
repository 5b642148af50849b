"""Records beside the catalogue's documents: corrections, sidecars, bibliographies, and files that were erased."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from assistant.store.database import Database
from assistant.store.descriptions import marks_themselves, settle
from assistant.store.edits import grow_generation, owe_compaction
from assistant.store.rows import blocks, document_from, reference_from, reference_values
from assistant.store.schema import DescriptionRow, DocumentRow, FileRow, ReferenceRow, RemovalRow, RootRow
from assistant.types import Document, Layer, Reference, Removal, Values


class SqlRecords:
    """`record_ports.RecordStore` on the catalogue's database. Usable from several threads.

    Every method raises StoreError: catalogue_damaged, disk_full or index_unwritable.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def said(self, layer: Layer) -> Mapping[str, Values]:
        """What a layer says, by id."""
        query = select(DescriptionRow.id, DescriptionRow.fields).where(DescriptionRow.layer == layer)
        with self._database.reading() as connection:
            return {row.id: row.fields for row in connection.execute(query)}

    def say(self, layer: Layer, values: Mapping[str, Values | None]) -> Sequence[str]:
        """Put what a layer says of some ids in the place of what it said; None: it says nothing more."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._database.writing() as connection:
            for name, fields in values.items():
                which = (DescriptionRow.id == name, DescriptionRow.layer == layer)
                if fields is None:
                    connection.execute(delete(DescriptionRow).where(*which))
                    continue
                new = {"fields": dict(fields), "said_at": now}
                row = upsert(DescriptionRow).values(id=name, layer=layer, **new)
                connection.execute(row.on_conflict_do_update(index_elements=["id", "layer"], set_=new))
            return _settled(connection, list(values))

    def own_marks(self) -> Mapping[str, tuple[str, ...]]:
        """The marks of documents, by id, without those of other files of their works; those without are left out."""
        with self._database.reading() as connection:
            return marks_themselves(connection)

    def documents(self) -> Sequence[Document]:
        """All documents by source, also those marked as anonymous as they are."""
        query = select(DocumentRow.__table__).order_by(DocumentRow.source, DocumentRow.id)
        with self._database.reading() as connection:
            return [document_from(row) for row in connection.execute(query)]

    def file_of(self, document_id: str) -> tuple[str, str] | None:
        """Root and path of the file that a document was read from, or None."""
        query = select(RootRow.path.label("root"), FileRow.path).select_from(DocumentRow).join(FileRow).join(RootRow)
        with self._database.reading() as connection:
            row = connection.execute(query.where(DocumentRow.id == document_id)).one_or_none()
            return None if row is None else (row.root, row.path)

    def references(self) -> Sequence[Reference]:
        """The records of all bibliographies, by file and in their order of keys."""
        query = select(ReferenceRow.__table__).order_by(ReferenceRow.root, ReferenceRow.path, ReferenceRow.key)
        with self._database.reading() as connection:
            return [reference_from(row) for row in connection.execute(query)]

    def put_references(self, root: str, path: str, references: Sequence[Reference]) -> Sequence[str]:
        """Put the records of a bibliography in the place of those that it had."""
        which = (ReferenceRow.root == root, ReferenceRow.path == path)
        with self._database.writing() as connection:
            before = connection.scalars(select(ReferenceRow.document_id).where(*which)).all()
            connection.execute(delete(ReferenceRow).where(*which))
            if references:
                connection.execute(insert(ReferenceRow), [reference_values(each) for each in references])
            touched = {*before, *(each.document_id for each in references)} - {None}
            return _settled(connection, sorted(name for name in touched if name is not None))

    def link(self, documents: Mapping[str, str | None]) -> Sequence[str]:
        """Say which document each of some references (by id) describes."""
        touched = {document_id for document_id in documents.values() if document_id is not None}
        with self._database.writing() as connection:
            for block in blocks(documents):
                known = select(ReferenceRow.document_id).where(ReferenceRow.id.in_(block))
                touched.update(name for name in connection.scalars(known) if name is not None)
            for name, document_id in documents.items():
                connection.execute(update(ReferenceRow).where(ReferenceRow.id == name).values(document_id=document_id))
            return _settled(connection, sorted(touched))

    def forget(self, ids: Collection[str]) -> None:
        """Drop what is said of documents that are erased; references imported by hand go, others are unlinked."""
        with self._database.writing() as connection:
            for block in blocks(ids):
                connection.execute(delete(DescriptionRow).where(DescriptionRow.id.in_(block)))
                linked = ReferenceRow.document_id.in_(block)
                connection.execute(delete(ReferenceRow).where(linked, ReferenceRow.root == ""))
                connection.execute(update(ReferenceRow).where(linked).values(document_id=None))
            owe_compaction(connection)

    def removals(self) -> Mapping[tuple[str, str], Removal]:
        """The files that were erased and are not to come back by themselves, by root and path."""
        with self._database.reading() as connection:
            rows = connection.execute(select(RemovalRow.__table__))
            return {(row.root, row.path): Removal(row.root, row.path, row.sha256, row.removed_at) for row in rows}

    def put_removal(self, removal: Removal) -> None:
        """Keep that a file was erased."""
        new = {"sha256": removal.sha256, "removed_at": removal.removed_at}
        row = upsert(RemovalRow).values(root=removal.root, path=removal.path, **new)
        with self._database.writing() as connection:
            connection.execute(row.on_conflict_do_update(index_elements=["root", "path"], set_=new))

    def lift_removals(self, files: Collection[tuple[str, str]]) -> None:
        """Let files come back, named by root and path."""
        with self._database.writing() as connection:
            for root, path in files:
                connection.execute(delete(RemovalRow).where(RemovalRow.root == root, RemovalRow.path == path))


def _settled(connection: Connection, ids: Collection[str]) -> list[str]:
    changed = settle(connection, ids)
    if changed:
        grow_generation(connection)
    return changed
