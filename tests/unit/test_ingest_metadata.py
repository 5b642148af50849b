"""Titles, authors, dates, languages and kinds made regular."""

from __future__ import annotations

import io
from datetime import date, datetime

import pytest

from assistant.ingest.kinds import guess_kind, stated_kind, told_interview
from assistant.ingest.limits import ReadLimits
from assistant.ingest.metadata import (
    clean_authors,
    clean_title,
    date_in_text,
    late_date,
    parse_date,
    parse_language,
    title_from_stem,
)
from assistant.ingest.source import Source
from assistant.ingest.texts.html_reader import read_html
from assistant.ingest.texts.markdown_reader import read_markdown
from assistant.text.sections import LONGEST_TITLE


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("Le guide de l’usager", "Le guide de l’usager"),
        ("  Deux\n lignes ", "Deux lignes"),
        ("Microsoft Word - 04_Monter son premier atelier.docx", "Monter son premier atelier"),
        ("Microsoft Word - x.doc", None),
        ("Microsoft Word - note_v2.doc", None),
        ("Sans titre", None),
        ("untitled-3", None),
        ("Présentation1", None),
        ("rapport-final.indd", None),
        ("ACME_2024-06", None),
        ("---", None),
        ("", None),
        (None, None),
        (12, None),
    ],
)
def test_titles(given: object, wanted: str | None) -> None:
    assert clean_title(given) == wanted


def test_a_very_long_title_is_cut_at_a_word() -> None:
    title = clean_title("mot " * 200)
    assert title is not None
    assert len(title) <= LONGEST_TITLE
    assert title.endswith("mot…")


def test_a_long_title_is_not_compared_with_what_programs_put() -> None:
    """The time of that comparison grows as the cube of the length of a word of digits and underscores."""
    assert clean_title("_" * 150_000 + " a") == "_" * (LONGEST_TITLE - 1) + "…"


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("Jeanne Alba et Paul Roy", ("Jeanne Alba", "Paul Roy")),
        ("Jeanne Alba, Paul Roy and Ada King", ("Jeanne Alba", "Paul Roy", "Ada King")),
        ("Alba, Jeanne", ("Alba, Jeanne",)),
        ("Alba, Jeanne; Roy, Paul", ("Alba, Jeanne", "Roy, Paul")),
        (["Jeanne Alba", {"name": "Paul Roy"}, 3], ("Jeanne Alba", "Paul Roy")),
        ({"name": "Ville de Trapval"}, ("Ville de Trapval",)),
        ("Microsoft Office User", ()),
        ("admin", ()),
        (None, ()),
    ],
)
def test_authors(given: object, wanted: tuple[str, ...]) -> None:
    assert clean_authors(given) == wanted


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("2017-03-12", "2017-03-12"),
        ("2017-03-12T10:00:00+02:00", "2017-03-12"),
        ("2017-03", "2017-03"),
        ("2017", "2017"),
        (2017, "2017"),
        ("D:20181128135230Z00'00'", "2018-11-28"),
        ("D:2018", "2018"),
        ("20181128", "2018-11-28"),
        ("12 mars 2017", "2017-03-12"),
        ("1er août 2020", "2020-08-01"),
        ("March 3rd, 2021", "2021-03-03"),
        ("12/03/2017", "2017-03-12"),
        (date(2020, 1, 2), "2020-01-02"),
        (datetime(2020, 1, 2, 3), "2020-01-02"),
        ("31/02/2017", None),
        ("2099", None),
        (2099, None),
        (date(3000, 1, 2), None),
        ("D:20991128135230Z00'00'", None),
        ("1er août 2095", None),
        ("hier", None),
        (True, None),
        (None, None),
    ],
)
def test_dates(given: object, wanted: str | None) -> None:
    assert parse_date(given) == wanted


@pytest.mark.parametrize(
    ("given", "late"), [("3000", True), ("2095-01-01", True), ("mai 2095", True), ("2019", False), ("hier", False)]
)
def test_a_date_that_is_too_far_ahead_is_told(given: str, late: bool) -> None:
    assert late_date(given) == (("date_too_late",) if late else ())
    page = f"<html><head><meta property='article:published_time' content='{given}'></head><body><p>{'Texte. ' * 9}"
    header = f"---\ndate: {given}\n---\n# Titre\n\nTexte."
    read = [
        read_html(Source("p.html", io.BytesIO(page.encode())), ReadLimits()),
        read_markdown(Source("p.md", io.BytesIO(header.encode())), ReadLimits()),
    ]
    assert [each.warnings for each in read] == [late_date(given)] * 2


