"""The places that documents are about, in the catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import bindparam, exists, select, update

from assistant.store.database import Database
from assistant.store.schema import DocumentRow, TraitRow
from assistant.work_ports import DocumentPlaces


class SqlPlaces:
    """`work_ports.PlaceStore` on the catalogue's database.

    Every method raises StoreError: catalogue_damaged, disk_full or index_unwritable.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def without_places(self, made_with: str) -> Sequence[str]:
        """Ids of the documents whose places were not recognised with this yet."""
        made = exists().where(TraitRow.document_id == DocumentRow.id, TraitRow.placed_with == made_with)
        with self._database.reading() as connection:
            return list(connection.scalars(select(DocumentRow.id).where(~made).order_by(DocumentRow.id)))

    def put_places(self, found: Mapping[str, DocumentPlaces], made_with: str) -> None:
        """Keep the places of documents, by id, each of which has its trait."""
        rows = [
            {"of_document": document_id, "now": list(each.names), "theirs": each.authority, "made": made_with}
            for document_id, each in found.items()
        ]
        if not rows:
            return
        places = update(DocumentRow).where(DocumentRow.id == bindparam("of_document"))
        trait = update(TraitRow).where(TraitRow.document_id == bindparam("of_document"))
        with self._database.writing() as connection:
            connection.execute(places.values(places=bindparam("now"), authority=bindparam("theirs")), rows)
            connection.execute(trait.values(placed_with=bindparam("made")), rows)
