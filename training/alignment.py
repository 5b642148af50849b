"""IBM model 1 (Brown et al. 1993): which word of one language a word of the other becomes.

Learned from sentence pairs by expectation maximisation; counts are arrays over the links (pairs of words) that occur.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

NULL = "<none>"


@dataclass(frozen=True)
class Table:
    """Probabilities p(target | source) of the links kept, as parallel lists."""

    sources: list[str]
    targets: list[str]
    probabilities: np.ndarray
    counts: np.ndarray

    def by_source(self, least: float = 0.05, least_count: float = 2.0) -> dict[str, dict[str, float]]:
        """Source word -> target word -> probability, of the links that are likely and often enough seen."""
        found: dict[str, dict[str, float]] = {}
        for source, target, probability, count in zip(
            self.sources, self.targets, self.probabilities, self.counts, strict=True
        ):
            if probability >= least and count >= least_count and source != NULL:
                found.setdefault(source, {})[target] = float(probability)
        return found


def train(pairs: Sequence[tuple[list[str], list[str]]], rounds: int = 6, longest: int = 40, least: int = 2) -> Table:
    """Probabilities p(target | source) from pairs of word lists no longer than `longest`; rare words are left out."""
    kept = [pair for pair in pairs if 0 < len(pair[0]) <= longest and 0 < len(pair[1]) <= longest]
    sources = _numbers((pair[0] for pair in kept), least, NULL)
    targets = _numbers((pair[1] for pair in kept), least, None)
    links, groups = _links(kept, sources, targets)
    types, index = np.unique(links, return_inverse=True)
    source_of = types // len(targets)
    chance = np.ones(len(types)) / len(targets)
    counts = np.zeros(len(types))
    for _ in range(rounds):
        share = chance[index]
        share /= np.bincount(groups, weights=share)[groups]
        counts = np.bincount(index, weights=share, minlength=len(types))
        chance = counts / np.bincount(source_of, weights=counts)[source_of]
    names, target_names = list(sources), list(targets)
    useful = np.flatnonzero(chance > 0.005)
    return Table(
        [names[number] for number in source_of[useful]],
        [target_names[number] for number in types[useful] % len(targets)],
        chance[useful],
        counts[useful],
    )


def _numbers(texts: Iterable[list[str]], least: int, first: str | None) -> dict[str, int]:
    counts = Counter(word for text in texts for word in text)
    names = ([first] if first else []) + [word for word, count in counts.items() if count >= least]
    return {word: number for number, word in enumerate(names)}


def _links(
    pairs: Sequence[tuple[list[str], list[str]]], sources: dict[str, int], targets: dict[str, int]
) -> tuple[np.ndarray, np.ndarray]:
    """Every (source, target) that stand in one pair as one number, and the number of the target's place."""
    links, groups = [], []
    place = 0
    for source, target in pairs:
        left = np.array([0] + [sources[word] for word in source if word in sources], dtype=np.int64)
        right = np.array([targets[word] for word in target if word in targets], dtype=np.int64)
        if not len(right):
            continue
        links.append((left[None, :] * len(targets) + right[:, None]).ravel())
        groups.append(np.repeat(np.arange(place, place + len(right), dtype=np.int32), len(left)))
        place += len(right)
    return np.concatenate(links), np.concatenate(groups)
