"""The catalogue on SQLite: documents, pages, passages and vectors, and the files they came from."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Self

from sqlalchemy import Text, cast, func, select

from assistant.messages import parted_warning
from assistant.ports import FileRecord, Matrix, NewDocument
from assistant.store import edits
from assistant.store.batches import batches
from assistant.store.beside import Beside
from assistant.store.database import Database, prepare_folder
from assistant.store.edits import COMPACTION_DUE, GENERATION, model_in_use
from assistant.store.file_records import file_records
from assistant.store.hidden import hidden_names
from assistant.store.recent import Recent
from assistant.store.rows import PlainRows, blocks, failure_from, page_from, passage_from, shown_from, unpack_vectors
from assistant.store.schema import (
    DocumentRow,
    FailureRow,
    FileRow,
    MetaRow,
    PageRow,
    PassageRow,
    RootRow,
    VectorRow,
)
from assistant.text.anonymous import shown_failure
from assistant.types import ANONYMOUS, Document, Failure, Page, Passage

_DOCUMENT = DocumentRow.__table__
_PASSAGE = PassageRow.__table__
_FAILURE = FailureRow.__table__
_PLAIN_PASSAGES, _PLAIN_DOCUMENTS = PlainRows(_PASSAGE), PlainRows(_DOCUMENT)
_MOST_RECENT = 10_000  # passages and documents kept in memory, some 3 kB each


class SqlCatalogue(Beside):
    """`ports.Catalogue` on one SQLite file. Each writing method is one transaction; usable from several threads.

    Every method raises StoreError: catalogue_damaged, disk_full or index_unwritable.
    """

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._recent_passages = Recent[Passage](_MOST_RECENT)
        self._recent_documents = Recent[Document](_MOST_RECENT)
        self._anonymous: tuple[int, Mapping[str, Document]] | None = None  # of a state of the catalogue

    @classmethod
    def open(cls, path: Path, *, create: bool) -> Self:
        """Open a catalogue and bring its tables up to date.

        Args:
            path: the SQLite file.
            create: make it (and its folder) where it is missing.

        Raises:
            StoreError: index_missing, index_unwritable, catalogue_damaged, catalogue_newer or disk_full.
        """
        prepare_folder(path, create=create)
        database = Database(path)
        try:
            database.migrate()
        except BaseException:
            database.close()
            raise
        return cls(database)

    def together(self) -> AbstractContextManager[None]:
        """Make what this thread writes inside the block one transaction: all of it is stored at its end, or nothing."""
        return self._database.together()

    def files(self, root: str, paths: Collection[str] | None = None) -> Mapping[str, FileRecord]:
        """The files known below a root folder, by path; only those of some paths, where these are given.

        A file whose reading failed has the hash it failed with and is not complete; one whose reading was
        interrupted has the hash "" and is not complete.
        """
        with self._database.reading() as connection:
            return {record.path: record for record in file_records(connection, root, paths)}

    def roots(self) -> Sequence[str]:
        """The root folders that files were ingested from."""
        with self._database.reading() as connection:
            return list(connection.scalars(select(RootRow.path).order_by(RootRow.path)))

    def put_documents(self, root: str, path: str, documents: Sequence[NewDocument]) -> None:
        """Store documents of one file, each replacing whole what its id held before. One transaction."""
        with self._database.writing() as connection:
            edits.put_documents(connection, root, path, documents)

    def complete_file(self, record: FileRecord, keep: Iterable[str], failures: Sequence[Failure], size: int) -> int:
        """Mark a file as wholly read, drop its documents not in `keep`, replace its failures.

        Returns:
            The number of documents dropped.
        """
        with self._database.writing() as connection:
            return edits.complete_file(connection, record, keep, failures, size)

    def fail_file(
        self,
        root: str,
        path: str,
        content_hash: str,
        failure: Failure,
        seen: str = "",
        further: Sequence[Failure] = (),
    ) -> None:
        """Record that a file could not be read, once more where that version is the one that failed last.

        Documents of an earlier version of it stay. `further` is what else is wrong with it.
        """
        with self._database.writing() as connection:
            edits.fail_file(connection, root, path, content_hash, [failure, *further], seen)

    def note_seen(self, root: str, seen: Mapping[str, str]) -> None:
        """Record what the system says now, by path, of files whose content is what it was."""
        with self._database.writing() as connection:
            edits.note_seen(connection, root, seen)

    def remove_file(self, root: str, path: str) -> int:
        """Drop a file, its documents and its failures. Returns the number of documents dropped."""
        with self._database.writing() as connection:
            return edits.remove_file(connection, root, path)

    def document_ids(self, root: str, path: str) -> Mapping[str, str]:
        """Content hash by document id, for the documents of one file."""
        query = select(DocumentRow.id, DocumentRow.content_hash).join(FileRow).join(RootRow)
        with self._database.reading() as connection:
            rows = connection.execute(query.where(RootRow.path == root, FileRow.path == path))
            return {row.id: row.content_hash for row in rows}

    def documents(self) -> Sequence[Document]:
        """All documents, by source."""
        with self._database.reading() as connection:
            rows = connection.execute(select(_DOCUMENT).order_by(DocumentRow.source, DocumentRow.id))
            return [shown_from(row) for row in rows]

    def document(self, document_id: str) -> Document | None:
        """One document, or None."""
        return self.documents_by_id([document_id]).get(document_id)

    def documents_by_id(self, document_ids: Iterable[str]) -> Mapping[str, Document]:
        """The documents that exist among those ids, by id."""
        return self._recent_documents.get(document_ids, self._database.changes, self._read_documents)

    def _read_documents(self, document_ids: Sequence[str]) -> dict[str, Document]:
        found = self._database.rows(_PLAIN_DOCUMENTS.statement, json.dumps(document_ids))
        return {row.id: shown_from(row) for row in _PLAIN_DOCUMENTS.rows(found)}

    def anonymous_documents(self) -> Mapping[str, Document]:
        """The documents that are anonymous, by id."""
        state, kept = self._database.changes, self._anonymous
        if kept is None or kept[0] != state:
            query = select(_DOCUMENT).where(cast(DocumentRow.warnings, Text).contains(f'"{ANONYMOUS}"'))
            with self._database.reading() as connection:
                shown = [shown_from(row) for row in connection.execute(query)]
            self._anonymous = kept = state, {each.id: each for each in shown if each.anonymous}
        return kept[1]

    def file_hash(self, document_id: str) -> str | None:
        """Content hash of the file that a document was read from, or None."""
        query = select(DocumentRow.record_id, DocumentRow.content_hash, FileRow.stored_hash).join(FileRow)
        with self._database.reading() as connection:
            row = connection.execute(query.where(DocumentRow.id == document_id)).one_or_none()
        if row is None:
            return None
        # What a record carries is the hash of the record.
        found: str | None = row.content_hash if row.record_id is None else row.stored_hash
        return found

    def original_hashes(self) -> set[str]:
        """Hashes of all files that a document shown was read from: the originals worth keeping."""
        with self._database.reading() as connection:
            stored = connection.scalars(select(FileRow.stored_hash).where(FileRow.stored_hash.is_not(None)))
            whole = connection.scalars(select(DocumentRow.content_hash).where(DocumentRow.record_id.is_(None)))
            return {*stored, *whole} - {None}

    def page(self, document_id: str, number: int) -> Page | None:
        """One page with its text and boxes, or None."""
        query = select(PageRow.__table__).where(PageRow.document_id == document_id, PageRow.number == number)
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
            return None if row is None else page_from(row)

    def passages(self, passage_ids: Sequence[str]) -> Mapping[str, Passage]:
        """The passages that exist among those ids, by id."""
        return self._recent_passages.get(passage_ids, self._database.changes, self._read_passages)

    def _read_passages(self, passage_ids: Sequence[str]) -> dict[str, Passage]:
        found = self._database.rows(_PLAIN_PASSAGES.statement, json.dumps(passage_ids))
        return {row.id: passage_from(row) for row in _PLAIN_PASSAGES.rows(found)}

    def document_passages(self, document_id: str) -> Sequence[Passage]:
        """The passages of a document, in the order of its text; [] for no such document."""
        query = select(_PASSAGE).where(PassageRow.document_id == document_id).order_by(PassageRow.ordinal)
        with self._database.reading() as connection:
            return [passage_from(row) for row in connection.execute(query)]

    def passage_at(self, document_id: str, ordinal: int) -> Passage | None:
        """The passage at a place (from 0) in a document, or None."""
        query = select(_PASSAGE).where(PassageRow.document_id == document_id, PassageRow.ordinal == ordinal)
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
            return None if row is None else passage_from(row)

    def iter_passages(
        self, batch: int = 1000, document_ids: Collection[str] | None = None, model: str | None = None
    ) -> Iterator[tuple[Sequence[Passage], Sequence[Document], Matrix]]:
        """Passages in batches, each with its document and its vector (rows in the order of the passages).

        All of them come from one state of the catalogue, whatever is written meanwhile.

        Args:
            batch: most passages held in memory at a time.
            document_ids: only the passages of these documents; None: all.
            model: fingerprint of the model whose vectors they are; None: the one in use.
        """
        with self._database.reading() as connection:
            if document_ids is None:
                yield from batches(connection, batch, None, model)
            else:
                for block in blocks(sorted(document_ids)):
                    yield from batches(connection, batch, block, model)

    def passage_count(self, document_ids: Collection[str]) -> int:
        """Number of passages of some documents."""
        query = select(func.coalesce(func.sum(DocumentRow.passage_count), 0))
        with self._database.reading() as connection:
            counted = (
                connection.execute(query.where(DocumentRow.id.in_(block))).scalar_one()
                for block in blocks(document_ids)
            )
            return sum(map(int, counted))

    def iter_vectors(self, document_ids: Collection[str], batch: int = 1000) -> Iterator[tuple[Sequence[str], Matrix]]:
        """Ids and vectors of the passages of some documents, in batches: no text is read."""
        query = select(VectorRow.passage_id, VectorRow.vector).join(PassageRow, VectorRow.passage_id == PassageRow.id)
        query = query.where(VectorRow.model == model_in_use())
        with self._database.reading() as connection:
            for block in blocks(sorted(document_ids)):
                rows = connection.execute(query.where(PassageRow.document_id.in_(block)))
                for part in rows.partitions(batch):
                    yield [row.passage_id for row in part], unpack_vectors([row.vector for row in part])

    def model_vectors(self, model: str, batch: int = 1000) -> Iterator[tuple[Sequence[str], Matrix]]:
        """Ids of all passages and their vectors of one model, in batches and in no order: no text is read."""
        query = select(VectorRow.passage_id, VectorRow.vector).where(VectorRow.model == model)
        with self._database.reading() as connection:
            for part in connection.execute(query).partitions(batch):
                yield [row.passage_id for row in part], unpack_vectors([row.vector for row in part])

    def failures(self) -> Sequence[Failure]:
        """What could not be read and is not mended yet, by source; anonymous files are not named."""
        with self._database.reading() as connection:
            rows = connection.execute(select(_FAILURE).order_by(FailureRow.source, FailureRow.id)).all()
            hidden = hidden_names(connection) if rows else {}
            return [shown_failure(failure_from(row), hidden) for row in rows]

    def shown_failures(self, failures: Iterable[Failure]) -> Sequence[Failure]:
        """Failures of files that it knows, as everybody may see them: no anonymous file is named."""
        found = list(failures)
        with self._database.reading() as connection:
            hidden = hidden_names(connection) if found else {}
        return [shown_failure(each, hidden) for each in found]

    def warnings(self) -> Sequence[Failure]:
        """What documents were read with a reservation, by source."""
        query = select(_DOCUMENT).where(cast(DocumentRow.warnings, Text) != "[]")
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(DocumentRow.source, DocumentRow.id))
            shown = [shown_from(row) for row in rows]
        return [Failure(each.source, *parted_warning(warning)) for each in shown for warning in each.warnings]

    def counts(self) -> tuple[int, int, int]:
        """Numbers of documents, of pages of those that have pages, and of passages."""
        pages = select(func.coalesce(func.sum(DocumentRow.page_count), 0))
        documents, passages = (select(func.count()).select_from(table) for table in (_DOCUMENT, _PASSAGE))
        with self._database.reading() as connection:
            return (
                connection.execute(documents).scalar_one(),
                int(connection.execute(pages).scalar_one() or 0),
                connection.execute(passages).scalar_one(),
            )

    def newest_date(self) -> str | None:
        """The date of the latest document, or None."""
        with self._database.reading() as connection:
            return connection.execute(select(func.max(DocumentRow.date))).scalar_one()

    @property
    def generation(self) -> int:
        """A number that grows with every change to documents, in the transaction of that change."""
        return int(self.get_meta(GENERATION) or 0)

    def get_meta(self, key: str) -> str | None:
        """A small fact kept with the catalogue."""
        with self._database.reading() as connection:
            return connection.execute(select(MetaRow.value).where(MetaRow.key == key)).scalar_one_or_none()

    def set_meta(self, key: str, value: str) -> None:
        """Keep a small fact."""
        with self._database.writing() as connection:
            edits.set_meta(connection, key, value)

    @property
    def compaction_due(self) -> bool:
        """Whether bytes of documents that were dropped or replaced may still lie in the index folder.

        Set in the transaction that drops or replaces them, and until `compaction_done` says otherwise.
        """
        return self.get_meta(COMPACTION_DUE) == "1"

    def compaction_done(self) -> None:
        """Nothing is left of what was dropped or replaced so far, in the whole folder."""
        self.set_meta(COMPACTION_DUE, "0")

    def compact(self) -> bool:
        """Give back unused space, and leave no byte of a removed document in the catalogue's files.

        Returns:
            False where a reader that looks at an older state kept its log, which may hold some, from being emptied.
        """
        return self._database.compact()

    def close(self) -> None:
        """Release the database."""
        self._database.close()
