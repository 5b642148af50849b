"""Two reports compared: what is paired, what is refused, what a difference is called."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.errors import UsageError
from assistant.evaluation.reports.comparison import changed, compare, compare_runs
from assistant.evaluation.reports.known_metrics import KNOWN
from assistant.evaluation.reports.report import Row, Run
from measured_reports import answers_report, report, rows_of


def pair(before, after, metric="nDCG@10", **changes):
    first = report({"fused": rows_of(metric, before)}, [metric], kind="retrieval")
    second = report({"fused": rows_of(metric, after)}, [metric], kind="retrieval", **changes)
    return first, second


def difference(before, after, metric="nDCG@10"):
    return compare(*pair(before, after, metric))[0].differences[metric]


def test_a_difference_is_taken_over_the_questions_judged_on_both_sides():
    found = difference([0.2, 0.4, None, 0.9], [0.4, 0.8, 0.1, None])
    assert (found.before, found.after) == (pytest.approx(0.3), pytest.approx(0.6))
    assert found.difference == pytest.approx(0.3)
    assert (found.pairs, found.judged) == (2, True)
    assert found.p == 0.5
    assert found.test == "sign_flip"


def test_questions_are_paired_by_id_whatever_their_order():
    first = Run("fused", tuple(rows_of("nDCG@10", [0.1, 0.2, 0.3])))
    second = Run("fused", tuple(reversed(rows_of("nDCG@10", [0.2, 0.3, 0.4]))))
    found = compare_runs([KNOWN["nDCG@10"]], first, second).differences["nDCG@10"]
    assert (found.interval.low, found.interval.high) == (pytest.approx(0.1), pytest.approx(0.1))


@pytest.mark.parametrize(
    ("metric", "gain", "verdict"),
    [
        ("nDCG@10", 0.1, "better"),
        ("nDCG@10", -0.1, "worse"),
        ("nDCG@10", 0.0, "same"),
        ("unsupported_answers", 1.0, "worse"),
        ("unsupported_answers", -1.0, "better"),
        ("words", 5.0, "moved"),
    ],
)
def test_a_difference_is_called_by_what_is_better(metric, gain, verdict):
    base = 0.5 if gain not in (1.0, -1.0) else (0.0 if gain > 0 else 1.0)
    assert difference([base] * 20, [base + gain] * 20, metric).verdict == verdict


def test_what_the_interval_leaves_open_is_unclear():
    assert difference([0.5] * 20, [0.7, 0.3] * 10).verdict == "unclear"
    assert difference([0.5], [0.9]).verdict == "unclear"  # one question has no interval


def test_nothing_to_compare_is_none():
    found = difference([None, 0.5], [0.5, None])
    assert (found.pairs, found.difference, found.interval, found.p, found.verdict) == (0, None, None, None, "unclear")
    assert found.judged
    assert not difference([None], [None]).judged


def test_binary_metrics_are_tested_by_mcnemar_and_all_are_corrected_together():
    rows = [Row(f"q{i}", "fact", "?", {"Success@1": 0.0, "nDCG@10": 0.5, "R@10": None}) for i in range(10)]
    gained = [replace(row, values={**row.values, "Success@1": 1.0, "nDCG@10": 0.6}) for row in rows]
    names = ["Success@1", "nDCG@10", "R@10"]
    found = compare(
        report({"fused": rows}, names, kind="retrieval"), report({"fused": gained}, names, kind="retrieval")
    )[0].differences
    assert found["Success@1"].test == "mcnemar"
    assert found["Success@1"].p == found["nDCG@10"].p == 2 / 1024
    assert found["Success@1"].p_holm == pytest.approx(4 / 1024)
    assert found["R@10"].p_holm is None


def test_aggregates_are_compared_by_interval_alone():
    first, second = answers_report(), answers_report()
    found = compare(first, second, "assistant")[0].differences["auroc_correct"]
    assert (found.p, found.test) == (None, None)
    assert found.pairs == 12
    assert found.verdict == "same"


def test_kinds_have_their_differences():
    first = report({"fused": rows_of("R@10", [0.0, 0.5, 0.0, 0.5], ("fact", "multi"))}, ["R@10"], kind="retrieval")
    second = report({"fused": rows_of("R@10", [1.0, 0.5, 0.0, None], ("fact", "multi"))}, ["R@10"], kind="retrieval")
    assert compare(first, second)[0].by_kind == {"fact": {"R@10": 0.5}, "multi": {"R@10": 0.0}}


def test_runs_of_the_same_name_are_paired_and_one_can_be_chosen():
    first, second = answers_report(), answers_report(0.1)
    assert [each.run for each in compare(first, second)] == ["assistant", "copy-top-passage"]
    assert [each.run for each in compare(first, second, "copy-top-passage")] == ["copy-top-passage"]


def test_only_metrics_of_both_are_compared():
    first, second = answers_report(), answers_report()
    fewer = replace(first, metrics=first.metrics[:2])
    assert list(compare(fewer, second)[0].differences) == ["quote_fidelity", "faithfulness"]


def refused(before, after, run=None):
    with pytest.raises(UsageError) as caught:
        compare(before, after, run)
    return caught.value


def test_what_can_not_be_compared_is_said_with_its_reason():
    first, second = pair([0.5, 0.6], [0.5, 0.6])
    other_data = refused(first, replace(second, data_hash="e" * 64))
    assert other_data.code == "reports_differ"
    assert "dddddddddddd" in other_data.render("fr").reason
    assert "eeeeeeeeeeee" in other_data.render("fr").reason
    assert refused(first, answers_report()).code == "reports_differ_kind"
    no_run = refused(first, second, "vector")
    assert no_run.code == "reports_differ_runs"
    assert "vector" in no_run.render("en").reason
    fewer = replace(second, runs=(Run("fused", second.runs[0].rows[:1]),))
    error = refused(first, fewer)
    assert error.code == "reports_differ_questions"
    assert "q1" in error.render("fr").reason
    assert "1 d'un seul" in error.render("fr").reason


def test_another_configuration_is_what_comparing_is_for():
    first, second = pair([0.5, 0.6], [0.5, 0.7], configuration_hash="e" * 64, configuration={"a": 1})
    assert len(compare(first, second)) == 1


def test_what_changed_between_two_configurations_by_dotted_name():
    before = {"retrieval": {"weight": 0.1, "legs": 2}, "old": 1, "same": {"a": [1]}}
    after = {"retrieval": {"weight": 0.2, "legs": 2}, "same": {"a": [1]}, "new": {"b": 2}}
    assert changed(before, after) == {"retrieval.weight": (0.1, 0.2), "old": (1, None), "new": (None, {"b": 2})}
