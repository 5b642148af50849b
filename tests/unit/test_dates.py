"""A date is the same words, however it is written."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.text.analysis import analyse, analyse_spans, with_written_dates
from assistant.text.dates import date_text, is_too_late, latest_day
from assistant.types import Language


@pytest.mark.parametrize(
    "written",
    ["12/03/2024", "12.03.2024", "12-3-2024", "2024-03-12", "2024-03-12T09:30", "03/25/2024", "1er mars 2024"],
)
def test_a_date_in_figures_has_the_terms_of_the_one_in_words(written: str) -> None:
    day = {"03/25/2024": "25", "1er mars 2024": "1"}.get(written, "12")
    assert analyse(f"le {written}", "fr")[:3] == analyse(f"le {day} mars 2024", "fr")


@pytest.mark.parametrize("written", ["12/03/2024", "12th of March 2024", "12th March 2024", "2024-03-12"])
def test_so_it_has_in_english(written: str) -> None:
    assert analyse(f"on {written}", "en") == analyse("12 March 2024", "en")


def test_a_month_and_a_year() -> None:
    assert analyse("en 03/2024", "fr") == analyse("en mars 2024", "fr")


@pytest.mark.parametrize(
    "text",
    [
        "délibération n° 03/2024",
        "délibération n°03/2024",
        "délibération 2024-03",
        "v1.2.2024",
        "99/99/2024",
        "le 12/03/24",
        "1er adjoint",
        "12/2024/3",
        "01 03 2024",
    ],
)
def test_what_is_no_sure_date_stays(text: str) -> None:
    assert with_written_dates(text, "fr") == text
    assert "mar" not in analyse(text, "fr")


@pytest.mark.parametrize(
    ("text", "language", "written"),
    [
        ("Qu'a décidé le conseil du 12/03/2024 ?", "fr", "Qu'a décidé le conseil du 12 mars 2024 ?"),
        ("Who spoke on 2024-08-01?", "en", "Who spoke on 1 august 2024?"),
        ("Le 1er décembre, pour 31 200 habitants", "fr", "Le 1 décembre, pour 31 200 habitants"),
    ],
)
def test_a_question_is_searched_with_its_dates_in_words(text: str, language: Language, written: str) -> None:
    assert with_written_dates(text, language) == written


def test_each_part_stands_where_it_is_written() -> None:
    text = "Séance du 12/03/2024."
    assert [(term, text[start:end]) for term, start, end in analyse_spans(text, "fr")][1:] == [
        ("12", "12"), ("mar", "03"), ("2024", "2024"),
    ]  # fmt: skip


@pytest.mark.parametrize("space", ["", " ", "\u00a0", "\u202f", "\u2009", "."])
def test_a_number_is_one_term_whatever_parts_its_thousands(space: str) -> None:
    assert analyse(f"31{space}200 habitants", "fr") == ["31200", "habit"]


def test_a_date_more_than_a_year_ahead_can_be_no_document_s() -> None:
    today = date(2026, 11, 26)
    assert latest_day(today) == "2027-11-26"
    assert not any(is_too_late(each, today) for each in ("2026-11-26", "2027", "2027-11", "2027-11-26", "1850"))
    assert all(is_too_late(each, today) for each in ("2027-11-27", "2027-12", "2028", "3000", "9999-01-01"))
    assert latest_day(date(2028, 2, 29)) == "2029-02-28"


def test_the_first_of_a_month_is_written_as_it_is_said() -> None:
    assert date_text("2022-03-01", "fr") == "1er mars 2022"
    assert date_text("2022-03-11", "fr") == "11 mars 2022"
    assert date_text("2022-03-01", "en") == "1 March 2022"
