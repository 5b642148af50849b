"""The write path, read top to bottom: find files, read each, cut into passages, embed, catalogue, refresh caches.

A file is hashed first: an unchanged file costs one hash. Documents are committed in groups, each document whole or
not at all; a file is marked complete last. Killed at any moment, the next run goes on where this one stopped.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from assistant.errors import DocumentError
from assistant.ingest.plan import FoundFile, make_plan
from assistant.ports import Catalogue, Embedder, FileReader, FileRecord, NewDocument, ReadResult
from assistant.text.language import detect
from assistant.text.passages import PassageOptions, make_passages
from assistant.types import Document, Failure, IngestProgress, IngestReport, Passage, ReadDocument

_GROUP_PASSAGES = 512  # embedded together (batches by length waste little padding) and committed together
_LANGUAGE_SAMPLE = 4000  # characters that decide a document's language where the file does not state it
_HASH_BLOCK = 1 << 20

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
        options: PassageOptions,
        reading: str,
    ) -> None:
        """Put the parts together.

        Args:
            catalogue: where everything goes.
            reader: reads one file.
            embedder: makes the vectors.
            originals: keeps the files.
            caches: are brought up to date at the end.
            options: how documents are cut.
            reading: names what files are read with (readers, limits); a file that failed is tried again when this
                or the file has changed, or when the file is named as a target.
        """
        self._catalogue = catalogue
        self._reader = reader
        self._embedder = embedder
        self._originals = originals
        self._caches = caches
        self._options = options
        self._reading = reading

    def ingest(self, targets: Sequence[Path], progress: Progress) -> IngestReport:
        """Bring the catalogue and the caches up to date with files and folders.

        Raises:
            UsageError: a target does not exist; nothing is done.
            StoreError: the index can't be written; what was committed before stays.
        """
        plan = make_plan(targets, self._catalogue)
        tally = _Tally()
        try:
            for root, path in plan.vanished:
                self._remove(root, path, tally)
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
        tried = ""
        try:
            content_hash, size = hash_file(file.location)
            tried = f"{content_hash}+{self._reading}"
            if self._is_settled(file, content_hash, tried):
                if file.known is not None and file.known.complete:
                    self._originals.add(file.location, content_hash)  # costs a look where it is kept already
                tally.unchanged += len(self._catalogue.document_ids(file.root, file.path))
                tally.failed.extend(self._catalogue.file_failures(file.root, file.path))
                return None
            result = self._reader.read(file.location)
            self._originals.add(file.location, content_hash)
        except DocumentError as error:
            failure = Failure(file.path, error.code, error.params)
            self._catalogue.fail_file(file.root, file.path, tried, failure)
            tally.unchanged += len(self._catalogue.document_ids(file.root, file.path))
            tally.failed.append(failure)
            return None
        return self._cut(file, content_hash, size, result, tally)

    def _is_settled(self, file: FoundFile, content_hash: str, tried: str) -> bool:
        """Whether a file was read before as it is now, or failed before as it is now and was not asked for by name."""
        if file.known is None:
            return False
        if file.known.complete:
            return file.known.content_hash == content_hash
        return file.known.content_hash == tried and not file.named

    def _cut(self, file: FoundFile, content_hash: str, size: int, result: ReadResult, tally: _Tally) -> _CutFile:
        """Cut what was read into passages, leaving out the records that have not changed."""
        stored = self._catalogue.document_ids(file.root, file.path)
        documents, keep = [], set()
        for read in result.documents:
            document = catalogue_entry(file, content_hash, read)
            keep.add(document.id)
            if read.record_id is not None and stored.get(document.id) == document.content_hash:
                tally.unchanged += 1
                continue
            passages = tuple(make_passages(document.id, read, document.language, self._options))
            documents.append(_CutDocument(file, replace(document, passage_count=len(passages)), read, passages))
            tally.added += document.id not in stored
            tally.updated += document.id in stored
        failures = tuple(Failure(f"{file.path}#{bad.source}", bad.code, bad.params) for bad in result.failures)
        tally.failed.extend(failures)
        record = FileRecord(file.root, file.path, content_hash, complete=True)
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


def embedded_text(document: Document, passage: Passage) -> str:
    """What the vector of a passage is made from: its nearest heading (or the document's title), then its text."""
    context = passage.heading_path[-1] if passage.heading_path else document.title
    return passage.text if passage.text.startswith(context) else f"{context}\n{passage.text}"


def hash_file(path: Path) -> tuple[str, int]:
    """SHA-256 (hex) and size in bytes of a file.

    Raises:
        DocumentError: the file is gone, is not an ordinary file, or can't be opened.
    """
    digest = hashlib.sha256()
    size = 0
    if path.exists() and not path.is_file():
        raise DocumentError("not_a_file")
    try:
        with path.open("rb") as stream:
            while block := stream.read(_HASH_BLOCK):
                digest.update(block)
                size += len(block)
    except FileNotFoundError as error:
        raise DocumentError("not_found", path=path) from error
    except OSError as error:
        raise DocumentError("permission") from error
    return digest.hexdigest(), size


def catalogue_entry(file: FoundFile, content_hash: str, read: ReadDocument) -> Document:
    """The catalogue's Document for what was read; what the file does not state is filled in here."""
    source = file.path if read.record_id is None else f"{file.path}#{read.record_id}"
    text_hash = content_hash if read.record_id is None else _record_hash(read)
    return Document(
        id=hashlib.sha256(f"{file.root}\n{source}".encode("utf-8", "surrogateescape")).hexdigest()[:16],
        source=source,
        format=read.format,
        content_hash=text_hash,
        title=read.title or Path(file.path).stem,
        authors=read.authors,
        date=read.date,
        kind=read.kind or "grey_literature",
        language=read.language or detect(_sample(read)),
        page_count=len(read.pages) if read.paged else None,
        passage_count=0,
        characters=sum(len(page.text) for page in read.pages),
        added_at=datetime.now(UTC).isoformat(timespec="seconds"),
        warnings=read.warnings,
    )


def _record_hash(read: ReadDocument) -> str:
    fields = [read.record_id, read.title, read.authors, read.date, read.language, [page.text for page in read.pages]]
    return hashlib.sha256(json.dumps(fields, ensure_ascii=True).encode()).hexdigest()


def _sample(read: ReadDocument) -> str:
    sample = ""
    for page in read.pages:
        sample += page.text[:_LANGUAGE_SAMPLE] + "\n"
        if len(sample) >= _LANGUAGE_SAMPLE:
            break
    return sample[:_LANGUAGE_SAMPLE]


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
