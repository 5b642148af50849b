"""Aggregates over counted rows are those over the rows themselves, each as often as its count says."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest

from assistant.evaluation.reports.known_metrics import KNOWN
from assistant.evaluation.reports.report import Row
from assistant.evaluation.reports.resampling import resampled_figures
from assistant.evaluation.reports.weighted import WEIGHTED

AGGREGATES = [metric for metric in KNOWN.values() if metric.aggregate is not None]


def some_rows(seed, count):
    """Rows as the answers runner makes them, with ties, questions not judged, and a run of one sort now and then."""
    draw = random.Random(seed)
    always = draw.choice([None, None, 0.0, 1.0])
    rows = []
    for number in range(count):
        answered = float(draw.random() < 0.7)
        values = {
            "answered": answered if draw.random() < 0.95 else None,
            "answerable": float(draw.random() < 0.7) if always is None else always,
            "confidence": round(draw.random(), 1) if draw.random() < 0.95 else None,
            "correct": float(draw.random() < 0.6) if answered and draw.random() < 0.9 else None,
        }
        rows.append(Row(str(number), "fact", "?", values))
    return rows


@pytest.mark.parametrize("metric", AGGREGATES, ids=lambda metric: metric.name)
@pytest.mark.parametrize("seed", range(12))
def test_counted_rows_give_what_repeated_rows_give(metric, seed):
    rows = some_rows(seed, 1 + 3 * seed)
    counts = np.random.default_rng(seed).integers(0, 4, size=(20, len(rows))).astype(float)
    counts[:, 0] += counts.sum(axis=1) == 0  # a drawing is never empty
    found = WEIGHTED[metric.aggregate](rows, counts)
    for line, value in zip(counts, found, strict=True):
        repeated = [row for row, times in zip(rows, line, strict=True) for _ in range(int(times))]
        expected = metric.of(repeated)
        assert value == pytest.approx(math.nan if expected is None else expected, nan_ok=True)


def test_every_aggregate_has_a_fast_form():
    assert {metric.name for metric in AGGREGATES if metric.aggregate not in WEIGHTED} == set()


@pytest.mark.parametrize("metric", AGGREGATES, ids=lambda metric: metric.name)
def test_the_fast_and_the_slow_bootstrap_agree(metric, monkeypatch):
    rows = some_rows(3, 60)
    (fast,) = resampled_figures(metric, rows)
    monkeypatch.setattr("assistant.evaluation.reports.resampling.WEIGHTED", {})
    (slow,) = resampled_figures(metric, rows)
    assert len(fast) == len(slow) == 10_000
    assert np.nanquantile(fast, [0.025, 0.5, 0.975]) == pytest.approx(
        np.nanquantile(slow, [0.025, 0.5, 0.975]), abs=0.02
    )


def test_both_sides_are_drawn_alike():
    (metric, *_) = AGGREGATES
    rows = some_rows(1, 30)
    first, second = resampled_figures(metric, rows, rows)
    assert np.array_equal(first, second, equal_nan=True)
