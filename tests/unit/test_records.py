"""Records: what wins over what, where fields come from, what a first page and a page's markup state."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import html

from assistant.ingest.beside import is_bibliography
from assistant.ingest.first_page import said_on_first_page
from assistant.ingest.identifiers import find_identifier, is_isbn, said_licence
from assistant.ingest.readers import complete
from assistant.ingest.stated import stated
from assistant.ingest.texts.html_facts import page_facts
from assistant.text.anonymous import shown_document, shown_record
from assistant.text.ids import is_sidecar
from assistant.types import (
    ANONYMOUS,
    NOT_FOR_QUOTATION,
    Document,
    Page,
    ReadDocument,
    Reference,
    described,
    record_of,
    record_without_text,
)
from made_files import read_bytes

DOCUMENT = Document(
    "0123456789abcdef",
    "entretiens/maud.txt",
    "text",
    "h",
    "Entretien avec Maud",
    ("Maud K.",),
    "2020",
    "interview",
    "fr",
    None,
    1,
    9,
    "2026",
    warnings=("replaced_characters",),
    origins={"title": "first_page", "authors": "file_metadata"},
)


def test_a_correction_wins_over_a_sidecar_and_this_over_a_bibliography():
    layers = {
        "bibliography": {"title": "B", "date": "2001", "place": "Lyon"},
        "sidecar": {"title": "S", "date": "2002"},
        "correction": {"title": "C"},
    }
    found = described(DOCUMENT, layers)
    assert (found.title, found.date, found.place, found.authors) == ("C", "2002", "Lyon", ("Maud K.",))
    assert found.origins == {
        "title": "correction",
        "date": "sidecar",
        "place": "bibliography",
        "authors": "file_metadata",
    }


def test_a_correction_can_say_that_there_is_none_but_not_of_a_title():
    found = described(DOCUMENT, {"correction": {"date": None, "authors": [], "title": None}})
    assert (found.date, found.authors, found.title) == (None, (), "Entretien avec Maud")
    assert found.origins["date"] == "correction"


def test_marks_are_added_by_files_and_lifted_by_corrections_alone():
    banned = replace(DOCUMENT, warnings=(NOT_FOR_QUOTATION,))
    assert described(banned, {"sidecar": {"marks": []}}).warnings == (NOT_FOR_QUOTATION,)
    both = described(banned, {"bibliography": {"marks": [ANONYMOUS]}})
    assert both.warnings == (NOT_FOR_QUOTATION, ANONYMOUS)
    assert both.origins["marks"] == "bibliography"
    assert described(banned, {"correction": {"marks": []}, "sidecar": {"marks": [ANONYMOUS]}}).warnings == ()
    assert described(DOCUMENT, {"correction": {"marks": [ANONYMOUS]}}).warnings == ("replaced_characters", ANONYMOUS)


def test_an_anonymous_document_shows_its_kind_and_no_name():
    shown = shown_document(replace(DOCUMENT, warnings=(ANONYMOUS,), url="https://x.test/maud"))
    assert (shown.title, shown.authors, shown.source, shown.url) == (
        "Entretien (anonyme)",
        (),
        "entretien (anonyme) 012345",
        None,
    )
    assert shown_document(DOCUMENT) == DOCUMENT
    record = record_of(replace(DOCUMENT, warnings=(ANONYMOUS,)), {"author": [{"literal": "Maud"}]})
    assert "aud" not in str(replace(shown_record(record), origins={}))


def test_a_reference_without_text_has_a_record_and_no_file():
    record = record_without_text(
        Reference("ref-1", "/c", "x.bib", "k", {"title": "T", "authors": ["A"]}), {"date": "2020"}
    )
    assert (record.has_file, record.source, record.title, record.authors) == (False, "x.bib#k", "T", ("A",))
    assert record.origins == {"title": "bibliography", "authors": "bibliography", "date": "correction"}


def test_each_field_is_the_first_source_that_says_something():
    found = stated(
        ("markup", {"title": "", "date": "2020", "other": 1}), ("first_page", {"title": "T", "date": "2021"})
    )
    assert found == {"date": "2020", "title": "T", "origins": {"date": "markup", "title": "first_page"}}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("doi:10.1234/abc.", "10.1234/abc"),
        ("https://doi.org/10.1000/x_y", "10.1000/x_y"),
        ("urn:isbn:978-2-07-036822-8", "978-2-07-036822-8"),
        ("978-2-07-036822-9", None),
        ("12", None),
        (None, None),
    ],
)
def test_an_identifier_is_a_doi_or_an_isbn(text, found):
    assert find_identifier(text) == found


def test_an_isbn_has_its_check_digit():
    assert is_isbn("2-07-036822-X")
    assert not is_isbn("2-07-036822-1")


def test_a_licence_that_a_text_speaks_of_is_not_its_own():
    assert (
        said_licence("Ce document est mis à disposition selon les termes de la licence CC BY-SA 4.0.") == "CC BY-SA 4.0"
    )
    assert said_licence("Beaucoup de villes ont choisi la Licence Ouverte et CC BY.") is None


def test_a_first_page_states_fields_in_labelled_lines():
    text = (
        "Note\n\nAuteurs : Lucie Ambard, Bastien Hourcq\nLieu : Rennes\nDate : 12 mars 2024\nISBN : 978-2-07-036822-8\n"
    )
    assert said_on_first_page(text) == {
        "authors": ("Lucie Ambard", "Bastien Hourcq"),
        "place": "Rennes",
        "date": "2024-03-12",
        "identifier": "978-2-07-036822-8",
        "licence": None,
    }
    assert said_on_first_page("Le lieu : un hangar loué.\nOn y parle de 10.1234/abc.") == {
        "identifier": None,
        "licence": None,
    }


def test_origins_go_through_the_child_process():
    read = read_bytes("rapport-annuel-2021.txt", b"Un texte sans titre. Il dit ceci.\nEt cela.\n")
    assert read.title == "rapport-annuel-2021" or read.title
    assert read.origins["title"] == "file_name"
    assert read.origins["kind"] == "file_name"
    read = read_bytes("x.md", b"---\ntitle: Le titre\npublisher: ADEME\nlicense: CC BY\n---\n# Autre\n\nTexte.\n")
    assert (read.publisher, read.licence) == ("ADEME", "CC BY")
    assert read.origins["title"] == read.origins["publisher"] == "file_metadata"
    assert read_bytes("x.md", b"# Autre\n\nTexte long.\n").origins["title"] == "first_page"


@pytest.mark.parametrize(
    ("noted", "printed", "date", "origin"),
    [
        ("2022-06-22", "Réunion du 16 juin 2022", "2022-06-16", "first_page"),
        ("2022-06-22", "Juin 2022", "2022-06-22", "file_metadata"),
        ("2022-06-22", "Loi du 1er juillet 1901", "2022-06-22", "file_metadata"),
        ("2022-06-22", "Aucune date", "2022-06-22", "file_metadata"),
        (None, "Réunion du 16 juin 2022", "2022-06-16", "first_page"),
        (None, "Le service a ouvert ses portes le 12 mars 2019.", None, None),
        (None, "Odile Vauclair dirige le service depuis janvier 2024.", None, None),
        (None, "Feuille de route, 31 décembre 2090", None, None),
        (None, "Feuille de route, 31 décembre 2090\nLyon, le 3 mars 2020", "2020-03-03", "first_page"),
        (None, "Ce guide a été publié le 3 mars 2020.", "2020-03-03", "first_page"),
    ],
)
def test_a_printed_date_wins_over_the_one_that_a_program_noted(noted, printed, date, origin):
    page = Page(1, f"Titre\n{printed}\n")
    origins = {"title": "file_metadata", **({"date": "file_metadata"} if noted else {})}
    found = complete(ReadDocument("pdf", (page,), True, "Titre", date=noted, origins=origins), "a")
    assert (found.date, found.origins.get("date")) == (date, origin)


@pytest.mark.parametrize(
    ("beginning", "title"),
    [
        (
            "Appel à projets\n\nLettre de candidature 2016\n\nTexte.",
            "Appel à projets\u00a0: Lettre de candidature 2016",
        ),
        ("Appel à projets\n\nLettre est à remettre lundi.\n", "Appel à projets"),
        ("Appel à projets\n\nOdile Vauclair\n", "Appel à projets"),
        ("Sarrevigne\n\nAppel à projets\n\nNote\n", "Appel à projets\u00a0: Note"),
        ("Un autre texte\n", "Appel à projets"),
    ],
)
def test_what_a_paper_is_below_its_subject_is_part_of_the_title(beginning, title):
    page = Page(1, beginning)
    origins = {"title": "first_page"}
    assert complete(ReadDocument("docx", (page,), False, "Appel à projets", origins=origins), "a").title == title
    stated = ReadDocument("docx", (page,), False, "Appel à projets", origins={"title": "file_metadata"})
    assert complete(stated, "a").title == "Appel à projets"
    named = ReadDocument(
        "docx", (Page(1, "Note de cadrage\n\nRapport annuel\n"),), False, "Note de cadrage", origins=origins
    )
    assert complete(named, "a").title == "Note de cadrage"


def test_a_web_page_states_its_record_in_markup():
    page = """<html lang="fr"><head><link rel="canonical" href="https://x.test/a"><link rel="license" href="https://l.test/by">
    <meta name="DC.creator" content="A B"><meta name="DC.creator" content="C D"><meta name="DC.publisher" content="ADEME">
    <meta name="DC.identifier" content="doi:10.1234/x"><meta name="DC.date" content="2021-05"></head>
    <body><h1>Le titre de la page</h1></body></html>"""
    facts = page_facts(html.document_fromstring(page))
    assert facts["authors"] == ("A B", "C D")
    assert (facts["publisher"], facts["identifier"], facts["date"]) == ("ADEME", "10.1234/x", "2021-05")
    assert (facts["url"], facts["licence"]) == ("https://x.test/a", "https://l.test/by")
    linked = """<html><script type="application/ld+json">{"@type": "NewsArticle", "headline": "Un titre de presse",
    "publisher": {"name": "Le Journal"}, "license": "https://l.test/cc", "author": [{"name": "A B"}]}</script><p>x</p></html>"""
    facts = page_facts(html.document_fromstring(linked))
    assert (facts["kind"], facts["publisher"], facts["licence"]) == ("article", "Le Journal", "https://l.test/cc")


def test_sidecars_and_bibliographies_are_known_by_their_names(tmp_path):
    assert is_sidecar("a.pdf.meta.json")
    assert is_bibliography(tmp_path / "a.BIB")
    assert is_bibliography(tmp_path / "a.csl.json")
    assert not is_bibliography(tmp_path / "a.json")
    (tmp_path / "files").mkdir()
    assert is_bibliography(tmp_path / "a.json")
    assert not is_bibliography(tmp_path / "a.pdf.meta.json")
