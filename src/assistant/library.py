"""The library: every document's record and the references without text; correcting, importing, exporting, erasing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from assistant.bibliography.importing import missing_attachments, take_place
from assistant.bibliography.named import named_record
from assistant.bibliography.reading import read_bibliography
from assistant.bibliography.refreshing import placed_below, references_of, relink
from assistant.bibliography.same import repeated
from assistant.bibliography.values import checked_values, field_name
from assistant.bibliography.writing import Form, cited, exported
from assistant.errors import AssistantError, DocumentError, UsageError
from assistant.indexing import CacheRefresher
from assistant.ports import Catalogue
from assistant.record_ports import Turn
from assistant.text.anonymous import shown_receipt, shown_record
from assistant.types import (
    ANONYMOUS,
    CONTENT,
    WEB_ROOT,
    Document,
    Failure,
    ImportReport,
    Receipt,
    Record,
    Reference,
    Removal,
    record_of,
    record_without_text,
)
from assistant.web_ports import FeedStore, Snapshots
from assistant.works.marks import MarkedFiles, with_gone


class Folder(CacheRefresher, Protocol):
    """What the library asks of the index folder."""

    def compact(self) -> None:
        """Leave no byte of documents that were dropped."""
        ...


@dataclass(frozen=True, slots=True)
class RemovedPages:
    """Where web pages that are removed are forgotten, too."""

    snapshots: Snapshots
    feeds: FeedStore


class Library:
    """Records of one index. `writing` is held by whatever changes documents: one change at a time."""

    def __init__(
        self,
        catalogue: Catalogue,
        folder: Folder,
        writing: Turn | None = None,
        refresh: Callable[[Collection[str]], object] | None = None,
        erase_quotes: Callable[[Collection[str]], object] | None = None,
        web: RemovedPages | None = None,
    ) -> None:
        self.writing = writing or threading.RLock()
        self._catalogue = catalogue
        self._folder = folder
        self._web = web
        self._refresh = refresh or (lambda _: None)  # works and places depend on titles and dates
        self._erase_quotes = erase_quotes or (lambda _: None)  # proposals hold copies of documents' words

    @contextmanager
    def soon(self, seconds: float = 5.0) -> Iterator[None]:
        """Change documents now, or say that they are being changed: for who waits before a screen.

        Raises:
            AssistantError: library_busy: an ingestion goes on, and will for more than some seconds.
        """
        if not self.writing.acquire(timeout=seconds):
            raise AssistantError("library_busy")
        try:
            yield
        finally:
            self.writing.release()

    def records(self, known: Sequence[Document] | None = None) -> list[Record]:
        """Every entry, by source: documents (those `known`, where they were asked for before), then references."""
        references = self._catalogue.records.references()
        items: dict[str, Mapping[str, Any]] = {}
        for reference in references:
            if reference.document_id is not None:
                items.setdefault(reference.document_id, reference.item)
        for name, values in self._catalogue.records.said("bibliography").items():  # further attachments of one
            items.setdefault(name, values.get("item", {}))
        said = self._catalogue.records.said("correction")
        found = self._catalogue.records.documents() if known is None else known
        documents = [record_of(each, items.get(each.id)) for each in found]
        again = repeated(references)
        without = [
            record_without_text(each, said.get(each.id))
            for each in references
            if each.document_id is None and each.id not in again
        ]
        return [*documents, *sorted(without, key=lambda record: (record.source, record.id))]

    def shown(self) -> list[Record]:
        """The same, for everybody: those marked as anonymous have neither a title nor authors nor a file name."""
        return [shown_record(record) for record in self.records()]

    def entry(self, document_id: str) -> Record:
        """The record of a document or of a reference without text, by its id, for everybody.

        Raises:
            UsageError: unknown_document.
        """
        found = next((record for record in self.records() if record.id == document_id), None)
        if found is None:
            raise UsageError("unknown_document", document=document_id)
        return shown_record(found)

    def record(self, name: str) -> Record:
        """One entry, by id, source or title, or by a part of one that no other has.

        Raises:
            UsageError: unknown_record, record_ambiguous.
        """
        return named_record(self.records(), name)

    def correct(self, name: str, given: Mapping[str, Any]) -> Record:
        """Correct fields of an entry: they win over all else, now and whenever the document is read again.

        Args:
            name: as for `record`.
            given: values by field; authors and marks are lists, or texts with semicolons; empty: there is none.

        Raises:
            UsageError: as for `record`, or unknown_field, bad_field_value (nothing is changed).
        """
        record, values = self.record(name), checked_values(given)
        with self.writing:
            before = self._catalogue.records.said("correction").get(record.id, {})
            self._folder.prepare_changes()
            changed = self._forget_gone_marks(record) if "marks" in values else ()
            self._say(record.id, {**before, **values}, changed)
        return self.record(record.id)

    def uncorrect(self, name: str, fields: Iterable[str]) -> Record:
        """Take corrections of some fields back.

        Raises:
            UsageError: as for `record`, or unknown_field.
        """
        record, dropped = self.record(name), {field_name(field) for field in fields}
        with self.writing:
            before = self._catalogue.records.said("correction").get(record.id, {})
            left = {field: value for field, value in before.items() if field not in dropped}
            self._say(record.id, left or None)
        return self.record(record.id)

    def _forget_gone_marks(self, record: Record) -> Sequence[str]:
        """Marks of files of the work that are there no more: somebody says now what it is marked as."""
        records = self._catalogue.records
        if not record.has_file:
            return ()
        documents = {each.id: each for each in records.documents()}
        works = {each.id: each.work for each in documents.values() if each.work is not None}
        return records.say("work", MarkedFiles(documents, works).without_gone(record.id, records.said("work")))

    def _say(self, name: str, values: Mapping[str, Any] | None, changed: Collection[str] = ()) -> None:
        self._folder.prepare_changes()
        said = self._catalogue.records.say("correction", {name: values})
        self._updated(dict.fromkeys((*changed, *said)))

    def _updated(self, changed: Collection[str]) -> None:
        if changed:
            self._refresh(changed)
            self._folder.apply((), tuple(changed))

    def import_file(self, path: Path) -> ImportReport:
        """Take the records of a bibliography file, in the place of those that a file of this name gave before.

        Raises:
            UsageError: not_found, or bad_bibliography: nothing of it can be read.
        """
        try:
            found = read_bibliography(path)
        except DocumentError as error:
            raise UsageError(error.code, **{**error.params, "path": str(path)}) from error
        name, place = path.name, placed_below(self._catalogue.roots(), path.resolve().parent)
        references = references_of(found, "", name, place)
        failed = [Failure(f"{name}#{bad.source}", bad.code, bad.params) for bad in found.failures]
        with self.writing:
            self._folder.prepare_changes()
            changed = {*self._catalogue.records.put_references("", name, references)}
            take_place(self._catalogue.records, name, references)
            changed.update(relink(self._catalogue, self._folder.prepare_changes))
            self._updated(changed)
        kept = [each for each in self._catalogue.records.references() if (each.root, each.path) == ("", name)]
        linked = sum(each.document_id is not None for each in kept)
        return ImportReport(len(kept), linked, (*failed, *missing_attachments(name, kept, path.parent)))

    def export(
        self, form: Form, names: Sequence[str] = (), style: str = "", language: str = "fr", shown: bool = True
    ) -> str:
        """Entries as a bibliography: all of them, or those named; not `shown`: with all that anonymous ones hide.

        Raises:
            UsageError: as for `record`, or unknown_style.
        """
        records = self.shown() if shown else self.records()
        by_id = {record.id: record for record in records} if names else {}
        wanted = [by_id.get(name) or named_record(records, name) for name in names] if names else records
        return exported(wanted, form, style, language)

    def reference(
        self, document_id: str, form: Form, page: int | None = None, style: str = "", language: str = "fr"
    ) -> str:
        """The reference of one citation.

        Raises:
            UsageError: unknown_document, unknown_style, page_beyond.
        """
        found = None if page is None else self._catalogue.document(document_id)
        if page is not None and found is not None and found.page_count is not None and page > found.page_count:
            raise UsageError("page_beyond", page=page, count=found.page_count)
        return cited(self.entry(document_id), form, page, style, language)

    def remove(self, names: Sequence[str]) -> list[Receipt]:
        """Erase documents with all that is kept of their files, to the last byte; they don't come back by themselves.

        With a page of the web go its copy in the corpus folder and what feeds say of it; its address is not read again
        unless it is named.

        Raises:
            UsageError: as for `record`, or, with nothing erased, remove_whole_file: a part of a file, which can only go
                as a whole; remove_in_bibliography: a record of a bibliography in the folder.
            StoreError: the index can't be written.
        """
        documents = self._catalogue.records.documents()
        without = {name: found for name in names if (found := self._without_text(documents, name)) is not None}
        files = dict.fromkeys(self._file_of(documents, name) for name in names if name not in without)
        with self.writing:
            self._folder.prepare_changes()
            receipts = [self._remove(documents, *file) for file in files]
            receipts += [self._drop(reference) for reference in without.values()]
            self._refresh(())
            self._folder.compact()
        return receipts

    def remove_shown(self, document_id: str) -> list[Receipt]:
        """The same for one document, the receipt as everybody may see it.

        Raises:
            UsageError: unknown_document, or as for `remove`.
            StoreError: the index can't be written.
        """
        entry = self.entry(document_id)
        file = next((each.file for each in self._catalogue.records.documents() if each.id == document_id), None)
        parts = {each.id for each in self._catalogue.records.documents() if each.file == file}
        shown = [record for record in self.shown() if record.id in parts]
        try:
            return [shown_receipt(receipt, shown) for receipt in self.remove([document_id])]
        except UsageError as error:
            if error.code == "remove_whole_file" and ANONYMOUS in entry.marks:
                raise UsageError(error.code, source=entry.source, file=entry.source) from None
            raise

    def correct_shown(self, document_id: str, given: Mapping[str, Any], dropped: Sequence[str]) -> Record:
        """Correct fields of an entry and take corrections back, for everybody: nobody learns who is anonymous by it.

        Raises:
            UsageError: unknown_document, or as for `correct`, or anonymous_stays: the mark would be lifted.
        """
        entry = self.entry(document_id)
        marks = checked_values(given).get("marks")
        lifted = any(field_name(field) == "marks" for field in dropped)
        if ANONYMOUS in entry.marks and (lifted or (marks is not None and ANONYMOUS not in marks)):
            raise UsageError("anonymous_stays", source=entry.source)
        if given:
            self.correct(document_id, given)
        if dropped:
            self.uncorrect(document_id, dropped)
        return self.entry(document_id)

    def removals(self) -> Mapping[tuple[str, str], Removal]:
        """The files that were erased, by where they were."""
        return self._catalogue.records.removals()

    def _without_text(self, documents: Sequence[Document], name: str) -> Reference | None:
        """The imported reference without text that a name stands for, where it stands for no document."""
        if any(name in (document.id, document.file, document.source) for document in documents):
            return None
        record = self.record(name)
        if record.has_file:
            return None
        found = next(each for each in self._catalogue.records.references() if each.id == record.id)
        if found.root:
            raise UsageError("remove_in_bibliography", source=record.source, file=found.path)
        return found

    def _drop(self, reference: Reference) -> Receipt:
        records, now = self._catalogue.records, datetime.now(UTC).isoformat(timespec="seconds")
        others = [each for each in records.references() if (each.root, each.path) == ("", reference.path)]
        records.put_references("", reference.path, [each for each in others if each.id != reference.id])
        records.forget([reference.id])
        return Receipt(f"{reference.path}#{reference.key}", "", now, (), 0, 0, False)

    def _file_of(self, documents: Sequence[Document], name: str) -> tuple[str, str]:
        whole = [document for document in documents if name in (document.id, document.file)]
        document = whole[0] if whole else _document(documents, named_record(list(map(record_of, documents)), name).id)
        if document.record_id is not None and name != document.file:
            raise UsageError("remove_whole_file", source=document.source, file=document.file)
        at = self._catalogue.records.file_of(document.id)
        if at is None:
            raise UsageError("unknown_document", document=name)
        return at

    def _remove(self, documents: Sequence[Document], root: str, path: str) -> Receipt:
        catalogue, now = self._catalogue, datetime.now(UTC).isoformat(timespec="seconds")
        ids = set(catalogue.document_ids(root, path))
        gone = [document for document in documents if document.id in ids]
        sha256 = next((catalogue.file_hash(document.id) for document in gone), None) or ""
        url = None if self._web is None else self._web.snapshots.forget(Path(root) / path)
        with catalogue.together():
            self._erase_quotes(ids)
            if url is not None and self._web is not None:
                self._web.feeds.forget_items(url)
                catalogue.records.put_removal(Removal(WEB_ROOT, url, sha256, now))
            catalogue.remove_file(root, path)
            catalogue.records.forget(ids)
            catalogue.records.put_removal(Removal(root, path, sha256, now))
            if any(each.anonymous for each in gone):
                name = CONTENT + sha256
                catalogue.records.say("work", {name: with_gone(catalogue.records.said("work").get(name), ANONYMOUS)})
        self._folder.apply(tuple(ids), ())
        pages, passages = sum(each.page_count or 1 for each in gone), sum(each.passage_count for each in gone)
        there = (Path(root) / path).exists()
        return Receipt(path, sha256, now, tuple(each.source for each in gone), pages, passages, there)


def _document(documents: Sequence[Document], name: str) -> Document:
    return next(document for document in documents if document.id == name)
