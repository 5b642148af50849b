"""How far a judge can be believed: its agreement with what people said of the same claims. Pure.

AUROC says how well its scores order the claims (0.5: like chance), balanced accuracy how often its verdict is theirs,
supported and unsupported claims counting alike (0.5: always the same verdict). Claims that it did not judge are in
neither: the share judged is told beside them. The interval is a percentile bootstrap over questions, since the claims
of one answer are not independent of each other.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any

from assistant.evaluation.judges.labels import Labelled, LabelledStatement
from assistant.support.base import Judgement, SupportJudge

RESAMPLES = 2000
SEED = 2027
_TAIL = 0.025


@dataclass(frozen=True, slots=True)
class Accuracy:
    """A judge against people. None where one of the two kinds of claims is missing among those judged."""

    statements: int
    questions: int
    supported: int
    judged: int
    auroc: float | None
    auroc_low: float | None
    auroc_high: float | None
    balanced_accuracy: float | None

    @property
    def share_judged(self) -> float:
        """Of the claims, those that the judge gave a verdict on."""
        return self.judged / self.statements

    def to_json(self) -> dict[str, Any]:
        """All of it, for machines."""
        return {**asdict(self), "share_judged": self.share_judged}


def measure_judge(judge: SupportJudge, labelled: Labelled) -> Accuracy:
    """Let a judge judge what people judged.

    Raises:
        ModelError: the judge's model can't be used.
    """
    judgements = judge.judge([each.statement for each in labelled.statements])
    return accuracy(labelled.statements, judgements)


def accuracy(statements: Sequence[LabelledStatement], judgements: Sequence[Judgement]) -> Accuracy:
    """Compare a judge's verdicts with the labels, statement by statement."""
    pairs = [
        (each.question_id, each.supported, judgement.score, judgement.supported)
        for each, judgement in zip(statements, judgements, strict=True)
        if judgement.score is not None and judgement.supported is not None
    ]
    labels = [label for _, label, _, _ in pairs]
    low, high = auroc_interval([(group, label, score) for group, label, score, _ in pairs])
    return Accuracy(
        statements=len(statements),
        questions=len({each.question_id for each in statements}),
        supported=sum(each.supported for each in statements),
        judged=len(pairs),
        auroc=auroc(labels, [score for _, _, score, _ in pairs]),
        auroc_low=low,
        auroc_high=high,
        balanced_accuracy=balanced_accuracy(labels, [verdict for _, _, _, verdict in pairs]),
    )


def auroc(labels: Sequence[bool], scores: Sequence[float]) -> float | None:
    """The chance that a true one scores above a false one, a tie counting half (Mann and Whitney 1947).

    None where there are none of either.
    """
    positives = sum(labels)
    negatives = len(labels) - positives
    if not positives or not negatives:
        return None
    below = 0
    won = 0.0
    ranked = sorted(zip(scores, labels, strict=True))
    for _, tied in groupby(ranked, key=lambda pair: pair[0]):
        told = [label for _, label in tied]
        true = sum(told)
        won += true * (below + (len(told) - true) / 2)
        below += len(told) - true
    return won / (positives * negatives)


def balanced_accuracy(labels: Sequence[bool], verdicts: Sequence[bool]) -> float | None:
    """The mean of the shares of true ones and of false ones told right; None where there are none of either."""
    right: dict[bool, list[bool]] = {True: [], False: []}
    for label, verdict in zip(labels, verdicts, strict=True):
        right[label].append(label == verdict)
    if not right[True] or not right[False]:
        return None
    return sum(sum(each) / len(each) for each in right.values()) / 2


def auroc_interval(
    scored: Sequence[tuple[str, bool, float]], resamples: int = RESAMPLES
) -> tuple[float | None, float | None]:
    """The 95 % interval of the AUROC by bootstrap over questions (Efron and Tibshirani 1993, chapter 13).

    Args:
        scored: question, label and score of each claim.
        resamples: how often questions are drawn, as many as there are, with replacement.

    Returns:
        Bounds; None for both where no drawing, or only one question, has a figure.
    """
    groups: defaultdict[str, list[tuple[bool, float]]] = defaultdict(list)
    for question, label, score in scored:
        groups[question].append((label, score))
    questions = list(groups.values())
    if len(questions) < 2:
        return None, None
    rng = random.Random(SEED)  # noqa: S311  (statistics, not secrets)
    figures = []
    for _ in range(resamples):
        drawn = [pair for group in rng.choices(questions, k=len(questions)) for pair in group]
        figure = auroc([label for label, _ in drawn], [score for _, score in drawn])
        if figure is not None:
            figures.append(figure)
    figures.sort()
    if not figures:
        return None, None
    return figures[int(_TAIL * len(figures))], figures[min(len(figures) - 1, int((1 - _TAIL) * len(figures)))]
