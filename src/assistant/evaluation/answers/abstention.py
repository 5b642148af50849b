"""Refusing and being sure: figures over the rows of a run. Pure.

Each row has `answerable`, `answered` (1 or 0), `confidence` (0 to 1) and, where it was answered, `correct` (1 or 0;
an answer to a question that the corpus does not answer is wrong).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby
from statistics import fmean

from assistant.evaluation.judges import accuracy
from assistant.evaluation.reports.report import Row


def auroc(positives: Sequence[float], negatives: Sequence[float]) -> float | None:
    """Chance that a positive scores above a negative, ties counting half; None without both."""
    labels = [True] * len(positives) + [False] * len(negatives)
    return accuracy.auroc(labels, [*positives, *negatives])


def auroc_answerable(rows: Sequence[Row]) -> float | None:
    """Does the confidence part questions that the corpus answers from those that it does not?"""
    return auroc(_confidences(rows, "answerable", 1.0), _confidences(rows, "answerable", 0.0))


def auroc_correct(rows: Sequence[Row]) -> float | None:
    """Does the confidence part right answers from wrong ones, among those given?"""
    return auroc(_confidences(rows, "correct", 1.0), _confidences(rows, "correct", 0.0))


def risk_coverage(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """(coverage, risk) as ever less sure answers are let through, best first.

    Coverage is the share of all questions answered; risk the share of wrong answers among these (El-Yaniv and Wiener
    2010). Answers of equal confidence come in together. The curve ends where the assistant itself refuses.
    """
    points: list[tuple[float, float]] = []
    let_through, wrong = 0, 0.0
    for errors in _ties(_errors(rows)):
        let_through += len(errors)
        wrong += math.fsum(errors)
        points.append((let_through / len(rows), wrong / let_through))
    return points


def aurc(rows: Sequence[Row]) -> float | None:
    """Area under the risk-coverage curve: the mean risk over the answers let through one by one (Geifman et al. 2019).

    Lower is better. None where no answer could be judged.
    """
    risks: list[float] = []
    wrong = 0.0
    for errors in _ties(_errors(rows)):
        # Answers of equal confidence have no order: each is let through with the mean error of them all.
        mean = fmean(errors)
        for _ in errors:
            wrong += mean
            risks.append(wrong / (len(risks) + 1))
    return fmean(risks) if risks else None


def f1_refusing(rows: Sequence[Row]) -> float | None:
    """F1 of refusing the questions that the corpus does not answer (as in Trust-Score, arXiv:2409.11242)."""
    return _f1(rows, answered=0.0, answerable=0.0)


def f1_answering(rows: Sequence[Row]) -> float | None:
    """F1 of answering the questions that the corpus answers, whatever the answer is worth (same source)."""
    return _f1(rows, answered=1.0, answerable=1.0)


def _f1(rows: Sequence[Row], *, answered: float, answerable: float) -> float | None:
    known = [row.values for row in rows if _known(row, "answered") and _known(row, "answerable")]
    done = sum(values["answered"] == answered for values in known)
    wanted = sum(values["answerable"] == answerable for values in known)
    both = sum(values["answered"] == answered and values["answerable"] == answerable for values in known)
    return 2 * both / (done + wanted) if wanted else None


def _errors(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """(confidence, 1 for a wrong answer) of the answers that could be judged."""
    correct = [(row.values.get("confidence"), row.values.get("correct")) for row in rows]
    return [(sure or 0.0, 1.0 - right) for sure, right in correct if right is not None]


def _ties(scored: Sequence[tuple[float, float]]) -> list[list[float]]:
    """Values grouped by equal score, highest score first."""
    ordered = sorted(scored, key=lambda item: -item[0])
    return [[value for _, value in group] for _, group in groupby(ordered, key=lambda item: item[0])]


def _confidences(rows: Sequence[Row], name: str, value: float) -> list[float]:
    return [row.values["confidence"] or 0.0 for row in rows if row.values.get(name) == value]


def _known(row: Row, name: str) -> bool:
    return row.values.get(name) is not None
