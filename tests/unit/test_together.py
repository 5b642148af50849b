"""What the parts of a question say, put together."""

from __future__ import annotations

from assistant.answering.extractive import ANSWERED_ABOVE, Selection
from assistant.answering.question import QuestionType
from assistant.answering.scoring import score_sentences
from assistant.answering.together import together
from assistant.retrieval.query import build_query
from assistant.types import Evidence
from hand_made import passage

TIMES = "Réseau Brumelac : nombre de membres en 2017 et en 2023 ?"
FACTS = "Registre de Brumelac : où l'idée est-elle née, et combien de trajets par mois valide-t-il ?"


def selection(question: str, number: int, text: str, sure: float = 0.9) -> Selection:
    """A selection of the one sentence of a passage; of none where the text is empty."""
    query = build_query(question)
    sources = (passage(number, text),) if text else ()
    read = score_sentences(query, QuestionType.HOW_MANY, sources, [1.0] * len(query.words)) if text else []
    return Selection(Evidence(query, sources, 9), QuestionType.HOW_MANY, tuple(read), sure, ())


def texts(made: Selection) -> list[str]:
    return [each.sentence.text for each in made.sentences]


def test_each_time_is_told_by_its_own_sentence_and_none_of_the_whole() -> None:
    whole = selection(TIMES, 1, "Le réseau compte 50 membres.")
    parts = [
        selection("membres en 2017 ?", 2, "En 2017, 12 membres."),
        selection("membres en 2023 ?", 3, "En 2023, 31 membres.", 0.7),
    ]

    made = together(whole, parts, 6)

    assert texts(made) == ["En 2017, 12 membres.", "En 2023, 31 membres."]
    assert made.confidence == 0.7
    assert [each.passage.id for each in made.evidence.passages] == ["p1", "p2", "p3"]


def test_a_time_that_is_not_told_leaves_an_answer_in_part() -> None:
    whole = selection(TIMES, 1, "Le réseau compte 50 membres.")
    parts = [selection("membres en 2017 ?", 2, "En 2017, 12 membres."), selection("membres en 2023 ?", 3, "")]

    made = together(whole, parts, 6)

    assert texts(made) == ["Le réseau compte 50 membres.", "En 2017, 12 membres."]
    assert made.confidence < ANSWERED_ABOVE


def test_where_the_whole_is_refused_a_part_that_is_not_sure_is_too() -> None:
    whole = selection(TIMES, 1, "", 0.5)
    unsure = [selection("2017 ?", 2, "En 2017, 12 membres.", 0.55), selection("2023 ?", 3, "")]
    sure = [selection("2017 ?", 2, "En 2017, 12 membres.", 0.8), selection("2023 ?", 3, "")]

    assert together(whole, unsure, 6) == whole
    assert texts(together(whole, sure, 6)) == ["En 2017, 12 membres."]


def test_a_further_fact_is_added_where_nothing_quoted_tells_it() -> None:
    whole = selection(FACTS, 1, "L'idée est née à Lysandre.")
    part = selection("Brumelac : combien de trajets par mois ?", 2, "Brumelac valide 800 trajets par mois.")

    assert texts(together(whole, [part], 6)) == ["L'idée est née à Lysandre.", "Brumelac valide 800 trajets par mois."]
    told = selection(FACTS, 1, "À Brumelac, 800 trajets par mois.")
    assert together(told, [part], 6) == told
