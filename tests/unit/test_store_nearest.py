"""Vectors in memory: the nearest are those that a comparison with every one finds."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.ports import Matrix
from assistant.store import nearest
from assistant.store.nearest import NearestVectors

DIMENSION = 256


def spread(count: int, seed: int = 1) -> Matrix:
    """Unit vectors that differ much along some directions, little along the others, as a model's do."""
    chance = np.random.default_rng(seed)
    turned = np.linalg.qr(chance.standard_normal((DIMENSION, DIMENSION)))[0]
    found = (chance.standard_normal((count, DIMENSION)) * 0.985 ** np.arange(DIMENSION)) @ turned
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), np.float32)


def names(count: int) -> list[str]:
    return [f"p-{number:05}" for number in range(count)]


def exact(vectors: Matrix, vector: Matrix, limit: int) -> list[str]:
    return [names(len(vectors))[place] for place in np.argsort(-(vectors @ vector), kind="stable")[:limit]]


def made(vectors: Matrix, batch: int = 100) -> NearestVectors:
    starts = range(0, len(vectors), batch)
    called = names(len(vectors))
    built = NearestVectors.of(((called[at : at + batch], vectors[at : at + batch]) for at in starts), len(vectors))
    assert built is not None
    assert len(built) == len(vectors)
    return built


def test_few_are_all_compared_and_scores_are_cosines() -> None:
    vectors, asked = spread(300), spread(5, seed=2)
    built = made(3 * vectors)  # of any length: cosines tell
    for vector in asked:
        hits = built.search(2 * vector, 10)
        assert [hit.passage_id for hit in hits] == exact(vectors, vector, 10)
        assert [hit.score for hit in hits] == pytest.approx(sorted(vectors @ vector)[:-11:-1], abs=1e-5)


def test_of_many_hardly_any_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearest, "ALL_COMPARED", 100)
    vectors, asked = spread(6_000), spread(40, seed=3)
    built = made(vectors, 999)
    found = [[hit.passage_id for hit in built.search(vector, 10)] for vector in asked]
    wanted = [exact(vectors, vector, 10) for vector in asked]
    shares = [len(set(one) & set(other)) / 10 for one, other in zip(found, wanted, strict=True)]
    assert np.mean(shares) >= 0.98
    best = built.search(vectors[17], 1)
    assert (best[0].passage_id, best[0].score) == ("p-00017", pytest.approx(1.0, abs=1e-5))


def test_limits_and_equal_scores() -> None:
    built = made(np.repeat(spread(2), 3, axis=0))
    assert built.search(spread(1)[0], 0) == []
    assert built.search(np.zeros(DIMENSION, np.float32), 3) == []
    assert [hit.passage_id for hit in built.search(spread(2)[0], 9)][:3] == ["p-00000", "p-00001", "p-00002"]
    assert len(built.search(spread(2)[0], 9)) == 6


def test_none_where_the_vectors_are_not_those_expected() -> None:
    vectors = spread(4)
    assert NearestVectors.of([(names(4), vectors)], 5) is None
    assert NearestVectors.of([(names(4), vectors)], 3) is None
    assert NearestVectors.of([], 0) is None
    mixed = [(names(4), vectors), (["p-00004"], vectors[:1, :20])]
    assert NearestVectors.of(mixed, 5) is None
