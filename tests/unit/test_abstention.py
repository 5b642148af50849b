"""Figures of refusing and of confidence, by hand and against scikit-learn."""

import random

import pytest

from assistant.evaluation.answers.abstention import (
    aurc,
    auroc,
    auroc_answerable,
    auroc_correct,
    f1_answering,
    f1_refusing,
    risk_coverage,
)
from assistant.evaluation.reports.report import Row


def row(confidence, answerable=1, answered=1, correct=None):
    values = {"confidence": confidence, "answerable": float(answerable), "answered": float(answered)}
    return Row("q", "fact", "?", values | {"correct": None if correct is None else float(correct)})


def test_auroc_counts_pairs_and_half_for_ties():
    assert auroc([0.9, 0.5], [0.5, 0.1]) == pytest.approx((1 + 1 + 0.5 + 1) / 4)
    assert auroc([], [0.1]) is None
    assert auroc([0.2], []) is None


def test_auroc_agrees_with_scikit_learn_on_random_data():
    metrics = pytest.importorskip("sklearn.metrics")
    for seed in range(100):
        chance = random.Random(seed)
        labels = [0, 1, *(chance.randint(0, 1) for _ in range(chance.randint(1, 40)))]
        scores = [chance.randint(0, 8) / 8 for _ in labels]
        ours = auroc(
            [s for s, label in zip(scores, labels, strict=True) if label],
            [s for s, label in zip(scores, labels, strict=True) if not label],
        )
        assert ours == pytest.approx(metrics.roc_auc_score(labels, scores))


def test_risk_coverage_by_hand():
    rows = [row(0.9, correct=1), row(0.8, correct=0), row(0.7, correct=1), row(0.1, answered=0)]
    assert risk_coverage(rows) == [(0.25, 0.0), (0.5, 0.5), (0.75, pytest.approx(1 / 3))]
    assert aurc(rows) == pytest.approx((0 + 1 / 2 + 1 / 3) / 3)


def test_equal_confidence_has_no_order():
    rows = [row(0.5, correct=1), row(0.5, correct=0)]
    assert risk_coverage(rows) == [(1.0, 0.5)]
    assert aurc(rows) == aurc(rows[::-1]) == pytest.approx(0.5)


def test_answering_what_the_corpus_does_not_say_is_a_risk():
    assert risk_coverage([row(0.9, answerable=0, correct=0), row(0.2, correct=1)])[0] == (0.5, 1.0)


def test_f1_by_hand():
    rows = [row(0.9), row(0.8, answered=0), row(0.7, answerable=0), row(0.1, answerable=0, answered=0)]
    # answered 2, answerable 2, both 1; refused 2, unanswerable 2, both 1
    assert f1_answering(rows) == pytest.approx(0.5)
    assert f1_refusing(rows) == pytest.approx(0.5)


def test_nothing_to_judge_is_none():
    rows = [row(0.9, correct=None)]
    assert f1_refusing(rows) is None
    assert auroc_answerable(rows) is None
    assert auroc_correct(rows) is None
    assert aurc(rows) is None
    assert risk_coverage(rows) == []
