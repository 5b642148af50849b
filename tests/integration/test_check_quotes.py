"""The independent checker on a real index: it passes what is there and catches what was tampered with."""

import json
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.build import build_assistant
from assistant.cli.app import app
from assistant.settings import load_settings
from fakes import HashEmbedder

pytestmark = pytest.mark.integration
ROOT = Path(__file__).parents[2]
CHECKER = ROOT / "evals" / "check_quotes.py"
SAMPLES = ROOT / "corpus"
SENTENCE = "Le tramway relie la gare au centre hospitalier depuis 2019."


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("quotes")
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "note.md").write_text(f"# Note\n\n{SENTENCE} Il **transporte** [des élèves](http://a.fr/b).\n", "utf-8")
    (corpus / "page.html").write_text(
        f"<html><head><title>Page</title></head><body><article><h1>Page</h1><p>{SENTENCE} Les usagers l'attendent "
        "&agrave; l'arr&ecirc;t.</p></article></body></html>",
        "utf-8",
    )
    (corpus / "text.txt").write_text(f"{SENTENCE}\n\nUne cohésion retrouvée.\n", "utf-8")
    (corpus / "records.jsonl").write_text(json.dumps({"_id": "r1", "title": "R", "text": SENTENCE}) + "\n", "utf-8")
    _pdf(corpus / "rapport.pdf")
    _docx(corpus / "note.docx")
    assert ingest(corpus, folder / "index") == 0
    return folder / "index"


def ingest(corpus: Path, index: Path) -> int:
    return CliRunner().invoke(app, ["ingest", str(corpus), "--index", str(index)]).exit_code


def _pdf(path: Path) -> None:
    canvas = pytest.importorskip("reportlab.pdfgen.canvas").Canvas(str(path))
    for page in (1, 2):
        canvas.drawString(72, 700, f"{SENTENCE} Page {page} du rapport : les habi-")
        canvas.drawString(72, 684, "tants ont été consultés par la métropole.")
        canvas.showPage()
    canvas.save()


def _docx(path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph(f"{SENTENCE} Le conseil l'a décidé.")
    document.save(path)


def check(*arguments):
    return subprocess.run([sys.executable, CHECKER, *map(str, arguments)], capture_output=True, text=True, check=False)


def citation(index: Path, source: str, **changes) -> dict:
    """A right citation of SENTENCE in a document, with some changes."""
    with closing(sqlite3.connect(index / "catalogue.sqlite")) as catalogue:
        document, number, text = catalogue.execute(
            "SELECT document.id, page.number, page.text FROM document JOIN page ON page.document_id = document.id"
            " WHERE document.source = ? ORDER BY page.number DESC",
            (source,),
        ).fetchone()
    start = text.index(SENTENCE)
    right = {
        "number": 1,
        "document_id": document,
        "page": number,
        "quote": SENTENCE,
        "start": start,
        "end": start + len(SENTENCE),
    }
    return right | changes


def answers(folder: Path, *citations: dict) -> Path:
    path = folder / "answers.jsonl"
    path.write_text(json.dumps({"question": "q ?", "citations": citations}) + "\n", encoding="utf-8")
    return path


def test_passages_of_every_format_are_found_in_their_originals(built):
    result = check("--documents", "100", "--index", built)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "FAILED" not in result.stdout


def test_right_citations_pass(built, tmp_path):
    sources = ("note.md", "page.html", "text.txt", "records.jsonl#r1", "note.docx")
    right = [citation(built, source, page=None) for source in sources]
    result = check(answers(tmp_path, *right, citation(built, "rapport.pdf")), "--index", built)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "6 of 6 quotes good" in result.stdout


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"quote": SENTENCE.replace("2019", "2020")}, "not verbatim in the catalogue"),
        ({"start": 1, "end": len(SENTENCE) + 1}, "not verbatim in the catalogue"),
        ({"page": 9}, "no such page"),
        ({"document_id": "none"}, "no such page"),
    ],
)
def test_a_tampered_citation_is_caught(built, tmp_path, changes, told):
    wrong = citation(built, "rapport.pdf", **changes)
    result = check(answers(tmp_path, citation(built, "rapport.pdf"), wrong), "--index", built)
    assert result.returncode == 1
    assert told in result.stdout
    assert "1 of 2 quotes good" in result.stdout


def test_a_catalogue_that_says_something_else_than_the_original_is_caught(built, tmp_path):
    index = tmp_path / "index"
    shutil.copytree(built, index)
    right = citation(index, "rapport.pdf")
    forged = SENTENCE.replace("2019", "2020")
    with closing(sqlite3.connect(index / "catalogue.sqlite")) as catalogue, catalogue:
        catalogue.execute("UPDATE page SET text = replace(text, ?, ?)", (SENTENCE, forged))
    result = check(answers(tmp_path, right | {"quote": forged}), "--index", index)
    assert result.returncode == 1
    assert "not in the original" in result.stdout


def test_documents_of_an_older_version_are_checked_against_it(built, tmp_path):
    """Where a newer version can't be read, the documents of the older one stay: so does the file they came from."""
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    shutil.copytree(built.parent / "corpus", corpus)
    assert ingest(corpus, index) == 0
    (corpus / "note.docx").write_bytes(b"PK\x03\x04 cut short")
    (corpus / "records.jsonl").write_bytes(b"\n")
    assert ingest(corpus, index) == 3
    with closing(sqlite3.connect(index / "catalogue.sqlite")) as catalogue:
        older = catalogue.execute("SELECT count(*) FROM file WHERE content_hash <> stored_hash").fetchone()
    assert older == (2,)
    kept = [citation(index, source, page=None) for source in ("note.docx", "records.jsonl#r1")]
    result = check(answers(tmp_path, *kept), "--index", index)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "2 of 2 quotes good" in result.stdout
    assert check("--documents", "100", "--index", index).returncode == 0


def test_every_passage_of_the_sample_corpus_is_found_in_its_original(tmp_path, monkeypatch):
    index = tmp_path / "index"
    monkeypatch.setattr("assistant.store.embedders.load_embedder", lambda _: HashEmbedder())  # only vectors differ
    with build_assistant(load_settings(overrides={"index": index}), create=True) as assistant:
        assert assistant.ingest([str(SAMPLES)]).failed == ()
    result = check("--documents", "500", "--index", index)
    assert result.returncode == 0, result.stdout + result.stderr
    good, total = map(int, re.findall(r"^(\d+) of (\d+) quotes good", result.stdout)[0])
    assert good == total > 150


def test_nothing_to_check_is_not_a_pass(built, tmp_path):
    assert check(answers(tmp_path), "--index", built).returncode == 1
