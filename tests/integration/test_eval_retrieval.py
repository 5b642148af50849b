"""`assistant eval retrieval` on a small set, with the real index and the real model."""

import json
import shutil
from pathlib import Path

import ir_measures
import pytest
from typer.testing import CliRunner

from assistant.cli.app import app
from assistant.evaluation.reports.report_json import read_report
from assistant.models.folders import ENCODER

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
    for name in ("nDCG@10", "R@10", "R@20", "R@100", "RR@10", "Success@1", "Success@5", "Judged@10"):
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


def test_each_leg_is_measured_in_one_run(beir, index, tmp_path):
    """The lexical leg finds all; what the others do is told beside it."""
    result = run("--beir", beir, "--index", index, "--json")
    report = json.loads(result.stdout)
    assert list(report["legs"]) == ["lexical", "vector", "fused"]
    assert report["leg"] == "fused"
    for leg in report["legs"].values():
        assert 0 < leg["latency_ms"]["p50"] <= leg["latency_ms"]["p95"]
        assert set(leg["by_kind"]) == {"other"}
    assert report["legs"]["lexical"]["Success@1"] == 1.0
    assert {name: report["legs"]["fused"][name] for name in ("nDCG@10", "R@10")} == {
        name: report[name] for name in ("nDCG@10", "R@10")
    }
    shown = run("--beir", beir, "--index", index).stdout
    assert next(line.split() for line in shown.splitlines() if line.startswith("nDCG@10"))[1:] == [
        f"{leg['nDCG@10']:.3f}".replace(".", ",") for leg in report["legs"].values()
    ]


def test_the_legs_asked_for_alone_are_measured_and_their_run_is_another(beir, index, tmp_path):
    result = run("--beir", beir, "--index", index, "--legs", "vector", "--json", "--run", tmp_path / "vector.trec")
    assert list(json.loads(result.stdout)["legs"]) == ["vector"]
    assert run("--beir", beir, "--index", index, "--run", tmp_path / "fused.trec").exit_code == 0
    vector, fused = ((tmp_path / name).read_text(encoding="utf-8") for name in ("vector.trec", "fused.trec"))
    assert len(vector.splitlines()) == len(QUESTIONS) * len(DOCUMENTS)  # the nearest ones are always there
    assert vector != fused


@pytest.mark.parametrize("legs", ["lexicale", "lexical,reranked"])
def test_a_leg_that_is_not_there_is_told_before_anything_is_indexed(beir, tmp_path, legs):
    result = run("--beir", beir, "--index", tmp_path / "index", "--legs", legs)
    assert result.exit_code == 2
    assert legs.split(",")[-1] in result.stderr
    assert not (tmp_path / "index").exists()


def test_the_report_holds_every_leg_and_compares_with_itself(beir, index, tmp_path):
    path, page = tmp_path / "report.json", tmp_path / "report.html"
    assert run("--beir", beir, "--index", index, "--report", path, "--html", page).exit_code == 0
    report = read_report(path)
    assert (report.kind, [each.name for each in report.runs]) == ("retrieval", ["lexical", "vector", "fused"])
    assert report.extra["judged"] == 3
    assert set(report.extra["latency_ms"]) == {"lexical", "vector", "fused"}
    assert report.stamp["embedding_model"] == "embedded"
    rows = {row.id: row for row in report.runs[2].rows}
    assert rows["q1"].values["nDCG@10"] == 1.0
    assert rows["q4"].values["nDCG@10"] is None
    assert "fused" in page.read_text(encoding="utf-8")
    compared = CliRunner().invoke(app, ["eval", "compare", str(path), str(path), "--json"])
    assert compared.exit_code == 0, compared.stderr


def test_a_set_with_unanswerable_questions_only_is_nothing_to_judge(tmp_path):
    (tmp_path / "qrels").mkdir()
    write(tmp_path / "corpus.jsonl", [{"_id": "d", "text": "Un."}])
    write(tmp_path / "queries.jsonl", [{"_id": "q", "text": "Deux ?", "metadata": {"answerable": False}}])
    (tmp_path / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\n", encoding="utf-8")
    report = tmp_path / "report.json"
    report.write_text("avant", encoding="utf-8")
    result = run("--beir", tmp_path, "--index", tmp_path / "index", "--report", report)
    assert result.exit_code == 2
    assert "Rien à juger" in result.stderr
    assert report.read_text(encoding="utf-8") == "avant"
    assert not (tmp_path / "index").exists()


def test_qrels_with_unknown_ids_are_told_and_nothing_is_made(beir, tmp_path):
    made = tmp_path / "set"
    shutil.copytree(beir, made)
    with (made / "qrels" / "test.tsv").open("a", encoding="utf-8") as stream:
        stream.write("\nq1\tmétro\t1\nq9\ttram\t1\n")
    result = run("--beir", made, "--index", tmp_path / "index")
    assert result.exit_code == 2
    assert "métro" in result.stderr
    assert "q9" in result.stderr
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
    assert report["Success@1 passages"] == 1.0


def cases_file(folder: Path, **changes) -> Path:
    evidence = [{"doc": "corpus.jsonl#tram", "page": None, "quote": "vingt mille voyageurs"} | changes]
    write(folder / "cases.jsonl", [{"id": "1", "question": QUESTIONS["q1"][0], "kind": "fact", "evidence": evidence}])
    return folder / "cases.jsonl"


@pytest.mark.parametrize("changes", [{"doc": "metro.pdf"}, {"quote": "trente mille voyageurs"}])
def test_cases_that_do_not_match_the_index_are_told_and_never_replace_a_measurement(index, tmp_path, changes):
    report = tmp_path / "report.json"
    report.write_text("avant", encoding="utf-8")
    cases = cases_file(tmp_path, **changes)
    result = run("--cases", cases, "--index", index, "--report", report, "--json")
    assert result.exit_code == 2
    assert json.loads(result.stdout)["error"]["code"] == "cases_not_in_index"
    assert next(iter(changes.values())) in result.stderr
    assert "ligne 1 (1)" in result.stderr
    assert report.read_text(encoding="utf-8") == "avant"
    kept = run("--cases", cases, "--index", index, "--json")
    assert kept.exit_code == 3, kept.stderr
    assert next(iter(changes.values())) in kept.stderr
    assert json.loads(kept.stdout)["nDCG@10"] == (0.0 if "doc" in changes else 1.0)


def test_unanswerable_cases_alone_are_nothing_to_judge(index, tmp_path):
    write(tmp_path / "cases.jsonl", [{"id": "1", "question": "Quel âge ?", "answerable": False}])
    result = run("--cases", tmp_path / "cases.jsonl", "--index", index)
    assert result.exit_code == 2
    assert "Rien à juger" in result.stderr


def test_an_index_made_with_another_model_is_told_in_one_sentence(index, tmp_path):
    settings = tmp_path / "other.toml"
    shutil.copytree(ENCODER, tmp_path / "model")
    (tmp_path / "model" / "added.txt").write_text("x", encoding="utf-8")
    settings.write_text(f'[embedding]\nmodel = "{tmp_path / "model"}"\n', encoding="utf-8")
    for arguments in (["retrieval", "--cases", cases_file(tmp_path)], ["cases", cases_file(tmp_path)]):
        command = ["eval", *map(str, arguments), "--index", str(index), "--settings", str(settings)]
        result = CliRunner().invoke(app, command)
        assert result.exit_code == 1
        assert "a été fait avec le modèle embedded" in result.stderr
        assert "Traceback" not in result.stderr
