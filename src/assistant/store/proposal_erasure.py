"""What is erased of proposals with a document: its quotes, and their words in sections, outlines and versions."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import cast

from sqlalchemy import Connection, Table, select, update

from assistant.proposal_ports import Erasure
from assistant.store.proposal_outlines import OUTLINE, VERSION, outline_from, outline_state
from assistant.store.proposal_schema import ProposalQuoteRow, ProposalRow, ProposalSectionRow
from assistant.store.proposal_states import Quotes, quote_state, section_from, section_state
from assistant.types import PickedQuote, ProposalSection

_SECTION = cast(Table, ProposalSectionRow.__table__)


def erase_quotes(
    connection: Connection, proposal_id: str, quotes: Quotes, numbers: Collection[int], erasure: Erasure
) -> None:
    """Erase quotes of a proposal, and their words wherever it has them.

    Args:
        connection: a writing one.
        proposal_id: the proposal.
        quotes: all that it has or had, by number.
        numbers: of those to erase.
        erasure: what stays of what.

    Raises:
        ValueError, KeyError, TypeError: the proposal can't be read.
    """
    gone = {quotes[number].id: quotes[number] for number in numbers}
    for number in numbers:
        of = ProposalQuoteRow.proposal_id == proposal_id, ProposalQuoteRow.number == number
        connection.execute(update(ProposalQuoteRow).where(*of).values(quote=quote_state(erasure.mark(quotes[number]))))
    _of_sections(connection, proposal_id, quotes, gone, erasure)
    _of_outlines(connection, proposal_id, gone, erasure)


def _of_sections(
    connection: Connection, proposal_id: str, quotes: Quotes, gone: Mapping[str, PickedQuote], erasure: Erasure
) -> None:
    """Scrub sections and their versions; a text that was read before then is of a revision before `erased_revision`."""
    states = {
        (table.name, *row[:-1]): section_from(row.state, quotes)
        for table in (_SECTION, VERSION)
        for row in connection.execute(
            select(*table.primary_key.columns, table.c.state).where(table.c.proposal_id == proposal_id)
        )
        if row[1] != OUTLINE
    }
    latest: dict[str, int] = {}
    touched: set[str] = set()
    for section in states.values():
        latest[section.id] = max(latest.get(section.id, 0), section.revision, section.erased_revision)
        if any(each.id in gone for each in section.basket) or erasure.section(section, gone) != section:
            touched.add(section.id)
    for (name, *key), section in states.items():
        if section.id in touched:
            table = _SECTION if name == _SECTION.name else VERSION
            left = _counted(erasure.section(section, gone), latest[section.id] + 1, now=table is _SECTION)
            of_row = [column == key[place] for place, column in enumerate(table.primary_key.columns)]
            connection.execute(update(table).where(*of_row).values(state=section_state(left)))


def _counted(section: ProposalSection, revision: int, *, now: bool) -> ProposalSection:
    left = replace(section, erased_revision=revision)
    return replace(left, revision=revision, text_revision=revision) if now else left


def _of_outlines(connection: Connection, proposal_id: str, gone: Mapping[str, PickedQuote], erasure: Erasure) -> None:
    of = VERSION.c.proposal_id == proposal_id, VERSION.c.section_id == OUTLINE
    for row in connection.execute(select(VERSION.c.number, VERSION.c.state).where(*of)).all():
        left = outline_state(erasure.outline(outline_from(row.state), gone))
        if left != row.state:
            connection.execute(update(VERSION).where(*of, VERSION.c.number == row.number).values(state=left))
    head = select(ProposalRow.title).where(ProposalRow.id == proposal_id)
    title = connection.execute(head).scalar_one()
    left_title = erasure.title(title, gone)
    if left_title != title:
        connection.execute(update(ProposalRow).where(ProposalRow.id == proposal_id).values(title=left_title))
