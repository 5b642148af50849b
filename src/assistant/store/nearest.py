"""The nearest vectors among all, in memory: a rough look at every one, then closer ones at those that may be near.

Up to some hundred thousand vectors that takes less time than a graph of neighbours does in Chroma, and finds more of
them. Few vectors are all compared whole. More are turned first so that their numbers stand by how much the vectors
differ in them (principal components, found on some of them): a few numbers hold most of a cosine, the fewer the more a
model's vectors differ in few directions, and what is read of memory is what a search waits for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from assistant.types import Hit

if TYPE_CHECKING:
    from assistant.ports import Matrix, Vector

ALL_COMPARED = 4_000  # vectors that are compared whole
_FIRST, _SECOND = 0.7, 0.87  # of the vectors' spread, held by the numbers that are looked at first, and with the next
_LOOKED_AT, _LOOKED_AT_AGAIN = 25, 5  # times as many as are wanted; recall@10 is measured by search_scale.py
_LEAST = 100  # wanted: for fewer, as many are looked at
_SAMPLE = 5_000  # vectors that the turn is found on, and as many turned at a time
_BLOCK = 64  # vectors multiplied at a time: so few that the library below takes no threads of its own for it


class NearestVectors:
    """Vectors with their names. Searching is safe from several threads: nothing changes once it is made."""

    def __init__(self, names: Sequence[str], vectors: Matrix) -> None:
        """Take the vectors, of norm 1, one a row; they are turned in place."""
        self._names = names
        self._vectors = vectors
        self._turn: Matrix | None = None
        self._rough: Any = None
        self._second = 0
        if len(names) > ALL_COMPARED:
            self._turn, first, self._second = _turn(vectors)
            self._rough = _turned(vectors, self._turn, first)

    @classmethod
    def of(cls, batches: Iterable[tuple[Sequence[str], Matrix]], count: int) -> NearestVectors | None:
        """Those of some batches, each made of norm 1; None where they are not so many, or not of one length."""
        import numpy as np

        names: list[str] = []
        vectors: Matrix | None = None
        for batch, rows in batches:
            if vectors is None:
                vectors = np.zeros((count, rows.shape[1]), np.float32)
            end = len(names) + len(batch)
            if end > count or rows.shape[1] != vectors.shape[1]:
                return None
            norms = np.linalg.norm(rows, axis=1, keepdims=True)
            np.divide(rows, norms, out=vectors[len(names) : end], where=norms > 0)
            names.extend(batch)
        return cls(names, vectors) if vectors is not None and len(names) == count else None

    def __len__(self) -> int:
        return len(self._names)

    def search(self, vector: Vector, limit: int) -> list[Hit]:
        """The nearest by cosine, best first, of equal ones by name; the score is the cosine."""
        import numpy as np

        wanted = min(limit, len(self._names))
        norm = float(np.linalg.norm(vector))
        if wanted < 1 or norm == 0:
            return []
        asked = np.asarray(vector, np.float32) / np.float32(norm)
        if self._turn is None:
            places, scores = np.arange(len(self._names)), np.vecdot(self._vectors, asked)
        else:
            asked = np.vecdot(self._turn, asked)
            places = self._near(asked, wanted)
            scores = np.vecdot(self._vectors[places], asked)
        best = _greatest(scores, wanted)
        found = zip((-scores[best]).tolist(), [self._names[place] for place in places[best].tolist()], strict=True)
        return [Hit(name, -negative) for negative, name in sorted(found)]

    def _near(self, asked: Vector, wanted: int) -> Any:
        """Places of those that may be among the nearest, by the first numbers, then by some more."""
        import numpy as np

        first, second, wanted = self._rough.shape[2], self._second, max(wanted, _LEAST)
        scores = np.matmul(self._rough, asked[:first]).reshape(-1)[: len(self._names)]
        places = _greatest(scores, _LOOKED_AT * wanted)
        scores = scores[places] + np.vecdot(self._vectors[places, first:second], asked[first:second])
        return places[_greatest(scores, _LOOKED_AT_AGAIN * wanted)]


def _greatest(values: Any, count: int) -> Any:
    """Places of the greatest values, in no order; all, where they are no more."""
    import numpy as np

    rest = max(len(values) - count, 0)
    return np.argpartition(values, rest)[rest:] if rest else np.arange(len(values))


def _turn(vectors: Matrix) -> tuple[Matrix, int, int]:
    """Directions by the vectors' spread, one a row; how many are looked at first, and together with the next."""
    import numpy as np

    sample = vectors[:: max(1, len(vectors) // _SAMPLE)]
    spread, found = np.linalg.eigh(sample.T @ sample)  # from the least to the greatest
    held = np.cumsum(spread[::-1]) / spread.sum()
    first, second = (int(np.searchsorted(held, share)) + 1 for share in (_FIRST, _SECOND))
    return np.ascontiguousarray(found.T[::-1]), min(first, len(held)), min(second, len(held))


def _turned(vectors: Matrix, turn: Matrix, first: int) -> Any:
    """Turn vectors in place. Returns the first numbers of all, in whole blocks."""
    import numpy as np

    rough = np.zeros((-(-len(vectors) // _BLOCK) * _BLOCK, first), np.float32)
    for start in range(0, len(vectors), _SAMPLE):
        part = vectors[start : start + _SAMPLE]
        part[:] = part @ turn.T
        rough[start : start + len(part)] = part[:, :first]
    return rough.reshape(-1, _BLOCK, first)
