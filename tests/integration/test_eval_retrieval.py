"""`assistant eval retrieval` on a small set, with the real index and the real model."""

import json
from pathlib import Path

import ir_measures
import pytest
from typer.testing import CliRunner

from assistant.cli.app import app

pytestmark = pytest.mark.integration

DOCUMENTS = {
    "tram": "Le tramway relie la gare au centre hospitalier depuis 2019 et transporte vingt mille voyageurs par jour.",
    "budget": "Le budget participatif confie aux habitants cinq pour cent des investissements de la commune.",
    "lab": "Le laboratoire d'innovation publique teste les services avec les usagers avant de les généraliser.",
    "ecole": "Les cours d'école sont végétalisées pour rafraîchir les quartiers pendant les canicules.",
    "donnees": "Les données ouvertes de la métropole sont publiées sous licence libre chaque semaine.",
}
QUESTIONS = {
    "q1": ("Combien de voyageurs le tramway transporte-t-il ?", "tram"),
    "q2": ("Quelle part des investissements le budget participatif confie-t-il ?", "budget"),
    "q3": ("Qui teste les services avec les usagers ?", "lab"),
    "q4": ("Quel est l'âge du capitaine ?", None),
}


@pytest.fixture(scope="module")
def beir(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("beir")
    (folder / "qrels").mkdir()
    write(folder / "corpus.jsonl", [{"_id": key, "title": "", "text": text} for key, text in DOCUMENTS.items()])
    write(folder / "queries.jsonl", [{"_id": key, "text": text} for key, (text, _) in QUESTIONS.items()])
    lines = [f"{key}\t{document}\t1" for key, (_, document) in QUESTIONS.items() if document]
    (folder / "qrels" / "test.tsv").write_text("\n".join(["query-id\tcorpus-id\tscore", *lines]), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def index(beir, tmp_path_factory) -> Path:
    """An index made by the command itself, kept for the other tests."""
    folder = tmp_path_factory.mktemp("kept") / "index"
    assert run("--beir", beir, "--index", folder, "--json").exit_code == 0
    return folder


def write(path: Path, records: list[dict]) -> None:
    path.write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")


def run(*arguments):
    return CliRunner().invoke(app, ["eval", "retrieval", *map(str, arguments)])


def test_metrics_of_a_set_and_a_run_that_another_tool_agrees_with(beir, index, tmp_path):
    result = run("--beir", beir, "--index", index, "--json", "--run", tmp_path / "run.trec")
    assert result.exit_code == 0, result.stderr
    report = json.loads(result.stdout)
    assert (report["questions"], report["judged"], report["unjudged"], report["failed"]) == (4, 3, 1, 0)
    assert report["Success@1"] == 1.0
    assert report["documents_failed"] == 0
    assert 0 < report["latency_ms"]["p50"] <= report["latency_ms"]["p95"]
    qrels = [ir_measures.Qrel(key, document, 1) for key, (_, document) in QUESTIONS.items() if document]
    trec = list(ir_measures.read_trec_run(str(tmp_path / "run.trec")))
    assert {line.doc_id for line in trec} <= set(DOCUMENTS)
    for name in ("nDCG@10", "R@10", "R@100", "RR@10", "Success@1", "Success@5"):
        measure = ir_measures.parse_measure(name)
        assert ir_measures.calc_aggregate([measure], qrels, trec)[measure] == pytest.approx(report[name])


def test_a_temporary_index_leaves_nothing_behind(beir, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    result = run("--beir", beir, "--limit-queries", "2")
    assert result.exit_code == 0, result.stderr
    assert "2 questions" in result.stdout
    assert "nDCG@10" in result.stdout
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(("assistant-eval", "index"))] == []


def test_an_index_of_something_else_is_refused_and_left_alone(beir, index, tmp_path):
    other = tmp_path / "other"
    (other / "qrels").mkdir(parents=True)
    write(other / "corpus.jsonl", [{"_id": "x", "title": "", "text": "Autre chose."}])
    write(other / "queries.jsonl", [{"_id": "q", "text": "Autre chose ?"}])
    (other / "qrels" / "test.tsv").write_text("q\tx\t1\n", encoding="utf-8")
    result = run("--beir", other, "--index", index, "--json")
    assert result.exit_code == 2
    assert "corpus.jsonl#" in result.stderr
    status = CliRunner().invoke(app, ["status", "--index", str(index), "--json"])
    assert json.loads(status.stdout)["documents"] == len(DOCUMENTS)


@pytest.mark.parametrize("arguments", [[], ["--beir", "a", "--cases", "b"], ["--cases", "b", "--run", "c"]])
def test_options_that_do_not_go_together_are_wrong_usage(arguments):
    assert run(*arguments).exit_code == 2


def test_a_folder_that_is_no_set_is_told_in_one_sentence(tmp_path):
    result = run("--beir", tmp_path)
    assert result.exit_code == 2
    assert "corpus.jsonl" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_run_that_cannot_be_written_is_told_before_anything_is_indexed(beir, tmp_path):
    result = run("--beir", beir, "--index", tmp_path / "index", "--run", tmp_path / "none" / "run.trec")
    assert result.exit_code == 2
    assert not (tmp_path / "index").exists()


def test_cases_on_an_existing_index(index, tmp_path):
    evidence = [{"doc": "corpus.jsonl#tram", "page": None, "quote": "vingt mille voyageurs"}]
    cases = [
        {"id": "1", "question": QUESTIONS["q1"][0], "kind": "fact", "evidence": evidence},
        {"id": "2", "question": "Quel est l'âge du capitaine ?", "kind": "unanswerable", "answerable": False},
    ]
    write(tmp_path / "cases.jsonl", cases)
    result = run("--cases", tmp_path / "cases.jsonl", "--index", index, "--json")
    assert result.exit_code == 0, result.stderr
    report = json.loads(result.stdout)
    assert (report["judged"], report["unanswerable"], report["missing_documents"]) == (1, 1, [])
    assert report["by_kind"]["fact"]["Success@5"] == 1.0
