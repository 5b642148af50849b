"""A reranker that fails leaves passages in their order, and says so once."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.errors import ModelError
from assistant.models.fallback import ForgivingReranker


class Reranker:
    """Scores by length, unless it is told to fail."""

    name, fingerprint = "by length", "f"

    def __init__(self) -> None:
        self.fails: BaseException | None = None

    def warm_up(self) -> None:
        if self.fails is not None:
            raise self.fails

    def scores(self, query: str, texts: Sequence[str]) -> list[float]:
        self.warm_up()
        return [float(len(text)) for text in texts]


TEXTS = ["a", "ccc", "bb"]


@pytest.mark.parametrize(
    ("error", "word"),
    [
        (ModelError("model_unusable", model="m", detail="no weights"), "no weights"),
        (ModelError("reranker_outputs", model="m", labels="a, b"), "a, b"),
        (RuntimeError("out of\nmemory"), "out of memory"),
        (MemoryError(), "MemoryError"),
    ],
)
def test_what_fails_keeps_the_order_and_is_told_once(error: BaseException, word: str) -> None:
    told: list[ModelError] = []
    inner = Reranker()
    reranker = ForgivingReranker(inner, told.append)
    assert list(reranker.scores("q", TEXTS)) == [1.0, 3.0, 2.0]
    inner.fails = error
    for _ in range(3):
        scores = list(reranker.scores("q", TEXTS))
        assert sorted(scores, reverse=True) == scores
        assert len(set(scores)) == 3
    (once,) = told
    assert (once.code, once.params["model"]) == ("reranker_failed", "by length")
    assert word in once.params["detail"]
    inner.fails = None
    assert list(reranker.scores("q", TEXTS)) == [1.0, 3.0, 2.0]
    inner.fails = error
    reranker.scores("q", TEXTS)
    assert len(told) == 2, "told again where it had worked in between"


def test_other_faults_are_defects_and_come_through() -> None:
    inner = Reranker()
    inner.fails = KeyError("a defect")
    with pytest.raises(KeyError):
        ForgivingReranker(inner, lambda _: None).scores("q", TEXTS)


def test_warming_up_says_what_is_wrong() -> None:
    inner = Reranker()
    inner.fails = ModelError("model_unusable", model="m", detail="d")
    reranker = ForgivingReranker(inner, lambda _: None)
    with pytest.raises(ModelError):
        reranker.warm_up()
    assert (reranker.name, reranker.fingerprint) == ("by length", "f")
