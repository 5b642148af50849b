"""The text of a section as it is edited: blocks read, written and read again are the same; nothing else is markup."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.drafting.markup import parse, quote_ids, render
from assistant.types import Block, Sentence

PIECES = [
    "Le budget est de 12 €.", "[q1]", "[q2, q3]", " ", "\n", "\n\n", "# ", "- ", "\\", "[", "]", "«\u00a0A. B.\u00a0»",
    "M. Dupont", "?", " q3", "a", "\u00a0", "#", "* ", "[q1][q2]", "“", "”", "\u202f!", ".", "\r", "\u2028", "…", "1. ",
]  # fmt: skip
TEXTS = st.one_of(st.lists(st.sampled_from(PIECES), max_size=14).map("".join), st.text(max_size=60))
SENTENCES = st.builds(Sentence, TEXTS, st.lists(st.sampled_from(["q1", "q2", "q9"]), unique=True).map(tuple))
BLOCKS = st.builds(
    Block, st.sampled_from(["heading", "paragraph", "item"]), st.lists(SENTENCES, min_size=1, max_size=3).map(tuple)
)
PLAIN = st.sampled_from(
    ["Le labo tient.", "Il coûte 12 € par an.", "Est-il utile ?", "«\u00a0Oui. Sans lui, rien.\u00a0»"]
)
PLAIN_SENTENCES = st.builds(Sentence, PLAIN, st.lists(st.sampled_from(["q1", "q22"]), unique=True).map(tuple))
PLAIN_BLOCKS = st.one_of(
    st.builds(Block, st.just("heading"), st.tuples(PLAIN_SENTENCES)),
    st.builds(Block, st.just("item"), st.tuples(PLAIN_SENTENCES)),
    st.builds(Block, st.just("paragraph"), st.lists(PLAIN_SENTENCES, min_size=1, max_size=4).map(tuple)),
)


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_what_is_read_and_written_is_read_the_same(text: str) -> None:
    blocks = parse(text)
    assert parse(render(blocks)) == blocks


@settings(max_examples=300, deadline=None)
@given(st.lists(BLOCKS, max_size=4))
def test_no_word_is_lost_whatever_stands_in_a_sentence(blocks: list[Block]) -> None:
    def words(found: object) -> str:
        return "".join("".join(each.text.split()) for block in found for each in block.sentences)  # type: ignore[attr-defined]

    assert words(parse(render(blocks))) == words(blocks)


@settings(max_examples=200, deadline=None)
@given(st.lists(PLAIN_BLOCKS, max_size=5).map(tuple))
def test_plain_blocks_come_back_whole(blocks: tuple[Block, ...]) -> None:
    assert parse(render(blocks)) == blocks


def test_a_text_as_a_person_writes_it() -> None:
    text = "# Titre. Sous-titre\nUne phrase. Une autre [q1].\nEnsuite [q2, q3] !\n\n- Un point. [q1][q4]\n* Deux"
    heading, paragraph, first, second = parse(text)
    assert heading == Block("heading", (Sentence("Titre. Sous-titre"),))
    assert paragraph.sentences == (
        Sentence("Une phrase."),
        Sentence("Une autre.", ("q1",)),
        Sentence("Ensuite", ("q2", "q3")),
        Sentence("!"),
    )
    assert first == Block("item", (Sentence("Un point.", ("q1", "q4")),))
    assert second == Block("item", (Sentence("Deux"),))
    assert quote_ids(parse(text)) == ["q1", "q2", "q3", "q4"]


@pytest.mark.parametrize(
    "text",
    [
        "[lien](http://x.test)",
        "<script>alert(1)</script>",
        "![x](http://x.test/a.png)",
        "**gras** `code`",
        "[q0]",
        "[Q1]",
    ],
)
def test_nothing_else_is_markup(text: str) -> None:
    assert parse(text) == (Block("paragraph", (Sentence(text),)),)


def test_marks_and_signs_that_are_text_are_escaped() -> None:
    blocks = (Block("paragraph", (Sentence("# pas un titre [q1] non plus \\"),)),)
    assert render(blocks) == "\\# pas un titre \\[q1] non plus \\"
    assert parse(render(blocks)) == blocks


def test_a_sentence_between_quotation_marks_is_one() -> None:
    (block,) = parse("«\u00a0Il tient. Il coûte peu.\u00a0» [q1] Le reste suit.")
    assert block.sentences == (Sentence("«\u00a0Il tient. Il coûte peu.\u00a0»", ("q1",)), Sentence("Le reste suit."))
