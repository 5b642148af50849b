"""Questions that are worth nothing are known without a model."""

import pytest

from assistant.evaluation.gold.proposal_checks import fault, near

PASSAGE = (
    "Le budget participatif de Sarrevigne a été lancé en 2019. Il est doté de 120 000 euros par an, et chaque projet "
    "est instruit par trois agents de la mission participation pendant deux mois."
)
QUOTE = "Il est doté de 120 000 euros par an"


def found(question: str, answer: str = "120 000 euros par an", quote: str = QUOTE, language: str = "fr"):
    return fault(question, answer, quote, PASSAGE, language)


@pytest.mark.parametrize(
    "question",
    [
        "Quelle somme la ville de Sarrevigne consacre-t-elle aux projets des habitants ?",
        "De combien d'argent dispose le budget participatif de Sarrevigne ?",
        "Qui rédige les documents d'urbanisme à Sarrevigne ?",
        "Que doit contenir l'article 3 du règlement ?",
    ],
)
def test_a_question_somebody_may_ask_is_kept(question):
    assert found(question) is None


@pytest.mark.parametrize(("question", "answer"), [("", "x"), (" \n", "x"), ("Quel budget ?", " ")])
def test_nothing_is_no_question(question, answer):
    assert found(question, answer) == "empty"


def test_what_is_too_long_is_no_question():
    assert found("Pourquoi " + "très " * 40 + "?") == "long"
    assert found("Quelle somme ?", "mot " * 61) == "long"


@pytest.mark.parametrize(
    "question",
    [
        "Quel est le budget d'après ce texte ?",
        "Que dit ce document du budget ?",
        "Selon le passage, quel est le budget ?",
        "Quel budget est cité dans l'extrait ?",
        "Quel est le montant mentionné ci-dessus ?",
        "Quels chiffres donne cet article ?",
        "Que nous apprend le document suivant ?",
    ],
)
def test_a_question_that_points_at_the_passage(question):
    assert found(question) == "points_at_text"


@pytest.mark.parametrize(
    "question",
    [
        "What does this document say about the budget?",
        "According to the passage, how large is the budget?",
        "What amount is given in the text?",
        "What does the passage above describe?",
        "Which figure does the following excerpt give?",
    ],
)
def test_the_same_in_english(question):
    assert found(question, language="en") == "points_at_text"


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Le budget participatif est-il de 120 000 euros par an ?", "120 000 euros"),
        ("En quelle année, 2019, a-t-il été lancé ?", "En 2019."),
        ("Les agents de la mission participation instruisent-ils ?", "Des agents de la mission Participation"),
        ("Est-ce elle ou lui ?", "elle"),
    ],
)
def test_a_question_that_holds_its_answer(question, answer):
    assert found(question, answer) == "answer_in_question"


def test_a_quote_turned_into_a_question():
    quote = "chaque projet est instruit par trois agents de la mission participation pendant deux mois"
    copied = "Par combien d'agents chaque projet est-il instruit, mission participation, pendant deux mois ?"
    reworded = "Combien de temps la mission examine-t-elle une idée ?"
    assert found(copied, "trois agents", quote) == "copied"
    assert found(reworded, "deux mois", quote) is None
    backwards = "Pendant deux mois, la participation, en mission : agents, instruit, quel projet ?"
    assert found(backwards, "trois agents", quote) is None, "the same words in another order are no copy"
    assert found("Il est doté de combien ?", "120 000", "doté de 120 000") is None, "too short to tell"


def test_a_number_that_the_passage_does_not_have():
    assert found("Quelle somme ?", "130 000 euros") == "numbers"
    assert found("Quelle somme ?", "120 000 euros depuis 2019") is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Quel est le budget ?", "Quel est le budget ?", True),
        ("Quel est le budget ?", "QUEL EST LE BUDGET", True),
        ("Où se tient la fête d'été ?", "Où se tient la fete d’ete ?", True),
        ("Quel est le budget de la ville en 2019 ?", "Quel est le budget de la ville en 2020 ?", False),
        ("Quel est le budget de la ville ?", "Qui vote le budget de la ville ?", False),
        ("Quel est le budget ?", "Quand a lieu le vote ?", False),
    ],
)
def test_two_questions_that_are_one(one, other, same):
    assert near(one, [other]) == same
    assert near(other, ["Tout autre chose ?", one]) == same
    assert not near(one, [])
