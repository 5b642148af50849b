"""How an inference model and the judge by words are made one, fitted on claims that people judged. Pure.

Two logistic fits: on both scores, and on the model's alone, for claims that words can't judge. No weight is negative:
what would count against a claim by being sure of it is left out. What the fit is worth is told cross-validated: each
question's claims are scored by a fit on the others.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.errors import UsageError
from assistant.evaluation.judges.accuracy import Accuracy, accuracy
from assistant.evaluation.judges.labels import Labelled
from assistant.support.base import Judgement
from assistant.support.combined import Calibration, logit, uncalibrated

LEAST = 30
"""Claims of each kind, supported and not, from which a fit is made: fewer tell chance."""
FOLDS = 5
SEED = 2027
_RIDGE = 1.0  # keeps weights finite where the scores tell the two kinds apart without fault
_STEPS = 50
_NEAR_BEST = 0.02

_Numbers = NDArray[np.float64]
_Flags = NDArray[np.bool_]
_Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Calibrated:
    """A fit, and how well each way agrees with people: words, the model, the two as they were, and as fitted.

    `fitted` is cross-validated by question. `unfitted` is what the product does with a model that has no fit.
    """

    calibration: Calibration
    words: Accuracy
    inferred: Accuracy
    unfitted: Accuracy
    fitted: Accuracy


def calibrate(labelled: Labelled, words: Sequence[Judgement], inferred: Sequence[Judgement]) -> Calibrated:
    """Fit on all claims; tell what that is worth on claims that it has not seen.

    Args:
        labelled: the claims.
        words: what the judge by words says of each.
        inferred: what the judge by inference says of each.

    Raises:
        UsageError: too_few_labels.
    """
    pairs = [(one.score, other.score) for one, other in zip(words, inferred, strict=True)]
    labels = np.array([each.supported for each in labelled.statements])
    least = min(int(labels.sum()), int((~labels).sum()))
    if least < LEAST:
        raise UsageError("too_few_labels", count=least, least=LEAST)
    everything = _fit(pairs, labels, np.arange(len(pairs)))
    held_out: list[Judgement] = [Judgement(None, None, "")] * len(pairs)
    for fold in _folds([each.question_id for each in labelled.statements]):
        rest = np.setdiff1d(np.arange(len(pairs)), fold)
        made = _fit(pairs, labels, rest)
        for place in fold:
            held_out[place] = _judged(made, *pairs[place])
    return Calibrated(
        calibration=everything,
        words=accuracy(labelled.statements, words),
        inferred=accuracy(labelled.statements, inferred),
        unfitted=accuracy(labelled.statements, [_judged(uncalibrated(), *pair) for pair in pairs]),
        fitted=accuracy(labelled.statements, held_out),
    )


def _judged(calibration: Calibration, words: float | None, inferred: float | None) -> Judgement:
    chance = None if inferred is None else calibration.chance(words, inferred)
    if chance is None:
        return Judgement(None, None, "")
    return Judgement(chance, chance >= calibration.threshold_of(words), "")


def _fit(pairs: Sequence[tuple[float | None, float | None]], labels: _Flags, rows: _Places) -> Calibration:
    """Both fits on some claims."""
    both = [row for row in rows if None not in pairs[row]]
    alone = [row for row in rows if pairs[row][1] is not None]
    bias, (words, inferred), threshold = _logistic([pairs[row] for row in both], labels[both])
    alone_bias, (alone_inferred,), alone_threshold = _logistic([pairs[row][1:] for row in alone], labels[alone])
    return Calibration(bias, words, inferred, threshold, alone_bias, alone_inferred, alone_threshold)


def _logistic(scores: Sequence[Sequence[float | None]], labels: _Flags) -> tuple[float, list[float], float]:
    """Bias, a weight a judge (0 for one that would count the wrong way), and the threshold."""
    said = np.array([[logit(float(score or 0.0)) for score in each] for each in scores])
    used = list(range(said.shape[1]))
    while True:
        solved = _newton(said[:, used], labels)
        if not used or solved[1:].min() >= 0.0:
            break
        used.pop(int(solved[1:].argmin()))
    weights = [0.0] * said.shape[1]
    for place, weight in zip(used, solved[1:], strict=True):
        weights[place] = float(weight)
    chances = 1.0 / (1.0 + np.exp(-(solved[0] + said @ np.array(weights))))
    return float(solved[0]), weights, _threshold(labels, chances)


def _newton(said: _Numbers, labels: _Flags) -> _Numbers:
    """A ridge logistic regression, bias first (which is free), by Newton's method."""
    rows = np.column_stack([np.ones(len(said)), said])
    ridge = _RIDGE * np.diag([0.0, *np.ones(said.shape[1])])
    solved = np.zeros(rows.shape[1])
    for _ in range(_STEPS):
        chances = 1.0 / (1.0 + np.exp(-rows @ solved))
        slope = rows.T @ (labels - chances) - ridge @ solved
        curve = (rows * (chances * (1.0 - chances))[:, None]).T @ rows + ridge + 1e-9 * np.eye(len(solved))
        step = np.linalg.solve(curve, slope)
        solved = solved + np.clip(step, -2.0, 2.0)
        if np.abs(step).max() < 1e-8:
            break
    return solved


def _threshold(labels: _Flags, chances: _Numbers) -> float:
    """The middle of the thresholds whose balanced accuracy is near the best: the very best is chance on few claims."""
    tried = np.unique(chances)
    held = chances[None, :] >= tried[:, None]
    reached = (held[:, labels].mean(axis=1) + (~held[:, ~labels]).mean(axis=1)) / 2
    return float(np.median(tried[reached >= reached.max() - _NEAR_BEST]))


def _folds(questions: Sequence[str]) -> list[_Places]:
    """The rows of each fold: whole questions, drawn the same each time."""
    names = sorted(set(questions))
    random.Random(SEED).shuffle(names)  # noqa: S311  (statistics, not secrets)
    fold_of = {name: place % FOLDS for place, name in enumerate(names)}
    rows = np.array([fold_of[question] for question in questions])
    return [np.flatnonzero(rows == fold) for fold in range(min(FOLDS, len(names)))]
