"""What the catalogue's writing methods do inside their transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from assistant.ports import FileRecord, NewDocument
from assistant.store.descriptions import described_rows
from assistant.store.dropped_quotes import note_withheld
from assistant.store.rows import blocks, pack_vector, page_values, passage_values
from assistant.store.schema import DocumentRow, FailureRow, FileRow, MetaRow, PageRow, PassageRow, RootRow, VectorRow
from assistant.types import Failure

GENERATION = "generation"
MODEL_FINGERPRINT = "embedding_fingerprint"
COMPACTION_DUE = "compaction_due"  # "1" from when documents are dropped or replaced until no byte of them is left


def model_in_use() -> ColumnElement[str]:
    """The fingerprint of the model whose vectors are searched, within a statement; "" where none is known yet."""
    named = select(MetaRow.value).where(MetaRow.key == MODEL_FINGERPRINT).scalar_subquery()
    return func.coalesce(named, "")


def put_documents(connection: Connection, root: str, path: str, documents: Sequence[NewDocument]) -> None:
    """Replace documents of one file whole; until `complete_file` the file counts as not read."""
    file_id = _claim_file(connection, root, path, content_hash="", complete=False, tries=0, seen="")
    added_at = _added_at(connection, documents)
    if _delete_documents(connection, [new.document.id for new in documents]):
        owe_compaction(connection)
    for new in documents:
        if len(new.vectors) != len(new.passages):
            raise ValueError(f"{len(new.passages)} passages with {len(new.vectors)} vectors")
    entries = [
        replace(new.document, added_at=added_at.get(new.document.id, new.document.added_at)) for new in documents
    ]
    _insert(connection, DocumentRow, described_rows(connection, entries, file_id))
    _insert(connection, PageRow, [row for new in documents for row in page_values(new.document.id, new.pages)])
    _insert(connection, PassageRow, [row for new in documents for row in passage_values(new.passages)])
    model = connection.execute(select(model_in_use())).scalar_one()
    vectors = [
        {"passage_id": passage.id, "model": model, "vector": pack_vector(vector)}
        for new in documents
        for passage, vector in zip(new.passages, new.vectors, strict=True)
    ]
    _insert(connection, VectorRow, vectors)
    if documents:
        grow_generation(connection)


def complete_file(
    connection: Connection, record: FileRecord, keep: Iterable[str], failures: Sequence[Failure], size: int
) -> int:
    """Mark a file as wholly read, drop its documents not in `keep`, replace its failures."""
    before = _known(connection, record.root, record.path)
    file_id = _claim_file(
        connection,
        record.root,
        record.path,
        content_hash=record.content_hash,
        stored_hash=record.content_hash,
        complete=True,
        tries=0,
        made_with=record.made_with,
        seen=record.seen,
        size=size,
    )
    kept = set(keep)
    stored = connection.scalars(select(DocumentRow.id).where(DocumentRow.file_id == file_id)).all()
    dropped = [document_id for document_id in stored if document_id not in kept]
    note_withheld(connection, dropped)
    _delete_documents(connection, dropped)
    _replace_failures(connection, file_id, failures)
    if dropped:
        grow_generation(connection)
    if dropped or (before is not None and before.stored_hash not in (None, record.content_hash)):
        owe_compaction(connection)  # also for the original of the version before
    return len(dropped)


def fail_file(
    connection: Connection, root: str, path: str, content_hash: str, failures: Sequence[Failure], seen: str = ""
) -> None:
    """Record why this version of a file could not be read; its documents stay as they are."""
    before = _known(connection, root, path)
    tries = 1 + (before.tries if before is not None and before.content_hash == content_hash else 0)
    file_id = _claim_file(connection, root, path, content_hash=content_hash, complete=False, tries=tries, seen=seen)
    _replace_failures(connection, file_id, failures)


def note_seen(connection: Connection, root: str, seen: Mapping[str, str]) -> None:
    """Record what the system says of files whose content is what it was."""
    root_id = connection.execute(select(RootRow.id).where(RootRow.path == root)).scalar_one_or_none()
    known = update(FileRow).where(FileRow.root_id == root_id, FileRow.path == bindparam("of_path"))
    if seen:
        rows = [{"of_path": path, "now": mark} for path, mark in seen.items()]
        connection.execute(known.values(seen=bindparam("now")), rows)


def remove_file(connection: Connection, root: str, path: str) -> int:
    """Drop a file with its documents and failures, and its root where it was the last file below it."""
    row = _known(connection, root, path)
    if row is None:
        return 0
    stored = connection.scalars(select(DocumentRow.id).where(DocumentRow.file_id == row.id)).all()
    dropped = len(stored)
    note_withheld(connection, stored)
    connection.execute(delete(FileRow).where(FileRow.id == row.id))
    used = select(FileRow.id).where(FileRow.root_id == row.root_id).exists()
    connection.execute(delete(RootRow).where(RootRow.id == row.root_id, ~used))
    if dropped:
        grow_generation(connection)
    if dropped or row.stored_hash is not None:
        owe_compaction(connection)
    return dropped


def set_meta(connection: Connection, key: str, value: str) -> None:
    """Keep a small fact."""
    statement = upsert(MetaRow).values(key=key, value=value)
    connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_={"value": value}))


def grow_generation(connection: Connection) -> None:
    """Documents have changed: caches made before are stale."""
    found = connection.execute(select(MetaRow.value).where(MetaRow.key == GENERATION)).scalar_one_or_none()
    set_meta(connection, GENERATION, str(int(found or 0) + 1))


def owe_compaction(connection: Connection) -> None:
    """Bytes of what is gone may still lie in the folder."""
    set_meta(connection, COMPACTION_DUE, "1")


def _known(connection: Connection, root: str, path: str) -> Any:
    """The row of a file, or None."""
    query = select(FileRow.__table__).join(RootRow).where(RootRow.path == root, FileRow.path == path)
    return connection.execute(query).one_or_none()


def _claim_file(connection: Connection, root: str, path: str, **values: Any) -> int:
    """The row of a file with these values, made where it is missing."""
    root_id = connection.execute(select(RootRow.id).where(RootRow.path == root)).scalar_one_or_none()
    if root_id is None:
        root_id = connection.execute(insert(RootRow).values(path=root).returning(RootRow.id)).scalar_one()
    known = select(FileRow.id).where(FileRow.root_id == root_id, FileRow.path == path)
    file_id = connection.execute(known).scalar_one_or_none()
    if file_id is None:
        row = {"root_id": root_id, "path": path, "size": 0, **values}
        return connection.execute(insert(FileRow).values(**row).returning(FileRow.id)).scalar_one()
    connection.execute(update(FileRow).where(FileRow.id == file_id).values(**values))
    return file_id


def _added_at(connection: Connection, documents: Sequence[NewDocument]) -> dict[str, str]:
    """When documents came that are stored again as they were (with other readers): they are not new."""
    hashes = {new.document.id: new.document.content_hash for new in documents}
    columns = select(DocumentRow.id, DocumentRow.content_hash, DocumentRow.added_at)
    rows = [row for block in blocks(hashes) for row in connection.execute(columns.where(DocumentRow.id.in_(block)))]
    return {row.id: row.added_at for row in rows if row.content_hash == hashes[row.id]}


def _delete_documents(connection: Connection, document_ids: Iterable[str]) -> int:
    """Returns how many there were."""
    statements = (delete(DocumentRow).where(DocumentRow.id.in_(block)) for block in blocks(document_ids))
    return sum(connection.execute(statement).rowcount for statement in statements)


def _replace_failures(connection: Connection, file_id: int, failures: Sequence[Failure]) -> None:
    connection.execute(delete(FailureRow).where(FailureRow.file_id == file_id))
    rows = [
        {"file_id": file_id, "source": each.source, "code": each.code, "params": dict(each.params)} for each in failures
    ]
    _insert(connection, FailureRow, rows)


def _insert(connection: Connection, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:  # an empty list would insert one row of defaults
        connection.execute(insert(table), rows)
