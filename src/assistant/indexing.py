"""The write path, read top to bottom: find files, read each, cut into passages, embed, catalogue, refresh caches.

A file is hashed first: an unchanged file costs one hash. Documents are committed in groups, each document whole or
not at all; a file is marked complete last. Killed at any moment, the next run goes on where this one stopped.

A file that failed is left alone until it changes, what it is read with changes, or it is asked for by name: it is known
again by its hash, or by its size and time of last change where it was refused by its size. What failed for lack of time
or memory may be the machine's fault: that is tried three times.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from assistant.errors import DocumentError
from assistant.ingest.entry import catalogue_entry
from assistant.ingest.fingerprint import hash_file, size_mark
from assistant.ingest.limits import READERS_VERSION, ReadLimits
from assistant.ingest.plan import ClosedFolder, FoundFile, make_plan
from assistant.ports import Catalogue, Embedder, FileReader, FileRecord, NewDocument, ReadResult
from assistant.text.passages import PassageOptions, embedded_text, make_passages
from assistant.types import Document, Failure, IngestProgress, IngestReport, Passage, ReadDocument

_GROUP_PASSAGES = 512  # embedded together (batches by length waste little padding) and committed together
_MOST_TRIES = 3  # of one version of a file; the hints of the codes below say it
_OF_THE_MACHINE = frozenset({"too_slow", "too_much_memory", "reader_crashed"})  # another time it may go through
_OF_ITS_SIZE = frozenset({"empty", "too_large"})
_NOT_OF_ITS_CONTENT = frozenset({"permission", "not_found", "not_a_file", "changed_while_read"})

Progress = Callable[[IngestProgress], None]


class Originals(Protocol):
    """Keeps originals by hash."""

    def add(self, path: Path, sha256: str) -> Path:
        """Keep a copy of a file under its hash."""
        ...


class CacheRefresher(Protocol):
    """Brings the lexical and vector indexes up to date with the catalogue."""

    def prepare(self) -> None:
        """Open the indexes before documents change, so that the changes can be applied to them."""
        ...

    def apply(self, removed_document_ids: Sequence[str], added_document_ids: Sequence[str]) -> None:
        """Drop the removed documents, add or replace the added ones."""
        ...


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """What decides how files are ingested, beside the parts.

    `reading` names what files are read with (readers, limits); `index` is the index folder, which holds no documents.
    """

    passages: PassageOptions
    limits: ReadLimits
    reading: str
    index: Path


@dataclass(slots=True)
class _Tally:
    """What has been done so far."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    passages: int = 0
    failed: list[Failure] = field(default_factory=list)
    changed_ids: list[str] = field(default_factory=list)
    removed_ids: list[str] = field(default_factory=list)

    def report(self) -> IngestReport:
        return IngestReport(self.added, self.updated, self.unchanged, self.removed, tuple(self.failed))


@dataclass(frozen=True, slots=True)
class _CutDocument:
    """A document that waits for its vectors."""

    file: FoundFile
    document: Document
    read: ReadDocument
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class _CutFile:
    """A file as read: what to store of it, the ids it holds now, and what of it failed."""

    record: FileRecord
    size: int
    documents: tuple[_CutDocument, ...]
    keep: frozenset[str]
    failures: tuple[Failure, ...]

    @property
    def passage_count(self) -> int:
        return sum(len(cut.passages) for cut in self.documents)


