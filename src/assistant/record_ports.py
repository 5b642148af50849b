"""The seam between the library's records and where they are kept, with what it promises."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import TracebackType
from typing import Protocol

from assistant.types import Document, Layer, Reference, Removal, Values


class RecordStore(Protocol):
    """What is said of documents outside of their files. Each writing method is one transaction.

    What it says shows in the catalogue's documents at once, and whenever one is read again. The methods that change
    documents return their ids, for the caches to be brought up to date.
    """

    def said(self, layer: Layer) -> Mapping[str, Values]:
        """What a layer says, by id of the document or of the reference without text."""
        ...

    def say(self, layer: Layer, values: Mapping[str, Values | None]) -> Sequence[str]:
        """Put what a layer says of some ids in the place of what it said; None: it says nothing more.

        Returns:
            The documents that have changed.
        """
        ...

    def own_marks(self) -> Mapping[str, tuple[str, ...]]:
        """The marks of documents, by id, without those of other files of their works; those without are left out."""
        ...

    def documents(self) -> Sequence[Document]:
        """All documents by source, also those marked as anonymous as they are: for who keeps the library."""
        ...

    def file_of(self, document_id: str) -> tuple[str, str] | None:
        """Root and path of the file that a document was read from, or None."""
        ...

    def references(self) -> Sequence[Reference]:
        """The records of all bibliographies, by file and in their order of keys."""
        ...

    def put_references(self, root: str, path: str, references: Sequence[Reference]) -> Sequence[str]:
        """Put the records of a bibliography in the place of those that it had. Returns the documents that changed."""
        ...

    def link(self, documents: Mapping[str, str | None]) -> Sequence[str]:
        """Say which document each of some references (by id) describes. Returns the documents that have changed."""
        ...

    def forget(self, ids: Collection[str]) -> None:
        """Drop what is said of some documents that are erased, and the links of references to them."""
        ...

    def removals(self) -> Mapping[tuple[str, str], Removal]:
        """The files that were erased and are not to come back by themselves, by root and path."""
        ...

    def put_removal(self, removal: Removal) -> None:
        """Keep that a file was erased."""
        ...

    def lift_removals(self, files: Collection[tuple[str, str]]) -> None:
        """Let files come back, named by root and path."""
        ...


class Turn(Protocol):
    """A lock that a thread may take again while it holds it."""

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        """Take it, or give False after some seconds."""
        ...

    def release(self) -> None:
        """Give it back."""
        ...

    def __enter__(self) -> object:
        """Take it, however long it takes."""
        ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None:
        """Give it back."""
        ...
