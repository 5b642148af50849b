"""Outlines of proposals in the catalogue: all of them at a glance, their versions, the sections taken out of them.

Versions of an outline are rows of sections' versions, under a section id that no section has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import Connection, Table, func, insert, select

from assistant.store.database import Database
from assistant.store.proposal_schema import ProposalRow, ProposalSectionRow, ProposalVersionRow
from assistant.types import Outline, OutlineChange, OutlineVersion, ProposalOutline, SectionHead
from assistant.types.documents import Language

OUTLINE = ""
"""In the place of a section's id: a version of the outline."""
VERSION = cast(Table, ProposalVersionRow.__table__)
_SECTION = cast(Table, ProposalSectionRow.__table__)


class SqlOutlines:
    """The part of `proposal_ports.ProposalStore` that is about outlines."""

    _database: Database

    def outlines(self) -> Sequence[ProposalOutline]:
        """All proposals with the names of their sections alone, the one changed last first."""
        title, count = _SECTION.c.state["title"].as_string(), func.json_array_length(_SECTION.c.state, "$.basket")
        query = select(_SECTION.c.proposal_id, _SECTION.c.id, title.label("title"), count.label("quotes"))
        found: dict[str, list[SectionHead]] = {}
        with self._database.reading() as connection:
            for row in connection.execute(query.order_by(_SECTION.c.position)):
                found.setdefault(row.proposal_id, []).append(SectionHead(row.id, row.title, row.quotes))
            heads = select(ProposalRow.id, ProposalRow.title, ProposalRow.language)
            rows = connection.execute(heads.order_by(ProposalRow.updated_at.desc(), ProposalRow.id)).all()
        return [ProposalOutline(r.id, r.title, cast(Language, r.language), tuple(found.get(r.id, ()))) for r in rows]

    def outline(self, proposal_id: str) -> Outline | None:
        """The outline of a proposal as it is, or None."""
        with self._database.reading() as connection:
            return _outline_now(connection, proposal_id)

    def keep_outline(self, proposal_id: str, change: OutlineChange, editor: str) -> None:
        """Keep the outline as it is as a version, where it is another than the last one."""
        of = VERSION.c.proposal_id == proposal_id, VERSION.c.section_id == OUTLINE
        last = select(VERSION.c.state).where(*of).order_by(VERSION.c.number.desc()).limit(1)
        with self._database.writing() as connection:
            now = _outline_now(connection, proposal_id)
            state = connection.execute(last).scalar_one_or_none()
            if now is not None and (state is None or outline_from(state) != now):
                values = {"editor": editor, "change": change, "state": outline_state(now)}
                add_version(connection, proposal_id, OUTLINE, values)

    def outline_versions(self, proposal_id: str) -> Sequence[OutlineVersion]:
        """The versions of an outline, oldest first."""
        query = select(VERSION).where(VERSION.c.proposal_id == proposal_id, VERSION.c.section_id == OUTLINE)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(VERSION.c.number)).all()
        return [
            OutlineVersion(
                row.number, row.kept_at, row.editor, cast(OutlineChange, row.change), outline_from(row.state)
            )
            for row in rows
        ]

    def removed(self, proposal_id: str) -> Sequence[tuple[str, int]]:
        """The sections that were taken out, by id, each with the number of the version that it was then; last first."""
        there = select(_SECTION.c.id).where(_SECTION.c.proposal_id == proposal_id)
        query = select(VERSION.c.section_id, func.max(VERSION.c.number).label("number")).where(
            VERSION.c.proposal_id == proposal_id, VERSION.c.change == "removed", VERSION.c.section_id != OUTLINE
        )
        query = query.where(VERSION.c.section_id.not_in(there)).group_by(VERSION.c.section_id)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(func.max(VERSION.c.kept_at).desc())).all()
        return [(row.section_id, row.number) for row in rows]


def _outline_now(connection: Connection, proposal_id: str) -> Outline | None:
    title = _SECTION.c.state["title"].as_string().label("title")
    query = select(_SECTION.c.id, title).where(_SECTION.c.proposal_id == proposal_id)
    of = select(ProposalRow.title, ProposalRow.language).where(ProposalRow.id == proposal_id)
    head = connection.execute(of).one_or_none()
    if head is None:
        return None
    rows = connection.execute(query.order_by(_SECTION.c.position))
    return Outline(head.title, cast(Language, head.language), tuple((row.id, row.title) for row in rows))


def outline_state(outline: Outline) -> dict[str, object]:
    """An outline as it is kept."""
    return {"title": outline.title, "language": outline.language, "sections": [list(each) for each in outline.sections]}


def outline_from(state: Mapping[str, Any]) -> Outline:
    """The outline that a state stands for."""
    return Outline(state["title"], state["language"], tuple((name, title) for name, title in state["sections"]))


def add_version(connection: Connection, proposal_id: str, section_id: str, values: Mapping[str, object]) -> int:
    """Put a version after those that there are of the same; gives its number."""
    of = VERSION.c.proposal_id == proposal_id, VERSION.c.section_id == section_id
    last = select(func.coalesce(func.max(VERSION.c.number), 0)).where(*of)
    number = 1 + int(connection.execute(last).scalar_one())
    kept_at = datetime.now(UTC).isoformat(timespec="milliseconds")
    row = {"proposal_id": proposal_id, "section_id": section_id, "number": number, "kept_at": kept_at}
    connection.execute(insert(VERSION), [{**row, **values}])
    return number
