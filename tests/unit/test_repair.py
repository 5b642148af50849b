"""Corrections and short follow-ups, made whole: what is said takes the place of what it replaces."""

from __future__ import annotations

import pytest

from assistant.retrieval.repair import repaired
from assistant.types import Turn

BUDGET = "Quel est le budget du laboratoire à Valombre en 2020 ?"
LEVERS = "Quels sont les leviers de la participation des habitants ?"
AGENTS = "Combien d'agents entre 2018 et 2020 ?"
WHO = "Qui dirige la Fabrique Ambrelle ?"
TOWN = "Sarrevigne a-t-elle un budget participatif ?"
PETIT = "Que pense Jean Petit du projet à Valombre ?"
SAYS = "Que dit l'ANCT des communs à Valombre ?"


def whole(*said: str) -> str | None:
    """The last of some messages, each of the others answered, made whole."""
    history = [turn for each in said[:-1] for turn in (Turn("user", each), Turn("assistant", "…"))]
    found = repaired(said[-1], history)
    return None if found is None else found.question


@pytest.mark.parametrize(
    ("before", "message", "expected"),
    [
        # a place for a place
        (BUDGET, "non, à Rennes", "Quel est le budget du laboratoire à Rennes en 2020 ?"),
        (BUDGET, "Non, à Rennes !", "Quel est le budget du laboratoire à Rennes en 2020 ?"),
        (BUDGET, "non à rennes", "Quel est le budget du laboratoire à rennes en 2020 ?"),
        (BUDGET, "Et à Rennes ?", "Quel est le budget du laboratoire à Rennes en 2020 ?"),
        (BUDGET, "à Rennes ?", "Quel est le budget du laboratoire à Rennes en 2020 ?"),
        (BUDGET, "plutôt Rennes", "Quel est le budget du laboratoire à Rennes en 2020 ?"),
        (BUDGET, "Je parlais de Rennes", "Quel est le budget du laboratoire à Rennes en 2020 ?"),
        (BUDGET, "Rennes, pas Valombre", "Quel est le budget du laboratoire à Rennes en 2020 ?"),
        (BUDGET, "non, pas Valombre, Rennes", "Quel est le budget du laboratoire à Rennes en 2020 ?"),
        ("Quel est le budget de la ville de Lyon ?", "et celui de Rennes ?", "Quel est le budget de la ville de Rennes ?"),
        (TOWN, "non, Rennes", "Rennes a-t-elle un budget participatif ?"),
        ("What are the barriers in Port Wenna?", "no, in Valombre", "What are the barriers in Valombre?"),
        # a place where there was none
        (WHO, "non, à Rennes", "Qui dirige la Fabrique Ambrelle à Rennes ?"),
        ("Quels sont les freins ?", "et à Rennes ?", "Quels sont les freins à Rennes ?"),
        # a name for a name
        (WHO, "Et l'Atelier Brume ?", "Qui dirige l'Atelier Brume ?"),
        (SAYS, "Et l'ADEME ?", "Que dit l'ADEME des communs à Valombre ?"),
        (SAYS, "Et à Rennes ?", "Que dit l'ANCT des communs à Rennes ?"),
        (PETIT, "Et Marie Durand ?", "Que pense Marie Durand du projet à Valombre ?"),
        (PETIT, "Et Rennes ?", "Que pense Jean Petit du projet à Rennes ?"),
        (SAYS, "Et ADEME ?", "Que dit l'ADEME des communs à Valombre ?"),
        (SAYS, "Et Rennes ?", "Que dit l'ANCT des communs à Rennes ?"),
        # a year for a year
        (BUDGET, "je voulais dire 2021", "Quel est le budget du laboratoire à Valombre en 2021 ?"),
        (BUDGET, "I meant 2021", "Quel est le budget du laboratoire à Valombre en 2021 ?"),
        (BUDGET, "non, depuis 2021", "Quel est le budget du laboratoire à Valombre depuis 2021 ?"),
        (AGENTS, "non, 2021", "Combien d'agents en 2021 ?"),
        (AGENTS, "non, entre 2019 et 2021", "Combien d'agents entre 2019 et 2021 ?"),
        ("Combien d'agents ?", "en 2021 ?", "Combien d'agents en 2021 ?"),
        # what is asked for
        (LEVERS, "et pour les freins ?", "Quels sont les freins de la participation des habitants ?"),
        ("Quels freins à la coopération ?", "et les leviers ?", "Quels sont les leviers à la coopération ?"),
        (BUDGET, "Et la durée ?", "Quelle est la durée du laboratoire à Valombre en 2020 ?"),
        ("What are the barriers to reuse?", "and the levers?", "What are the levers to reuse?"),
        # what documents must be
        (LEVERS, "Et en anglais ?", f"{LEVERS} Documents en anglais."),
        ("What is a lab?", "in French?", "What is a lab? Documents in French."),
        (LEVERS, "et dans les entretiens ?", f"{LEVERS} Dans les entretiens."),
        ("Que disent les entretiens sur le vélo ?", "et dans les études publiées depuis 2021 ?",
         "Que disent les documents sur le vélo ? Dans les études publiées depuis 2021."),
        # a whole question after a "no" is one of its own
        (BUDGET, "Non, combien d'habitants à Rennes ?", "combien d'habitants à Rennes ?"),
    ],
)  # fmt: skip
def test_what_is_said_takes_the_place_of_what_it_replaces(before: str, message: str, expected: str) -> None:
    assert whole(before, message) == expected


@pytest.mark.parametrize(
    "message",
    [
        "et les amendes ?",
        "Et un dossier médical ?",
        "Et pourquoi ?",
        "non",
        "Qui l'a voté ?",
        "Quel est le budget de Rennes ?",
        "Paris est une grande ville",
        "Rennes",
        "",
        "non, " + "mot " * 40,
    ],
)
def test_what_replaces_nothing_is_left_to_the_words_of_both(message: str) -> None:
    assert whole(BUDGET, message) is None


def test_nothing_is_corrected_where_nothing_was_asked() -> None:
    assert whole("non, à Rennes") is None
    assert repaired("non, à Rennes", [Turn("user", "Merci !"), Turn("assistant", "Avec plaisir.")]) is None


def test_corrections_follow_one_another_and_thanks_do_not_count() -> None:
    assert (
        whole(BUDGET, "Et à Rennes ?", "Merci !", "non, 2021") == "Quel est le budget du laboratoire à Rennes en 2021 ?"
    )
    assert whole(LEVERS, "Et en anglais ?", "et en français ?") == f"{LEVERS} Documents en français."


def test_a_subject_with_a_complement_is_not_taken_for_what_is_asked() -> None:
    assert whole("Quel est le budget participatif de Valombre ?", "et la durée ?") is None


def test_a_repaired_question_keeps_what_its_own_question_leans_on() -> None:
    history = [Turn("user", WHO), Turn("assistant", "…"), Turn("user", "Qui l'a créée ?"), Turn("assistant", "…")]
    found = repaired("non, à Rennes", history)
    assert found is not None
    assert (found.question, found.history) == ("Qui l'a créée à Rennes ?", tuple(history[:2]))
