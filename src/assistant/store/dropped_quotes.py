"""What proposals quote of documents that leave the catalogue: it stays hidden where they were not to be quoted."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, Text, cast, func, or_, select, update

from assistant.store.proposal_schema import ProposalQuoteRow
from assistant.store.rows import blocks
from assistant.store.schema import DocumentRow
from assistant.types import MARKS


def note_withheld(connection: Connection, document_ids: Collection[str]) -> None:
    """Keep with the quotes of documents that are dropped whether these may be shown: nothing else will say so.

    Quotes that were erased stay as they are: they have no words.
    """
    marked = or_(*(cast(DocumentRow.warnings, Text).contains(f'"{mark}"') for mark in MARKS))
    with_words = func.json_extract(ProposalQuoteRow.quote, "$.content_hash") != ""
    for block in blocks(document_ids):
        hidden = set(connection.scalars(select(DocumentRow.id).where(DocumentRow.id.in_(block), marked)))
        for ids, said in ((hidden, "true"), (set(block) - hidden, "false")):
            put = func.json_set(ProposalQuoteRow.quote, "$.withheld", func.json(said))
            of = update(ProposalQuoteRow).where(ProposalQuoteRow.document_id.in_(ids), with_words)
            connection.execute(of.values(quote=put))
