import pytest

from assistant.errors import UsageError
from assistant.retrieval.query import build_query, check_question
from assistant.types import Turn

HISTORY = [Turn("user", "C'est quoi la comptabilité CARE ?"), Turn("assistant", "Une comptabilité du capital naturel.")]


@pytest.mark.parametrize("question", ["", "   ", "?", "…!?", "\n\t"])
def test_a_question_without_a_letter_is_empty(question):
    with pytest.raises(UsageError) as caught:
        check_question(question, 100)
    assert caught.value.code == "empty_question"


def test_a_question_too_long_says_both_lengths():
    with pytest.raises(UsageError) as caught:
        check_question("é" * 100_000, 4000)
    assert (
        caught.value.render("fr").reason == "La question est trop longue (100000 caractères ; la limite est de 4000)."
    )


def test_words_of_a_question_are_content_words_once():
    query = build_query("Quel est le budget du labo, et quel budget pour le labo de Valombre ?")
    assert [word.surface for word in query.words] == ["budget", "labo", "Valombre"]
    assert [word.named for word in query.words] == [False, False, True]


def test_numbers_and_acronyms_are_named():
    query = build_query("Combien le CGET a-t-il versé en 2014 ?")
    assert {word.surface for word in query.words if word.named} == {"CGET", "2014"}


def test_a_word_carries_its_french_and_its_english_terms():
    query = build_query("Quelles évaluations ?")
    terms = query.words[0].terms
    assert query.language == "fr"
    assert "evalu" in terms


def test_a_follow_up_carries_the_words_of_the_question_before():
    query = build_query("Qui l'a mise au point ?", HISTORY)
    carried = [word.surface for word in query.words if word.carried]
    assert "CARE" in carried
    assert "comptabilité" in carried
    assert query.search_text.startswith("C'est quoi la comptabilité CARE ?")
    assert query.text == "Qui l'a mise au point ?"


def test_a_question_that_stands_alone_carries_nothing():
    query = build_query("Quelle surface de cours d'école la Ville de Paris veut-elle transformer ?", HISTORY)
    assert not any(word.carried for word in query.words)
    assert query.search_text == query.text


def test_language_of_a_short_follow_up_is_that_of_the_dialogue():
    assert build_query("And the budget?", [Turn("user", "When was the lab launched?")]).language == "en"


def test_an_endless_turn_before_is_cut():
    query = build_query("Et le budget ?", [Turn("user", "compost " * 50_000 + "Sarrevigne")])
    assert len(query.search_text) < 1100
    assert "Sarrevigne" in [word.surface for word in query.words]
