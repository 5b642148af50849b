"""What proposals quote of documents that may not be quoted: it stays hidden when these leave the catalogue."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Text, and_, cast, func, or_, select, update

from assistant.store.proposal_schema import ProposalQuoteRow
from assistant.store.rows import blocks
from assistant.store.schema import DocumentRow
from assistant.types import MARKS

_MARKED = or_(*(cast(DocumentRow.warnings, Text).contains(f'"{mark}"') for mark in MARKS))


def withheld_rows(connection: Connection, proposal_id: str | None = None) -> Sequence[Any]:
    """The rows of quotes whose document may not be quoted, or might not be when it left; of one proposal, or of all."""
    gone = and_(DocumentRow.id.is_(None), func.json_extract(ProposalQuoteRow.quote, "$.withheld") == 1)
    joined = select(ProposalQuoteRow.__table__).outerjoin(DocumentRow, DocumentRow.id == ProposalQuoteRow.document_id)
    query = joined.where(or_(_MARKED, gone))
    if proposal_id is not None:
        query = query.where(ProposalQuoteRow.proposal_id == proposal_id)
    return connection.execute(query).all()


def note_withheld(connection: Connection, document_ids: Collection[str]) -> None:
    """Keep with the quotes of documents that are dropped whether these may be shown: nothing else will say so.

    Quotes that were erased stay as they are: they have no words.
    """
    with_words = func.json_extract(ProposalQuoteRow.quote, "$.content_hash") != ""
    for block in blocks(document_ids):
        hidden = set(connection.scalars(select(DocumentRow.id).where(DocumentRow.id.in_(block), _MARKED)))
        for ids, said in ((hidden, "true"), (set(block) - hidden, "false")):
            put = func.json_set(ProposalQuoteRow.quote, "$.withheld", func.json(said))
            of = update(ProposalQuoteRow).where(ProposalQuoteRow.document_id.in_(ids), with_words)
            connection.execute(of.values(quote=put))
