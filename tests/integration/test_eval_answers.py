"""`assistant eval answers` on a real index and the real answerer: figures, files, and what is refused."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from assistant.cli.app import app
from assistant.evaluation.reports.figures import run_figures
from assistant.evaluation.reports.report_json import read_report
from model_server import ModelServer, Reply, Request, fails, says, says_json

pytestmark = pytest.mark.integration

BUDGET = {
    "id": "F",
    "question": "Quel est le budget de la phase test du groupe ?",
    "kind": "fact",
    "answer": "54 000 €.",
    "nuggets": [{"text": "54 000 €"}, {"text": "6 000 € par collectivité", "vital": False}],
    "evidence": [{"doc": "cr-seance-inaugurale.pdf", "page": 2, "quote": "Le budget de la phase test est de 54 000 €"}],
}
DEFINITIONS = {
    "id": "D",
    "question": "Quelles définitions de l'innovation publique ont été données à la séance inaugurale ?",
    "kind": "definition",
    "nuggets": [{"text": "adoptée et durable"}, {"text": "amélioration continue"}],
    "evidence": [
        {"doc": "cr-seance-inaugurale.pdf", "page": 2, "quote": "il n’y a d’innovation qu’adoptée et durable"},
        {"doc": "cr-seance-inaugurale.pdf", "page": 2, "quote": "proche de l’amélioration continue"},
    ],
}
VOTERS = {
    "id": "S",
    "question": "Et en 2021, combien de votants après le contrôle ?",
    "kind": "follow_up",
    "history": ["Comment fonctionne le budget participatif de Sarrevigne ?", "Chacun peut voter dès 11 ans."],
    "nuggets": [{"text": "29 870"}],
    "evidence": [{"doc": "budget-participatif-sarrevigne.html", "page": None, "quote": "ramené de 31 200 à 29 870"}],
}
UNANSWERABLE = {
    "id": "U",
    "question": "Quel est l'âge du capitaine du ferry de Marseille ?",
    "kind": "unanswerable",
    "answerable": False,
}
CASES = (BUDGET, DEFINITIONS, VOTERS, UNANSWERABLE)
RUNS = ["assistant", "oracle", "empty", "copy-top-passage"]
DOCUMENTS = {
    "tram": "Le tramway relie la gare au centre hospitalier depuis 2019 et transporte vingt mille voyageurs par jour.",
    "budget": "Le budget participatif confie aux habitants cinq pour cent des investissements de la commune.",
    "lab": "Le laboratoire d'innovation publique teste les services avec les usagers avant de les généraliser.",
}
QUERIES = (
    ("q1", "Combien de voyageurs le tramway transporte-t-il ?", "tram", {"answers": ["vingt mille", "20 000"]}),
    ("q2", "Que confie le budget participatif aux habitants ?", "budget", {"answers": ["dix pour cent"]}),
    ("q3", "Quelle est la capitale du Pérou ?", None, {"answers": [], "answerable": False}),
)


@dataclass(frozen=True)
class Measured:
    """What one run of the command printed, and the files that it left."""

    json: dict[str, Any]
    stderr: str
    answers: Path
    report: Path
    page: Path


def write(path: Path, *records: object) -> Path:
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")
    return path


def measure(folder: Path, *arguments: object) -> Measured:
    files = {"--out": folder / "answers.jsonl", "--report": folder / "report.json", "--html": folder / "page.html"}
    given = [*arguments, "--json", *(part for option in files.items() for part in option)]
    result = CliRunner().invoke(app, ["eval", "answers", *map(str, given)])
    assert result.exit_code == 0, result.stderr
    return Measured(json.loads(result.stdout), result.stderr, *files.values())


@pytest.fixture(scope="module")
def measured(group_index, tmp_path_factory) -> Measured:
    """All runs on the cases, with every file asked for."""
    folder = tmp_path_factory.mktemp("answers")
    return measure(folder, "--cases", write(folder / "cases.jsonl", *CASES), "--index", group_index)


@pytest.fixture(scope="module")
def beir(tmp_path_factory) -> Path:
    return beir_folder(tmp_path_factory.mktemp("beir"), QUERIES)


@pytest.fixture(scope="module")
def beir_measured(beir, tmp_path_factory) -> Measured:
    return measure(tmp_path_factory.mktemp("beir-answers"), "--beir", beir)


def beir_folder(folder: Path, queries: tuple) -> Path:
    (folder / "qrels").mkdir(parents=True)
    write(folder / "corpus.jsonl", *({"_id": key, "title": "", "text": text} for key, text in DOCUMENTS.items()))
    write(folder / "queries.jsonl", *({"_id": key, "text": text, "metadata": more} for key, text, _, more in queries))
    lines = [f"{key}\t{document}\t1" for key, _, document, _ in queries if document]
    (folder / "qrels" / "test.tsv").write_text("\n".join(["query-id\tcorpus-id\tscore", *lines]), encoding="utf-8")
    return folder


# --- figures -----------------------------------------------------------------------------------------------------


def test_the_promises_hold_and_the_figures_of_the_assistant_stand_at_the_top(measured):
    found = measured.json
    assert (found["set"], found["questions"]) == ("cases.jsonl", 4)
    assert (found["quote_fidelity"], found["locators"], found["dangling"]) == (1.0, 1.0, 0.0)
    assert [(each["name"], each["ok"]) for each in found["invariants"]] == [
        ("quote_fidelity", True),
        ("locators", True),
        ("dangling", True),
        ("abstention_on_empty", True),
    ]
    assert (found["answered_unanswerable"], found["over_refusal"], found["f1_refusing"]) == (0.0, 0.0, 1.0)
    assert found["vital_strict"] > 0.5
    assert found["contains_gold"] is None  # cases have no short gold answers
    for name, value in found["runs"]["assistant"]["metrics"].items():
        assert found[name] == value["value"]
    assert found["missing_documents"] == []
    assert found["documents_failed"] == 0


def test_the_judge_is_named_with_its_own_accuracy(measured):
    judge = measured.json["judge"]
    assert judge["name"] == "lexical"
    assert len(judge["fingerprint"]) == 64
    assert 0.7 < judge["accuracy"]["auroc_low"] < judge["accuracy"]["auroc"] < judge["accuracy"]["auroc_high"] < 1


def test_runs_stand_beside_each_other_with_intervals(measured):
    runs = measured.json["runs"]
    assert list(runs) == RUNS
    assert list(measured.json["counts"]) == RUNS
    for run in runs.values():
        faithfulness = run["metrics"]["faithfulness"]
        if faithfulness["value"] is not None:
            assert 0 <= faithfulness["low"] <= faithfulness["value"] <= faithfulness["high"] <= 1
    assert {kind: of_kind["questions"] for kind, of_kind in runs["assistant"]["by_kind"].items()} == {
        "fact": 1,
        "definition": 1,
        "follow_up": 1,
        "unanswerable": 1,
    }
    assert runs["assistant"]["by_kind"]["fact"]["vital_strict"] == 1.0
    assert runs["assistant"]["by_kind"]["follow_up"]["document_right"] == 1.0  # its history was asked with it
    assert 0 < measured.json["latency_ms"]["p50"] <= measured.json["latency_ms"]["p95"]


def test_the_runs_are_what_they_say(measured):
    counted, runs = measured.json["counts"], measured.json["runs"]
    assert (counted["empty"]["questions"], counted["empty"]["answered"], counted["empty"]["statements"]) == (4, 0, 0)
    assert runs["empty"]["metrics"]["over_refusal"]["value"] == 1.0
    assert counted["oracle"]["questions"] == 3  # nothing answers the other
    assert runs["oracle"]["metrics"]["document_right"]["value"] == 1.0
    copied = runs["copy-top-passage"]["metrics"]
    assert counted["copy-top-passage"]["answered"] == 4
    assert copied["words"]["value"] > 1.5 * runs["assistant"]["metrics"]["words"]["value"]
    assert copied["answered_unanswerable"]["value"] == 1.0
    assert copied["quote_fidelity"]["value"] == copied["faithfulness"]["value"] == 1.0


def test_the_runs_asked_for_alone_are_made(cli, group_index, tmp_path):
    cases = write(tmp_path / "cases.jsonl", *CASES)
    done = cli("eval", "answers", "--cases", cases, "--index", group_index, "--runs", "empty, assistant", "--json",
               "--limit-queries", 2)  # fmt: skip
    assert (done.code, list(done.json["runs"]), done.json["questions"]) == (0, ["assistant", "empty"], 2)


def test_a_set_with_gold_answers(beir_measured, beir):
    found = beir_measured.json
    assert (found["set"], found["questions"]) == (beir.name, 3)
    assert found["contains_gold"] == 0.5  # "vingt mille" stands there, "dix pour cent" does not
    assert found["contains_gold@50"] == 0.5
    assert 0 < found["token_f1"] < 1
    assert (found["document_right"], found["vital_strict"]) == (1.0, None)
    assert (found["quote_fidelity"], found["locators"]) == (1.0, 1.0)
    assert found["counts"]["oracle"]["questions"] == 2
    assert all(each["ok"] for each in found["invariants"])
    rows = {row.id: row for row in read_report(beir_measured.report).runs[0].rows}
    assert (rows["q1"].values["correct"], rows["q2"].values["correct"]) == (1.0, 0.0)
    assert (rows["q1"].detail["reference"], rows["q3"].values["answered"]) == ("vingt mille; 20 000", 0.0)


# --- files -------------------------------------------------------------------------------------------------------

ANSWER = {
    "question", "language", "status", "answer", "claims", "citations", "confidence", "coverage", "mode", "incomplete",
    "timings_ms", "filters", "searched", "notices", "generation", "nearest", "disagreement",
}  # fmt: skip
CITATION = {
    "number", "document_id", "source", "title", "authors", "date", "page", "quote", "start", "end", "passage_id",
    "content_hash", "ocr_confidence", "also_in", "kind", "publisher", "url",
}  # fmt: skip


def test_out_holds_an_answer_a_line(measured):
    lines = [json.loads(line) for line in measured.answers.read_text(encoding="utf-8").splitlines()]
    assert [line["id"] for line in lines] == ["F", "D", "S", "U"]
    assert all(set(line) == {"id"} | ANSWER for line in lines)
    assert lines[0]["question"] == BUDGET["question"]
    assert "54\u202f000 €" in lines[0]["answer"]
    assert (lines[0]["status"], lines[3]["status"], lines[3]["citations"]) == ("answered", "no_evidence", [])
    for line in lines:
        for citation in line["citations"]:
            assert set(citation) == CITATION
            assert citation["end"] - citation["start"] == len(citation["quote"])
            assert f"[{citation['number']}]" in line["answer"]


def test_the_report_reads_back_to_the_same_figures(measured):
    report = read_report(measured.report)
    assert (report.kind, report.set_name, [run.name for run in report.runs]) == ("answers", "cases.jsonl", RUNS)
    assert report.stamp["embedding_model"] == "embedded"
    assert report.extra["counts"] == measured.json["counts"]
    for run in report.runs:
        again = {name: each.value for name, each in run_figures(report.metrics, run).overall.items()}
        shown = measured.json["runs"][run.name]["metrics"]
        assert again == {name: pytest.approx(each["value"]) for name, each in shown.items()}
    rows = {row.id: row for row in report.runs[0].rows}
    assert rows["F"].detail["citations"][0]["source"] == "cr-seance-inaugurale.pdf"
    assert rows["F"].detail["citations"][0]["supported"] is True
    assert [each["matched"] for each in rows["F"].detail["nuggets"]] == [1.0, 1.0]
    assert len(rows["S"].detail["found"]) == 5


def test_the_page_and_its_baseline(cli, measured, group_index, tmp_path):
    assert "cases.jsonl" in measured.page.read_text(encoding="utf-8")
    cases = write(tmp_path / "cases.jsonl", *CASES)
    page = tmp_path / "page.html"
    done = cli("eval", "answers", "--cases", cases, "--index", group_index, "--runs", "assistant", "--html", page,
               "--baseline", measured.report)  # fmt: skip
    assert done.code == 0, done.err
    assert "Comparé à" in page.read_text(encoding="utf-8")
    assert "Comparé à" not in measured.page.read_text(encoding="utf-8")


def test_the_figures_are_said_in_french_and_in_english(cli, group_index, tmp_path, monkeypatch):
    cases = write(tmp_path / "cases.jsonl", *CASES)
    command = ["eval", "answers", "--cases", cases, "--index", group_index, "--runs", "assistant"]
    said = cli(*command).out
    assert "cases.jsonl — 4 questions" in said
    assert "quote_fidelity (citations mot pour mot à leur place (page et caractères))" in said
    assert "1,000 [1,000\u202f; 1,000]" in said
    assert "durée p50 / p95 (ms)\u00a0: " in said
    assert "juge lexical\u00a0: AUROC 0," in said
    assert "PROMESSE" not in said
    monkeypatch.setenv("ASSISTANT_LANGUAGE", "en")
    said = cli(*command).out
    assert "1.000 [1.000, 1.000]" in said
    assert "judge lexical: AUROC 0." in said
    assert "by kind of question (assistant)" in said


def test_a_broken_promise_is_said(cli, group_index, tmp_path, monkeypatch):
    """The product's own check is taken away, and a wrong quote goes out: the suite reads the page again by itself."""
    wrong_quotes(monkeypatch)
    cases = write(tmp_path / "cases.jsonl", BUDGET)
    command = ["eval", "answers", "--cases", cases, "--index", group_index, "--runs", "assistant"]
    said = cli(*command).out
    assert "PROMESSE ROMPUE\u00a0: chaque citation est mot pour mot à sa place (F)" in said
    broken = {each["name"]: each for each in cli(*command, "--json").json["invariants"]}
    assert broken["quote_fidelity"] == {"name": "quote_fidelity", "ok": False, "detail": "F"}
    assert broken["dangling"]["ok"]