def test_a_full_date_wins_over_a_month() -> None:
    assert date_in_text("Horizon 12 avril 2095, fait le 3 mai 2019") == "2019-05-03"
    assert date_in_text("Rapport de mars 2017, réunion du 12 avril 2017") == "2017-04-12"
    assert date_in_text("Publié en décembre 2019") == "2019-12"
    assert date_in_text("Article 2019 alinéa 3") is None


@pytest.mark.parametrize(
    "text",
    [
        "Odile Vauclair dirige le laboratoire depuis janvier 2024",
        "Chiffres jusqu’en décembre 2023",
        "Applicable à compter du 1er mars 2024",
        "Dès le 1er janvier 2025",
        "Avant fin mars 2024",
        "Étude menée de mars à mai 2024",
        "Entre mars 2017 et mai 2018",
        "Bilan de janvier 2024 à mars 2024",
        "Data as of March 2020",
        "The lab has grown since 12 March 2020",
    ],
)
def test_a_date_that_bounds_a_time_is_none_of_the_text(text: str) -> None:
    assert date_in_text(text) is None
    assert date_in_text(f"{text}\nSarrevigne, le 3 juin 2024") == "2024-06-03"
    assert date_in_text("Visite du 12 au 14 mars 2024") == "2024-03-14"
    assert date_in_text("Rapport, mars 2017 et mai 2018") == "2017-03"


@pytest.mark.parametrize(
    ("given", "wanted"),
    [("fr-FR", "fr"), ("en_CA", "en"), ("Français", "fr"), ("de", None), (None, None), ("frisian", None)],
)
def test_languages(given: object, wanted: str | None) -> None:
    assert parse_language(given) == wanted


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Entretien avec la directrice du laboratoire", "interview"),
        ("Visite de l'atelier de Trapval", "visit"),
        ("Compte rendu de la visite du 3 mai", "visit"),
        ("Compte rendu du comité du 3 mai", "minutes"),
        ("Note de visite : la fabrique", "visit"),
        ("2022_CR_Réunion_Plénière", "minutes"),
        ("Étude sur les usages", "study"),
        ("Rapport annuel 2020", "grey_literature"),
        ("Le jardin partagé", "web_page"),
    ],
)
def test_kinds(title: str, wanted: str) -> None:
    assert guess_kind(title, "", "web_page") == wanted


def test_stated_kinds() -> None:
    assert stated_kind("Compte-rendu") == "minutes"
    assert stated_kind("grey_literature") == "grey_literature"
    assert stated_kind("Littérature grise") == "grey_literature"
    assert stated_kind("section") is None
    assert stated_kind(3) is None


def test_title_from_a_file_name() -> None:
    assert title_from_stem("budget_participatif__2020-05") == "budget participatif 2020-05"
    assert title_from_stem("guide-de-l-usager") == "guide de l usager"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Claire Martin (designer) et Paul Ferrand", ("Claire Martin", "Paul Ferrand")),
        ("Claire Martin, avec l'aide de Paul Ferrand", ("Claire Martin", "Paul Ferrand")),
    ],
)
def test_a_role_in_brackets_is_no_part_of_a_name_and_who_helped_is_an_author(value: str, expected: tuple[str, ...]):
    assert clean_authors(value) == expected


def test_a_title_that_only_names_the_site_is_none():
    assert clean_title("Contribution multiBàO") is None
    assert clean_title("Contribution des habitants au projet") is not None


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("Entretien avec la directrice du lab", "interview"),
        ("An interview with the head of the lab", None),
        ("Interview with the head of the lab", "interview"),
        ("Ce billet parle d'un entretien", None),
        (None, None),
    ],
)
def test_a_description_tells_an_interview(description: str | None, expected: str | None):
    assert told_interview(description) == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<meta property="og:type" content="article">', "article"),
        ('<meta property="article:published_time" content="2020-02-03">', "article"),
        ('<meta property="og:type" content="website">', None),
        ('<meta property="og:type" content="article"><title>Visite du Hangar</title>', "visit"),
        ('<meta name="kind" content="entretien"><meta property="og:type" content="article">', "interview"),
    ],
)
def test_a_page_that_calls_itself_an_article_is_one_unless_it_says_more(head: str, expected: str | None):
    from lxml import html

    from assistant.ingest.texts.html_facts import page_facts

    assert (
        page_facts(html.document_fromstring(f"<html><head>{head}</head><body><p>Texte</p></body></html>"))["kind"]
        == expected
    )
