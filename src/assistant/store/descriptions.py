"""How what is said of documents outside of their files gets into their rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Connection, Text, bindparam, or_, select, update
from sqlalchemy import cast as cast_to

from assistant.store.rows import (
    as_read_from,
    as_read_values,
    blocks,
    described_values,
    document_from,
    document_values,
)
from assistant.store.schema import DescriptionRow, DocumentRow, ReferenceRow
from assistant.types import CONTENT, FIELDS, MARKS, Document, Layer, Values, described, own_marks

_DOCUMENT: Any = DocumentRow.__table__
_SETTLED = (*FIELDS, "warnings", "origins", "as_read")


def described_rows(connection: Connection, documents: Sequence[Document], file_id: int) -> list[dict[str, Any]]:
    """The rows of documents as read, with what is said of them elsewhere."""
    said = _layers(connection, [document.id for document in documents])
    _add_known_marks(connection, documents, said)
    return [
        {**document_values(described(each, said[each.id]), file_id), "as_read": as_read_values(each)}
        for each in documents
    ]


def _add_known_marks(
    connection: Connection, documents: Sequence[Document], said: Mapping[str, dict[Layer, Values]]
) -> None:
    """Files of a content that is marked are so from the first moment they are seen."""
    names = {CONTENT + document.content_hash: document.id for document in documents}
    for block in blocks(names):
        query = select(DescriptionRow.id, DescriptionRow.fields).where(DescriptionRow.layer == "work")
        for row in connection.execute(query.where(DescriptionRow.id.in_(block))):
            said[names[row.id]].setdefault("work", row.fields)


def settle(connection: Connection, ids: Collection[str]) -> list[str]:
    """Bring the rows of documents up to date with what is said of them. Returns those that have changed."""
    said, changed = _layers(connection, ids), []
    rows = [
        row for block in blocks(ids) for row in connection.execute(select(_DOCUMENT).where(_DOCUMENT.c.id.in_(block)))
    ]
    for row in rows:
        as_read = as_read_from(row)
        now = described(as_read, said[row.id])
        if now != document_from(row):
            values = {**described_values(now), "as_read": as_read_values(as_read)}
            changed.append({"of_id": row.id, **{f"new_{name}": values[name] for name in _SETTLED}})
    if changed:
        new: dict[str, Any] = {name: bindparam(f"new_{name}", type_=_DOCUMENT.c[name].type) for name in _SETTLED}
        connection.execute(update(_DOCUMENT).where(_DOCUMENT.c.id == bindparam("of_id")).values(**new), changed)
    return [each["of_id"] for each in changed]


def marks_themselves(connection: Connection) -> dict[str, tuple[str, ...]]:
    """The marks of documents, by id, without those of other files of their works; those without any are left out."""
    marked = or_(*(cast_to(_DOCUMENT.c.warnings, Text).contains(f'"{mark}"') for mark in MARKS))
    rows = connection.execute(select(_DOCUMENT).where(marked)).all()
    said = _layers(connection, [row.id for row in rows])
    found = {row.id: own_marks(as_read_from(row), said[row.id]) for row in rows}
    return {name: marks for name, marks in found.items() if marks}


def _layers(connection: Connection, ids: Collection[str]) -> Mapping[str, dict[Layer, Values]]:
    """What each layer says of documents; of several references that describe one, the first."""
    said: defaultdict[str, dict[Layer, Values]] = defaultdict(dict)
    for block in blocks(ids):
        for row in connection.execute(select(DescriptionRow.__table__).where(DescriptionRow.id.in_(block))):
            said[row.id][cast(Layer, row.layer)] = row.fields
        query = select(ReferenceRow.document_id, ReferenceRow.fields).where(ReferenceRow.document_id.in_(block))
        own: dict[str, Values] = {}
        for found in connection.execute(query.order_by(ReferenceRow.root, ReferenceRow.path, ReferenceRow.id)):
            own.setdefault(found.document_id, found.fields)
        for name, fields in own.items():  # before what it says as another attachment of one
            said[name]["bibliography"] = fields
    return said
