"""Files of one work on a real index: found after each ingestion, one source of an answer, refused for good."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Finished
from work_texts import paragraphs

pytestmark = pytest.mark.integration

BUDGET = "Le budget annuel de l'atelier de Trapval est de {} euros, voté par le conseil municipal de Trapval."
BODY = [part.replace("euros", "mètres") for part in paragraphs(1, 6)]
OTHER = "\n\n".join(["# Rapport de la foire de Sarrevigne", *paragraphs(2, 6)])

Cli = Callable[..., Finished]


def report(amount: str) -> str:
    return "\n\n".join([*BODY[:3], BUDGET.format(amount), *BODY[3:]])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "corpus"
    made.mkdir()
    (made / "atelier-v1.md").write_text(f"---\ndate: 2021-03-01\n---\n# Atelier v1\n\n{report('54 000')}", "utf-8")
    (made / "atelier-v2.md").write_text(f"---\ndate: 2023-03-01\n---\n# Atelier v2\n\n{report('57 000')}", "utf-8")
    (made / "copie.md").write_bytes((made / "atelier-v1.md").read_bytes())
    (made / "foire.md").write_text(OTHER, "utf-8")
    (tmp_path / "lieux.txt").write_text("Trapval @ Trapval Métropole\nSarrevigne\n", "utf-8")
    (tmp_path / "settings.toml").write_text(f'[places]\nfile = "{tmp_path / "lieux.txt"}"\n', "utf-8")
    return made


def run(cli: Cli, folder: Path, *arguments: object) -> Finished:
    common = "--index", folder.parent / "index", "--settings", folder.parent / "settings.toml"
    return cli(*arguments, *common)


def pairs(cli: Cli, folder: Path) -> set[tuple[str, str, str, str]]:
    listed = run(cli, folder, "library", "twins", "list", "--json").json
    return {(each["newer"]["source"], each["older"]["source"], each["kind"], each["state"]) for each in listed}


def test_the_files_of_a_work_are_found_and_are_one_source(cli: Cli, folder: Path) -> None:
    assert run(cli, folder, "ingest", folder).code == 0
    found = pairs(cli, folder)
    assert {(newer, older, kind) for newer, older, kind, _ in found if newer == "atelier-v2.md"} == {
        ("atelier-v2.md", "atelier-v1.md", "version"),
        ("atelier-v2.md", "copie.md", "version"),
    }
    assert {kind for newer, older, kind, _ in found if {newer, older} == {"atelier-v1.md", "copie.md"}} == {"duplicate"}
    assert len(found) == 3
    answer = run(cli, folder, "ask", "Quel est le budget annuel de l'atelier de Trapval ?", "--json").json
    assert {each["source"] for each in answer["citations"]} == {"atelier-v2.md"}
    assert "57 000" in answer["citations"][0]["quote"]
    assert answer["disagreement"] is None
    assert answer["coverage"]["documents_cited"] == 1
    also_in = answer["citations"][0]["also_in"]
    assert {(each["source"], each["newest"]) for each in also_in} == {("atelier-v1.md", False), ("copie.md", False)}
    told = run(cli, folder, "ask", "Quel est le budget annuel de l'atelier de Trapval ?").out
    assert "Autres fichiers de cet ouvrage\u00a0: atelier-v1.md; copie.md" in told


def test_the_older_version_is_cited_by_its_year_or_by_a_filter(cli: Cli, folder: Path) -> None:
    (folder / "copie.md").unlink()
    assert run(cli, folder, "ingest", folder).code == 0
    question = "Quel était en 2021 le budget annuel de l'atelier de Trapval ?"
    (best, *_) = run(cli, folder, "search", question, "--json").json
    assert best["source"] == "atelier-v1.md"
    assert [each["newest"] for each in best["also_in"]] == [True]
    filtered = run(cli, folder, "search", "budget annuel", "--filter", "document=atelier-v1", "--json").json
    assert {each["source"] for each in filtered} == {"atelier-v1.md"}
    (newest, *_) = run(cli, folder, "search", "budget annuel de l'atelier", "--json").json
    assert newest["source"] == "atelier-v2.md"
    assert [each["source"] for each in newest["duplicates"]] in ([], ["atelier-v1.md"])


def test_what_only_an_older_version_says_is_still_answered_and_why_tells_who_speaks_for_it(
    cli: Cli, folder: Path
) -> None:
    (folder / "copie.md").unlink()
    orchard = "Le verger municipal de Trapval rapporte 41 300 euros à la caisse commune."
    older = folder / "atelier-v1.md"
    older.write_text(older.read_text("utf-8").replace(BODY[3], f"{orchard}\n\n{BODY[3]}"), "utf-8")
    assert run(cli, folder, "ingest", folder).code == 0
    assert ("atelier-v2.md", "atelier-v1.md", "version", "found") in pairs(cli, folder)
    asked = "Combien rapporte à la caisse commune le verger municipal de Trapval ?"
    answer = run(cli, folder, "ask", asked, "--json").json
    assert ("atelier-v1.md", orchard) in {(each["source"], each["quote"]) for each in answer["citations"]}
    assert "n°\u00a01" in run(cli, folder, "search", asked, "--why", "atelier-v1.md").out
    told = run(cli, folder, "search", "budget annuel de l'atelier", "--why", "atelier-v1.md").out
    assert "Un autre fichier du même ouvrage, plus récent, mieux décrit ou de l'année demandée, le redit" in told


def test_no_file_of_the_same_text_or_date_is_called_the_newest(cli: Cli, folder: Path) -> None:
    (folder / "atelier-v2.md").unlink()
    text = (folder / "copie.md").read_text("utf-8").replace("Atelier v1", "Atelier")
    (folder / "atelier-v1.md").unlink()
    (folder / "copie.md").write_text(
        text.replace("date: 2021-03-01", "date: 2021-03-01\nauthors: Clara Vautrin"), "utf-8"
    )
    (folder / "depot.md").write_text(text.replace("2021-03-01", "2025-09-09"), "utf-8")
    assert run(cli, folder, "ingest", folder).code == 0
    answer = run(cli, folder, "ask", "Quel est le budget annuel de l'atelier de Trapval ?", "--json").json
    assert {each["source"] for each in answer["citations"]} == {"copie.md"}
    assert [(each["source"], each["newest"]) for each in answer["citations"][0]["also_in"]] == [("depot.md", False)]
    (shown,) = run(cli, folder, "search", "budget annuel", "--filter", "document=depot", "-k", 1, "--json").json
    assert [(each["source"], each["newest"]) for each in shown["also_in"]] == [("copie.md", False)]


def test_a_refusal_outlives_a_new_ingestion_and_a_confirmation_joins_what_was_not_found(cli: Cli, folder: Path) -> None:
    (folder / "copie.md").unlink()
    run(cli, folder, "ingest", folder)
    (refused,) = run(cli, folder, "library", "twins", "refuse", "atelier-v1", "atelier-v2", "--json").json
    assert (refused["state"], refused["newer"]["source"]) == ("refused", "atelier-v2.md")
    (folder / "atelier-v1.md").write_text((folder / "atelier-v1.md").read_text("utf-8") + "\n\nFin.", "utf-8")
    run(cli, folder, "ingest", folder)
    assert pairs(cli, folder) == {("atelier-v2.md", "atelier-v1.md", "version", "refused")}
    (best, *_) = run(cli, folder, "search", "budget annuel de l'atelier", "--json").json
    assert best["also_in"] == []
    run(cli, folder, "library", "twins", "confirm", "foire", "atelier-v2")
    (best, *_) = run(cli, folder, "search", "foire de Sarrevigne", "--json").json
    assert [each["source"] for each in best["also_in"]] == ["atelier-v2.md"]
    (folder / "atelier-v2.md").unlink()
    run(cli, folder, "ingest", folder)
    assert pairs(cli, folder) == set()
    (best, *_) = run(cli, folder, "search", "foire de Sarrevigne", "--json").json
    assert best["also_in"] == []


def test_only_what_is_new_is_looked_at(cli: Cli, folder: Path) -> None:
    run(cli, folder, "ingest", folder)
    with sqlite3.connect(folder.parent / "index" / "catalogue.sqlite") as catalogue:
        catalogue.execute("UPDATE trait SET sketch = x'' WHERE document_id != 'none'")
    (folder / "foire-2.md").write_text(OTHER + "\n\nFin.", "utf-8")
    run(cli, folder, "ingest", folder)
    with sqlite3.connect(folder.parent / "index" / "catalogue.sqlite") as catalogue:
        kept = catalogue.execute("SELECT count(*) FROM trait WHERE sketch = x''").fetchone()
    assert kept == (4,)
    assert len(pairs(cli, folder)) == 3


def test_names_that_mean_nothing_or_the_same_are_refused_in_a_sentence(cli: Cli, folder: Path) -> None:
    run(cli, folder, "ingest", folder)
    same = run(cli, folder, "library", "twins", "refuse", "foire", "foire.md")
    assert same.code == 2
    assert "le même document" in same.err
    unknown = run(cli, folder, "library", "twins", "confirm", "absent", "foire")
    assert unknown.code == 2
    assert "absent" in unknown.err
    (folder.parent / "empty").mkdir()
    run(cli, folder, "ingest", folder.parent / "empty")
    several = run(cli, folder, "library", "twins", "confirm", "atelier", "foire")
    assert several.code == 2


def test_places_are_counted_filtered_and_told(cli: Cli, folder: Path) -> None:
    run(cli, folder, "ingest", folder)
    listed = run(cli, folder, "library", "places", "--json").json
    assert listed == [{"name": "Sarrevigne", "authority": "Sarrevigne", "documents": 1}]
    (folder / "note.md").write_text("# L'atelier de Trapval\n\n" + BUDGET.format("12"), "utf-8")
    run(cli, folder, "ingest", folder)
    assert "    1  Trapval" in run(cli, folder, "library", "places").out
    found = run(cli, folder, "search", "budget", "--filter", "lieu=Trapval Métropole", "--json").json
    assert {each["source"] for each in found} == {"note.md"}
    stated = run(cli, folder, "search", "Quel budget dans les documents sur Trapval ?", "--json")
    assert {each["source"] for each in stated.json} == {"note.md"}
    assert "sur Trapval" in stated.err
    free = run(cli, folder, "search", "Quel budget à Trapval ?", "--json").json
    assert {each["source"] for each in free} > {"note.md"}
    answer = run(cli, folder, "ask", "Quel est le budget de Trapval ?", "--filter", "place=trapval", "--json").json
    assert answer["coverage"]["authorities"] == 1
    assert answer["filters"]["applied"]["places"] == ["Trapval"]


def test_a_changed_list_of_places_is_read_at_the_next_ingestion(cli: Cli, folder: Path) -> None:
    run(cli, folder, "ingest", folder)
    (folder.parent / "lieux.txt").write_text("Trapval\n- Sarrevigne\n", "utf-8")
    run(cli, folder, "ingest", folder)
    assert run(cli, folder, "library", "places", "--json").json == []
    (folder.parent / "lieux.txt").write_text("Trapval\nSarrevigne @ @ x\n", "utf-8")
    for command in (("ingest", folder), ("library", "places")):
        assert "La ligne 2 de la liste de lieux n'est pas comprise" in run(cli, folder, *command).err
    (folder.parent / "lieux.txt").write_bytes(b"\xff\xfe\x00")
    failed = run(cli, folder, "ingest", folder)
    assert failed.code == 2
    assert "lieux.txt" in failed.err
