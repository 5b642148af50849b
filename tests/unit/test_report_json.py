"""Reports as JSON and back."""

from __future__ import annotations

import json
import math

import pytest

from assistant.errors import UsageError
from assistant.evaluation.reports.figures import run_figures
from assistant.evaluation.reports.report import Row
from assistant.evaluation.reports.report_json import read_report, report_json, write_report
from measured_reports import answers_report, report, rows_of


def test_a_report_read_back_is_the_same_and_gives_the_same_figures(tmp_path):
    made = answers_report()
    write_report(tmp_path / "r.json", made)
    back = read_report(tmp_path / "r.json")
    assert back == made
    for before, after in zip(made.runs, back.runs, strict=True):
        assert run_figures(made.metrics, before) == run_figures(back.metrics, after)


def test_what_a_reader_finds_in_it():
    shown = report_json(answers_report())
    assert (shown["format"], shown["kind"], shown["set"]) == (1, "answers", "essai")
    metric = next(each for each in shown["metrics"] if each["name"] == "unsupported_answers")
    assert metric.keys() == {"name", "better", "binary", "share", "mean", "says"}
    assert (metric["better"], metric["binary"], metric["share"], metric["mean"]) == ("lower", True, True, True)
    run = shown["runs"][0]
    figure = run["figures"]["unsupported_answers"]
    assert figure.keys() == {"value", "low", "high", "judged", "detectable"}
    assert figure["value"] == pytest.approx(4 / 12)
    assert figure["low"] < figure["value"] < figure["high"]
    assert run["figures"]["answered_unanswerable"] == {
        "value": None,
        "low": None,
        "high": None,
        "judged": 0,
        "detectable": None,
    }
    assert run["by_kind"]["multi"]["questions"] == 6
    assert run["by_kind"]["multi"]["figures"]["words"]["value"] == 46.0
    assert run["rows"][0].keys() == {"id", "kind", "question", "values", "detail"}


def test_a_value_that_is_no_number_was_not_judged(tmp_path):
    made = report({"fused": rows_of("nDCG@10", [math.nan, 0.5, math.inf])}, ["nDCG@10"], kind="retrieval")
    write_report(tmp_path / "r.json", made)
    assert "NaN" not in (tmp_path / "r.json").read_text(encoding="utf-8")
    assert [row.values["nDCG@10"] for row in read_report(tmp_path / "r.json").runs[0].rows] == [None, 0.5, None]


def test_words_of_documents_survive_and_halves_of_a_pair_do_not_break_the_file(tmp_path):
    row = Row("é", "fact", "« Où » \ud83d ?", {}, {"answer": "l'été\u2028"})
    write_report(tmp_path / "r.json", report({"assistant": [row]}, ["words"]))
    back = read_report(tmp_path / "r.json").runs[0].rows[0]
    assert back.question == "« Où » ? ?"
    assert back.detail["answer"] == "l'été\u2028"


def changed(made, **changes):
    return json.dumps({**made, **changes})


def with_row(made, **changes):
    run = made["runs"][0]
    return changed(made, runs=[{**run, "rows": [{**run["rows"][0], **changes}]}])


BAD = {
    "not JSON": (lambda made: "{", "json"),
    "another JSON": (lambda made: '{"a": 1}', "format"),
    "a list": (lambda made: "[]", "object"),
    "another version": (lambda made: changed(made, format=2), "format"),
    "another kind": (lambda made: changed(made, kind="speed"), "kind"),
    "an unknown metric": (lambda made: changed(made, metrics=[{"name": "charm"}]), 'no metric is called "charm"'),
    "no run": (lambda made: changed(made, runs=[]), "there is no run"),
    "a run twice": (lambda made: changed(made, runs=made["runs"] * 2), 'the run "fused" is there twice'),
    "no question": (lambda made: changed(made, runs=[{"name": "fused", "rows": []}]), "there is no question"),
    "a question twice": (
        lambda made: changed(made, runs=[{**made["runs"][0], "rows": made["runs"][0]["rows"] * 2}]),
        'the question of run "fused" "q0" is there twice',
    ),
    "a text for a value": (lambda made: with_row(made, values={"nDCG@10": "0.5"}), "runs.0.rows.0.values.nDCG@10"),
    "a truth for a value": (lambda made: with_row(made, values={"nDCG@10": True}), "runs.0.rows.0.values.nDCG@10"),
    "not a number": (
        lambda made: with_row(made, values={"nDCG@10": 0.123}).replace("0.123", "NaN"),
        "runs.0.rows.0.values.nDCG@10",
    ),
    "no detail": (lambda made: with_row(made, detail=None), "runs.0.rows.0.detail"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_not_a_report_is_one_sentence_that_says_where(tmp_path, case):
    make, said = BAD[case]
    made = report_json(report({"fused": rows_of("nDCG@10", [0.5, 0.6])}, ["nDCG@10"], kind="retrieval"))
    path = tmp_path / "r.json"
    path.write_text(make(made), encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read_report(path)
    assert caught.value.code == "bad_report"
    reason = caught.value.render("en").reason
    assert said.lower() in reason.lower()
    assert "\n" not in reason


@pytest.mark.parametrize("name", ["absent.json", "."])
def test_a_report_that_is_not_there_is_said_so(tmp_path, name):
    with pytest.raises(UsageError) as caught:
        read_report(tmp_path / name)
    assert caught.value.code == "bad_report"


def test_a_file_that_starts_with_a_byte_order_mark_is_read(tmp_path):
    write_report(tmp_path / "r.json", answers_report())
    content = (tmp_path / "r.json").read_bytes()
    (tmp_path / "r.json").write_bytes(b"\xef\xbb\xbf" + content)
    assert read_report(tmp_path / "r.json") == answers_report()


def test_bytes_that_are_no_text_are_one_sentence(tmp_path):
    (tmp_path / "r.json").write_bytes(b'{"kind": "\xff"}')
    with pytest.raises(UsageError) as caught:
        read_report(tmp_path / "r.json")
    assert caught.value.code == "bad_report"
