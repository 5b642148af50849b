"""The library over a real index: corrections, sidecars, bibliographies, exports that come back, erasure, anonymity."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.build import build_assistant
from assistant.cli.words import answer_text, results_text, status_text
from assistant.errors import UsageError
from assistant.service import Assistant
from assistant.settings import load_settings
from assistant.types import FIELDS, Record
from assistant.ui.conversation import Asked, Chat, Exchange
from assistant.wire import answer_dict, failure_dict
from bibliography_files import BIBTEX, RIS, ZOTERO
from made_files import report as report_of

pytestmark = pytest.mark.integration

QUESTION = "Combien d'agents compte le laboratoire de Valombre ?"
TEXTS = {
    "lab.txt": "Le laboratoire de Valombre\n\nLe laboratoire de Valombre compte neuf agents. Il travaille avec les habitants.\n",
    "foire.txt": "La foire de Trapval\n\nLa foire de Trapval réunit des exposants venus de toute la région en septembre.\n",
    "files/1/ete.txt": "Notes d'été\n\nEn été, les communes ouvrent leurs écoles aux associations du quartier.\n",
}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    for name, text in TEXTS.items():
        (tmp_path / "corpus" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "corpus" / name).write_text(text, encoding="utf-8")
    return tmp_path / "corpus"


@pytest.fixture
def opened(tmp_path: Path, corpus: Path) -> Iterator[Assistant]:
    with at(tmp_path / "index", corpus) as assistant:
        yield assistant


@contextmanager
def at(index: Path, corpus: Path) -> Iterator[Assistant]:
    with build_assistant(load_settings(overrides={"index": index, "corpus": corpus}), create=True) as assistant:
        assistant.ingest()
        yield assistant


def same(records: list[Record], fields: tuple[str, ...] = (*FIELDS, "marks")) -> dict[str, list[object]]:
    """What records state, by source, or by title where they have no file."""
    return {r.source if r.has_file else r.title: [getattr(r, name) for name in fields] for r in records}


def put_zotero(corpus: Path) -> None:
    """An export of Zotero with one of its two attachments."""
    (corpus / "zotero" / "files" / "12").mkdir(parents=True)
    (corpus / "zotero" / "Export.rdf").write_text(ZOTERO, encoding="utf-8")
    (corpus / "zotero" / "files" / "12" / "écrire.txt").write_text("Deux ans de courriers réécrits.\n", "utf-8")


def test_a_correction_shows_at_once_and_survives_reading_again(opened: Assistant, corpus: Path) -> None:
    before = opened.library.record("lab.txt")
    assert before.origins["title"] == "first_page"
    opened.library.correct(
        "lab.txt", {"title": "Le lab de Valombre", "authors": ["A B"], "date": "2021-03", "kind": "visit"}
    )
    (citation, *_) = answer_dict(opened.ask(QUESTION))["citations"]
    assert (citation["title"], citation["authors"], citation["date"]) == ("Le lab de Valombre", ["A B"], "2021-03")
    (corpus / "lab.txt").write_text(TEXTS["lab.txt"] + "\nUn ajout.\n", encoding="utf-8")
    assert opened.ingest().updated == 1
    after = opened.library.record("lab.txt")
    assert (after.title, after.date, after.origins["date"]) == ("Le lab de Valombre", "2021-03", "correction")
    given_back = opened.library.uncorrect("lab.txt", ["title", "authors", "date", "kind"])
    assert (given_back.title, given_back.date, given_back.origins) == (before.title, None, before.origins)


def test_filters_see_corrected_values_and_search_finds_a_corrected_title(opened: Assistant) -> None:
    from assistant.retrieval.filters import parse_filters

    opened.library.correct("lab.txt", {"kind": "visit", "authors": ["Ondine"], "date": "1999", "title": "Zibeline"})
    for given in ({"type": "visite"}, {"auteur": "ondine"}, {"date": "1999"}):
        found = opened.search("agents", filters=parse_filters(given))
        assert {each.document.source for each in found} == {"lab.txt"}, given
    assert opened.search("zibeline", leg="lexical")[0].document.source == "lab.txt"


def test_a_corrected_title_tells_the_places_that_a_document_is_about(opened: Assistant) -> None:
    def places() -> tuple[str, ...]:
        return next(each.places for each in opened.documents() if each.source == "lab.txt")

    before = places()
    opened.library.correct("lab.txt", {"title": "Le laboratoire de Rennes Métropole"})
    assert "Rennes Métropole" in places()
    opened.library.uncorrect("lab.txt", ["title"])
    assert places() == before


def test_a_mark_is_set_and_lifted(opened: Assistant) -> None:
    opened.library.correct("lab.txt", {"marks": ["not_for_quotation"]})
    assert opened.ask(QUESTION).citations == ()
    opened.library.correct("lab.txt", {"marks": []})
    assert opened.ask(QUESTION).citations


def test_a_wrong_correction_changes_nothing(opened: Assistant) -> None:
    before = opened.library.records()
    for name, given in (
        ("lab.txt", {"date": "hier"}),
        ("lab.txt", {"x": "y"}),
        ("nulle part", {"date": "2020"}),
        ("a", {}),
    ):
        with pytest.raises(UsageError):
            opened.library.correct(name, given)
    assert opened.library.records() == before


def test_a_sidecar_describes_its_document_without_embedding(
    opened: Assistant, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    side = corpus / "lab.txt.meta.json"
    side.write_text('{"title": "Par le côté", "publisher": "Valombre", "etag": "x", "marks": ["anonymous"]}', "utf-8")

    def none(*_: object) -> None:
        raise AssertionError("nothing is to be embedded")

    monkeypatch.setattr(type(opened._parts.embedder), "embed_passages", none)
    report = opened.ingest()
    assert (report.added, report.updated, report.unchanged, report.failed) == (0, 1, 2, ())
    record = opened.library.record("lab.txt")
    assert (record.title, record.publisher, record.marks) == ("Par le côté", "Valombre", ("anonymous",))
    assert record.origins["publisher"] == "sidecar"
    side.write_text('{"title": "Par le côté", "marks": "zzz", "date": "hier"}', encoding="utf-8")
    wrong = opened.ingest().failed
    assert [(each.source, each.code, each.params["name"], each.params["value"]) for each in wrong] == [
        ("lab.txt.meta.json", "sidecar_field", "date", "hier"),
        ("lab.txt.meta.json", "sidecar_field", "marks", "zzz"),
    ]
    assert [(each.source, each.params["name"]) for each in opened.status().failures] == [
        ("lab.txt.meta.json", "date"),
        ("lab.txt.meta.json", "marks"),
    ]
    side.write_text("{", encoding="utf-8")
    (failed,) = opened.ingest().failed
    assert (failed.source, failed.code) == ("lab.txt.meta.json", "bad_sidecar")
    assert [each.source for each in opened.status().failures] == ["lab.txt.meta.json"]
    assert opened.library.record("lab.txt").title == "Par le côté"
    side.unlink()
    assert opened.ingest().failed == ()
    assert opened.library.record("lab.txt").title == "Le laboratoire de Valombre"
    assert opened.status().failures == ()


def test_a_bibtex_file_describes_its_attachments_and_the_broken_entry_is_told(opened: Assistant, corpus: Path) -> None:
    (corpus / "refs.bib").write_text(BIBTEX, encoding="utf-8")
    (failed,) = opened.ingest().failed
    assert (failed.source, failed.code, failed.params["line"]) == ("refs.bib#7", "bibliography_broken", "7")
    assert list(opened.status().failures) == [failed]
    told = status_text(opened.status(), "fr")
    assert "À corriger dans les fichiers de métadonnées et les bibliographies\u00a0: 1\n- refs.bib#7" in told
    assert "n'ont pas pu être lus" not in told
    record = opened.library.record("files/1/ete.txt")
    assert (record.title, record.licence, record.origins["licence"]) == (
        "L'été des Communes",
        "CC BY 4.0",
        "bibliography",
    )
    assert record.item["container-title"] == "Revue X"
    reference = opened.library.record("Rapport A")
    assert (reference.has_file, reference.kind, reference.publisher) == (False, "study", "ADEME")
    assert opened.library.correct(reference.id, {"date": "2021"}).date == "2021"
    assert opened.ingest().updated == 0, "nothing changes where nothing has changed"
    (corpus / "refs.bib").unlink()
    opened.ingest()
    assert {each.source for each in opened.library.records()} == set(TEXTS)
    assert opened.library.record("files/1/ete.txt").origins["title"] == "first_page"


def test_a_zotero_export_links_its_files_and_tells_those_missing(opened: Assistant, corpus: Path) -> None:
    put_zotero(corpus)
    (failed,) = opened.ingest().failed
    assert (failed.code, failed.params["path"]) == ("attachment_missing", "zotero/files/13/absent.pdf")
    record = opened.library.record("zotero/files/12/écrire.txt")
    assert (record.title, record.authors, record.licence) == (
        "Écrire pour être compris",
        ("Samuel Obiang",),
        "CC BY-SA",
    )


def test_every_attachment_of_a_record_is_described_by_it(opened: Assistant, corpus: Path) -> None:
    (corpus / "zotero" / "files" / "13").mkdir(parents=True)
    (corpus / "zotero" / "files" / "12").mkdir(parents=True)
    (corpus / "zotero" / "Export.rdf").write_text(ZOTERO.replace("absent.pdf", "annexe.txt"), encoding="utf-8")
    (corpus / "zotero" / "files" / "12" / "écrire.txt").write_text("Deux ans de courriers réécrits.\n", "utf-8")
    (corpus / "zotero" / "files" / "13" / "annexe.txt").write_text("Une liste de mots simples.\n", "utf-8")
    assert opened.ingest().failed == ()
    first, second = (opened.library.record(f"zotero/files/{name}") for name in ("12/écrire.txt", "13/annexe.txt"))
    assert (
        (first.title, first.authors)
        == (second.title, second.authors)
        == (
            "Écrire pour être compris",
            ("Samuel Obiang",),
        )
    )
    assert second.item["container-title"] == "Revue Y"
    assert opened.ingest().updated == 0
    (corpus / "zotero" / "Export.rdf").unlink()
    opened.ingest()
    assert {opened.library.record(each.source).authors for each in (first, second)} == {()}


def test_one_library_in_three_formats_is_there_once(opened: Assistant, corpus: Path, tmp_path: Path) -> None:
    entries = [
        "@book{a, title={Un livre}, author={Martin, Claire}, year=2020}",
        "@book{b, title={Autre livre}, isbn={978-2-07-036822-8}}",
        "@misc{c, title={Une page}, url={https://exemple.test/page}}",
        "@article{d, title={Un article}, doi={10.1234/d}}",
        "@misc{e, title={Sans date}, author={Martin, Claire}}",
    ]
    (tmp_path / "a.bib").write_text("\n".join(entries), encoding="utf-8")
    opened.library.import_file(tmp_path / "a.bib")
    opened.library.correct("Un article", {"publisher": "Valombre"})
    before = [record for record in opened.library.records() if not record.has_file]
    assert len(before) == 5
    for form, ending in (("ris", "ris"), ("csl-json", "csl.json")):
        names = [record.id for record in opened.library.records() if not record.has_file]
        (tmp_path / f"b.{ending}").write_text(opened.library.export(form, names, shown=False), encoding="utf-8")  # type: ignore[arg-type]
        opened.library.import_file(tmp_path / f"b.{ending}")
        after = [record for record in opened.library.records() if not record.has_file]
        assert sorted(record.title for record in after) == sorted(record.title for record in before)
    assert opened.library.record("Un article").publisher == "Valombre"
    (corpus / "refs.bib").write_text("\n".join(entries[:4]), encoding="utf-8")
    opened.ingest()
    shown = [record.title for record in opened.library.records() if not record.has_file]
    assert [shown.count(title) for title in ("Un livre", "Autre livre", "Une page", "Un article")] == [1, 1, 1, 1]


def test_an_attachment_outside_of_the_folder_is_not_looked_at(opened: Assistant, corpus: Path) -> None:
    text = "@misc{a, title={Ailleurs}, file={../../../../etc/passwd}}\n@misc{b, title={Absolu}, file={/etc/passwd}}\n"
    (corpus / "refs.bib").write_text(text, encoding="utf-8")
    assert [each.code for each in opened.ingest().failed] == ["attachment_missing", "attachment_missing"]
    assert [r.title for r in opened.library.records() if not r.has_file] == ["Ailleurs", "Absolu"]
    with pytest.raises(UsageError) as refused:
        opened.library.remove(["lab.txt", "Absolu"])
    assert refused.value.code == "remove_in_bibliography"
    assert len(opened.documents()) == 3


@pytest.mark.parametrize("form", ["csl-json", "bibtex", "ris"])
def test_an_export_imported_elsewhere_gives_the_same_records(
    opened: Assistant, corpus: Path, tmp_path: Path, form: str
) -> None:
    put_zotero(corpus)
    (corpus / "refs.bib").write_text(BIBTEX, encoding="utf-8")
    (corpus / "refs.ris").write_text(RIS, encoding="utf-8")
    opened.ingest()
    given = {
        "authors": ["Ville de Rennes", "Lucie Ambard"],
        "licence": "CC BY",
        "identifier": "10.1234/x",
        "place": "Lyon",
    }
    opened.library.correct("lab.txt", {**given, "title": "Été & 50 % {x} _y_ #1", "marks": ["not_for_quotation"]})
    opened.library.correct("foire.txt", {"kind": "minutes", "url": "https://x.test/a_b", "retrieved_at": "2024-01-02"})
    before = opened.library.records()
    ending = {"csl-json": "csl.json", "bibtex": "bib", "ris": "ris"}[form]
    (tmp_path / f"export.{ending}").write_text(opened.library.export(form, shown=False), encoding="utf-8")  # type: ignore[arg-type]
    elsewhere = Path(
        shutil.copytree(corpus, tmp_path / "elsewhere", ignore=shutil.ignore_patterns("*.bib", "*.ris", "*.rdf"))
    )
    with at(tmp_path / "other", elsewhere) as other:
        report = other.library.import_file(tmp_path / f"export.{ending}")
        assert (report.records, report.linked, report.failed) == (len(before), 4, ())
        assert same(other.library.records()) == same(before)
        assert other.library.record("Écrire pour être compris").source == "zotero/files/12/écrire.txt"


@pytest.mark.parametrize("form", ["csl-json", "bibtex", "ris"])
def test_an_export_imported_where_there_is_no_document_gives_the_same_records(
    opened: Assistant, corpus: Path, tmp_path: Path, form: str
) -> None:
    put_zotero(corpus)
    opened.ingest()
    opened.library.correct("lab.txt", {"licence": "CC BY", "authors": ["Ville de Rennes"], "kind": "visit"})
    before = opened.library.records()
    path = tmp_path / f"export.{ {'csl-json': 'csl.json', 'bibtex': 'bib', 'ris': 'ris'}[form] }"
    path.write_text(opened.library.export(form, shown=False), encoding="utf-8")  # type: ignore[arg-type]
    (tmp_path / "nothing").mkdir()
    with at(tmp_path / "other", tmp_path / "nothing") as other:
        other.library.import_file(path)
        stated = {record.title: [getattr(record, name) for name in FIELDS] for record in other.library.records()}
        assert stated == {record.title: [getattr(record, name) for name in FIELDS] for record in before}


def test_an_import_before_the_documents_describes_them_when_they_come(tmp_path: Path, corpus: Path) -> None:
    (tmp_path / "e.bib").write_text("@misc{a, title={Le vrai titre}, file={lab.txt}}\n", encoding="utf-8")
    settings = load_settings(overrides={"index": tmp_path / "index", "corpus": corpus})
    with build_assistant(settings, create=True) as assistant:
        assert [each.code for each in assistant.library.import_file(tmp_path / "e.bib").failed] == [
            "attachment_missing"
        ]
        assistant.ingest()
        assert assistant.library.record("lab.txt").title == "Le vrai titre"


def test_a_removed_document_is_gone_to_the_last_byte_and_stays_away(
    opened: Assistant, corpus: Path, tmp_path: Path
) -> None:
    opened.library.correct("lab.txt", {"publisher": "Zibeline éditions"})
    (receipt,) = opened.library.remove(["lab.txt"])
    assert (receipt.source, receipt.documents, receipt.still_there, len(receipt.sha256)) == (
        "lab.txt",
        ("lab.txt",),
        True,
        64,
    )
    assert not opened.search("laboratoire de Valombre agents", leg="lexical")
    report = opened.ingest()
    assert (report.added, [(each.source, each.code) for each in report.warnings]) == (
        0,
        [("lab.txt", "removed_document")],
    )
    held = b"".join(path.read_bytes() for path in (tmp_path / "index").rglob("*") if path.is_file())
    assert b"compte neuf agents" not in held
    assert b"Zibeline" not in held
    assert opened.ingest([str(corpus / "lab.txt")]).added == 1
    assert (opened.ingest().unchanged, opened.library.record("lab.txt").publisher) == (3, None)


def test_an_imported_reference_without_text_can_be_dropped(opened: Assistant, tmp_path: Path) -> None:
    (tmp_path / "e.bib").write_text("@misc{a, title={Un}}\n@misc{b, title={Deux}}\n", encoding="utf-8")
    opened.library.import_file(tmp_path / "e.bib")
    (receipt,) = opened.library.remove(["Un"])
    assert (receipt.source, receipt.documents) == ("e.bib#a", ())
    assert [r.title for r in opened.library.records() if not r.has_file] == ["Deux"]


def test_a_document_of_an_earlier_index_can_be_corrected_and_given_back(opened: Assistant, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "index" / "catalogue.sqlite") as database:
        database.execute("UPDATE document SET as_read = '{}', origins = '{}'")
    assert opened.library.correct("lab.txt", {"title": "Autre"}).title == "Autre"
    assert opened.library.uncorrect("lab.txt", ["title"]).title == "Le laboratoire de Valombre"


def test_a_part_of_a_file_is_not_removed_by_itself(opened: Assistant, corpus: Path) -> None:
    lines = [
        json.dumps({"_id": str(n), "title": f"Fiche {n}", "text": f"Texte de la fiche numéro {n}."}) for n in (1, 2)
    ]
    (corpus / "fiches.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    opened.ingest()
    with pytest.raises(UsageError) as refused:
        opened.library.remove(["foire.txt", "fiches.jsonl#1"])
    assert refused.value.code == "remove_whole_file"
    assert len(opened.documents()) == 5
    (receipt,) = opened.library.remove(["fiches.jsonl"])
    assert receipt.documents == ("fiches.jsonl#1", "fiches.jsonl#2")


def nowhere_named(text: str) -> None:
    for word in ("dubreuil", "jeanne", "lab.txt", "copie.txt", "valombre", "oriane"):
        assert word not in text.lower(), (word, text)


def test_an_anonymous_source_is_nowhere_named(opened: Assistant, corpus: Path) -> None:
    filler = "Les agents de la commune préparent chaque semaine les ateliers avec les habitants du quartier, jour {}."
    said = "\n\n".join(filler.format(n) for n in range(30))
    said += "\n\nLa cantine des écoles sert deux cents repas par jour.\n\n" + "\n\n".join(
        filler.format(n) for n in range(9)
    )
    text = "Dubreuil estime que le service doit garder neuf jardins.\n\nOriane tient la caisse des jardins.\n\n" + said
    for name in ("lab.txt", "copie.txt"):
        (corpus / name).write_text(f"Le laboratoire de Valombre\n\n{text}\n", encoding="utf-8")
    (corpus / "lab.txt.meta.json").write_text('{"authors": ["Jeanne Dubreuil"]}', encoding="utf-8")
    opened.ingest()
    marked = {"marks": ["anonymous"], "kind": "interview"}
    record = opened.library.correct("lab.txt", {**marked, "authors": []})
    copy = opened.library.correct("copie.txt", {**marked, "authors": ["Jeanne Dubreuil"]})
    assert opened.library.record("lab.txt").id == record.id, "who keeps the library sees its name"
    with pytest.raises(UsageError):
        opened.original(record.id)
    client = TestClient(create_app(opened, opened.settings), base_url="http://127.0.0.1:7860")
    path = f"/api/documents/{record.id}"
    asked = (
        "Que doit garder le service ?",
        "Qui tient la caisse ?",
        "Combien de repas la cantine des écoles sert-elle par jour ?",
    )
    answers = [client.post("/api/ask", json={"question": question}) for question in asked]
    citations = answers[-1].json()["citations"]
    assert citations[0]["also_in"]
    for cited in citations:
        span = {"start": cited["start"], "end": cited["end"]}
        around = client.get(f"/api/documents/{cited['document_id']}/quote", params=span)
        assert (around.json()["quote"], around.json()["before"], around.json()["after"]) == (cited["quote"], "", "")
        answers.append(around)
    assert client.get(f"{path}/quote", params={"start": 0, "end": 60}).status_code == 403
    found = client.post("/api/search", json={"question": "ateliers agents école jardins caisse"})
    hidden = [each for each in found.json() if each["document_id"] in (record.id, copy.id)]
    assert {(each["text"], each["heading"], each["quotable"]) for each in hidden} == {("", None, False)}
    digest = client.get("/api/feeds/digest")
    assert [each["typical"] for each in digest.json()["documents"] if "anonyme" in each["title"]] == [[], []]
    for body in ({"set": {"marks": []}}, {"unset": ["marques"]}):
        answers.append(client.patch(f"{path}/record", json=body))
        assert (answers[-1].status_code, answers[-1].json()["error"]["code"]) == (409, "anonymous_stays")
    answers += [
        client.get(each) for each in ("/api/documents", "/api/library", "/api/library/export", f"{path}/record")
    ]
    answers += [found, digest, client.get(f"{path}/reference?format=bibtex")]
    answers += [client.patch(f"{path}/record", json={"set": {"date": "2021"}})]
    warned = [failure_dict(each, "fr") for each in opened.status().warnings]
    assert {each["code"] for each in warned} == {"anonymous"}
    for answer in answers:
        nowhere_named(answer.text)
    nowhere_named(json.dumps(warned, ensure_ascii=False))
    nowhere_named(results_text(opened.search("ateliers jardins"), "fr") + answer_text(opened.ask(asked[-1])))
    nowhere_named("".join(each.shown for each in shown_in_chat(opened, asked[-1])))
    assert opened.works.confirm("lab.txt", "copie.txt").state == "confirmed"
    receipt = client.delete(path)
    assert receipt.status_code == 200
    nowhere_named(receipt.text)


def test_an_anonymous_file_that_can_not_be_read_is_not_named(opened: Assistant, corpus: Path) -> None:
    opened.library.correct("lab.txt", {"marks": ["anonymous"]})
    (corpus / "lab.txt").write_bytes(b"")
    (corpus / "jeanne-dubreuil.pdf").write_bytes(b"%PDF-1.7 nothing")
    (corpus / "jeanne-dubreuil.pdf.meta.json").write_text('{"marks": "anonymous", "date": "hier"}', encoding="utf-8")
    (corpus / "foire.txt").write_bytes(b"")
    opened.ingest()
    report, status = opened.ingest(retry=True), opened.status()
    for failures in (report.failed, status.failures):
        told = json.dumps([failure_dict(each, "fr") for each in failures], ensure_ascii=False)
        nowhere_named(told)
        assert [each.source for each in failures if "(anonyme)" not in each.source] == ["foire.txt"]
        assert {each.code for each in failures} >= {"empty"}
        (beside,) = [each.source for each in failures if each.code == "sidecar_field"]
        assert re.fullmatch(r"\w+ \(anonyme\) \w{6}\.meta\.json", beside), "which of its files is to be mended"
    nowhere_named(json.dumps([each.failure.source for each in opened.shelf.failed()]))
    assert len(status.failures) >= 3


def shown_in_chat(assistant: Assistant, question: str) -> list[Exchange]:
    *_, last = Chat(assistant).ask(Asked(question), (), "fr")
    return list(last.exchanges)


def test_titles_of_anonymous_documents_make_no_twins(opened: Assistant, corpus: Path) -> None:
    """Masked titles are alike."""
    from work_texts import paragraphs

    for number in (1, 2):
        body = "\n\n".join([*paragraphs(1, 6), *(paragraphs(10 * number, 3))])
        (corpus / f"a{number}.md").write_text(f"# Titre {'rouge' * number}\n\n{body}\n", encoding="utf-8")
    opened.ingest()
    before = opened.works.pairs()
    for name in ("a1.md", "a2.md"):
        opened.library.correct(name, {"marks": ["anonymous"]})
        (corpus / name).write_text((corpus / name).read_text("utf-8") + "\n\nFin.\n", encoding="utf-8")
    opened.ingest()
    found = [(each.newer.source, each.older.source, each.kind) for each in opened.works.pairs()]
    assert found == [(each.newer.source, each.older.source, each.kind) for each in before]


def test_of_two_who_correct_a_record_the_second_is_told(opened: Assistant) -> None:
    client = TestClient(create_app(opened, opened.settings), base_url="http://127.0.0.1:7860")
    name = opened.library.record("lab.txt").id
    path = f"/api/documents/{name}"
    seen = client.get(f"{path}/details").json()["record"]["revision"]
    assert seen == client.get(f"{path}/record").json()["revision"]
    first = client.patch(f"{path}/record", json={"set": {"publisher": "Anne"}, "revision": seen})
    assert first.status_code == 200
    second = client.patch(
        f"{path}/record", json={"set": {"publisher": "Bob"}, "revision": seen}, headers={"Accept-Language": "fr"}
    )
    assert (second.status_code, second.json()["error"]["code"]) == (409, "record_changed")
    assert "entre-temps" in second.json()["error"]["reason"]
    assert client.get(f"{path}/record").json()["publisher"] == "Anne"
    again = {"set": {"publisher": "Bob"}, "revision": first.json()["revision"]}
    assert client.patch(f"{path}/record", json=again).json()["publisher"] == "Bob"
    assert client.patch(f"{path}/record", json={"set": {"publisher": ""}}).status_code == 200  # who has seen none


def test_a_page_that_a_document_does_not_have_is_in_no_reference(opened: Assistant, corpus: Path) -> None:
    (corpus / "rapport.pdf").write_bytes(report_of(3))
    opened.ingest()
    name = opened.library.record("rapport.pdf").id
    assert opened.library.reference(name, "text", 3).endswith(", p. 3.\n")
    with pytest.raises(UsageError) as refused:
        opened.library.reference(name, "text", 999)
    assert (refused.value.code, refused.value.params["count"]) == ("page_beyond", "3")
    client = TestClient(create_app(opened, opened.settings), base_url="http://127.0.0.1:7860")
    assert client.get(f"/api/documents/{name}/reference", params={"page": 4}).status_code == 422


def test_the_api_reads_corrects_exports_and_erases(opened: Assistant) -> None:
    client = TestClient(create_app(opened, opened.settings), base_url="http://127.0.0.1:7860")
    name = opened.library.record("lab.txt").id
    path = f"/api/documents/{name}"
    assert client.get(f"{path}/record").json()["origins"]["title"] == "first_page"
    done = client.patch(f"{path}/record", json={"set": {"date": "2021", "authors": ["A B"]}})
    assert (done.status_code, done.json()["date"], done.json()["origins"]["authors"]) == (200, "2021", "correction")
    assert client.get("/api/documents").json()[2]["date"] == "2021"
    cited = client.get(f"{path}/reference", params={"page": 3}).text
    assert cited.startswith("B, A, 2021.")
    assert cited.endswith(", p. 3.\n")
    assert cited.count("\n") == 1  # one line, to be copied
    opened.library.correct("lab.txt", {"publisher": "Valombre", "url": "https://valombre.test/lab", "kind": "study"})
    (citation, *_) = client.post("/api/ask", json={"question": QUESTION}).json()["citations"]
    shown = citation["kind"], citation["publisher"], citation["url"]
    assert shown == ("study", "Valombre", "https://valombre.test/lab")
    assert "@" in client.get(f"{path}/reference", params={"format": "bibtex"}).text
    assert len(client.get("/api/library/export").json()) == len(client.get("/api/library").json()) == 3
    assert client.patch(f"{path}/record", json={"unset": ["date"]}).json()["date"] is None
    for sent, status in (({"set": {"date": "x"}}, 422), ({"set": {"nope": "x"}}, 422), ({"other": 1}, 422)):
        assert client.patch(f"{path}/record", json=sent).status_code == status, sent
    assert client.get("/api/documents/none/record").status_code == 404
    assert client.get("/api/library/export", params={"format": "text", "style": "nope"}).status_code == 422
    assert client.delete(path, headers={"origin": "http://evil.test"}).status_code == 403
    (receipt,) = client.delete(path).json()
    assert receipt["source"] == "lab.txt"
    assert client.delete(path).status_code == 404


def test_the_command_line(cli: Callable, corpus: Path, tmp_path: Path) -> None:
    index = tmp_path / "i"
    assert cli("ingest", corpus, "--index", index).code == 0
    done = cli("library", "set", "lab.txt", "date=2021", "auteurs=A B; C D", "--index", index, "--json")
    cited = cli("library", "reference", "lab.txt", "--page", "3", "--index", index)
    assert cited.out.startswith("B, A"), cited.err
    assert cited.out.endswith(", p. 3.\n")
    assert json.loads(cli("library", "reference", "lab.txt", "--page", "3", "--index", index, "--json").out)
    assert (done.code, done.json["date"], done.json["authors"]) == (0, "2021", ["A B", "C D"])
    shown = cli("library", "show", "lab.txt", "--index", index)
    assert "date: 2021  (corrigé)" in shown.out
    assert cli("library", "unset", "lab.txt", "date", "--index", index, "--json").json["date"] is None
    assert len(cli("library", "list", "--index", index, "--json").json) == 3
    assert cli("library", "set", "lab.txt", "date", "--index", index).code == 2
    assert cli("library", "export", "--format", "docx", "--index", index).code == 2
    assert (
        cli("library", "export", "lab.txt", "--format", "ris", "--out", tmp_path / "x.ris", "--index", index).code == 0
    )
    assert (tmp_path / "x.ris").read_text(encoding="utf-8").startswith("TY  - ")
    (tmp_path / "r.ris").write_text(RIS, encoding="utf-8")
    done = cli("library", "import", tmp_path / "r.ris", "--index", index, "--json")
    assert (done.code, done.json["records"], len(done.json["failed"])) == (3, 2, 2)
    assert cli("remove", "lab.txt", "--index", index).code == 2, "nobody has confirmed"
    done = cli("remove", "lab.txt", "--yes", "--index", index, "--json")
    assert (done.code, done.json[0]["source"], done.json[0]["still_there"]) == (0, "lab.txt", True)
