"""Figures of a run, overall and by kind."""

from __future__ import annotations

import pytest

from assistant.evaluation.reports.figures import Figure, figures, rows_by_kind, run_figures
from assistant.evaluation.reports.known_metrics import DOCUMENT_METRICS, GROUP_METRICS, KNOWN, PASSAGE_METRICS
from assistant.evaluation.reports.report import Row, Run
from measured_reports import rows_of


def test_a_run_overall_and_by_kind():
    rows = rows_of("nDCG@10", [0.2, 1.0, 0.4, None], kinds=("fact", "definition"))
    found = run_figures([KNOWN["nDCG@10"]], Run("fused", tuple(rows)))
    overall = found.overall["nDCG@10"]
    assert overall.value == pytest.approx(1.6 / 3)
    assert overall.judged == 3
    assert overall.interval.low == pytest.approx(0.2)
    assert found.by_kind["fact"]["nDCG@10"].value == pytest.approx(0.3)
    assert found.by_kind["definition"]["nDCG@10"] == Figure(1.0, None, 1, None)
    assert found.questions == {"fact": 2, "definition": 2}


def test_nothing_judged_is_none_and_not_zero():
    assert figures([KNOWN["faithfulness"]], rows_of("faithfulness", [None, None])) == {
        "faithfulness": Figure(None, None, 0, None)
    }
    nothing = figures([KNOWN["auroc_correct"]], rows_of("correct", [None, None]))["auroc_correct"]
    assert (nothing.value, nothing.interval, nothing.detectable) == (None, None, None)


def test_kinds_keep_the_order_in_which_they_come():
    rows = [Row(str(i), kind, "?", {}) for i, kind in enumerate(("multi", "fact", "multi"))]
    assert {kind: len(found) for kind, found in rows_by_kind(rows).items()} == {"multi": 2, "fact": 1}


def test_an_aggregate_has_an_interval_overall_and_none_by_kind():
    rows = [
        Row(str(i), "fact", "?", {"correct": float(i % 2), "confidence": i / 20, "answered": 1.0}) for i in range(20)
    ]
    found = run_figures([KNOWN["auroc_correct"]], Run("assistant", tuple(rows)))
    assert found.overall["auroc_correct"].interval is not None
    assert found.by_kind["fact"]["auroc_correct"].interval is None
    assert found.by_kind["fact"]["auroc_correct"].value == found.overall["auroc_correct"].value


def test_metrics_are_known_by_one_name_each_and_say_what_they_are_in_both_languages():
    everything = [*DOCUMENT_METRICS, *PASSAGE_METRICS, *GROUP_METRICS]
    assert len(KNOWN) > len(everything) == len({metric.name for metric in everything})
    for name, metric in KNOWN.items():
        assert metric.name == name
        assert set(metric.says) == {"fr", "en"}
        assert metric.says["fr"] != metric.says["en"]
    assert {
        metric.name for metric in KNOWN.values() if metric.name.startswith("Success") and not metric.binary
    } == set()
    assert KNOWN["Success@5"].says["fr"] == "un bon document parmi les 5 premiers"
    assert KNOWN["Success@5 passages"].says["en"] == "a right passage among the first 5"
