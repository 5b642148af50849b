"""What the catalogue knows of files: each with how many documents it holds, and with what of it could not be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, func, select

from assistant.ports import FileRecord
from assistant.store.rows import blocks, failure_from, file_from
from assistant.store.schema import DocumentRow, FailureRow, FileRow, RootRow
from assistant.types import Failure


def file_records(connection: Connection, root: str, paths: Collection[str] | None) -> Iterator[FileRecord]:
    """The files known below a root folder, by path; only those of some paths, where these are given."""
    if paths is None:
        yield from _records(connection, root, None)
    else:
        for block in blocks(sorted(paths)):
            yield from _records(connection, root, block)


def _records(connection: Connection, root: str, paths: Sequence[str] | None) -> Iterator[FileRecord]:
    failures: dict[int, list[Failure]] = defaultdict(list)
    query = _below(select(FailureRow.__table__).join(FileRow).join(RootRow), root, paths)
    for row in connection.execute(query.order_by(FailureRow.id)):
        failures[row.file_id].append(failure_from(row))
    documents = select(func.count()).where(DocumentRow.file_id == FileRow.id).scalar_subquery().label("documents")
    query = _below(select(FileRow.__table__, documents).join(RootRow), root, paths)
    for row in connection.execute(query.order_by(FileRow.path)):
        yield file_from(root, row, failures[row.id])


def _below(query: Any, root: str, paths: Sequence[str] | None) -> Any:
    below = query.where(RootRow.path == root)
    return below if paths is None else below.where(FileRow.path.in_(paths))