def wrong_quotes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A product that numbers quotes which do not stand where they say, and does not look."""
    from dataclasses import replace

    from assistant.answering import quotes, scoring, verification

    def shifted(passage):
        return [
            replace(each, quotes=tuple(replace(quote, text=quote.text.replace("budget", "bilan")) for quote in each.quotes))
            for each in quotes.quoted_sentences(passage)
        ]  # fmt: skip

    monkeypatch.setattr(scoring, "quoted_sentences", shifted)
    monkeypatch.setattr(verification, "stands", lambda quote, page_of: True)


# --- cases that do not match, or can't be judged -----------------------------------------------------------------


def unknown_document() -> dict:
    return BUDGET | {"evidence": [{"doc": "inconnu.pdf", "page": 1, "quote": "Le budget"}]}


def wrong_words() -> dict:
    return BUDGET | {"evidence": [BUDGET["evidence"][0] | {"quote": "Le budget de la phase test est de 55 000 €"}]}


@pytest.mark.parametrize(
    ("case", "words", "missing"),
    [(unknown_document(), "inconnu.pdf", ["inconnu.pdf"]), (wrong_words(), "55 000 €", [])],
)
def test_cases_that_do_not_match_the_index_are_measured_and_told(cli, group_index, tmp_path, case, words, missing):
    cases = write(tmp_path / "cases.jsonl", VOTERS, case)
    report = tmp_path / "report.json"
    done = cli("eval", "answers", "--cases", cases, "--index", group_index, "--report", report, "--json")
    assert done.code == 3
    assert "ligne 2 (F)" in done.err
    assert words in done.err
    assert done.json["missing_documents"] == missing
    assert done.json["counts"]["oracle"]["questions"] == 1
    assert done.json["counts"]["assistant"]["questions"] == 2
    assert len(read_report(report).runs) == 4


def test_questions_without_an_answer_alone_are_measured_as_far_as_that_goes(cli, group_index, tmp_path):
    cases = write(tmp_path / "cases.jsonl", UNANSWERABLE)
    report, page = tmp_path / "report.json", tmp_path / "page.html"
    command = ["eval", "answers", "--cases", cases, "--index", group_index, "--json"]
    done = cli(*command, "--report", report, "--html", page)
    assert done.code == 0, done.err
    assert (done.json["answered_unanswerable"], done.json["f1_refusing"]) == (0.0, 1.0)
    for name in ("quote_fidelity", "faithfulness", "vital_strict", "correct", "over_refusal", "auroc_answerable"):
        assert done.json[name] is None
    assert list(done.json["runs"]) == ["assistant", "empty", "copy-top-passage"]  # there is nothing to give an oracle
    assert [run.name for run in read_report(report).runs] == ["assistant", "empty", "copy-top-passage"]
    assert page.stat().st_size > 1000
    alone = cli(*command, "--runs", "oracle")
    assert (alone.code, alone.json["error"]["code"]) == (2, "no_run")


def test_a_question_that_can_not_be_asked_is_a_row(cli, group_index, tmp_path):
    cases = write(tmp_path / "cases.jsonl", BUDGET, BUDGET | {"id": "long", "lang": "fr", "question": "budget " * 1000})
    report = tmp_path / "report.json"
    done = cli("eval", "answers", "--cases", cases, "--index", group_index, "--report", report, "--json",
               "--runs", "assistant")  # fmt: skip
    assert done.code == 0
    assert (done.json["counts"]["assistant"]["failed"], done.json["over_refusal"]) == (1, 0.5)
    row = read_report(report).runs[0].rows[1]
    assert row.detail["status"] == "error"
    assert "trop longue" in row.detail["reasons"][0]


# --- what is refused ---------------------------------------------------------------------------------------------


def settings_file(folder: Path, text: str) -> Path:
    path = folder / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return path


def with_cases(*records: object) -> Callable[[Path, Path, Path], list[object]]:
    def arguments(folder: Path, index: Path, beir: Path) -> list[object]:
        return ["--cases", write(folder / "cases.jsonl", *records), "--index", index]

    return arguments


def with_options(*options: object) -> Callable[[Path, Path, Path], list[object]]:
    return lambda folder, index, beir: [*with_cases(BUDGET)(folder, index, beir), *options]


def malformed(folder: Path, index: Path, beir: Path) -> list[object]:
    arguments = with_cases(BUDGET)(folder, index, beir)
    with (folder / "cases.jsonl").open("a", encoding="utf-8") as stream:
        stream.write('{"id": "x", "question": ')
    return arguments


def other_model(folder: Path, index: Path, beir: Path) -> list[object]:
    settings = settings_file(folder, "[embedding]\nmax_tokens = 32\n")
    return [*with_cases(BUDGET)(folder, index, beir), "--settings", settings]


def no_index(folder: Path, index: Path, beir: Path) -> list[object]:
    return with_cases(BUDGET)(folder, folder / "nowhere", beir)


def unknown_ids(folder: Path, index: Path, beir: Path) -> list[object]:
    made = folder / "set"
    shutil.copytree(beir, made)
    with (made / "qrels" / "test.tsv").open("a", encoding="utf-8") as stream:
        stream.write("\nq1\tmétro\t1\nq9\ttram\t1\n")
    return ["--beir", made, "--index", folder / "made"]


def foreign_index(folder: Path, index: Path, beir: Path) -> list[object]:
    return ["--beir", beir, "--index", index]


def bad_baseline(folder: Path, index: Path, beir: Path) -> list[object]:
    return [*with_cases(BUDGET)(folder, index, beir), "--baseline", folder / "cases.jsonl"]


REFUSED = {
    "an unknown document": (with_cases(unknown_document()), 2, "cases_not_in_index", "inconnu.pdf"),
    "a quote that is not verbatim": (with_cases(wrong_words()), 2, "cases_not_in_index", "55 000 €"),
    "a malformed line": (malformed, 2, "bad_cases", "ligne 2"),
    "an empty file": (with_cases(), 2, "bad_cases", "cases.jsonl"),
    "proposals only": (with_cases(BUDGET | {"proposed": True}), 2, "no_cases", "cases.jsonl"),
    "an unknown run": (with_options("--runs", "assistant,oracel"), 2, "unknown_run", "oracel"),
    "no run": (with_options("--runs", " , "), 2, "unknown_run", "copy-top-passage"),
    "an unknown judge": (with_options("--judge", "oracle"), 2, "unknown_judge", "oracle"),
    "an inference judge without its model": (with_options("--judge", "nli"), 2, "judge_without_model", "--model"),
    "an inference model that is not there": (
        with_options("--judge", "nli", "--model", "nobody/no-such-model"), 1, "model_not_found", "nobody/no-such-model",
    ),
    "a model that judges, without a server": (with_options("--judge", "llm"), 1, "no_model_server", "base_url"),
    "an index made with another model": (other_model, 1, "model_mismatch", "embedded"),
    "no index": (no_index, 1, "index_missing", "nowhere"),
    "qrels with unknown ids": (unknown_ids, 2, "bad_beir", "métro"),
    "an index of something else": (foreign_index, 2, "foreign_index", "budget-participatif-sarrevigne.html"),
    "a baseline that is no report": (bad_baseline, 2, "bad_report", "cases.jsonl"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_can_not_be_measured_is_told_and_nothing_is_overwritten(cli, group_index, beir, tmp_path, name):
    arguments, status, code, words = REFUSED[name]
    outputs = {option: tmp_path / f"before{option}" for option in ("--out", "--report", "--html")}
    for path in outputs.values():
        path.write_bytes(b"avant")
    given = [*arguments(tmp_path, group_index, beir), *(part for option in outputs.items() for part in option)]
    done = cli("eval", "answers", *given, "--json")
    assert (done.code, done.json["error"]["code"]) == (status, code)
    assert words in done.err
    assert "Traceback" not in done.err
    assert "questions sur" not in done.err  # nothing was asked
    assert [path.read_bytes() for path in outputs.values()] == [b"avant"] * 3
    assert not (tmp_path / "made").exists()


def test_options_that_do_not_go_together_are_wrong_usage(cli, group_index, beir, tmp_path):
    cases = write(tmp_path / "cases.jsonl", BUDGET)
    before = cases.read_bytes()
    same = tmp_path / "same.json"
    for arguments in (
        [],
        ["--cases", cases, "--beir", beir],
        ["--cases", cases, "--baseline", cases],
        ["--cases", cases, "--limit-queries", 0],
        ["--cases", cases, "--out", cases],
        ["--beir", beir, "--report", beir / "qrels" / "test.tsv"],
        ["--cases", cases, "--report", same, "--html", tmp_path / "." / "same.json"],
    ):
        done = cli("eval", "answers", *arguments, "--index", group_index)
        assert done.code == 2, arguments
        assert "questions sur" not in done.err
    assert cases.read_bytes() == before
    assert not same.exists()


def test_an_output_that_can_not_be_written_is_told_before_anything_is_asked(cli, group_index, tmp_path):
    cases = write(tmp_path / "cases.jsonl", BUDGET)
    for option in ("--out", "--report", "--html"):
        done = cli(
            "eval", "answers", "--cases", cases, "--index", group_index, option, tmp_path / "none" / "x", "--json"
        )
        assert (done.code, done.json["error"]["code"]) == (2, "output_unwritable")
        assert "questions sur" not in done.err


def test_an_index_without_documents_is_told_instead_of_counting_as_refusals(cli, tmp_path):
    (tmp_path / "corpus").mkdir()
    assert cli("ingest", tmp_path / "corpus", "--index", tmp_path / "index").code == 0
    cases = write(tmp_path / "cases.jsonl", UNANSWERABLE)
    done = cli("eval", "answers", "--cases", cases, "--index", tmp_path / "index", "--json")
    assert (done.code, done.json["error"]["code"]) == (2, "empty_corpus")


# --- a language model that judges ---------------------------------------------------------------------------------


def judged_by(script, cli, index: Path, folder: Path, *options: object, of=(BUDGET, UNANSWERABLE)):
    """The command with the judge "llm" on a scripted server, and that server."""
    with ModelServer(script) as server:
        settings = settings_file(
            folder, f'[model_server]\nbase_url = "{server.url}"\nmodel = "juge-1"\nretries = 0\n'
        )  # fmt: skip
        cases = write(folder / "cases.jsonl", *of)
        command = ["eval", "answers", "--cases", cases, "--index", index, "--runs", "assistant", "--judge", "llm"]
        return cli(*command, "--settings", settings, *options), server


def verdict(request: Request) -> Reply:
    """What an honest judge would say of the budget, and no of all else."""
    supported = "54\u202f000" in request.prompt
    return says_json({"verdict": "supported" if supported else "not_supported", "reason": "Lu."})


def test_a_model_judges_behind_a_server(cli, group_index, tmp_path):
    done, server = judged_by(verdict, cli, group_index, tmp_path, "--json", "--report", tmp_path / "report.json")
    assert done.code == 0, done.err
    counted = done.json["counts"]["assistant"]
    assert counted["not_judged"] == 0
    assert 0 < done.json["faithfulness"] <= 1
    assert done.json["citation_recall"] is not None
    assert (done.json["judge"]["name"], done.json["judge"]["accuracy"]) == ("llm:juge-1", None)
    assert len(server.requests) >= 2 * counted["statements"]
    assert BUDGET["question"] in server.requests[0].prompt
    assert "l'âge du capitaine" not in "".join(
        request.prompt for request in server.requests
    )  # refused: nothing to judge
    citations = read_report(tmp_path / "report.json").runs[0].rows[0].detail["citations"]
    assert [each["supported"] for each in citations if "54\u202f000" in each["quote"]] == [True]


def test_nonsense_from_the_server_is_not_judged_and_never_supported(cli, group_index, tmp_path):
    done, _ = judged_by([says("Volontiers !")], cli, group_index, tmp_path, "--json", "--report", tmp_path / "r.json")
    assert done.code == 0, done.err
    counted = done.json["counts"]["assistant"]
    assert counted["not_judged"] == counted["statements"] > 0
    for name in ("faithfulness", "unsupported_answers", "citation_recall", "citation_precision"):
        assert done.json[name] is None
    assert done.json["quote_fidelity"] == 1.0
    row = read_report(tmp_path / "r.json").runs[0].rows[0]
    assert [each["supported"] for each in row.detail["citations"]] == [None] * len(row.detail["citations"])
    assert "verdict illisible" in row.detail["reasons"][0]
    said, _ = judged_by([says("Volontiers !")], cli, group_index, tmp_path)
    assert f"et {counted['not_judged']} que le juge n'a pu juger" in said.out
    assert "juge llm:juge-1\u00a0: exactitude jamais mesurée" in said.out


def test_a_server_that_keeps_failing_ends_the_run_and_nothing_is_overwritten(cli, group_index, tmp_path):
    report = tmp_path / "report.json"
    report.write_bytes(b"avant")
    same = [{**BUDGET, "id": name} for name in "ABC"]
    done, server = judged_by(
        [fails(500, "en panne")], cli, group_index, tmp_path, "--json", "--report", report, of=same
    )
    assert done.code == 1
    assert done.json["error"]["code"].startswith("model_server")
    assert server.url in done.err
    assert report.read_bytes() == b"avant"
