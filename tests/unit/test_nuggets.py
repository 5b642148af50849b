"""Nuggets in an answer, and the scores made of them."""

import pytest

from assistant.evaluation.answers.nuggets import (
    NONE,
    PARTIAL,
    SUPPORT,
    match,
    match_nuggets,
    resemblance,
    vital_score,
    vital_strict,
    weighted,
    weighted_strict,
)
from assistant.evaluation.sets.cases import Nugget

PORT = (
    "Le port emploie douze plongeurs. Ils inspectent les 26 quais chaque printemps, sous la conduite de Norbert Salaün. "
    "En 2018, 66,3% des votants se sont prononcés en faveur du projet, pour un budget de 300 000 euros."
)


@pytest.mark.parametrize(
    "nugget",
    [
        "12 plongeurs",
        "douze plongeurs",
        "26 quais inspectés",
        "66,3 % des votants se sont prononcés pour",
        "300\u202f000 euros",
        "2018",
        "Norbert Salaün",
        "M. Salaün (conducteur des travaux)",
        "levier : inspection des quais au printemps",
        "le port emploie/recrute douze plongeurs",
        "budget de 0,3 million d'euros",
    ],
)
def test_a_nugget_that_the_text_holds(nugget):
    assert match(nugget, PORT) == SUPPORT


@pytest.mark.parametrize(
    "nugget",
    [
        "13 plongeurs",
        "66,4 % des votants se sont prononcés pour",
        "27 quais",
        "2019",
        "20 auditeurs",
        "douze quais",  # both are there, of different sentences
        "la mairie refuse la gratuité des transports",
        "Gwenaëlle Le Bihan",
    ],
)
def test_a_nugget_that_it_does_not_hold(nugget):
    assert match(nugget, PORT) == NONE


@pytest.mark.parametrize(
    "nugget",
    [
        "12 plongeurs inspectent 30 quais chaque printemps",  # one number of two
        "les plongeurs de Brest inspectent les quais chaque printemps",  # a name is missing
        "inspection des quais et réparation des grues chaque hiver",
    ],
)
def test_a_nugget_that_it_holds_in_part(nugget):
    assert match(nugget, PORT) == PARTIAL


def test_inflection_does_not_matter_and_synonyms_are_not_known():
    text = "Elles restent floues sur leurs intentions et peinent à transformer durablement."
    assert match("il reste flou sur son intention", text) == SUPPORT
    assert match("elles demeurent vagues quant aux buts", text) == NONE


def test_another_language_is_met_by_numbers_and_names_alone():
    english = "The harbour service was launched in 2017 by Norbert Salaün, and it employs divers."
    assert match("2017", english) == SUPPORT
    assert match("Norbert Salaün", english) == SUPPORT
    assert match("la mairie embauche des plongeurs", english) == NONE


def test_nothing_holds_nothing():
    assert match("12 plongeurs", "") == NONE
    assert match("…", PORT) == NONE
    assert resemblance("12 plongeurs", "") == 0.0
    assert resemblance("12 plongeurs", PORT) == 1.0


def test_nuggets_are_matched_in_their_order():
    nuggets = (Nugget("13 plongeurs", vital=True), Nugget("12 plongeurs", vital=False))
    assert match_nuggets(nuggets, PORT) == (NONE, SUPPORT)
    assert match_nuggets((), PORT) == ()


def test_scores_worked_out_by_hand():
    # Vital: held, in part, not. Okay: held, in part.
    matched, vital = (1.0, 0.5, 0.0, 1.0, 0.5), (True, True, True, False, False)
    assert vital_strict(matched, vital) == pytest.approx(1 / 3)
    assert vital_score(matched, vital) == pytest.approx(1.5 / 3)
    assert weighted_strict(matched, vital) == pytest.approx((1 + 0.5) / (3 + 1))
    assert weighted(matched, vital) == pytest.approx((1.5 + 0.5 * 1.5) / (3 + 1))


def test_without_nuggets_of_a_kind_there_is_no_score():
    assert vital_strict((1.0,), (False,)) is None
    assert vital_score((), ()) is None
    assert weighted_strict((1.0,), (False,)) == 1.0
    assert weighted((), ()) is None


def test_a_value_for_each_nugget_is_asked_for():
    for score in (vital_strict, vital_score, weighted_strict, weighted):
        with pytest.raises(ValueError):
            score((1.0,), (True, False))


def test_which_source_says_it_is_not_required():
    assert (
        match("2002 selon un billet (2009)", "Créée en 2002, cette agence travaille avec trois ministères.") == SUPPORT
    )
    assert match("31 200 selon l'article de 2022", "31 200 personnes ont voté.") == SUPPORT
    assert match("2002 selon un billet", "Créée en 2003, cette agence travaille.") == NONE
    assert match("réussi selon les règles de la commande publique", "Cela a réussi.") != SUPPORT
