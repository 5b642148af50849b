"""The names of anonymous files that could not be read, or not now: they are told by their ids alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Text, cast, select

from assistant.store.rows import shown_from
from assistant.store.schema import DescriptionRow, DocumentRow, FailureRow, FileRow, RootRow
from assistant.text.anonymous import shown_name
from assistant.text.ids import SIDECAR, document_id
from assistant.types import ANONYMOUS


def hidden_names(connection: Connection) -> dict[str, str]:
    """What stands in the place of the path of each file whose documents are anonymous, or would be."""
    return {**_of_failing_files(connection), **_of_documents(connection)}


def _of_documents(connection: Connection) -> dict[str, str]:
    marked = cast(DocumentRow.warnings, Text).contains(f'"{ANONYMOUS}"')
    rows = connection.execute(select(DocumentRow.__table__, FileRow.path).join(FileRow).where(marked))
    return {row.path: shown_from(row).source for row in rows}


def _of_failing_files(connection: Connection) -> dict[str, str]:
    query = select(DescriptionRow.id, DescriptionRow.layer, DescriptionRow.fields)
    query = query.where(cast(DescriptionRow.fields, Text).contains('"marks"'))
    layers: dict[str, dict[str, Any]] = {}
    for row in connection.execute(query):
        layers.setdefault(row.id, {})[row.layer] = row.fields.get("marks") or ()
    failing = select(RootRow.path.label("root"), FileRow.path).select_from(FileRow).join(RootRow)
    failing = failing.where(FileRow.id.in_(select(FailureRow.file_id)))
    found = {}
    for row in connection.execute(failing):
        path = row.path.removesuffix(SIDECAR)
        name = document_id(row.root, path)
        if _is_anonymous(layers.get(name, {})):
            found[path] = shown_name(name)
    return found


def _is_anonymous(marks: Mapping[str, Any]) -> bool:
    """Whether what is said of a document marks it so: a correction wins, but over the other files of its work."""
    said = marks.get("correction")
    if said is None:
        return any(ANONYMOUS in each for each in marks.values())
    return ANONYMOUS in said or ANONYMOUS in marks.get("work", ())
