"""What each word of a question weighs: less where it only asks, or only says why one asks."""

from __future__ import annotations

from assistant.answering.question import question_type
from assistant.answering.weighing import weights_of_words
from assistant.retrieval.query import build_query


def weights(question: str) -> dict[str, float]:
    query = build_query(question)
    found = weights_of_words(query, question_type(question), lambda _: 2, 40)
    return {word.surface: weight for word, weight in zip(query.words, found, strict=True)}


def test_a_word_that_only_asks_weighs_less() -> None:
    asked = weights("Quel pourcentage des agents répond ?")
    assert asked["pourcentage"] < asked["agents"]


def test_what_is_said_before_the_question_weighs_less() -> None:
    question = "Nous envisageons de lancer un appel auprès de tous : combien de candidats faut-il prévoir ?"
    assert weights(question)["envisageons"] < weights(question)["candidats"]


def test_the_subject_before_a_colon_keeps_its_weight() -> None:
    asked = weights("le labo municipal : combien de candidats ?")
    assert asked["municipal"] == asked["candidats"]