class Indexer:
    """Runs the write path over its parts. One ingestion at a time: the service holds a lock."""

    def __init__(
        self,
        catalogue: Catalogue,
        reader: FileReader,
        embedder: Embedder,
        originals: Originals,
        caches: CacheRefresher,
        options: IngestOptions,
    ) -> None:
        """Put the parts together.

        Args:
            catalogue: where everything goes.
            reader: reads one file.
            embedder: makes the vectors.
            originals: keeps the files.
            caches: are brought up to date at the end.
            options: how documents are read and cut.
        """
        self._catalogue = catalogue
        self._reader = reader
        self._embedder = embedder
        self._originals = originals
        self._caches = caches
        self._options = options
        self._made_with = f"{READERS_VERSION} {options.passages}"

    def ingest(self, targets: Sequence[Path], progress: Progress) -> IngestReport:
        """Bring the catalogue and the caches up to date with files and folders.

        Raises:
            UsageError: a target does not exist; nothing is done.
            StoreError: the index can't be written; what was committed before stays.
        """
        plan = make_plan(targets, self._catalogue, self._options.index)
        tally = _Tally()
        try:
            for root, path in plan.vanished:
                self._remove(root, path, tally)
            for folder in plan.closed:
                self._fail_folder(folder, tally)
            tally.unchanged += sum(len(self._catalogue.document_ids(*each)) for each in plan.unseen)
            self._read_all(plan.files, tally, progress)
        finally:
            if tally.changed_ids or tally.removed_ids:
                progress(IngestProgress("indexing", len(plan.files), len(plan.files), tally.passages, ""))
                self._caches.apply(tally.removed_ids, tally.changed_ids)
        return tally.report()

    def _read_all(self, files: Sequence[FoundFile], tally: _Tally, progress: Progress) -> None:
        waiting: list[_CutFile] = []
        for number, file in enumerate(files):
            progress(IngestProgress("reading", number, len(files), tally.passages, file.path))
            cut = self._read_changed(file, tally)
            if cut is None:
                continue
            waiting.append(cut)
            if sum(each.passage_count for each in waiting) >= _GROUP_PASSAGES:
                progress(IngestProgress("embedding", number + 1, len(files), tally.passages, file.path))
                self._store(waiting, tally)
                waiting = []
        if waiting:
            progress(IngestProgress("embedding", len(files), len(files), tally.passages, ""))
            self._store(waiting, tally)

    def _read_changed(self, file: FoundFile, tally: _Tally) -> _CutFile | None:
        """Read one file; None where it is unchanged or can't be read (then it is listed with its reason)."""
        mark = self._version(size_mark(file.location))
        if self._failed_before(file, mark):
            self._keep(file, tally)
            return None
        try:
            content_hash, size = hash_file(file.location, self._options.limits)
        except DocumentError as error:
            self._fail(file, mark if error.code in _OF_ITS_SIZE else "", error, tally)
            return None
        version = self._version(content_hash)
        try:
            if self._is_unchanged(file, content_hash):
                self._originals.add(file.location, content_hash)  # costs a look where it is kept already
                self._keep(file, tally)
                return None
            if self._failed_before(file, version):
                self._keep(file, tally)
                return None
            result = self._reader.read(file.location)
            self._originals.add(file.location, content_hash)
        except DocumentError as error:
            self._fail(file, "" if error.code in _NOT_OF_ITS_CONTENT else version, error, tally)
            return None
        return self._cut(file, content_hash, size, result, tally)

    def _is_unchanged(self, file: FoundFile, content_hash: str) -> bool:
        """Whether a file was wholly read as it is now, by today's readers, and cut as passages are now."""
        known = file.known
        return (
            known is not None
            and known.complete
            and known.content_hash == content_hash
            and known.made_with == self._made_with
        )

    def _version(self, mark: str) -> str:
        """What a failure is recorded under: the version of the file, and what it was read with."""
        return f"{mark}+{self._options.reading}"

    def _failed_before(self, file: FoundFile, version: str) -> bool:
        """Whether a file failed before as it is now, and trying it again is no use or not worth it."""
        known = file.known
        if known is None or known.complete or known.content_hash != version or file.named:
            return False
        failures = self._catalogue.file_failures(file.root, file.path)
        return known.tries >= _MOST_TRIES or not any(each.code in _OF_THE_MACHINE for each in failures)

    def _keep(self, file: FoundFile, tally: _Tally) -> None:
        """Leave what the catalogue has of a file as it is."""
        tally.unchanged += len(self._catalogue.document_ids(file.root, file.path))
        tally.failed.extend(self._catalogue.file_failures(file.root, file.path))

    def _fail(self, file: FoundFile, version: str, error: DocumentError, tally: _Tally) -> None:
        """List a file with its reason; documents of an earlier version stay. The version "" is always tried again."""
        self._catalogue.fail_file(file.root, file.path, version, Failure(file.path, error.code, error.params))
        self._keep(file, tally)

    def _fail_folder(self, folder: ClosedFolder, tally: _Tally) -> None:
        """List a folder that can't be listed, as if it were a file: it vanishes from the list when it can be."""
        failure = Failure(f"{folder.path}/", "folder_unreadable", {"detail": folder.detail})
        self._catalogue.fail_file(folder.root, folder.path, "", failure)
        tally.failed.append(failure)

    def _cut(self, file: FoundFile, content_hash: str, size: int, result: ReadResult, tally: _Tally) -> _CutFile:
        """Cut what was read into passages, leaving out the records that have not changed."""
        stored = self._catalogue.document_ids(file.root, file.path)
        as_now = file.known is None or file.known.made_with in ("", self._made_with)
        documents, keep = [], set()
        for read in result.documents:
            document = catalogue_entry(file, content_hash, read)
            keep.add(document.id)
            if as_now and read.record_id is not None and stored.get(document.id) == document.content_hash:
                tally.unchanged += 1
                continue
            passages = tuple(make_passages(document.id, read, document.language, self._options.passages))
            documents.append(_CutDocument(file, replace(document, passage_count=len(passages)), read, passages))
            tally.added += document.id not in stored
            tally.updated += document.id in stored
        failures = tuple(Failure(f"{file.path}#{bad.source}", bad.code, bad.params) for bad in result.failures)
        tally.failed.extend(failures)
        record = FileRecord(file.root, file.path, content_hash, complete=True, made_with=self._made_with)
        return _CutFile(record, size, tuple(documents), frozenset(keep), failures)

    def _store(self, files: Sequence[_CutFile], tally: _Tally) -> None:
        """Embed passages of several files together, commit their documents, then mark each file complete."""
        self._caches.prepare()
        for group in _groups([cut for file in files for cut in file.documents]):
            for root, path, documents in self._embed(group):
                self._catalogue.put_documents(root, path, documents)
                tally.changed_ids.extend(new.document.id for new in documents)
            tally.passages += sum(len(cut.passages) for cut in group)
        for file in files:
            record = file.record
            stored = self._catalogue.document_ids(record.root, record.path)
            tally.removed_ids.extend(stored.keys() - file.keep)
            tally.removed += self._catalogue.complete_file(record, file.keep, file.failures, file.size)

    def _embed(self, group: Sequence[_CutDocument]) -> Iterator[tuple[str, str, list[NewDocument]]]:
        """Vectors for a group of documents; yields them file by file, in order."""
        texts = [embedded_text(cut.document, passage) for cut in group for passage in cut.passages]
        vectors = self._embedder.embed_passages(texts)
        by_file: dict[tuple[str, str], list[NewDocument]] = {}
        start = 0
        for cut in group:
            rows = vectors[start : start + len(cut.passages)]
            start += len(cut.passages)
            new = NewDocument(cut.document, cut.read.pages, cut.passages, rows)
            by_file.setdefault((cut.file.root, cut.file.path), []).append(new)
        for (root, path), documents in by_file.items():
            yield root, path, documents

    def _remove(self, root: str, path: str, tally: _Tally) -> None:
        self._caches.prepare()
        tally.removed_ids.extend(self._catalogue.document_ids(root, path))
        tally.removed += self._catalogue.remove_file(root, path)


def _groups(documents: Sequence[_CutDocument]) -> Iterator[list[_CutDocument]]:
    """Documents in groups of at least _GROUP_PASSAGES passages (the last may be smaller)."""
    group: list[_CutDocument] = []
    passages = 0
    for cut in documents:
        group.append(cut)
        passages += len(cut.passages)
        if passages >= _GROUP_PASSAGES:
            yield group
            group, passages = [], 0
    if group:
        yield group
