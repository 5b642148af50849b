"""What is counted, and the figure of it that a sentence states: in words, in a row, as a correction."""

import pytest

from assistant.answering.counted import Counted, counted_in, counts
from assistant.answering.figures import correction
from assistant.answering.several_asked import further_parts
from assistant.retrieval.query import build_query


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Combien de votants à Rives ?", Counted("votants")),
        ("Combien de personnes ont voté à Rives ?", Counted("votants")),
        ("How many people voted in Rives?", Counted("people")),
        ("Combien d’agents ont été interrogés ?", Counted("agents", sampled=True)),
        ("Combien coûte la carte ?", None),
    ],
)
def test_what_is_counted(question: str, expected: Counted | None):
    assert counted_in(question) == expected


def test_people_are_counted_by_what_they_do_too():
    assert counts(counted_in("Combien de votants ?"), "31\u202f200 personnes ont voté.")
    assert not counts(counted_in("Combien de votants ?"), "31\u202f200 personnes ont répondu.")


def test_a_sample_counts_where_it_is_asked_for():
    text = "Une enquête auprès de 1\u202f870 votants."
    assert not counts(counted_in("Combien de votants ?"), text)
    assert counts(counted_in("Combien de votants ont été interrogés ?"), text)


def test_a_corrected_figure_is_read_with_the_one_before():
    text = "En 2021, le nombre de votants est ainsi ramené de 31\u202f200 à 29\u202f870."
    assert correction(text, "votants") == ("31200", "29870")
    assert correction(text, "agents") is None
    assert correction("Le nombre de votants passe de 12 à 15.", "votants") is None


def test_a_question_may_ask_for_several_facts():
    parts = further_parts(build_query("Qui a conçu la formation Rives et combien de jours dure-t-elle ?"))
    assert [each.counted for each in parts] == [Counted("jours")]
    assert further_parts(build_query("Qui a conçu la formation Rives ?")) == []
