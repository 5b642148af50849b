"""Aggregates over many drawings of the same rows at once, by NumPy. Pure.

Each function gives what its namesake of abstention.py gives on rows of which each stands as often as its count says,
for every drawing (a line of counts); a test holds the two to the same values. NaN where the other has no value.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from assistant.evaluation.answers import abstention
from assistant.evaluation.reports.report import Row

Values = NDArray[np.float64]
Aggregate = Callable[[Sequence[Row]], float | None]


def f1(rows: Sequence[Row], counts: Values, *, wanted: float) -> Values:
    """F1 of refusing (`wanted` 0) or of answering (1)."""
    answered, answerable = _column(rows, "answered"), _column(rows, "answerable")
    known = ~(np.isnan(answered) | np.isnan(answerable))
    done = counts @ (known & (answered == wanted))
    right = counts @ (known & (answerable == wanted))
    both = counts @ (known & (answered == wanted) & (answerable == wanted))
    return _ratio(2 * both, np.where(right > 0, done + right, 0.0))


def auroc(rows: Sequence[Row], counts: Values, *, label: str) -> Values:
    """AUROC of the confidence for a label: pairs won, from the lowest confidence up, ties counting half."""
    labels = _column(rows, label)
    scores = np.nan_to_num(_column(rows, "confidence"))
    positives = _by_score(counts * (labels == 1), scores)
    negatives = _by_score(counts * (labels == 0), scores)
    below = np.cumsum(negatives, axis=1) - negatives
    won = (positives * (below + negatives / 2)).sum(axis=1)
    return _ratio(won, positives.sum(axis=1) * negatives.sum(axis=1))


def aurc(rows: Sequence[Row], counts: Values) -> Values:
    """Area under the risk-coverage curve.

    A group of w answers of one confidence, with mean error m, after K answers of which A are wrong, adds the risks
    (A + j m) / (K + j) for j from 1 to w: w m + (A - K m) (H(K + w) - H(K)), H being harmonic numbers.
    """
    correct = _column(rows, "correct")
    judged = ~np.isnan(correct)
    scores = -np.nan_to_num(_column(rows, "confidence"))  # the surest first
    weights = _by_score(counts * judged, scores)
    wrong = _by_score(counts * np.where(judged, 1 - np.nan_to_num(correct), 0.0), scores)
    after = np.cumsum(weights, axis=1)
    before = after - weights
    mean = _ratio(wrong, weights, nothing=0.0)
    wrong_before = np.cumsum(wrong, axis=1) - wrong
    harmonic = np.concatenate([[0.0], np.cumsum(1 / np.arange(1, counts.sum(axis=1).max() + 1))])
    steps = harmonic[after.astype(int)] - harmonic[before.astype(int)]
    return _ratio((weights * mean + (wrong_before - before * mean) * steps).sum(axis=1), after[:, -1])


WEIGHTED: Mapping[Aggregate, Callable[[Sequence[Row], Values], Values]] = {
    abstention.f1_refusing: partial(f1, wanted=0.0),
    abstention.f1_answering: partial(f1, wanted=1.0),
    abstention.auroc_answerable: partial(auroc, label="answerable"),
    abstention.auroc_correct: partial(auroc, label="correct"),
    abstention.aurc: aurc,
}


def _column(rows: Sequence[Row], name: str) -> Values:
    values = [row.values.get(name) for row in rows]
    return np.array([math.nan if value is None else value for value in values], dtype=np.float64)


def _by_score(weights: Values, scores: Values) -> Values:
    """Weights (drawings x rows) summed by equal score (drawings x scores), lowest score first."""
    order = np.argsort(scores, kind="stable")
    starts = np.flatnonzero(np.diff(scores[order], prepend=-math.inf))
    return np.asarray(np.add.reduceat(weights[:, order], starts, axis=1), dtype=np.float64)


def _ratio(above: Values, below: Values, nothing: float = math.nan) -> Values:
    """The quotient, and `nothing` where the divisor is 0."""
    return np.asarray(np.divide(above, below, out=np.full(above.shape, nothing), where=below != 0), dtype=np.float64)
