"""Proposals in the catalogue: sections, the quotes picked for them, every version, and who is editing.

Quotes are copies of documents' words, so that what was picked can be told when its document has changed. They are
erased with a document that is, and with the proposal: `secure_delete` overwrites rows, a compaction the rest.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, Connection, ScalarSelect, Table, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from assistant.errors import StoreError, UsageError
from assistant.proposal_ports import Erasure
from assistant.store.conversations import ERASURE_DUE, SqlConversations
from assistant.store.database import Database
from assistant.store.dropped_quotes import withheld_rows
from assistant.store.edits import owe_compaction, set_meta
from assistant.store.proposal_erasure import erase_quotes
from assistant.store.proposal_outlines import OUTLINE, VERSION, SqlOutlines, add_version
from assistant.store.proposal_schema import (
    ProposalLockRow,
    ProposalQuoteRow,
    ProposalRow,
    ProposalSectionRow,
    ProposalVersionRow,
)
from assistant.store.proposal_states import (
    Quotes,
    quote_from,
    quote_name,
    quote_state,
    section_from,
    section_state,
)
from assistant.store.rows import blocks
from assistant.types import (
    ChangeKind,
    Editor,
    Language,
    PickedQuote,
    Proposal,
    ProposalHead,
    ProposalSection,
    SectionLock,
    SectionVersion,
)

_T = TypeVar("_T")
_SECTION = cast(Table, ProposalSectionRow.__table__)
_QUOTE = cast(Table, ProposalQuoteRow.__table__)


class SqlProposals(SqlOutlines):
    """`proposal_ports.ProposalStore` on the catalogue's database.

    Every method raises StoreError: catalogue_damaged, disk_full or index_unwritable.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def editing(self) -> AbstractContextManager[None]:
        """Make reading and writing inside the block one transaction that nobody else writes in."""
        return self._database.together()

    def heads(self) -> Sequence[ProposalHead]:
        """All proposals, the one changed last first."""
        query = select(ProposalRow.__table__, _of_sections(func.count()).label("sections"))
        quotes = func.coalesce(func.sum(func.json_array_length(ProposalSectionRow.state, "$.basket")), 0)
        query = query.add_columns(_of_sections(quotes).label("quotes"))
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(ProposalRow.updated_at.desc(), ProposalRow.id)).all()
        return [
            ProposalHead(
                row.id,
                row.title,
                cast(Language, row.language),
                row.sections,
                row.quotes,
                row.created_at,
                row.updated_at,
                row.revision,
            )
            for row in rows
        ]

    def proposal(self, proposal_id: str) -> Proposal | None:
        """One proposal whole, or None."""
        with self._database.reading() as connection:
            row = connection.execute(select(ProposalRow.__table__).where(ProposalRow.id == proposal_id)).one_or_none()
            if row is None:
                return None
            quotes = self._quotes(connection, proposal_id)
            query = select(_SECTION).where(ProposalSectionRow.proposal_id == proposal_id)
            found = connection.execute(query.order_by(ProposalSectionRow.position)).all()
        sections = tuple(self._section(each.state, quotes) for each in found)
        language = cast(Language, row.language)
        return Proposal(row.id, row.title, language, sections, row.created_at, row.updated_at, row.revision)

    def create(self, title: str, language: Language, limit: int) -> str:
        """Begin a proposal without sections; gives its id, which nobody can guess.

        Raises:
            UsageError: too_many_proposals: there are `limit` of them.
        """
        now = _now()
        given = {"title": title, "language": language, "created_at": now, "updated_at": now}
        proposal_id = secrets.token_hex(8)
        with self._database.writing() as connection:
            if connection.execute(select(func.count()).select_from(ProposalRow)).scalar_one() >= limit:
                raise UsageError("too_many_proposals", limit=limit)
            row = {"id": proposal_id, **given, "revision": 1, "sections_made": 0}
            connection.execute(insert(ProposalRow), [row])
        return proposal_id

    def put_proposal(self, proposal_id: str, title: str, language: Language, order: Sequence[str]) -> None:
        """Keep a title, a language and the order of the sections; the ids left out are dropped, their versions stay."""
        of = ProposalSectionRow.proposal_id == proposal_id
        with self._database.writing() as connection:
            named = update(ProposalRow).where(ProposalRow.id == proposal_id)
            connection.execute(named.values(title=title, language=language))
            connection.execute(delete(ProposalSectionRow).where(of, ProposalSectionRow.id.not_in(order)))
            for position, section_id in enumerate(order):
                moved = update(ProposalSectionRow).where(of, ProposalSectionRow.id == section_id)
                connection.execute(moved.values(position=position))
            _touch(connection, proposal_id)

    def new_section(self, proposal_id: str) -> str:
        """An id for a section of the proposal, never given before."""
        with self._database.writing() as connection:
            more = update(ProposalRow).where(ProposalRow.id == proposal_id)
            made = more.values(sections_made=ProposalRow.sections_made + 1).returning(ProposalRow.sections_made)
            return f"s{connection.execute(made).scalar_one()}"

    def add_quotes(self, proposal_id: str, quotes: Sequence[PickedQuote]) -> Sequence[PickedQuote]:
        """Keep quotes for a proposal; gives them with their ids."""
        last = select(func.coalesce(func.max(ProposalQuoteRow.number), 0))
        with self._database.writing() as connection:
            first = 1 + connection.execute(last.where(ProposalQuoteRow.proposal_id == proposal_id)).scalar_one()
            rows = [
                {
                    "proposal_id": proposal_id,
                    "number": number,
                    "document_id": each.document_id,
                    "quote": quote_state(each),
                }
                for number, each in enumerate(quotes, start=first)
            ]
            if rows:
                connection.execute(insert(ProposalQuoteRow), rows)
        return [replace(each, id=quote_name(number)) for number, each in enumerate(quotes, start=first)]

    def put_section(self, proposal_id: str, section: ProposalSection, change: ChangeKind, editor: str) -> int:
        """Keep a section in the place of what it was, at the end where it is new; and as a version.

        Returns:
            The number of the version.
        """
        last = select(func.coalesce(func.max(ProposalSectionRow.position) + 1, 0))
        state = section_state(section)
        with self._database.writing() as connection:
            position = connection.execute(last.where(ProposalSectionRow.proposal_id == proposal_id)).scalar_one()
            row = {"proposal_id": proposal_id, "id": section.id, "position": position, "state": state}
            put = upsert(ProposalSectionRow).values(**row)
            connection.execute(
                put.on_conflict_do_update(index_elements=["proposal_id", "id"], set_={"state": put.excluded.state})
            )
            _touch(connection, proposal_id)
            return _versioned(connection, proposal_id, section, change, editor)

    def keep_version(self, proposal_id: str, section: ProposalSection, change: ChangeKind, editor: str) -> int:
        """Keep a version alone: the section stays what it is. Returns its number."""
        with self._database.writing() as connection:
            return _versioned(connection, proposal_id, section, change, editor)

    def versions(
        self, proposal_id: str, section_id: str | None = None, limit: int | None = None, skip: int = 0
    ) -> Sequence[SectionVersion]:
        """The versions of a section, or of all that the proposal has or had, oldest first: see `ProposalStore`."""
        query = select(VERSION).where(ProposalVersionRow.proposal_id == proposal_id, VERSION.c.section_id != OUTLINE)
        if section_id is not None:
            query = query.where(ProposalVersionRow.section_id == section_id)
        order = (ProposalVersionRow.kept_at, ProposalVersionRow.section_id, ProposalVersionRow.number)
        latest = query.order_by(*(column.desc() for column in order)).limit(limit).offset(skip)
        with self._database.reading() as connection:
            quotes = self._quotes(connection, proposal_id)
            return [self._version(row, quotes) for row in reversed(connection.execute(latest).all())]

    def last_version(
        self, proposal_id: str, section_id: str, but: Collection[ChangeKind] = ()
    ) -> SectionVersion | None:
        """The last version of a section, or the last one that was made by no change of these."""
        of = VERSION.c.proposal_id == proposal_id, VERSION.c.section_id == section_id, VERSION.c.change.not_in(but)
        query = select(VERSION).where(*of).order_by(VERSION.c.number.desc()).limit(1)
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
            return None if row is None else self._version(row, self._quotes(connection, proposal_id))

    def last_revisions(self, proposal_id: str, section_id: str) -> tuple[int, int]:
        """The highest `revision` and `erased_revision` of the versions of a section; 0 where there is none."""
        found = (
            func.coalesce(func.max(func.json_extract(VERSION.c.state, f"$.{name}")), 0)
            for name in ("revision", "erased_revision")
        )
        query = select(*found).where(VERSION.c.proposal_id == proposal_id, VERSION.c.section_id == section_id)
        with self._database.reading() as connection:
            revision, erased = connection.execute(query).one()
        return int(revision), int(erased)

    def version(self, proposal_id: str, section_id: str, number: int) -> SectionVersion | None:
        """One of them, or None."""
        of = ProposalVersionRow.proposal_id == proposal_id, ProposalVersionRow.section_id == section_id
        with self._database.reading() as connection:
            query = select(VERSION).where(*of, ProposalVersionRow.number == number)
            row = connection.execute(query).one_or_none()
            return None if row is None else self._version(row, self._quotes(connection, proposal_id))

    def put_lock(self, proposal_id: str, lock: SectionLock) -> None:
        """Keep that somebody edits a section, in the place of who did."""
        told = {"owner": lock.editor.owner, "editor": lock.editor.name, "until": lock.until}
        put = upsert(ProposalLockRow).values(proposal_id=proposal_id, section_id=lock.section_id, **told)
        with self._database.writing() as connection:
            connection.execute(put.on_conflict_do_update(index_elements=["proposal_id", "section_id"], set_=told))

    def drop_lock(self, proposal_id: str, section_id: str, owner: str) -> None:
        """Forget that an owner edits a section."""
        of = ProposalLockRow.proposal_id == proposal_id, ProposalLockRow.section_id == section_id
        with self._database.writing() as connection:
            connection.execute(delete(ProposalLockRow).where(*of, ProposalLockRow.owner == owner))

    def locks(self, proposal_id: str) -> Sequence[SectionLock]:
        """The sections that are being edited, also those whose time is over."""
        query = select(ProposalLockRow.__table__).where(ProposalLockRow.proposal_id == proposal_id)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(ProposalLockRow.section_id))
            return [SectionLock(row.section_id, Editor(row.owner, row.editor), row.until) for row in rows]

    def erase(self, proposal_id: str) -> bool:
        """Erase a proposal with its versions, down to the last byte. False where there is none."""
        with self._database.writing() as connection:
            erased = connection.execute(delete(ProposalRow).where(ProposalRow.id == proposal_id)).rowcount > 0
            if erased:
                set_meta(connection, ERASURE_DUE, "1")
        SqlConversations(self._database).finish_erasure()
        return erased

    def withheld(self, proposal_id: str | None = None) -> Mapping[str, Sequence[PickedQuote]]:
        """The quotes that a proposal, or (None) any, has or had of documents that may not be quoted, by proposal."""
        found: dict[str, list[PickedQuote]] = {}
        with self._database.reading() as connection:
            for row in withheld_rows(connection, proposal_id):
                found.setdefault(row.proposal_id, []).append(self._whole(quote_from, row.number, row.quote))
        return found

    def erase_documents(self, document_ids: Collection[str], erasure: Erasure) -> int:
        """Erase what proposals and their versions hold of documents: their quotes, and those quotes' words in texts.

        The bytes are gone after the compaction that erasing documents owes.

        Args:
            document_ids: the documents.
            erasure: what stays of what.

        Returns:
            How many quotes there were.
        """
        quoting: dict[str, set[int]] = {}
        with self._database.writing() as connection:
            for block in blocks(document_ids):
                for row in connection.execute(select(_QUOTE).where(ProposalQuoteRow.document_id.in_(block))):
                    quoting.setdefault(row.proposal_id, set()).add(row.number)
            for proposal_id, numbers in quoting.items():
                quotes = self._quotes(connection, proposal_id)
                self._whole(erase_quotes, connection, proposal_id, quotes, numbers, erasure)
            if quoting:
                owe_compaction(connection)
        return sum(map(len, quoting.values()))

    def _quotes(self, connection: Connection, proposal_id: str) -> Quotes:
        rows = connection.execute(select(_QUOTE).where(ProposalQuoteRow.proposal_id == proposal_id))
        return {row.number: self._whole(quote_from, row.number, row.quote) for row in rows}

    def _section(self, state: dict[str, Any], quotes: Quotes) -> ProposalSection:
        return self._whole(section_from, state, quotes)

    def _version(self, row: Any, quotes: Quotes) -> SectionVersion:
        section = self._section(row.state, quotes)
        return SectionVersion(row.number, row.kept_at, row.editor, cast(ChangeKind, row.change), section)

    def _whole(self, read: Callable[..., _T], *given: Any) -> _T:
        try:
            return read(*given)
        except (ValueError, KeyError, TypeError) as error:
            raise StoreError("catalogue_damaged", path=self._database.path, detail="proposal") from error


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _of_sections(figure: ColumnElement[int]) -> ScalarSelect[int]:
    """A figure of the sections of each proposal of a statement."""
    return select(figure).where(ProposalSectionRow.proposal_id == ProposalRow.id).scalar_subquery()


def _touch(connection: Connection, proposal_id: str) -> None:
    """A proposal has changed."""
    changed = update(ProposalRow).where(ProposalRow.id == proposal_id)
    connection.execute(changed.values(updated_at=_now(), revision=ProposalRow.revision + 1))


def _versioned(
    connection: Connection, proposal_id: str, section: ProposalSection, change: ChangeKind, editor: str
) -> int:
    """Keep a version; gives its number."""
    values: dict[str, object] = {"editor": editor, "change": change, "state": section_state(section)}
    return add_version(connection, proposal_id, section.id, values)
