"""The seam to where it is kept which documents are one work, and what places they are about."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from assistant.types import Twin

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Sketch = NDArray[np.uint64]
else:
    Sketch = Any


class WorkStore(Protocol):
    """Sketches and twins of documents. Each writing method is one transaction. What a document loses goes with it."""

    def without_sketch(self, made_with: str) -> Sequence[str]:
        """Ids of the documents that have no sketch made with this."""
        ...

    def put_sketches(self, sketches: Mapping[str, Sketch], made_with: str) -> None:
        """Keep sketches of documents, by id."""
        ...

    def sketches(self) -> Mapping[str, Sketch]:
        """The sketches of all documents, by id."""
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
