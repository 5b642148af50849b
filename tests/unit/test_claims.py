"""Sentences cut into claims, and what states nothing."""

from __future__ import annotations

import pytest

from assistant.answering.claims import claims_of, nothing_to_check

WHOLE = [
    "Le labo, qui a ouvert en 2019, compte 3,5 postes et M. Durand le dirige.",
    "Mme Roy, M. Le Gall et l'art. 12 de la convention sont cités p. 4.",
    "Les leviers sont un portage politique, un budget propre, et des agents formés.",
    "Le budget, voté en mai, et non en juin, est de 1,2 million d'euros.",
    "The lab, which opened in 2019, is run by Dr. Holm and two officers.",
    "Ni le maire, ni la directrice.",
]


@pytest.mark.parametrize("sentence", WHOLE)
def test_one_statement_is_one_claim(sentence: str) -> None:
    assert claims_of(sentence) == [sentence]


@pytest.mark.parametrize(
    ("sentence", "claims"),
    [
        (
            "Le vote est ouvert dès 11 ans, et la mairie finance les projets, qui sont retenus par un jury.",
            ["Le vote est ouvert dès 11 ans", "la mairie finance les projets, qui sont retenus par un jury."],
        ),
        (
            "Le labo avait 120\u00a0000 €, mais il a fermé en 2022.",
            ["Le labo avait 120\u00a0000 €", "il a fermé en 2022."],
        ),
        (
            "Montrelle finance dix postes\u202f; Valombre n'en paie que deux.",
            ["Montrelle finance dix postes", "Valombre n'en paie que deux."],
        ),
        (
            "Douze projets ont été retenus, tandis que les autres sont reportés.",
            ["Douze projets ont été retenus", "les autres sont reportés."],
        ),
        ("The lab has closed, but the town has kept its team.", ["The lab has closed", "the town has kept its team."]),
        ("Il ouvre à 9 h. Il ferme à 17 h.", ["Il ouvre à 9 h.", "Il ferme à 17 h."]),
    ],
)
def test_two_statements_are_two_claims(sentence: str, claims: list[str]) -> None:
    assert claims_of(sentence) == claims


@pytest.mark.parametrize("text", ["En résumé :", "Voici ce que disent les documents :", "Selon ces extraits :"])
def test_words_about_the_answer_state_nothing(text: str) -> None:
    assert nothing_to_check(text, "fr")


@pytest.mark.parametrize(
    "text", ["Voici les 12 documents.", "Selon Agathe Fournel :", "Le vote est ouvert.", "Dites oui."]
)
def test_whatever_says_more_is_checked(text: str) -> None:
    assert not nothing_to_check(text, "fr")
