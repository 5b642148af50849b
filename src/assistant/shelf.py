"""What the library's page shows of the corpus: entries, the text of pages, files not read, pairs and differences.

Everything is given as everybody may see it: who is anonymous is named nowhere, and the text of documents that are
anonymous or not for quotation is not given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.errors import UsageError
from assistant.library import Library
from assistant.ports import Catalogue, FileRecord
from assistant.text.anonymous import shown_document, shown_record
from assistant.text.ids import SIDECAR, document_id
from assistant.types import ANONYMOUS, Document, Failure, OtherFile, Pair, Record, TwinState, Values
from assistant.works.difference import Difference, difference
from assistant.works.works import Works

_LONGEST_TEXT = 20_000
_MOST_PAGES_COMPARED = 2000


@dataclass(frozen=True, slots=True)
class Entry:
    """A document with its record, or a reference without text (`document` None)."""

    record: Record
    document: Document | None


@dataclass(frozen=True, slots=True)
class FailedFile:
    """A file that could not be read, wholly or in a part: its id, where it lies, and why."""

    id: str
    location: Path
    failure: Failure


@dataclass(frozen=True, slots=True)
class PageText:
    """Characters `start` to `end` of the text of a page, `total` characters long; pages count from 1."""

    document: Document
    page: int
    label: str | None
    text: str
    start: int
    end: int
    total: int
    ocr_confidence: float | None


@dataclass(frozen=True, slots=True)
class Compared:
    """A pair of documents and their differences; None where they are in two languages, or may not be shown."""

    pair: Pair
    difference: Difference | None


class Shelf:
    """Reads the library for a page. All methods may be called from several threads."""

    def __init__(self, catalogue: Catalogue, library: Library, works: Works) -> None:
        self._catalogue = catalogue
        self._library = library
        self._works = works

    def entries(self) -> list[Entry]:
        """All documents with their records, by source, then the references without text."""
        known = self._catalogue.records.documents()
        documents = {each.id: shown_document(each) for each in known}
        return [Entry(shown_record(each), documents.get(each.id)) for each in self._library.records(known)]

    def entry(self, entry_id: str) -> Entry:
        """One of them.

        Raises:
            UsageError: unknown_document.
        """
        return Entry(self._library.entry(entry_id), self._catalogue.document(entry_id))

    def other_files(self, document: Document) -> Sequence[OtherFile]:
        """The other files of its work, the newest first."""
        return self._works.other_files([document]).get(document.id, ())

    def text(self, document: str, page: int = 1, start: int = 0) -> PageText:
        """The text of a page, at most 20,000 characters from a place in it.

        Raises:
            UsageError: unknown_document: no such document or page; text_anonymous, text_not_for_quotation.
        """
        found = self._catalogue.document(document)
        read = None if found is None else self._catalogue.page(document, page)
        if found is None or read is None:
            raise UsageError("unknown_document", document=f"{document}, {page}")
        if found.anonymous:
            raise UsageError("text_anonymous")
        if not found.quotable:
            raise UsageError("text_not_for_quotation", title=found.title)
        start = min(start, len(read.text))
        end = _end_of_part(read.text, start)
        return PageText(found, page, read.label, read.text[start:end], start, end, len(read.text), read.ocr_confidence)

    def failed(self) -> list[FailedFile]:
        """The files that could not be read, wholly or in a part, by their path; bibliographies among them."""
        found: list[FailedFile] = []
        said = [self._catalogue.records.said(layer) for layer in ("correction", "sidecar")]
        for root in self._catalogue.roots():
            for record in self._catalogue.files(root).values():
                if record.failures:
                    name = document_id(record.root, record.path)
                    shown = self._source(record, name, said)
                    location = Path(record.root) / record.path
                    for failure in record.failures:
                        seen = failure if shown is None else replace(failure, source=shown)
                        found.append(FailedFile(name, location, seen))
        return sorted(found, key=lambda each: (each.failure.source, each.id))

    def locate_failed(self, ids: Sequence[str]) -> list[Path]:
        """Where some of these files lie.

        Raises:
            UsageError: unknown_failure.
        """
        places = {each.id: each.location for each in self.failed()}
        if any(each not in places for each in ids):
            raise UsageError("unknown_failure")
        return [places[each] for each in dict.fromkeys(ids)]

    def documents_of(self, location: Path) -> tuple[Document, ...]:
        """The documents that were read from a file, as everybody may see them."""
        for root in self._catalogue.roots():
            if location.is_relative_to(root):
                ids = self._catalogue.document_ids(root, location.relative_to(root).as_posix())
                if ids:
                    return tuple(self._catalogue.documents_by_id(ids).values())
        return ()

    def unread(self, files: Sequence[Path]) -> list[Path]:
        """Those of some files that nothing is known of: neither read, nor tried in vain, nor erased."""
        known = {Path(root) / path for root in self._catalogue.roots() for path in self._catalogue.files(root)}
        erased = {Path(root) / path for root, path in self._library.removals()}
        return [each for each in files if each not in known and each not in erased]

    def file_of(self, entry_id: str) -> Path | None:
        """Where the file lies that a document was read from; None for a reference without text."""
        at = self._catalogue.records.file_of(entry_id)
        return None if at is None else Path(at[0]) / at[1]

    def references_in(self, location: Path) -> tuple[int, int]:
        """How many records a bibliography file has given, and how many of them describe a document."""
        found = [
            each.document_id
            for each in self._catalogue.records.references()
            if each.root and Path(each.root) / each.path == location
        ]
        return len(found), sum(each is not None for each in found)

    def pairs(self) -> list[Pair]:
        """Documents that are taken for one work, with what people decided of them."""
        return [_shown(pair) for pair in self._works.pairs()]

    def decide(self, first: str, second: str, state: TwinState) -> Pair:
        """Keep that two documents, named by their ids, are one work (confirmed), or two (refused).

        Raises:
            UsageError: unknown_document, same_document.
            StoreError: the index can't be written.
        """
        for each in (first, second):
            if self._catalogue.document(each) is None:
                raise UsageError("unknown_document", document=each)
        with self._library.writing:
            pair = self._works.refuse(first, second) if state == "refused" else self._works.confirm(first, second)
        return _shown(pair)

    def compare(self, first: str, second: str) -> Compared:
        """Two documents that are a pair, and in which sentences they differ.

        Raises:
            UsageError: unknown_document: they are no pair.
        """
        pair = next((each for each in self.pairs() if {each.newer.id, each.older.id} == {first, second}), None)
        if pair is None:
            raise UsageError("unknown_document", document=f"{first}, {second}")
        if not (pair.newer.text_shown and pair.older.text_shown) or pair.newer.language != pair.older.language:
            return Compared(pair, None)
        return Compared(pair, difference(self._texts(pair.newer), self._texts(pair.older)))

    def _texts(self, document: Document) -> list[str]:
        last = min(document.page_count or 1, _MOST_PAGES_COMPARED)
        pages = (self._catalogue.page(document.id, number) for number in range(1, last + 1))
        return [page.text for page in pages if page is not None]

    def _source(self, record: FileRecord, name: str, said: Sequence[Mapping[str, Values]]) -> str | None:
        """What a file that failed is called where its name is not to be shown; None where it may be.

        `said` are the layers in which a person marks it, by id.
        """
        path = record.path.removesuffix(SIDECAR)  # what stands beside an anonymous file bears its name
        beside = SIDECAR if path != record.path else ""
        name = document_id(record.root, path) if beside else name
        documents = self._catalogue.documents_by_id(self._catalogue.document_ids(record.root, path))
        hidden = next((each.source for each in documents.values() if each.anonymous), None)
        marks = (layer.get(name, {}).get("marks") or () for layer in said)
        if hidden is None and any(ANONYMOUS in each for each in marks):
            hidden = f"document (anonyme) {name[:6]}"
        return None if hidden is None else hidden + beside


def _shown(pair: Pair) -> Pair:
    return replace(pair, newer=shown_document(pair.newer), older=shown_document(pair.older))


def _end_of_part(text: str, start: int) -> int:
    """Where a part of a long text ends: at the end of a line, if one is near."""
    end = start + _LONGEST_TEXT
    if end >= len(text):
        return len(text)
    line = text.rfind("\n", start + _LONGEST_TEXT // 2, end)
    return end if line < 0 else line + 1
