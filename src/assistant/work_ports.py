"""The seam to where it is kept which documents are one work, and which places they are about."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from assistant.ports import Matrix, Vector
from assistant.types import Document, Twin

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Sketch = NDArray[np.uint64]
else:
    Sketch = Any


@dataclass(frozen=True, slots=True)
class Trait:
    """What a document is found by: a sketch of its words, and the mean of its passages' vectors (none: shape (0,))."""

    sketch: Sketch
    centre: Vector


@dataclass(frozen=True, slots=True)
class Content:
    """The passages of a document in the order of its text: their texts, and their vectors, one a row."""

    texts: Sequence[str]
    vectors: Matrix


class WorkStore(Protocol):
    """Traits and twins of documents. Each writing method is one transaction. What a document has goes with it."""

    def without_trait(self, made_with: str) -> Sequence[str]:
        """Ids of the documents that have no trait made with this."""
        ...

    def put_traits(self, traits: Mapping[str, Trait], made_with: str) -> None:
        """Keep traits of documents, by id."""
        ...

    def traits(self) -> Mapping[str, Trait]:
        """Those of all documents, by id."""
        ...

    def texts(self, document_ids: Collection[str]) -> Mapping[str, Sequence[str]]:
        """Texts of documents' passages, in their order, by id; those without passages are left out."""
        ...

    def contents(self, document_ids: Collection[str]) -> Mapping[str, Content]:
        """Texts and vectors of documents' passages, by id; those without passages are left out."""
        ...

    def put_twins(self, changed: Collection[str], twins: Collection[Twin]) -> None:
        """Replace what was found of the changed documents."""
        ...

    def twins(self) -> Sequence[Twin]:
        """What was found of documents that are there, and what people decided of them, by their ids."""
        ...

    def decide(self, twin: Twin) -> None:
        """Keep what people decided of two documents: the twin's state."""
        ...

    def put_works(self, works: Mapping[str, str]) -> None:
        """Note the work of each document that is one of several files, by id; the others are alone."""
        ...

    def files_of(self, works: Collection[str]) -> Sequence[Document]:
        """All documents that are files of some works."""
        ...


@dataclass(frozen=True, slots=True)
class DocumentPlaces:
    """The places a document is about, the most named first, and the authority that the first belongs to."""

    names: tuple[str, ...]
    authority: str | None


class PlaceStore(Protocol):
    """The places of documents. Each writing method is one transaction."""

    def without_places(self, made_with: str) -> Sequence[str]:
        """Ids of the documents whose places were not recognised with this yet."""
        ...

    def put_places(self, found: Mapping[str, DocumentPlaces], made_with: str) -> None:
        """Keep the places of documents, by id, each of which has its trait."""
        ...
