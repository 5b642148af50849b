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
        caught.value.render("fr").reason
        == "La question est trop longue (100000 caractères\u202f; la limite est de 4000)."
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


def test_a_complete_question_with_pronouns_carries_nothing():
    for question in (
        "Combien y a-t-il de laboratoires ?",
        "Comment s'y prendre pour financer un tiers-lieu ?",
        "Comment les villes financent-elles leur laboratoire ?",
    ):
        query = build_query(question, HISTORY)
        assert query.search_text == question
        assert not any(word.carried for word in query.words)


def test_a_chain_of_follow_ups_carries_its_first_question():
    history = [
        Turn("user", "Combien d'agents compte Valombre ?"),
        Turn("assistant", "Neuf."),
        Turn("user", "Qu'est-ce que la comptabilité CARE ?"),
        Turn("assistant", "Une comptabilité."),
        Turn("user", "Qui l'a inventée ?"),
        Turn("assistant", "Jacques Richard."),
    ]
    query = build_query("Et quand ?", history)
    assert query.search_text == "Qu'est-ce que la comptabilité CARE ? Qui l'a inventée ? Et quand ?"
    assert [word.surface for word in query.words if word.carried] == ["inventée", "comptabilité", "CARE"]
    weights = dict(query.weighted_terms)
    assert 0 < weights["+care"] < weights["+invente"] < 1
    assert 0 < weights["+account"] <= weights["comptabilit"], "what a carried word stands for weighs no more than it"


def test_no_more_than_three_questions_and_a_thousand_characters_are_carried():
    history = [Turn("user", text) for text in ("Le labo de Valombre ?", "Qui l'a créé ?", "Et où ?", "Et pourquoi ?")]
    assert build_query("Et quand ?", history).search_text == "Qui l'a créé ? Et où ? Et pourquoi ? Et quand ?"
    long = [Turn("user", "Et " + "compost " * 100), Turn("user", "Et " + "jardin " * 100)]
    assert len(build_query("Et quand ?", long).search_text) <= 1000 + len(" Et quand ?") + 1


def test_an_endless_turn_before_is_cut():
    query = build_query("Et le budget ?", [Turn("user", "compost " * 50_000 + "Sarrevigne")])
    assert len(query.search_text) < 1100
    assert "Sarrevigne" in [word.surface for word in query.words]


def test_capitals_of_an_english_title_tell_no_names() -> None:
    titled = build_query("The Case for Digital Government: Starting a Conversation on User Needs")
    assert titled.language == "en"
    assert not any(word.named for word in titled.words)
    assert {word.surface: word.translations for word in titled.words}["Government"]
    named = {
        word.surface
        for word in build_query("Did the Canadian Digital Service help towns deliver permits?").words
        if word.named
    }
    assert named == {"Canadian", "Digital", "Service"}
    marked = {
        word.surface
        for word in build_query("Annual Report 2021: How CDS Changed Public Service Delivery").words
        if word.named
    }
    assert marked == {"2021", "CDS"}
    french = build_query("Qui sont Marie Durand, Paul Lefort, Anne Petit et Jean Moreau à Rennes ?")
    assert {"Durand", "Lefort", "Petit", "Moreau", "Rennes"} <= {word.surface for word in french.words if word.named}
