"""Numbers and negations that differ in sentences that are otherwise the same."""

from __future__ import annotations

import pytest

from assistant.answering.contradictions import other_negation, other_numbers
from assistant.answering.dates import missing_dates

BUDGET = "Ouvert en 2019, le labo a un budget médian, hors salaires, de 218\u202f000 € par an."


@pytest.mark.parametrize(
    ("claim", "evidence", "expected"),
    [
        ("Le labo a un budget médian de 230 000 € par an.", BUDGET, ("230000", "218000")),
        ("Le labo a un budget médian, hors salaires, de 2019 € par an.", BUDGET, ("2019", "218000")),
        ("Sept projets sur douze ont été abandonnés.", "Cinq projets sur douze ont été abandonnés.", ("7", "5")),
        ("The pilot lasted 18 months in Harrowmere.", "The pilot lasted eight months in Harrowmere.", ("18", "8")),
        ("Le labo a un budget médian de 218 000 € par an.", BUDGET, None),
        ("Le labo a ouvert en 2019.", BUDGET, None),
        ("97 appels par semaine contre 212.", "212 appels par semaine avant, 97 après.", None),
        (
            "La proposition 2 est écartée pour son coût.",
            "La proposition 4 est renvoyée\u202f; la proposition 2 est écartée pour son coût.",
            None,
        ),
        ("Les jardins ont reçu 40 visites.", BUDGET, None),
    ],
)
def test_a_number_that_differs(claim: str, evidence: str, expected: tuple[str, str] | None) -> None:
    assert other_numbers(claim, [evidence]) == expected


def test_of_two_sentences_the_one_that_agrees_counts() -> None:
    evidence = ["Le budget du labo est de 165 000 € par an.", "Le budget du labo était de 218 000 € par an."]
    assert other_numbers("Le budget du labo est de 165 000 € par an.", evidence) is None
    assert other_numbers("Le budget du labo est de 165 000 € par an.", evidence[1:]) == ("165000", "218000")


@pytest.mark.parametrize(
    ("claim", "evidence", "denied"),
    [
        ("Le projet a été retenu pour son coût.", "Le projet n'a pas été retenu pour son coût.", True),
        ("Le projet n'a pas été retenu pour son coût.", "Le projet a été retenu pour son coût.", True),
        ("The pilot wasn't extended by the council.", "The pilot was extended by the council.", True),
        (
            "La commune ne finance plus les projets des habitants.",
            "La commune finance les projets des habitants.",
            True,
        ),
        ("Le projet n'a pas été retenu.", "Le projet n’a jamais été retenu.", False),
        (
            "Le vote est ouvert dès 11 ans, quelle que soit la nationalité.",
            "Le vote est ouvert dès l'âge de 11 ans, sans condition de nationalité.",
            False,
        ),
        ("La commune ne finance que deux projets.", "La commune finance deux projets.", False),
        ("Les élus ont voté.", "Le projet n'a pas été retenu pour son coût.", False),
    ],
)
def test_a_negation_that_differs(claim: str, evidence: str, denied: bool) -> None:
    assert (other_negation(claim, [evidence]) is not None) is denied


@pytest.mark.parametrize(
    ("claim", "evidence", "missing"),
    [
        ("Le 20 juin 2025.", "Séance du 20/06/2025.", []),
        ("En juin 2025.", "Le 20 juin 2025.", []),
        ("Le 20 juin.", "Le 20 juin 2025.", []),
        ("On 20 June 2025.", "Le 20 juin 2025.", []),
        ("Le 20 juin 2024.", "Le 20 juin 2025.", ["20 juin 2024"]),
        ("Le 20 mai 2025.", "Le 20 juin 2025, à 5 heures.", ["20 mai 2025"]),
        ("Le 1er octobre 2025.", "Le 2 octobre 2025.", ["1er octobre 2025"]),
        ("Entre avril et juin.", "Entre mai et juin.", ["avril"]),
        ("It may march on.", "It goes on.", []),
    ],
)
def test_dates_of_a_claim(claim: str, evidence: str, missing: list[str]) -> None:
    assert missing_dates(claim, [evidence]) == missing
