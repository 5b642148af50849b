"""Anonymous documents on a real index: a name that they hide is found, told and confirmed no more than an invented one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from assistant.api.app import create_app
from assistant.build import build_assistant
from assistant.cli.app import app
from assistant.cli.words import results_text
from assistant.service import Assistant
from assistant.settings import load_settings
from assistant.text.nameless import MASK
from assistant.upkeep import make_backup, restore_backup
from assistant.wire import answer_dict, failure_dict, passages_list

pytestmark = pytest.mark.integration

INTERVIEW = """# Entretien avec Solveig Tarnowska

Plouzévédé, le 14 mars 2024

## Le potager

Le potager municipal coûte 12 400 euros par an à la commune. Les décisions sont prises à main levée.

## Le compost de madame Tarnowska

Le compost collectif est géré par Madame Tarnowska depuis trois ans. Son mari travaille chez Michelin. Les voisins
prêtent parfois une remorque. Selon le CHGT (comité des habitants du grand Trapval), il faut une serre.

## La serre

La serre partagée a été inaugurée par solveig tarnowska au printemps. Les enfants arrosent après la classe.
"""
OTHER = "# Jardin\n\nLe jardin de la médiathèque est ouvert le dimanche. Il compte douze bacs et un compost.\n"
PAIRS = (
    ("Que dit Tarnowska du compost ?", "Tarnowska", "Zelkovina"),
    ("Que dit tarnowska du compost ?", "tarnowska", "zelkovina"),
    ("Qui a inauguré la serre, Tarnowska ou un voisin ?", "Tarnowska", "Zelkovina"),
    ("Tarnowska", "Tarnowska", "Zelkovina"),
    ("solveig tarnowska", "tarnowska", "zelkovina"),
    ("Michelin", "Michelin", "Zelkovin"),
    ("Que dit Tarnowskaa du compost ?", "Tarnowskaa", "Zelkovinaa"),
    ("Qui travaille chez Michellin ?", "Michellin", "Zelkovinn"),
    ("Que veut le CHGT ?", "CHGT", "XBQZ"),
    ("Que dit-on du « compost de madame Tarnowska » ?", "Tarnowska", "Zelkovina"),
)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_corpus(tmp_path / "corpus")


def write_corpus(folder: Path) -> Path:
    folder.mkdir()
    (folder / "entretien-tarnowska.md").write_text(INTERVIEW, encoding="utf-8")
    (folder / "entretien-tarnowska.md.meta.json").write_text('{"marks": ["anonymous"]}', encoding="utf-8")
    (folder / "autre.md").write_text(OTHER, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Assistant, TestClient]]:
    """An assistant on that corpus that is asked and not changed, and its API."""
    place = tmp_path_factory.mktemp("asked")
    given = {"index": place / "index", "corpus": write_corpus(place / "corpus")}
    with build_assistant(load_settings(overrides=given), create=True) as assistant:
        assistant.ingest()
        yield assistant, TestClient(create_app(assistant, assistant.settings), base_url="http://127.0.0.1:7860")


def told(assistant: Assistant, client: TestClient, question: str) -> dict[str, object]:
    """What a question gives, in each way to ask it, but for times and for what open documents are like to it.

    Scores of two legs together depend on how like the open documents are to the name: those of each leg are told.
    """
    answer = answer_dict(replace(assistant.ask(question), timings_ms={}, confidence=0.0))
    searches = {leg: assistant.search(question, leg=leg) for leg in ("lexical", "vector")}
    legs = {leg: [each for each in passages_list(found) if not each["text"]] for leg, found in searches.items()}
    for each in legs["vector"]:
        del each["rank"], each["legs"]["vector"]["rank"]
    why = assistant.explain(question, missed="Entretien (anonyme)")
    words = [(word.surface, word.passages) for word in why.words]
    found = {each.passage_id: (each.found, each.missing) for each in why.results}
    absent = why.absence and (why.absence.found, why.absence.missing, why.absence.legs.keys())
    given = client.post("/api/search", json={"question": question}).json()
    ranked = sorted(each["passage_id"] for each in given)
    why_words = repr((words, sorted(found.items()), absent))
    return {"answer": answer, "legs": legs, "why": why_words, "ranked": ranked, "phrases": repr(why.phrases)}


@pytest.mark.parametrize(("question", "true", "invented"), PAIRS)
def test_a_hidden_name_and_an_invented_one_give_the_same(
    asked: tuple[Assistant, TestClient], question: str, true: str, invented: str
) -> None:
    real = json.dumps(told(*asked, question), ensure_ascii=False)
    other = json.dumps(told(*asked, question.replace(true, invented)), ensure_ascii=False)
    assert real.replace(true, invented) == other


def test_no_correction_names_anybody(opened: Assistant) -> None:
    for asked, hidden in (("Que dit Tarnowskaa du compost ?", "tarnowska "), ("Qui paie Michellin ?", "michelin ")):
        answer = opened.ask(asked)
        assert hidden not in json.dumps(answer_dict(answer), ensure_ascii=False).lower()
        assert opened.find(asked).query.corrections == ()


def test_what_an_anonymous_document_says_of_no_name_is_still_found_and_quoted(opened: Assistant) -> None:
    answer = opened.ask("Combien coûte le potager municipal ?")
    assert [each.document.title for each in answer.citations] == ["Entretien (anonyme)"]
    assert opened.search("Qui prête une remorque ?")[0].document.anonymous
    assert MASK not in answer.text


def test_a_mark_takes_the_names_out_of_the_search_and_lifted_gives_them_back(opened: Assistant) -> None:
    record = next(each for each in opened.library.records() if each.marks)
    opened.library.correct(record.id, {"marks": []})
    assert opened.find("Tarnowska", leg="lexical").passages
    assert opened.find("Que dit Tarnowskaa ?").query.corrections
    opened.library.correct(record.id, {"marks": ["anonymous"]})
    assert not opened.find("Tarnowska", leg="lexical").passages
    assert not opened.find("Que dit Tarnowskaa ?").query.corrections


def test_an_export_names_nobody_unless_it_is_to(opened: Assistant, tmp_path: Path) -> None:
    run = CliRunner()
    opened.close()
    common = ["--index", str(tmp_path / "index")]
    for form in ("bibtex", "ris", "csl-json", "text"):
        for source in ([], ["entretien-tarnowska.md"]):
            shown = run.invoke(app, ["library", "export", *source, "--format", form, *common])
            assert (shown.exit_code, "(anonyme)" in shown.stdout) == (0, True), shown.output
            assert "arnowska" not in shown.stdout
            assert "2024-03-14" not in shown.stdout
        named = run.invoke(app, ["library", "export", "--named", "--format", form, *common])
        assert "Tarnowska" in named.stdout


def test_the_text_of_withheld_documents_is_refused_alike(opened: Assistant, corpus: Path) -> None:
    (corpus / "note.md").write_text("# Note\n\nNe pas citer\n\nLe hangar est loué 300 euros par mois.\n", "utf-8")
    opened.ingest()
    client = TestClient(create_app(opened, opened.settings), base_url="http://127.0.0.1:7860")
    ids = {each.title: each.id for each in opened.documents()}
    found = client.post("/api/search", json={"question": "Combien est loué le hangar ?"}).json()
    (note,) = (each for each in found if each["title"] == "Note")
    assert (note["text"], note["heading"], note["context_before"], note["quotable"]) == ("", None, None, False)
    assert "300" not in results_text(opened.search("Combien est loué le hangar ?"), "fr")
    for title, code in (("Note", "text_not_for_quotation"), ("Entretien (anonyme)", "text_anonymous")):
        for path in ("quote?start=0&end=30", "quote?start=0&end=999999", "text"):
            refused = client.get(f"/api/documents/{ids[title]}/{path}")
            assert (refused.status_code, refused.json()["error"]["code"]) == (403, code), (title, path)
    refused = client.get(f"/api/documents/{ids['Entretien (anonyme)']}/original")
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "original_anonymous")


def test_each_mark_has_its_notice(opened: Assistant) -> None:
    codes = {each.code for each in opened.ask("Qui gère le compost collectif ?").notices}
    assert "withheld_documents" not in codes
    assert "withheld_anonymous" in codes


def test_an_erased_file_is_not_named_again(opened: Assistant, corpus: Path, tmp_path: Path) -> None:
    (corpus / "dires-tarnowska.jsonl").write_text('{"_id": "1", "title": "Dires", "text": "Une serre."}\n', "utf-8")
    opened.ingest()
    opened.library.correct("Dires", {"marks": ["anonymous"]})
    saved = tmp_path / "avant.zip"
    make_backup(opened.settings, saved)
    opened.library.remove(["entretien-tarnowska.md", "dires-tarnowska.jsonl"])
    report = opened.ingest()
    told = [failure_dict(each, "fr")["source"] for each in report.warnings if each.code == "removed_document"]
    assert [name[:18] for name in told] == ["Document (anonyme)"] * 2
    opened.close()
    report = restore_backup(opened.settings, saved, replace=True)
    assert [name[:18] for name in report.erased] == ["Document (anonyme)"] * 2


def test_the_day_and_the_places_of_an_anonymous_document_are_not_shown(opened: Assistant) -> None:
    client = TestClient(create_app(opened, opened.settings), base_url="http://127.0.0.1:7860")
    (document,) = (each for each in opened.documents() if each.anonymous)
    assert (document.date, document.places, document.authority) == ("2024-03", (), None)
    assert opened.library.entry(document.id).date == "2024-03"
    asked = ("/api/documents", "/api/library", "/api/library/export", f"/api/documents/{document.id}/record")
    for path in asked:
        text = client.get(path).text
        assert "2024-03-14" not in text, path
        assert "Plouz" not in text, path
    assert "2024-03-14" not in json.dumps(answer_dict(opened.ask("Combien coûte le potager municipal ?")))
    assert not any("Plouz" in each.name for each in opened.places.counts())
