"""The seams between the pure core and the outside: Protocols of a few methods, with what they promise."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from assistant.record_ports import RecordStore
from assistant.types import Document, Failure, Hit, Page, Passage, ReadDocument

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]
    Matrix = NDArray[np.float32]
else:
    Vector = Any
    Matrix = Any


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What reading one file gave: its documents, and the records of it that could not be read."""

    documents: tuple[ReadDocument, ...]
    failures: tuple[Failure, ...] = ()


PageProgress = Callable[[int, int], None]  # pages done, pages in all


class FileReader(Protocol):
    """Reads one file, whatever its format, within limits. May be used from several threads."""

    def read(self, path: Path, password: str | None = None, on_page: PageProgress | None = None) -> ReadResult:
        """Read a file.

        Args:
            path: the file.
            password: opens it where it is protected; kept nowhere.
            on_page: told now and then, from any thread, how many of its pages are read.

        Raises:
            DocumentError: the file can't be read; the code says why.
        """
        ...

    def close(self) -> None:
        """Stop the processes that read."""
        ...


class Embedder(Protocol):
    """Turns text into unit vectors."""

    @property
    def name(self) -> str:
        """The model as the settings name it."""
        ...

    @property
    def fingerprint(self) -> str:
        """Hex digest of the model's files and prompts: two embedders with one fingerprint share a vector space."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def warm_up(self) -> None:
        """Load the model now, so that the first text does not wait for it.

        Raises:
            ModelError: the model can't be loaded.
        """
        ...

    def embed_passages(self, texts: Sequence[str]) -> Matrix:
        """Vectors of passages: float32, shape (len(texts), dimension), each of norm 1, in the order of the texts."""
        ...

    def embed_query(self, text: str) -> Vector:
        """Vector of a question: float32, shape (dimension,), norm 1."""
        ...


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One file the catalogue knows: its root folder, its path below it, the hash of its content and its state.

    `tries` tells how often that version could not be read; 0 for one that was. `made_with` names the readers and the
    cut into passages that it was last wholly read with; "" where it never was. `seen` is what the system said of the
    file when its hash was taken (see `ingest.fingerprint`); "" where that does not tell whether it has changed.
    `documents` counts the documents kept of it, `failures` are what of it could not be read.
    """

    root: str
    path: str
    content_hash: str
    complete: bool
    tries: int = 0
    made_with: str = ""
    seen: str = ""
    documents: int = 0
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document ready to be stored: catalogue entry, pages, passages and one vector a passage."""

    document: Document
    pages: tuple[Page, ...]
    passages: tuple[Passage, ...]
    vectors: Matrix


class Catalogue(Protocol):
    """The truth: everything else can be rebuilt from it. Each writing method is one transaction."""

    @property
    def records(self) -> RecordStore:
        """What is said of documents outside of their files, references without text, and files that were erased."""
        ...

    def together(self) -> AbstractContextManager[None]:
        """Make what this thread writes inside the block one transaction: all of it is stored at its end, or nothing."""
        ...

    def files(self, root: str, paths: Collection[str] | None = None) -> Mapping[str, FileRecord]:
        """The files known below a root folder, by path; only those of some paths, where these are given."""
        ...

    def roots(self) -> Sequence[str]:
        """The root folders that files were ingested from."""
        ...

    def put_documents(self, root: str, path: str, documents: Sequence[NewDocument]) -> None:
        """Store documents of one file, each replacing whole what its id held before. One transaction."""
        ...

    def complete_file(self, record: FileRecord, keep: Iterable[str], failures: Sequence[Failure], size: int) -> int:
        """Mark a file as wholly read, drop its documents whose ids are not in `keep`, replace its failures.

        Returns:
            The number of documents dropped.
        """
        ...

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
        ...

    def note_seen(self, root: str, seen: Mapping[str, str]) -> None:
        """Record what the system says now, by path, of files whose content is what it was."""
        ...

    def remove_file(self, root: str, path: str) -> int:
        """Drop a file, its documents and its failures. Returns the number of documents dropped."""
        ...

    def document_ids(self, root: str, path: str) -> Mapping[str, str]:
        """Content hash by document id, for the documents of one file."""
        ...

    def documents(self) -> Sequence[Document]:
        """All documents, by source."""
        ...

    def document(self, document_id: str) -> Document | None:
        """One document, or None."""
        ...

    def file_hash(self, document_id: str) -> str | None:
        """Content hash of the file that a document was read from, or None."""
        ...

    def page(self, document_id: str, number: int) -> Page | None:
        """One page with its text and boxes, or None."""
        ...

    def passages(self, passage_ids: Sequence[str]) -> Mapping[str, Passage]:
        """The passages that exist among those ids, by id."""
        ...

    def document_passages(self, document_id: str) -> Sequence[Passage]:
        """The passages of a document, in the order of its text; [] for no such document."""
        ...

    def passage_at(self, document_id: str, ordinal: int) -> Passage | None:
        """The passage at a place (from 0) in a document, or None."""
        ...

    def documents_by_id(self, document_ids: Iterable[str]) -> Mapping[str, Document]:
        """The documents that exist among those ids, by id."""
        ...

    def anonymous_documents(self) -> Mapping[str, Document]:
        """The documents that are anonymous, by id."""
        ...

    def iter_passages(
        self, batch: int = 1000, document_ids: Collection[str] | None = None
    ) -> Iterator[tuple[Sequence[Passage], Sequence[Document], Matrix]]:
        """All passages, or those of some documents, in batches, each with its document and its vector (a row each)."""
        ...

    def failures(self) -> Sequence[Failure]:
        """What could not be read and is not mended yet, by source; anonymous files are not named."""
        ...

    def shown_failures(self, failures: Iterable[Failure]) -> Sequence[Failure]:
        """Failures of files that it knows, as everybody may see them: no anonymous file is named."""
        ...

    def warnings(self) -> Sequence[Failure]:
        """What documents were read with a reservation, by source."""
        ...

    def counts(self) -> tuple[int, int, int]:
        """Numbers of documents, pages and passages."""
        ...

    def newest_date(self) -> str | None:
        """The date of the latest document (ISO 8601, possibly only a year or a month); None where none has one."""
        ...

    @property
    def generation(self) -> int:
        """A number that grows with every change to documents; caches carry the one they were made from."""
        ...

    def get_meta(self, key: str) -> str | None:
        """A small fact kept with the catalogue (embedding model, fingerprint)."""
        ...

    def set_meta(self, key: str, value: str) -> None:
        """Keep a small fact."""
        ...

    def close(self) -> None:
        """Release the database."""
        ...


class LexicalIndex(Protocol):
    """Words to passages. A cache: it can be rebuilt from the catalogue at any time."""

    def search(
        self,
        terms: Sequence[tuple[str, float]],
        limit: int,
        pairs: Sequence[tuple[str, str, float]] = (),
        document_ids: Collection[str] | None = None,
    ) -> Sequence[Hit]:
        """The best passages for weighted analysed terms (any may match), best first. [] for no terms.

        A passage gains by each weighted pair of terms that stand near to each other in it, in that order. With
        `document_ids`, only passages of these documents, with the scores they have among all.
        """
        ...

    def acronyms(self, keys: Collection[str]) -> Sequence[tuple[str, str]]:
        """Acronyms that passages explain, with what they stand for (text), as often as passages do so.

        Args:
            keys: from `text.acronyms.short_key` or `long_key`; what is explained under one of them is told.
        """
        ...

    def similar(self, word: str, distance: int, limit: int) -> Sequence[str]:
        """Passages (ids) that have a word spelt like this folded one, but for `distance` (1 or 2) changes."""
        ...

    def holding(
        self, terms: Sequence[tuple[str, int]], limit: int, document_ids: Collection[str] | None = None
    ) -> Sequence[str]:
        """Passages (ids) with analysed terms at these places, one after the other; stop words between do not count.

        Args:
            terms: each with its place after the first one.
            limit: most passages returned.
            document_ids: only passages of these documents; None: of all.
        """
        ...

    def document_frequency(self, term: str) -> int:
        """In how many passages an analysed term occurs (title, heading or body)."""
        ...

    def sentence_terms(self, passage_ids: Collection[str]) -> Mapping[str, Sequence[str]]:
        """The sentences of those passages that are known, by id: the analysed terms of each, parted by spaces."""
        ...

    def __len__(self) -> int:
        """Number of passages."""
        ...


class VectorIndex(Protocol):
    """Vectors to passages. A cache: it can be rebuilt from the catalogue at any time."""

    def search(self, vector: Vector, limit: int, document_ids: Collection[str] | None = None) -> Sequence[Hit]:
        """The nearest passages by cosine, best first; the score is the cosine similarity.

        With `document_ids`, only those of these documents, never fewer than asked for where there are more.
        """
        ...

    def __len__(self) -> int:
        """Number of passages."""
        ...


class Indexes(Protocol):
    """Both caches, opened when first asked for."""

    @property
    def lexical(self) -> LexicalIndex:
        """The lexical index."""
        ...

    @property
    def vectors(self) -> VectorIndex:
        """The vector index."""
        ...
