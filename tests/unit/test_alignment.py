"""Copied quotes found on their page: the page's characters, or nothing."""

from __future__ import annotations

import pytest

from assistant.answering.alignment import quotes_in
from assistant.types import Passage, Span

TEXT = (
    "Le vote est ouvert dès l’âge de 11\u00a0ans.\nIl a réuni 9\u202f400 votants, soit 1,5\u202f% des\nhabitants «\u00a0inscrits\u00a0». "
    "Les œuvres primées sont expo-\nsées à l'hôtel de ville."
)
PASSAGE = Passage("p", "d", 0, (Span(3, 100, 100 + len(TEXT)),), (), TEXT, "fr")


def found(copied: str) -> list[str]:
    quotes = quotes_in(PASSAGE, copied)
    for quote in quotes:
        assert TEXT[quote.start - 100 : quote.end - 100] == quote.text
        assert (quote.page, quote.document_id, quote.passage_id) == (3, "d", "p")
    return [quote.text for quote in quotes]


@pytest.mark.parametrize(
    "copied",
    [
        "Le vote est ouvert dès l’âge de 11\u00a0ans.",
        "le vote est ouvert des l'age de 11 ans",
        "« Le vote est   ouvert\ndès l'âge de 11 ans »",
        "ouvert dès l'âge",
    ],
)
def test_typography_case_and_white_space_do_not_matter(copied: str) -> None:
    assert found(copied) == ["Le vote est ouvert dès l’âge de 11\u00a0ans."]


def test_a_quote_over_sentences_is_all_of_them() -> None:
    assert found("11 ans. Il a réuni 9 400 votants") == [TEXT[: TEXT.index(" Les œuvres")]]


def test_ligatures_and_cut_words_are_found() -> None:
    assert found("Les oeuvres primées sont exposées") == [TEXT[TEXT.index("Les œuvres") :]]


def test_what_is_left_out_parts_a_quote() -> None:
    assert found("Le vote est ouvert […] exposées à l'hôtel de ville") == [
        "Le vote est ouvert dès l’âge de 11\u00a0ans.",
        TEXT[TEXT.index("Les œuvres") :],
    ]


@pytest.mark.parametrize(
    "copied",
    [
        "",
        "…",
        "a",
        "Le vote est fermé dès l’âge de 11 ans.",
        "ouvert dès l'âge de 12 ans",
        "soit 15 % des habitants",
        "soit 1.5 % des habitants",
        "ouver",
        "exposées à l'hôtel de ville […] Le vote est ouvert",
        "Le vote est ouvert. Il a réuni 9 400 votants",
    ],
)
def test_other_words_numbers_or_order_are_not(copied: str) -> None:
    assert found(copied) == []


def test_a_quote_over_a_page_break_stands_on_both_pages() -> None:
    text = "Le conseil a retenu\ndouze projets."
    passage = Passage("p", "d", 0, (Span(1, 50, 69), Span(2, 0, 14)), (), text, "fr")
    quotes = quotes_in(passage, "a retenu douze projets")
    assert [(quote.page, quote.start, quote.end, quote.text) for quote in quotes] == [
        (1, 50, 69, "Le conseil a retenu"),
        (2, 0, 14, "douze projets."),
    ]


def test_a_very_long_sentence_is_not_shown_whole() -> None:
    text = "Tableau " + "donnée, " * 120 + "et le total est de 42 euros, " + "donnée, " * 40 + "fin."
    passage = Passage("p", "d", 0, (Span(1, 0, len(text)),), (), text, "fr")
    (quote,) = quotes_in(passage, "le total est de 42 euros")
    assert quote.text == "le total est de 42 euros"
