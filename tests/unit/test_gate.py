"""The gate: red, amber and green, and what it says of each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.bench.gate_text import gates_text, reason_text
from assistant.evaluation.reports.gate import check, gravest
from assistant.evaluation.reports.report import Run
from assistant.views.bench.words_measures import MEASURES
from measured_reports import answers_report, report, rows_of

KEPT = [("quote_fidelity", True, ""), ("abstention_on_empty", True, "")]


def measured(values, metric="vital_strict", **changes):
    return report({"assistant": rows_of(metric, values)}, [metric], **changes)


def judged(before, after, metric="vital_strict"):
    return check(measured(after, metric), measured(before, metric), KEPT)


def found(gate):
    return [(reason.colour, reason.finding) for reason in gate.reasons]


def test_nothing_moved_is_green():
    gate = check(answers_report(), answers_report(), KEPT)
    assert (gate.colour, gate.reasons, gate.exit_status) == ("green", (), 0)
    assert (gate.invariants, gate.compared) == (
        2,
        16,
    )  # ten metrics less "words" and one with nothing to judge, in two runs


def test_a_broken_promise_is_red_whatever_the_figures():
    gate = check(answers_report(0.5), answers_report(), [*KEPT, ("locators", False, "q3, q5")])
    assert (gate.colour, gate.exit_status) == ("red", 1)
    assert gate.reasons[0].subject == "locators"
    assert gate.reasons[0].detail == "q3, q5"
    assert check(answers_report(), None, [("locators", False, "")]).colour == "red"


@pytest.mark.parametrize(("metric", "loss"), [("vital_strict", -0.2), ("unsupported_answers", 0.2)])
def test_worse_by_an_interval_beyond_0_is_red(metric, loss):
    gate = judged([0.5] * 30, [0.5 + loss] * 30, metric)
    assert gate.colour == "red"
    assert found(gate) == [("red", "worse")]


@pytest.mark.parametrize(("metric", "gain"), [("vital_strict", 0.2), ("unsupported_answers", -0.2)])
def test_better_is_green_and_said(metric, gain):
    gate = judged([0.5] * 30, [0.5 + gain] * 30, metric)
    assert gate.colour == "green"
    assert found(gate) == [("green", "better")]


def test_worse_by_more_than_a_point_with_an_interval_that_includes_0_is_amber():
    gate = judged([1.0] * 73, [0.0] * 2 + [1.0] * 71)
    assert (gate.colour, gate.exit_status) == ("amber", 0)
    assert found(gate) == [("amber", "maybe_worse")]


def test_worse_by_less_than_a_point_is_green():
    assert judged([1.0] * 150, [0.0] + [1.0] * 149).colour == "green"


def test_four_of_seventy_three_lost_and_none_gained_is_red():
    assert judged([1.0] * 73, [0.0] * 4 + [1.0] * 69).colour == "red"


def test_a_longer_answer_is_neither_worse_nor_better():
    assert {reason.finding for reason in judged([40.0] * 30, [400.0] * 30, "words").reasons} <= {"not_comparable"}


@pytest.mark.parametrize(
    "current",
    [
        answers_report(data_hash="e" * 64),
        replace(answers_report(), runs=tuple(Run(run.name, run.rows[:-1]) for run in answers_report().runs)),
    ],
)
def test_other_questions_or_data_leave_the_promises_alone_and_are_amber(current):
    gate = check(current, answers_report(), KEPT)
    assert gate.colour == "amber"
    assert {finding for _, finding in found(gate)} == {"not_comparable"}
    assert gate.compared == 0


def test_no_baseline_is_amber():
    assert found(check(answers_report(), None, KEPT)) == [("amber", "no_baseline")]


def test_another_configuration_is_amber_and_names_the_settings():
    other = answers_report(configuration_hash="e" * 64, configuration={"retrieval": {"vector_weight": 0.3}})
    gate = check(other, answers_report(), KEPT)
    assert found(gate) == [("amber", "configuration")]
    assert gate.reasons[0].detail == "retrieval.vector_weight, retrieval.candidates"


def test_a_run_or_a_metric_that_is_gone_is_no_way_through():
    whole = answers_report()
    assert found(check(replace(whole, runs=whole.runs[:1]), whole, KEPT)) == [("amber", "gone")]
    assert found(check(replace(whole, metrics=whole.metrics[1:]), whole, KEPT)) == [("amber", "gone")]
    assert found(check(whole, whole, KEPT, runs=["asistant"])) == [("amber", "gone")]
    assert found(check(whole, whole, KEPT, metrics=["vital_strict", "charm"])) == [("amber", "gone")]


def test_what_was_judged_and_is_not_any_more_is_amber():
    gate = judged([0.5] * 30, [None] * 30)
    assert found(gate) == [("amber", "not_judged")]
    assert found(judged([None] * 30, [None] * 30)) == [("amber", "not_comparable")]


def test_the_gated_runs_and_metrics_can_be_chosen():
    worse = replace(answers_report(), runs=(answers_report().runs[0], measured([0.0] * 12).runs[0]))
    worse = replace(worse, runs=(worse.runs[0], replace(worse.runs[1], name="copy-top-passage")))
    worse = replace(
        worse,
        runs=(
            worse.runs[0],
            Run("copy-top-passage", tuple(replace(row, id=f"a{i}") for i, row in enumerate(worse.runs[1].rows))),
        ),
    )
    assert check(worse, answers_report(), KEPT).colour == "red"
    assert check(worse, answers_report(), KEPT, runs=["assistant"]).colour == "green"
    assert check(worse, answers_report(), KEPT, metrics=["quote_fidelity"]).colour == "amber"  # not judged any more


def test_the_gravest_of_several():
    green, amber = check(answers_report(), answers_report(), KEPT), check(answers_report(), None, KEPT)
    red = check(answers_report(), None, [("locators", False, "")])
    assert gravest([green, amber]) == "amber"
    assert gravest([amber, red, green]) == "red"
    assert gravest([]) == "amber"
    assert [reason.colour for reason in red.reasons] == ["red", "amber"]  # gravest first


def test_what_is_said_in_french():
    said = gates_text(
        [judged([0.5] * 30, [0.25] * 30), check(answers_report(), None, [("locators", False, "q3")])], "fr"
    )
    assert said.startswith("ROUGE\u00a0: ")
    assert "vital_strict (éléments vitaux présents, comptage strict (TREC))\u00a0: moins bon, 0,500 → 0,250" in said
    assert "[-0,250\u202f; -0,250]" in said
    assert "promesse rompue\u00a0: chaque citation désigne le bon document et la bonne page (q3)." in said
    assert "1 promesses vérifiées" in said


@pytest.mark.parametrize(("language", "label"), [("fr", "Prendre comme référence"), ("en", "Make it the reference")])
def test_where_there_is_no_baseline_the_button_that_makes_one_is_named(language, label):
    (reason,) = check(answers_report(), None, KEPT).reasons
    assert label in reason_text(reason, language)
    assert label == MEASURES["make_reference"][language == "en"]


def test_what_is_said_in_english():
    said = gates_text([judged([1.0] * 73, [0.0] * 2 + [1.0] * 71)], "en")
    assert said.startswith("AMBER: nothing is proven")
    assert "perhaps worse (the interval includes 0), 1.000 → 0.973 (-0.027, 95 % interval [" in said


def test_every_finding_has_its_words():
    reports = answers_report()
    gates = [
        check(reports, None, [("x", False, "")]),
        check(answers_report(data_hash="e" * 64), reports, KEPT),
        check(replace(reports, runs=reports.runs[:1], configuration_hash="e"), reports, KEPT),
        judged([0.5] * 30, [None] * 30),
        judged([0.5] * 30, [0.9] * 30),
    ]
    for language in ("fr", "en"):
        said = gates_text(gates, language)
        assert "{" not in said
        assert "None" not in said


def hollow(**changes):
    return replace(answers_report(), **changes)


@pytest.mark.parametrize(
    "baseline",
    [
        hollow(metrics=()),
        hollow(runs=()),
        hollow(
            runs=tuple(
                Run(run.name, tuple(replace(row, values={}) for row in run.rows)) for run in answers_report().runs
            )
        ),
    ],
)
def test_a_gate_that_compares_nothing_is_never_green(baseline):
    gate = check(answers_report(), baseline, KEPT)
    assert (gate.colour, gate.compared) == ("amber", 0)


def test_another_judge_is_amber():
    other = replace(answers_report(), judge={"name": "lexical", "fingerprint": "other", "accuracy": None})
    gate = check(answers_report(), other, KEPT)
    assert gate.colour == "amber"
    assert [(reason.finding, reason.detail) for reason in gate.reasons] == [("configuration", "judge")]
