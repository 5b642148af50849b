"""A fact is told plainly by a sentence that has what is asked for, not by one that only stands near to it."""

from dataclasses import replace

import pytest

from assistant.answering.plainly import told_plainly
from assistant.answering.question import QuestionType, question_type
from assistant.answering.scoring import score_sentences
from assistant.retrieval.query import build_query
from assistant.types import LegScore
from hand_made import ask, passage


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("Qui a fondé la Fabrique Ambrelle ?", "La Fabrique Ambrelle a été fondée par Odile Sarrazin.", True),
        ("Qui a fondé la Fabrique Ambrelle ?", "Odile Sarrazin a visité la Fabrique Ambrelle.", False),
        ("Qui a fondé la Fabrique Ambrelle ?", "La Fabrique Ambrelle a été fondée par ses agents.", False),
        ("Quand la Fabrique Ambrelle a-t-elle été fondée ?", "La Fabrique Ambrelle a été fondée en mars 2019.", True),
        ("Quand la Fabrique Ambrelle a-t-elle été fondée ?", "La Fabrique Ambrelle a été fondée sans bruit.", False),
        ("Qui peut voter ?", "Toute personne de plus de 11 ans peut voter.", True),
        ("Combien coûte la Fabrique Ambrelle ?", "La Fabrique Ambrelle coûte cher.", True),
    ],
)
def test_a_name_a_date_and_what_was_done(question: str, text: str, expected: bool) -> None:
    query, kind = build_query(question), question_type(question)
    best = score_sentences(query, kind, [passage(1, text, title="Note")], [1.0] * len(query.words))[0]
    assert told_plainly(query, kind, best) is expected


def test_what_is_not_told_plainly_answers_in_part() -> None:
    question = "Qui a fondé la Fabrique Ambrelle ?"
    other = passage(2, "Le laboratoire a été fondé en 2019.", 0.5, "Autre")
    plain = ask(question, passage(1, "La Fabrique Ambrelle a été fondée par Odile Sarrazin.", title="Note"), other)
    assert plain.status == "answered"
    near = ask(question, passage(1, "Odile Sarrazin a visité la Fabrique Ambrelle.", title="Note"), other)
    assert near.status in ("partial", "no_evidence")


def test_who_leads_is_told_by_a_name_or_not_at_all() -> None:
    question = "Qui dirige la Fabrique Ambrelle ?"
    assert ask(question, passage(1, "La Fabrique Ambrelle est dirigée avec soin.")).status == "no_evidence"
    assert ask(question, passage(1, "La Fabrique Ambrelle est dirigée par Odile Sarrazin.")).status == "answered"


def test_what_helps_is_asked_by_a_verb_too() -> None:
    for question in ("Qu'est-ce qui aide les agents à innover ?", "What helps agents to innovate?"):
        assert question_type(question) is QuestionType.OBSTACLES


def test_the_next_of_a_thing_is_not_the_next_of_another() -> None:
    question = "Quelle est la date de la prochaine séance du laboratoire ?"
    update = passage(1, "La prochaine mise à jour du laboratoire est prévue en mai 2026.", title="Laboratoire")
    meeting = passage(2, "La séance du laboratoire aura lieu le 20 juin 2025.", 1.0, "Laboratoire")
    assert "20 juin 2025" in ask(question, update, meeting).text
    assert "mai 2026" not in ask(question, update, meeting).text


def test_a_budget_is_an_amount_of_money() -> None:
    question = "Quel est le budget du laboratoire ?"
    assert ask(question, passage(1, "Le budget du laboratoire est de 48 000 €.")).status == "answered"
    assert ask(question, passage(1, "Le budget du laboratoire a trois volets.")).status == "no_evidence"


def test_a_bare_why_is_answered_or_named() -> None:
    question = "Combien de capteurs ont été retirés à Valombre et pourquoi ?"
    count = passage(1, "À Valombre, 12 capteurs ont été retirés.")
    assert [each.params["names"] for each in ask(question, count).notices] == ["pourquoi"]
    why = passage(2, "Les capteurs de Valombre ont été retirés parce qu'ils tombaient en panne.", 1.5)
    told = ask(question, count, why)
    assert "parce qu" in told.text
    assert told.notices == ()


def test_a_line_that_tells_who_made_a_text_is_not_quoted_as_an_obstacle() -> None:
    text = (
        "Freins du laboratoire, Cahiers du laboratoire – Salomé Destrac – 2022-03-10 Document du laboratoire.\n\n"
        "Le frein du laboratoire est le manque de temps."
    )
    answer = ask("Quels sont les freins du laboratoire ?", passage(1, text))
    assert "manque de temps" in answer.text
    assert "Destrac" not in answer.text


def test_a_question_of_the_other_language_whose_every_word_stands_with_the_best_sentence_is_answered_in_part() -> None:
    text = "La métropole de Sarrevigne a un budget participatif. Elle y a consacré 8,4 millions d'euros."
    far = replace(passage(1, text, title="Sarrevigne"), legs={"vector": LegScore(1, 0.45)})
    assert ask("How much did Sarrevigne spend on its participatory budget?", far).status == "partial"
    assert ask("How much did Sarrevigne spend on its public library?", far).status == "no_evidence"
