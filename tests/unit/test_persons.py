"""Somebody's name, told from places, offices and organisations that have capitals too."""

import pytest

from assistant.answering.persons import names_a_person


@pytest.mark.parametrize(
    "text",
    [
        "Le labo est dirigé depuis 2017 par Alexandre.",
        "La direction revient à Mme Perrin.",
        "L'étude est de Zoltan Quarrevic, chercheur.",
        "Jean-Marc a rejoint l'équipe.",
    ],
)
def test_a_name_is_a_given_name_a_title_or_two_words_that_are_none_of_the_language(text: str):
    assert names_a_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "The Government appointed a Minister responsible for Digital Government.",
        "En janvier 2018, nous recrutons notre développeur.",
        "L'ambition est de couvrir la France avec Pôle emploi.",
        "A Deputy Minister and a Chief Digital Officer were named.",
    ],
)
def test_offices_and_organisations_are_nobody(text: str):
    assert not names_a_person(text)


def test_who_is_named_in_the_question_is_not_told_by_it():
    assert not names_a_person("Le groupe Quarrevic Zoltan siège à Rives.", ("Quarrevic", "Zoltan"))
