"""Messages call fields and filters as people do, and say in words what they may hold."""

from __future__ import annotations

import pytest

from assistant.errors import UsageError
from assistant.messages import render
from assistant.text.dates import date_text
from assistant.types import Language


@pytest.mark.parametrize(
    ("code", "name", "expected", "said"),
    [
        ("bad_field_value", "url", "https://…", {"fr": "Adresse web", "en": "Web address"}),
        ("bad_field_value", "retrieved_at", "AAAA-MM-JJ", {"fr": "Consulté le", "en": "Retrieved on"}),
        ("bad_filter_value", "since", "AAAA, AAAA-MM, AAAA-MM-JJ", {"fr": "Depuis", "en": "Since"}),
        ("bad_filter_value", "until", "≥ 2024", {"fr": "2024 ou plus tard", "en": "2024 or later"}),
    ],
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_person_s_words(code: str, name: str, expected: str, said: dict[str, str], language: Language) -> None:
    told = UsageError(code, name=name, value="x", expected=expected).render(language)
    text = f"{told.reason} {told.hint}"
    assert said[language] in text
    for machine in (f" {name} ", f"«\u00a0{name}\u00a0»", f"“{name}”", "AAAA"):
        assert machine not in text


def test_a_name_that_is_not_known_stays_as_it_is() -> None:
    assert "nope" in render("bad_field_value", {"name": "nope", "value": "x", "expected": "y"}, "fr").reason


@pytest.mark.parametrize(
    ("date", "french", "english"),
    [
        ("2024-03-05", "5 mars 2024", "5 March 2024"),
        ("2024-08", "août 2024", "August 2024"),
        ("2024", "2024", "2024"),
        ("vers 2024", "vers 2024", "vers 2024"),
        ("2024-13", "2024-13", "2024-13"),
        ("", "", ""),
    ],
)
def test_dates_have_one_form(date: str, french: str, english: str) -> None:
    assert (date_text(date, "fr"), date_text(date, "en")) == (french, english)
