"""`assistant eval compare` on reports in files."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from assistant.cli.app import app
from assistant.evaluation.reports.report_json import write_report
from measured_reports import answers_report


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_report(tmp_path / "A.json", answers_report())
    changes = {
        "configuration_hash": "e" * 64,
        "configuration": {"retrieval": {"vector_weight": 0.3, "candidates": 100}},
    }
    write_report(tmp_path / "B.json", answers_report(0.2, **changes))
    return tmp_path


def run(*arguments, language="fr"):
    return CliRunner().invoke(app, ["eval", "compare", *map(str, arguments)], env={"ASSISTANT_LANGUAGE": language})


def test_the_table_says_what_moved_and_what_changed(files):
    done = run("A.json", "B.json")
    assert done.exit_code == 0, done.stderr
    assert "Jeu essai, 12 questions" in done.stdout
    assert "retrieval.vector_weight 0.15 → 0.3" in done.stdout
    line = next(line for line in done.stdout.splitlines() if line.strip().startswith("vital_strict"))
    assert line.split() == [
        "vital_strict", "0,367", "0,567", "+0,200", "[+0,200", ";", "+0,200]", "<0,001", "0,003", "-", "12", "mieux",
    ]  # fmt: skip
    assert "answered_unanswerable" not in done.stdout  # nothing to judge on either side
    assert "fact (6)" in done.stdout


def test_english_and_a_single_run(files):
    done = run("A.json", "B.json", "--run", "assistant", language="en")
    assert "difference" in done.stdout
    assert "\nassistant\n" in done.stdout
    assert "copy-top-passage" not in done.stdout


def test_json_for_machines(files):
    shown = json.loads(run("A.json", "B.json", "--json").stdout)
    assert shown["before"]["configuration_hash"] == "c" * 64
    assert shown["after"]["set"] == "essai"
    assert [each["run"] for each in shown["runs"]] == ["assistant", "copy-top-passage"]
    found = shown["runs"][0]["metrics"]["vital_strict"]
    assert found.keys() == {
        "before", "after", "difference", "low", "high", "p", "p_holm", "test", "detectable", "pairs", "verdict",
    }  # fmt: skip
    assert found["difference"] == pytest.approx(0.2)
    assert found["p"] == 2 / 2**12
    assert (found["test"], found["verdict"]) == ("sign_flip", "better")
    assert shown["runs"][0]["by_kind"]["multi"]["vital_strict"] == pytest.approx(0.2)


def test_the_page_of_b_with_its_differences(files):
    done = run("A.json", "B.json", "--html", files / "page.html")
    assert done.exit_code == 0
    page = (files / "page.html").read_text(encoding="utf-8")
    assert "+20,0\u00a0points" in page


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"data_hash": "e" * 64}, "reports_differ"),
        ({"kind": "retrieval"}, "reports_differ_kind"),
    ],
)
def test_reports_that_differ_are_wrong_usage_with_one_sentence(files, change, code):
    write_report(files / "C.json", answers_report(**change))
    done = run("A.json", "C.json", "--json", "--html", files / "page.html")
    assert done.exit_code == 2
    assert json.loads(done.stdout)["error"]["code"] == code
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (files / "page.html").exists()


def test_a_file_that_is_no_report_and_a_page_that_cannot_be_written(files):
    (files / "C.json").write_text("{}", encoding="utf-8")
    done = run("A.json", "C.json")
    assert done.exit_code == 2
    assert "C.json n'est pas un rapport de mesure lisible" in done.stderr
    done = run("A.json", "B.json", "--html", files / "absent" / "page.html")
    assert done.exit_code == 2
    assert "page.html" in done.stderr


def test_names_in_a_report_do_not_drive_the_terminal(files):
    write_report(files / "C.json", answers_report(set_name="x\x1b[31mrouge"))
    assert "\x1b" not in run("A.json", "C.json").stdout
