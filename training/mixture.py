"""Which examples come when: each kind has its share of every portion, in an order drawn anew each time round."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

SHARES = {"parallel": 0.27, "long": 0.05, "gloss": 0.25, "woven": 0.15, "dictionary": 0.1, "identity": 0.18}
PORTION = 4096


class Mixture:
    """Portions of example numbers, the same for the same seed."""

    def __init__(self, kinds: Sequence[str], seed: int, shares: dict[str, float] | None = None) -> None:
        self._seed = seed
        self._numbers = {kind: np.flatnonzero(np.array(kinds) == kind) for kind in sorted(set(kinds))}
        self._drawn: dict[int, tuple[int, np.ndarray]] = {}
        wanted = shares or SHARES
        total = sum(wanted.get(kind, 0.0) for kind in self._numbers)
        self._counts = {kind: round(PORTION * wanted.get(kind, 0.0) / total) for kind in self._numbers}

    def portion(self, number: int) -> list[int]:
        """Example numbers of portion `number`."""
        taken: list[int] = []
        for order, (kind, count) in enumerate(self._counts.items()):
            taken.extend(self._slice(order, kind, number * count, count))
        return taken

    def _slice(self, order: int, kind: str, start: int, count: int) -> list[int]:
        numbers = self._numbers[kind]
        taken: list[int] = []
        while count > 0:
            turn, at = divmod(start, len(numbers))
            part = self._shuffled(order, turn, numbers)[at : at + count]
            taken.extend(part.tolist())
            start += len(part)
            count -= len(part)
        return taken

    def _shuffled(self, order: int, turn: int, numbers: np.ndarray) -> np.ndarray:
        """A kind's numbers in the order of a time round; the last one drawn is kept."""
        if self._drawn.get(order, (-1, numbers))[0] != turn:
            self._drawn[order] = (turn, np.random.default_rng((self._seed, order, turn)).permutation(numbers))
        return self._drawn[order][1]
