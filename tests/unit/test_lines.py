"""What a model writes, read sentence by sentence as it comes."""

from __future__ import annotations

import pytest

from assistant.answering.lines import LineReader, Sentence, sentences_of


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Le budget est de 54 €. [ka1]", [("Le budget est de 54 €.", ("ka1",))]),
        ("Le budget est de 54 € [ka1].", [("Le budget est de 54 €.", ("ka1",))]),
        ("Le budget est de 54 € [ka1][kb2] [ka1]", [("Le budget est de 54 €.", ("ka1", "kb2"))]),
        ("Le budget est de 54 €. [ka1, kb2]", [("Le budget est de 54 €.", ("ka1", "kb2"))]),
        ("- **Le budget** est de 54 €. 【ka1】", [("Le budget est de 54 €.", ("ka1",))]),
        ("Il a ouvert. M. Roy le dit. [ka1]", [("Il a ouvert.", ("ka1",)), ("M. Roy le dit.", ("ka1",))]),
        ("Il a ouvert. [ka1] Il ferme. [kb2]", [("Il a ouvert.", ("ka1",)), ("Il ferme.", ("kb2",))]),
        ("Il a ouvert.", [("Il a ouvert.", ())]),
        ("[ka1]", []),
        ("", []),
        ("## Réponse", [("Réponse.", ())]),
        ("Voir [le site](https://a.test) [ka1]", [("Voir [le site](https://a.test).", ("ka1",))]),
    ],
)
def test_sentences_and_their_keys(line: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    assert list(sentences_of(line)) == [Sentence(*each) for each in expected]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_a_stream_gives_the_same_however_it_is_cut(size: int) -> None:
    text = "<think>Voyons.\nIl faut [kz]</think>\nUn fait. [ka1]\n\nUn autre. [kb2]\nLe dernier. [kc3]"
    reader, found = LineReader(), []
    for place in range(0, len(text), size):
        found += reader.feed(text[place : place + size])
    found += reader.rest()
    assert found == [Sentence("Un fait.", ("ka1",)), Sentence("Un autre.", ("kb2",)), Sentence("Le dernier.", ("kc3",))]


def test_a_sentence_comes_when_its_line_has_ended() -> None:
    reader = LineReader()
    assert reader.feed("Un fait. [ka1]") == []
    assert reader.feed("\nUn") == [Sentence("Un fait.", ("ka1",))]
    assert reader.rest() == [Sentence("Un.", ())]
