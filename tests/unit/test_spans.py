"""The years between which a question asks."""

import pytest

from assistant.answering.spans import years_spanned


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("Comment l'équipe a-t-elle évolué entre 2019 et 2022 ?", 2019, 2022),
        ("Retrace le calendrier de l'enquête, de fin 2022 jusqu'à juin 2025.", 2022, 2025),
        ("Le budget depuis janvier 2020 à mars 2021", 2020, 2021),
        ("How did the team change from 2019 to 2021?", 2019, 2021),
    ],
)
def test_a_span_has_all_its_years(question: str, first: int, last: int) -> None:
    assert years_spanned(question) == {str(year) for year in range(first, last + 1)}


@pytest.mark.parametrize("question", ["Le budget de 2022 et de 2025 ?", "En 2022 ?", "entre 1900 et 2000", "Qui ?"])
def test_two_years_named_are_no_span(question: str) -> None:
    assert years_spanned(question) == frozenset()
