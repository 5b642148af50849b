"""The vector index of a model that is not in use yet, in a folder beside the one in use."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from assistant.ports import Matrix, Vector
from assistant.store.cache import BESIDE, delete
from assistant.store.caches import VECTORS_FOLDER, open_vectors
from assistant.store.catalogue import SqlCatalogue
from assistant.store.faults import filesystem
from assistant.store.index import Batch
from assistant.types import Hit, Stamp

_FOLDER = f"{VECTORS_FOLDER}.next"


class Candidate:
    """`ports.VectorIndex` on the vectors that the catalogue has of one model. Made whole when it is made."""

    def __init__(self, directory: Path, catalogue: SqlCatalogue, stamp: Stamp) -> None:
        """Make it from the catalogue.

        Args:
            directory: the index folder.
            catalogue: has a vector of the model for every passage.
            stamp: that of the index with the model in use.

        Raises:
            StoreError: the catalogue is damaged, the disk is full, or the folder can't be written.
        """
        remove_candidate(directory)
        self._directory = directory
        self._closed = False
        self._cache = open_vectors(directory / _FOLDER, _Vectors(catalogue, stamp.embedding_fingerprint), stamp)

    def search(self, vector: Vector, limit: int, document_ids: Collection[str] | None = None) -> Sequence[Hit]:
        """The nearest passages by cosine, best first; only those of some documents, where these are given."""
        return self._cache.search(vector, limit, document_ids)

    def __len__(self) -> int:
        """Number of passages."""
        return len(self._cache)

    def close(self) -> None:
        """Release its folder, which stays."""
        if not self._closed:
            self._closed = True
            self._cache.close()

    def take_place(self) -> None:
        """Put its folder in the place of the one in use; both are closed.

        Raises:
            StoreError: the folder can't be written.
        """
        place = self._directory / VECTORS_FOLDER
        left = place.with_name(f"{place.name}.{BESIDE[1]}")
        delete(left)
        with filesystem(place):
            if place.exists():
                place.rename(left)
            (self._directory / _FOLDER).rename(place)
        delete(left)


class _Vectors:
    """`cache.PassageSource`: the catalogue, with the vectors of one model."""

    def __init__(self, catalogue: SqlCatalogue, model: str) -> None:
        self._catalogue = catalogue
        self._model = model

    @property
    def generation(self) -> int:
        return self._catalogue.generation

    def counts(self) -> tuple[int, int, int]:
        return self._catalogue.counts()

    def iter_passages(self, batch: int = 1000, document_ids: Collection[str] | None = None) -> Iterator[Batch]:
        return self._catalogue.iter_passages(batch, document_ids, self._model)

    def passage_count(self, document_ids: Collection[str]) -> int:
        return self._catalogue.passage_count(document_ids)

    def iter_vectors(self, document_ids: Collection[str], batch: int = 1000) -> Iterator[tuple[Sequence[str], Matrix]]:
        for passages, _, vectors in self.iter_passages(batch, document_ids):
            yield [passage.id for passage in passages], vectors

    def model_vectors(self, model: str, batch: int = 1000) -> Iterator[tuple[Sequence[str], Matrix]]:
        return self._catalogue.model_vectors(model, batch)


def remove_candidate(directory: Path) -> None:
    """Remove what a change that did not come to its end left in an index folder.

    Raises:
        StoreError: the folder can't be written.
    """
    for leftover in directory.glob(f"{_FOLDER}*"):
        delete(leftover)
