"""Questions that are several in one: what each part asks, and what is made of their answers."""

from __future__ import annotations

import pytest

from assistant.answering.parts import asks_alike, parts_of
from assistant.retrieval.query import build_query
from assistant.types import Turn


def test_each_time_that_a_question_lists_is_a_part() -> None:
    question = "Réseau Brumelac : nombre de membres fin 2017, en 2023 et dans le bilan 2025 ?"

    assert asks_alike(question)
    assert parts_of(build_query(question)) == [
        "Réseau Brumelac : nombre de membres fin 2017 ?",
        "Réseau Brumelac : nombre de membres en 2023 ?",
        "Réseau Brumelac : nombre de membres dans le bilan 2025 ?",
    ]


@pytest.mark.parametrize(
    "question",
    [
        "Comment la taille de l'équipe a-t-elle évolué entre 2019 et 2025 ?",
        "Combien de membres en 2023 ?",
        "Combien d'agents Brumelac et Aurelanne ont-elles ensemble ?",
    ],
)
def test_most_questions_are_one(question: str) -> None:
    assert parts_of(build_query(question)) == []


def test_each_of_two_things_is_a_part_where_the_question_says_each() -> None:
    question = "J'hésite entre un forum et un bocal pour notre séminaire : quelle durée pour l'un et pour l'autre ?"

    assert parts_of(build_query(question)) == ["un forum : quelle durée ?", "un bocal : quelle durée ?"]
    assert parts_of(build_query("Brumelac et Aurelanne : quel budget pour chacune ?")) == [
        "Brumelac : quel budget ?",
        "Aurelanne : quel budget ?",
    ]


def test_a_further_fact_is_a_part_with_the_subject_of_the_first() -> None:
    question = "Registre du covoiturage : où l'idée est-elle née, et combien de trajets par mois valide-t-il ?"

    assert parts_of(build_query(question)) == ["Registre du covoiturage : combien de trajets par mois valide-t-il ?"]


def test_a_further_clause_without_words_of_its_own_is_none() -> None:
    assert parts_of(build_query("Qui était le maire de Lysandre, et en quelle année ?")) == []


def test_a_question_for_obstacles_is_not_cut_by_its_clauses() -> None:
    assert parts_of(build_query("Quels freins à Lysandre, et quelle piste a été essayée là-bas ?")) == []


def test_a_follow_up_is_not_cut() -> None:
    query = build_query("Et en 2023 et 2024 ?", [Turn("user", "Combien de membres au Réseau Brumelac en 2022 ?")])

    assert parts_of(query) == []
