import pytest

from assistant.answering.question import QuestionType, holds_cue, opens_on_pronoun, question_type


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Combien d'agents compte le labo ?", QuestionType.HOW_MANY),
        ("Quel pourcentage des votants a approuvé le projet ?", QuestionType.HOW_MANY),
        ("How many people work there?", QuestionType.HOW_MANY),
        ("Quand le labo a-t-il été créé ?", QuestionType.WHEN),
        ("En quelle année ?", QuestionType.WHEN),
        ("When was it launched?", QuestionType.WHEN),
        ("Qui a mis au point la méthode ?", QuestionType.WHO),
        ("Dans quelle ville se tient la rencontre ?", QuestionType.WHERE),
        ("Où se trouve le tiers-lieu ?", QuestionType.WHERE),
        ("Qu'est-ce que le backcasting ?", QuestionType.DEFINITION),
        ("C'est quoi un budget participatif ?", QuestionType.DEFINITION),
        ("Qu’est-ce qu’un laboratoire d’innovation ?", QuestionType.DEFINITION),
        ("Pourquoi le projet a-t-il été arrêté ?", QuestionType.WHY),
        ("Quels freins à la coopération ?", QuestionType.OBSTACLES),
        ("Comment associer les habitants ?", QuestionType.BROAD),
        ("Le labo a-t-il une charte ?", QuestionType.OTHER),
    ],
)
def test_question_types(question, kind):
    assert question_type(question) is kind


def test_cues():
    assert holds_cue(QuestionType.HOW_MANY, "Le labo compte neuf agents.")
    assert holds_cue(QuestionType.HOW_MANY, "66,3 % des votants.")
    assert not holds_cue(QuestionType.HOW_MANY, "Les agents sont motivés.")
    assert not holds_cue(QuestionType.HOW_MANY, "Le labo a ouvert en 2016.")
    assert holds_cue(QuestionType.HOW_MANY, "Il a reçu 2\u202f016 demandes.")
    assert holds_cue(QuestionType.HOW_MANY, "En 2016, 12 agents.")
    assert holds_cue(QuestionType.WHEN, "Il ouvre le 3 mars 2014.")
    assert not holds_cue(QuestionType.WHEN, "Il compte 12 agents.")
    assert holds_cue(QuestionType.WHO, "La méthode est due à Claire Vauquelin.")
    assert not holds_cue(QuestionType.OTHER, "Une phrase quelconque.")


def test_a_sentence_that_points_at_the_one_before():
    assert opens_on_pronoun("Il compte neuf agents.")
    assert opens_on_pronoun("« Elle a fermé. »")
    assert not opens_on_pronoun("Ilda compte neuf agents.")
    assert not opens_on_pronoun("Le labo compte neuf agents.")
