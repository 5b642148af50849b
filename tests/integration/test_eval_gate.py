"""`assistant eval gate` on a corpus of a few pages: real index, real answers, and the colours that they get."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.answering import quotes, scoring, verification
from assistant.bench.configuration import folder_digests
from assistant.evaluation.reports.report_json import read_report, write_report
from assistant.service import Assistant
from conftest import command_line

pytestmark = pytest.mark.integration

TOWN = {
    "Combien de voyageurs le tramway transporte-t-il ?": "Le tramway transporte vingt mille voyageurs par jour.",
    "Quand la piscine a-t-elle rouvert ?": "La piscine a rouvert en mars 2021 après deux ans de travaux.",
    "Qui dirige la médiathèque ?": "La médiathèque est dirigée par Jeanne Morvan depuis son ouverture.",
    "Où se tient le marché aux fleurs ?": "Le marché aux fleurs se tient place du Couvent chaque samedi.",
    "Combien coûte la carte de stationnement ?": "La carte de stationnement coûte quarante euros pour les habitants.",
    "Qui entretient les jardins partagés ?": "Les jardins partagés sont entretenus par douze associations de quartier.",
}
LAB = {
    "Quel est le budget du laboratoire ?": "Le budget du laboratoire atteint soixante mille euros.",
    "Combien de projets le laboratoire a-t-il suivis ?": "Le laboratoire a suivi trente-quatre projets en cinq ans.",
    "Qui préside le comité de suivi ?": "Le comité de suivi est présidé par Aline Forestier.",
    "Quand la phase pilote se termine-t-elle ?": "La phase pilote se termine en décembre 2025.",
    "Quels services ont été testés avec les usagers ?": "Les guichets et la cantine ont été testés avec les usagers.",
    "Où le laboratoire est-il installé ?": "Le laboratoire est installé dans les anciennes halles.",
}
FILES = {"ville.txt": TOWN, "labo.md": LAB}
WEATHER = "Il pleut souvent en automne, et le vent souffle du nord-ouest durant de longues semaines. " * 10
LONGEST = 1000
"""Characters: less than the town's file with the weather, more than the laboratory's."""
KINDS = ("fact", "definition")


def case(number: int, question: str, document: str, sentence: str) -> dict[str, Any]:
    """A question whose answer holds one of two vital facts: nobody ever says the other."""
    return {
        "id": f"q{number:02}",
        "question": question,
        "kind": KINDS[number % 2],
        "nuggets": [{"text": sentence}, {"text": "girafes bleues photographiées"}],
        "evidence": [{"doc": document, "page": None, "quote": sentence}],
    }


def all_cases() -> list[dict[str, Any]]:
    facts = [(document, *fact) for document, of in FILES.items() for fact in of.items()]
    found = [case(number, question, document, sentence) for number, (document, question, sentence) in enumerate(facts)]
    return [*found, {"id": "u1", "question": "Quelle est la capitale du Pérou ?", "answerable": False}]


def write_cases(path: Path, cases: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in cases), encoding="utf-8")
    return path


class Gated:
    """A folder with a corpus, a case file, an index that is kept, and the baselines that `--renew` made."""

    def __init__(self, folder: Path) -> None:
        self.corpus, self.index, self.baselines = folder / "corpus", folder / "index", folder / "base" / "lines"
        self.corpus.mkdir()
        for name, facts in FILES.items():
            weather = [WEATHER] if facts is TOWN else []
            (self.corpus / name).write_text("\n\n".join([*facts.values(), *weather]), encoding="utf-8")
        self.cases = write_cases(folder / "petit.jsonl", all_cases())

    def arguments(self, *options: object) -> list[object]:
        """Options given again win over these."""
        places = ["--cases", self.cases, "--corpus", self.corpus, "--baselines", self.baselines, "--index", self.index]
        return ["eval", "gate", *places, *options]


@pytest.fixture(scope="module")
def gated(tmp_path_factory) -> Gated:
    made = Gated(tmp_path_factory.mktemp("gate"))
    assert command_line([*made.arguments("--renew", "--json")]) == 0
    return made


@pytest.fixture
def baselines(gated, tmp_path) -> Path:
    """A copy of the baselines, which may be changed."""
    return Path(shutil.copytree(gated.baselines, tmp_path / "baselines"))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def reasons(found: dict[str, Any]) -> list[tuple[str, str, str, str | None]]:
    return [
        (each["colour"], each["finding"], each["subject"], each["metric"])
        for gate in found["gates"]
        for each in gate["reasons"]
    ]


# --- colours -----------------------------------------------------------------------------------------------------


def test_renewing_writes_two_baselines_without_what_is_only_for_people(gated):
    assert list(contents(gated.baselines)) == ["petit-answers.json", "petit-retrieval.json"]
    answers, retrieval = (read_report(gated.baselines / f"petit-{part}.json") for part in ("answers", "retrieval"))
    assert [run.name for run in answers.runs] == ["assistant", "oracle", "empty", "copy-top-passage"]
    assert [run.name for run in retrieval.runs] == ["lexical", "vector", "fused"]
    assert all(row.detail == {} for report in (answers, retrieval) for run in report.runs for row in run.rows)
    assert answers.data_hash == retrieval.data_hash
    assert len(answers.runs[0].rows) == 13
    assert sum(row.values["quote_fidelity"] == 1.0 for row in answers.runs[0].rows) > 8


def test_where_nothing_changed_it_is_green(cli, gated):
    before = contents(gated.baselines)
    done = cli(*gated.arguments("--json"))
    assert (done.code, done.json["colour"], reasons(done.json)) == (0, "green", [])
    assert [(each["part"], each["set"]) for each in done.json["gates"]] == [
        ("retrieval", "petit.jsonl"),
        ("answers", "petit.jsonl"),
    ]
    retrieval, answers = done.json["gates"]
    assert (retrieval["invariants"], answers["invariants"]) == (0, 4)
    assert retrieval["compared"] > 20
    assert answers["compared"] > 20
    assert contents(gated.baselines) == before


def test_an_index_of_its_own_is_made_and_thrown_away(cli, gated, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    command = ["eval", "gate", "--cases", gated.cases, "--corpus", gated.corpus, "--baselines", gated.baselines]
    said = cli(*command)
    assert said.code == 0
    assert said.out.startswith("VERT\u00a0: ")
    assert "petit.jsonl, recherche\u00a0: VERT" in said.out
    assert "petit.jsonl, réponses\u00a0: VERT (4 promesses vérifiées" in said.out
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(("assistant-eval", "index"))] == []


def test_without_a_baseline_only_the_promises_are_checked(cli, gated, tmp_path):
    done = cli(*gated.arguments("--json", "--baselines", tmp_path / "none"))
    assert (done.code, done.json["colour"]) == (0, "amber")
    assert [finding for _, finding, _, _ in reasons(done.json)] == ["no_baseline", "no_baseline"]
    assert not (tmp_path / "none").exists()


def raised(baselines: Path, run: str, metric: str, value: float) -> None:
    """A past in which a metric was better on every question of a run that has it."""
    path = baselines / "petit-answers.json"
    report = read_report(path)
    runs = [
        replace(
            each,
            rows=tuple(
                replace(row, values={**row.values, metric: value}) if row.values.get(metric) is not None else row
                for row in each.rows
            ),
        )
        if each.name == run
        else each
        for each in report.runs
    ]
    write_report(path, replace(report, runs=tuple(runs)))


def test_worse_than_before_is_red_and_says_where(cli, gated, baselines):
    raised(baselines, "assistant", "vital_strict", 1.0)
    done = cli(*gated.arguments("--json", "--baselines", baselines))
    assert (done.code, done.json["colour"]) == (1, "red")
    assert reasons(done.json) == [("red", "worse", "assistant", "vital_strict")]
    (reason,) = done.json["gates"][1]["reasons"]
    assert reason["difference"] <= -0.5
    meant = cli(*gated.arguments("--baselines", baselines, "--renew"))
    assert meant.code == 0  # it is said, and taken as the new baseline
    assert meant.out.startswith("ROUGE")
    assert "assistant, vital_strict (éléments vitaux présents" in meant.out
    assert "Référence renouvelée" in meant.err
    assert cli(*gated.arguments("--json", "--baselines", baselines)).json["colour"] == "green"


def test_a_run_that_is_only_a_witness_is_not_gated_and_the_page_is_written(cli, gated, baselines, tmp_path):
    raised(baselines, "copy-top-passage", "vital_strict", 1.0)
    page = tmp_path / "page.html"
    done = cli(*gated.arguments("--json", "--baselines", baselines, "--html", page))
    assert (done.code, done.json["colour"]) == (0, "green")
    said = page.read_text(encoding="utf-8")
    assert "petit.jsonl" in said
    assert "Comparé à" in said


@pytest.mark.parametrize("what", ["cases", "corpus"])
def test_other_questions_or_documents_ask_for_another_baseline(cli, gated, tmp_path, what):
    cases, corpus = tmp_path / "petit.jsonl", tmp_path / "corpus"
    shutil.copytree(gated.corpus, corpus)
    write_cases(cases, all_cases()[1 if what == "cases" else 0 :])
    if what == "corpus":
        (corpus / "neuf.txt").write_text("Le cinéma a fermé en 1998.", encoding="utf-8")
    given = ["--cases", cases, "--corpus", corpus, "--index", tmp_path / "index"]
    done = cli(*gated.arguments(*given))
    assert done.code == 0
    assert done.out.startswith("ORANGE")
    assert done.out.count("ne sont plus ceux de la référence") == 2
    assert done.out.count("Renouvelez la référence") == 2


def test_the_corpus_is_known_by_its_files_hidden_ones_apart(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "labo.md").write_bytes(b"y")
    before = folder_digests(tmp_path / "a")
    (tmp_path / "a" / ".DS_Store").write_bytes(b"x")
    (tmp_path / "a" / ".cache").mkdir()
    (tmp_path / "a" / ".cache" / "note.txt").write_bytes(b"x")
    assert folder_digests(tmp_path / "a") == before
    assert list(before) == ["labo.md"]
    (tmp_path / "a" / "sub").mkdir()
    (tmp_path / "a" / "sub" / "note.txt").write_bytes(b"x")
    assert set(folder_digests(tmp_path / "a")) - set(before) == {"sub/note.txt"}
    assert folder_digests(tmp_path / "a" / "sub" / "note.txt").keys() == {"note.txt"}


def test_other_settings_are_said(cli, gated, tmp_path):
    settings = tmp_path / "other.toml"
    settings.write_text("[retrieval]\nrerank_depth = 40\n", encoding="utf-8")  # there is no reranker
    done = cli(*gated.arguments("--json", "--settings", settings))
    assert (done.code, done.json["colour"]) == (0, "amber")
    assert {finding for _, finding, _, _ in reasons(done.json)} == {"configuration"}
    assert done.json["gates"][0]["reasons"][0]["detail"] == "retrieval.rerank_depth"


def test_documents_that_can_not_be_read_any_more_are_a_loss_not_another_corpus(cli, gated, tmp_path):
    """A change that breaks a reader must not pass because "the documents changed"."""
    settings = tmp_path / "short.toml"
    settings.write_text(f"[limits]\ncharacters = {LONGEST}\n", encoding="utf-8")
    done = cli(*gated.arguments("--json", "--settings", settings, "--index", tmp_path / "index"))
    assert (done.code, done.json["colour"]) == (1, "red")
    assert ("red", "worse", "fused", "nDCG@10") in reasons(done.json)
    assert ("red", "worse", "assistant", "vital_strict") in reasons(done.json)
    assert "1 documents n'ont pas pu être lus" in done.err


# --- promises ----------------------------------------------------------------------------------------------------


def send_wrong_quotes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A product that says other words than those that stand at its citations, and does not look."""

    def reworded(passage):
        return [
            replace(each, quotes=tuple(replace(quote, text=quote.text.replace("e", "é")) for quote in each.quotes))
            for each in quotes.quoted_sentences(passage)
        ]

    monkeypatch.setattr(scoring, "quoted_sentences", reworded)
    monkeypatch.setattr(verification, "stands", lambda quote, page_of: True)


