"""From what was read of a file to what is stored of it: its documents in passages, in groups to embed and store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.errors import DocumentError
from assistant.ingest.entry import catalogue_entry
from assistant.ingest.plan import FoundFile
from assistant.ingest.reading import Fresh
from assistant.ports import FileRecord, Matrix, NewDocument
from assistant.text.passages import PassageOptions, embedded_text, make_passages
from assistant.types import Document, Failure, Passage, ReadDocument

_BYTES = 500  # of a small value
_BYTES_OF_A_BOX = 250


@dataclass(frozen=True, slots=True)
class CutDocument:
    """A document that waits for its vectors."""

    file: FoundFile
    document: Document
    read: ReadDocument
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class CutFile:
    """A file as read: what to store of it.

    `keep` are the ids of all documents that it holds now, `held` those that the catalogue has of it, `unchanged` counts
    the records that need not be stored again, `failures` are what of it can't be read.
    """

    record: FileRecord
    file: FoundFile
    size: int
    documents: tuple[CutDocument, ...]
    keep: frozenset[str]
    held: frozenset[str]
    unchanged: int
    failures: tuple[Failure, ...]

    @property
    def passage_count(self) -> int:
        """Passages to embed."""
        return sum(len(cut.passages) for cut in self.documents)

    @property
    def updated(self) -> int:
        """How many of its documents replace one of the catalogue."""
        return sum(cut.document.id in self.held for cut in self.documents)


def cut_file(fresh: Fresh, held: Mapping[str, str], options: PassageOptions, most: int) -> CutFile:
    """Cut what was read of a file into passages, leaving out the records that have not changed.

    Args:
        fresh: the file, and what was read of it.
        held: content hash by id, for the documents that the catalogue has of it.
        options: lengths of passages.
        most: passages of one document.

    Raises:
        DocumentError: too_many_passages; a record of a file with several is left out instead, with that reason.
    """
    file, fingerprint, known = fresh.file, fresh.fingerprint, fresh.file.known
    as_now = known is None or known.made_with in ("", fresh.made_with)
    documents, keep, failures = [], set(), [_failure(file, bad) for bad in fresh.result.failures]
    for read in fresh.result.documents:
        document = catalogue_entry(file, fingerprint.sha256, read)
        if as_now and read.record_id is not None and held.get(document.id) == document.content_hash:
            keep.add(document.id)
            continue
        many = _surely_more(most, read, options)
        passages = () if many else tuple(make_passages(document.id, read, document.language, options))
        if many or len(passages) > most:
            error = DocumentError("too_many_passages", limit=most)
            if read.record_id is None:
                raise error
            failures.append(_failure(file, Failure(read.record_id, error.code, error.params)))
            continue
        keep.add(document.id)
        documents.append(CutDocument(file, replace(document, passage_count=len(passages)), read, passages))
    record = FileRecord(
        file.root, file.path, fingerprint.sha256, True, made_with=fresh.made_with, seen=fingerprint.seen
    )
    unchanged = len(keep) - len(documents)
    return CutFile(
        record, file, fingerprint.size, tuple(documents), frozenset(keep), frozenset(held), unchanged, tuple(failures)
    )


def _surely_more(most: int, read: ReadDocument, options: PassageOptions) -> bool:
    """Whether a document has more words than so many passages hold: cutting it would take its time for nothing."""
    return sum(len(page.text.split()) for page in read.pages) > most * (options.max_words + options.heading_words)


def _failure(file: FoundFile, record: Failure) -> Failure:
    """What of a file can't be read: its source is the record's, within the file."""
    return Failure(f"{file.path}#{record.source}", record.code, record.params)


def weight(outcome: object) -> int:
    """About how many bytes what became of a file takes in memory."""
    if not isinstance(outcome, CutFile):
        return _BYTES
    pages = sum(
        2 * len(page.text) + _BYTES_OF_A_BOX * len(page.boxes) + _BYTES
        for cut in outcome.documents
        for page in cut.read.pages
    )
    passages = sum(2 * len(passage.text) + _BYTES for cut in outcome.documents for passage in cut.passages)
    return _BYTES + pages + passages


def groups(files: Sequence[CutFile], most: int) -> Iterator[list[CutDocument]]:
    """The documents of files, in groups of at least so many passages (the last may be smaller)."""
    group: list[CutDocument] = []
    passages = 0
    for cut in (cut for file in files for cut in file.documents):
        group.append(cut)
        passages += len(cut.passages)
        if passages >= most:
            yield group
            group, passages = [], 0
    if group:
        yield group


def texts(group: Sequence[CutDocument]) -> list[str]:
    """What a model reads of each passage of a group."""
    return [embedded_text(cut.document, passage) for cut in group for passage in cut.passages]


def new_documents(group: Sequence[CutDocument], vectors: Matrix) -> Iterator[tuple[str, str, list[NewDocument]]]:
    """The documents of a group with the vectors of its passages, file by file, in order: root, path, documents."""
    by_file: dict[tuple[str, str], list[NewDocument]] = {}
    start = 0
    for cut in group:
        rows = vectors[start : start + len(cut.passages)]
        start += len(cut.passages)
        new = NewDocument(cut.document, cut.read.pages, cut.passages, rows)
        by_file.setdefault((cut.file.root, cut.file.path), []).append(new)
    for (root, path), documents in by_file.items():
        yield root, path, documents
