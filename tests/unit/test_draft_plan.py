"""What of a proposal is exported: quotes as everybody may see them, notes in order, what is left out."""

from __future__ import annotations

import pytest

from assistant.drafting.export.plan import Sources, bad_quotes, planned
from assistant.types import ANONYMOUS, QuoteCheck
from assistant.types.proposals import Block, Sentence
from drafted import checks, proposal, quote, record, section

NOTHING = Sources({}, {})


def test_each_sentence_has_a_note_for_each_of_its_quotes_in_order() -> None:
    one, two = quote(1), quote(2)
    text = Block("paragraph", (Sentence("Un.", ("q2", "q1", "q2")), Sentence("Deux.", ()), Sentence("Trois.", ("q1",))))
    made = proposal(section("a", [one, two], text))
    plan = planned(made, checks(made), NOTHING)
    assert [note.quote.id for note in plan.notes] == ["q2", "q1", "q1"]
    assert len({note.key for note in plan.notes}) == 3
    assert [note.sentence.text for note in plan.notes] == ["Un.", "Un.", "Trois."]
    assert {place: len(notes) for place, notes in plan.of_sentences.items()} == {("a", 0, 0): 2, ("a", 0, 2): 1}


def test_a_name_that_is_in_no_basket_makes_no_note() -> None:
    made = proposal(section("a", [quote(1)], Block("item", (Sentence("Un.", ("q9",)),))))
    assert planned(made, checks(made), NOTHING).notes == ()


def test_the_sentences_of_a_withheld_quote_go_with_it() -> None:
    one, two = quote(1, text="un secret bien gardé"), quote(2)
    said = Block("paragraph", (Sentence("Il dit : un secret bien gardé.", ("q1", "q2")), Sentence("Reste.", ("q2",))))
    made = proposal(section("a", [one, two], said))
    plan = planned(made, checks(made, q1="withheld"), NOTHING)
    assert plan.left_out == 1
    assert "secret" not in repr(plan)
    assert [note.sentence.text for note in plan.notes] == ["Reste."]


LEFT = Sentence("", (), "unsupported", "withheld")


@pytest.mark.parametrize(
    ("sentences", "left"),
    [
        ([Sentence("« […] ?"), Sentence("[…] ? »", ("q1",))], [LEFT]),
        ([Sentence("« […]", ("q1",)), Sentence("[…] »."), Sentence("[…]")], [LEFT]),
        ([Sentence("« […] ?"), Sentence("Reste.", ("q2",))], [LEFT, Sentence("Reste.", ("q2",))]),
        ([Sentence("Un.", ("q1",)), Sentence("Deux.", ("q1",))], [LEFT, LEFT]),
        (
            [Sentence("« […] ».", ("q2",)), Sentence("Il dit […].")],
            [Sentence("« […] ».", ("q2",)), Sentence("Il dit […].")],
        ),
    ],
)
def test_the_pieces_of_a_withheld_quote_go_with_it(sentences: list[Sentence], left: list[Sentence]) -> None:
    """Written on two lines, it is two sentences, of which one names it."""
    made = proposal(section("a", [quote(1), quote(2)], Block("paragraph", tuple(sentences))))
    plan = planned(made, checks(made, q1="withheld"), NOTHING)
    assert list(plan.proposal.sections[0].blocks[0].sentences) == left


def test_a_quote_that_moved_is_given_where_it_stands() -> None:
    made = proposal(section("a", [quote(1, text="abc")]))
    plan = planned(made, [QuoteCheck("q1", "moved", 7, 99)], Sources({}, {"d1": "b" * 64}))
    moved = plan.notes[0].quote
    assert (moved.page, moved.start, moved.end, moved.content_hash) == (7, 99, 102, "b" * 64)


def test_names_are_those_that_everybody_may_see_today() -> None:
    made = proposal(section("a", [quote(1, title="Entretien avec Mme Durand", source="durand.pdf")]))
    hidden = record(title="Entretien (anonyme)", source="entretien d1", marks=(ANONYMOUS,))
    plan = planned(made, checks(made), Sources({"d1": hidden}, {}))
    assert plan.notes[0].quote.title == "Entretien (anonyme)"
    assert plan.notes[0].quote.before == ""
    assert "urand" not in repr(plan.proposal)


def test_bad_quotes_are_those_of_the_text() -> None:
    used, waiting = quote(1), quote(2)
    made = proposal(section("a", [used, waiting], Block("paragraph", (Sentence("Un.", ("q1",)),))))
    assert bad_quotes(made, checks(made, q2="changed")) == []
    assert [(each.id, state) for _, each, state in bad_quotes(made, checks(made, q1="gone"))] == [("q1", "gone")]
    assert [state for _, _, state in bad_quotes(made, [])] == ["gone"]
