"""Typing errors of a question: what is corrected, and what is a word that the corpus lacks."""

from __future__ import annotations

import pytest

from assistant.retrieval.corrections import corrected, corrections, distance, folded_form
from assistant.retrieval.query import build_query
from assistant.vocabulary.known import known_words

TEXTS = ["Le marché couvert de Valombre reçoit des producteurs locaux.", "Les producteurs de Sarrevigne."]


def found(question: str, known: tuple[str, ...] = (), texts: list[str] = TEXTS) -> list[tuple[str, str]]:
    return list(corrections(build_query(question), lambda term: int(term in known), lambda *_: texts))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Qui sont les prodcuteurs ?", [("prodcuteurs", "producteurs")]),
        ("Que reçoit le marche couvret ?", [("couvret", "couvert")]),
        ("Où est Sarevigne ?", [("Sarevigne", "Sarrevigne")]),
        ("Où est Sarrevinge ?", [("Sarrevinge", "Sarrevigne")]),
        ("Que fait Marrevigne ?", []),
        ("Qui est Valembre ?", []),
        ("Où est la piscine ?", []),
        ("Que dit le SARREVIGN ?", []),
        ("Un mot zzyzx ?", []),
        ("Le prix du blurgh ?", []),
    ],
)
def test_only_what_is_no_word_is_corrected(question: str, expected: list[tuple[str, str]]) -> None:
    assert found(question) == expected


def test_a_word_of_the_corpus_is_left_alone() -> None:
    assert found("Qui sont les prodcuteurs ?", known=("=prodcuteurs",)) == []


def test_the_nearest_word_wins_then_the_most_frequent() -> None:
    texts = ["mobilitai mobilitas mobilitas", "mobilitas"]
    assert found("La mobilitaz ?", texts=texts) == [("mobilitaz", "mobilitas")]


def test_words_are_replaced_whole() -> None:
    assert corrected("couvret, couvrets", [("couvret", "couvert")]) == "couvert, couvrets"
    assert corrected("rien", []) == "rien"


@pytest.mark.parametrize(
    ("first", "second", "changes"),
    [("abc", "abc", 0), ("abc", "acb", 1), ("abc", "ab", 1), ("abc", "abcd", 1), ("abc", "axc", 1), ("", "ab", 2)],
)
def test_distance(first: str, second: str, changes: int) -> None:
    assert distance(first, second) == distance(second, first) == changes


def test_known_words_are_those_of_both_languages() -> None:
    assert {"piscine", "mobilite", "tennis", "swimming", "housing"} <= known_words()
    assert folded_form("Mobilité") == "mobilite"
    assert len(known_words()) > 50_000