def answer_from_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A product that answers whatever it was given."""

    def answer(self, question, passages, history=()):
        return self.ask(question, history)

    monkeypatch.setattr(Assistant, "answer_from", answer)


@pytest.mark.parametrize(
    ("break_it", "promise"), [(send_wrong_quotes, "quote_fidelity"), (answer_from_nothing, "abstention_on_empty")]
)
def test_a_broken_promise_is_red_and_never_becomes_the_baseline(cli, gated, baselines, monkeypatch, break_it, promise):
    break_it(monkeypatch)
    before = contents(baselines)
    done = cli(*gated.arguments("--json", "--baselines", baselines, "--renew"))
    assert (done.code, done.json["colour"]) == (1, "red")
    assert ("red", "broken", promise, None) in reasons(done.json)
    broken = next(each for each in done.json["gates"][1]["reasons"] if each["subject"] == promise)
    assert broken["detail"].startswith("q")  # the questions
    assert "n'est pas renouvelée" in done.err
    assert contents(baselines) == before


# --- what is refused ---------------------------------------------------------------------------------------------


def refused(cli, gated: Gated, *options: object) -> str:
    """What is told of a command that measures nothing: the code of the error."""
    done = cli(*gated.arguments("--json", *options))
    assert done.code == 2
    assert "questions sur" not in done.err
    assert "Traceback" not in done.err
    code: str = done.json["error"]["code"]
    return code


def test_what_can_not_be_written_is_told_before_anything_is_measured(cli, gated, tmp_path):
    file = tmp_path / "file"
    file.write_bytes(b"avant")
    assert refused(cli, gated, "--html", tmp_path / "none" / "page.html") == "output_unwritable"
    assert refused(cli, gated, "--renew", "--baselines", file) == "output_unwritable"
    assert refused(cli, gated, "--renew", "--baselines", file / "below") == "output_unwritable"
    assert file.read_bytes() == b"avant"


def test_a_baseline_that_can_not_be_read_is_told_and_may_be_replaced(cli, gated, baselines):
    path = baselines / "petit-answers.json"
    path.write_text("{}", encoding="utf-8")
    assert refused(cli, gated, "--baselines", baselines) == "bad_report"
    assert path.read_text(encoding="utf-8") == "{}"
    done = cli(*gated.arguments("--json", "--baselines", baselines, "--renew"))
    assert done.code == 0
    assert "sera remplacée" in done.err
    assert read_report(path).kind == "answers"


def test_cases_that_do_not_match_the_corpus_are_told_and_never_replace_a_baseline(cli, gated, baselines, tmp_path):
    wrong = all_cases()
    wrong[0]["evidence"][0]["quote"] = "Le tramway transporte trente mille voyageurs"
    cases = write_cases(tmp_path / "petit.jsonl", wrong)
    done = cli(*gated.arguments("--json", "--baselines", baselines, "--cases", cases))
    assert done.code == 0
    assert "trente mille voyageurs" in done.err
    assert "ligne 1 (q00)" in done.err
    before = contents(baselines)
    assert refused(cli, gated, "--baselines", baselines, "--cases", cases, "--renew") == "cases_not_in_index"
    assert contents(baselines) == before


def test_an_index_of_other_documents_is_refused_and_left_alone(cli, gated, group_index):
    assert refused(cli, gated, "--index", group_index) == "foreign_index"
    assert cli("status", "--index", group_index, "--json").json["documents"] == 4


@pytest.mark.parametrize(
    ("cases", "code"),
    [([], "bad_cases"), ([{"id": "1"}], "bad_cases"), (all_cases()[-1:], "nothing_to_judge")],
)
def test_cases_that_can_not_be_measured_are_refused(cli, gated, tmp_path, cases, code):
    assert refused(cli, gated, "--cases", write_cases(tmp_path / "petit.jsonl", cases)) == code


def test_a_corpus_without_documents_is_refused(cli, gated, tmp_path):
    (tmp_path / "corpus").mkdir()
    given = ["--corpus", tmp_path / "corpus", "--index", tmp_path / "index", "--baselines", tmp_path, "--renew"]
    assert refused(cli, gated, *given) == "empty_corpus"
    assert not list(tmp_path.glob("*.json"))
