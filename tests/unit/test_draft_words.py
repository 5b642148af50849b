"""What an exported file says of its notes and marks: the truth, and the same reason as everywhere else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answering.verdicts import REASONS
from assistant.drafting.export.plan import Sources, planned
from assistant.drafting.export.words import heading_mark, notes_words, sentence_mark
from assistant.drafting.words import of_many
from assistant.types import Language
from assistant.types.proposals import PickedQuote, QuoteState, Sentence
from drafted import checks, proposal, quote, section


def notes(*quotes: PickedQuote, **states: QuoteState):
    made = proposal(section("a", list(quotes)))
    return planned(made, checks(made, **states), Sources({}, {})).notes


def erased(number: int = 1) -> PickedQuote:
    return replace(quote(number), text="")


def test_the_head_says_what_notes_give() -> None:
    paged, bare = quote(1), quote(2, paged=False)
    assert notes_words(notes(), "fr") == "Notes de citation\u00a0: 0."
    assert (
        notes_words(notes(paged), "fr") == "Notes de citation\u00a0: 1, avec les mots exacts de la source et la page."
    )
    assert notes_words(notes(bare), "fr").endswith("\u202f; les documents cités n’ont pas de pages.")
    assert notes_words(notes(paged, bare), "fr").endswith("\u202f; la page, où le document en a\u00a0: 1.")
    assert notes_words(notes(paged, bare), "en").endswith("; with a page, where the document has pages: 1.")


def test_the_head_says_which_notes_do_not_hold() -> None:
    found = notes(quote(1), quote(2), erased(3), q1="changed", q3="gone")
    assert notes_words(found, "fr") == (
        "Notes de citation\u00a0: 3. Tiennent\u00a0: 1, avec les mots exacts de la source et la page. "
        "Ne tiennent plus\u00a0: 2 (document changé\u00a0: 1, citation effacée avec son document\u00a0: 1)."
    )
    none = notes_words(notes(quote(1), q1="gone"), "fr")
    assert "Tiennent\u00a0: 0. Ne tiennent plus\u00a0: 1 (document retiré de la bibliothèque\u00a0: 1)." in none


@pytest.mark.parametrize(
    ("sentence", "found", "mark"),
    [
        (
            Sentence("Un.", ("q99",), "unsupported", "citation absente de la section\u00a0: q99"),
            (),
            "[à vérifier\u00a0: citation absente de la section\u00a0: q99]",
        ),
        (
            Sentence("Un.", ("q1",), "contradicted", "la citation dit 4, non 5"),
            notes(quote(1)),
            "[à vérifier\u00a0: la citation dit 4, non 5]",
        ),
        (
            Sentence("Un.", ("q1",), "unsupported"),
            notes(quote(1)),
            "[à vérifier\u00a0: ses citations ne l’établissent pas]",
        ),
        (Sentence("Un.", (), "unsupported"), (), "[à vérifier\u00a0: aucune citation à l’appui]"),
        (
            Sentence("« […]. »", ("q1",), "nothing_to_check"),
            notes(erased(), q1="gone"),
            "[à vérifier\u00a0: sa citation a été effacée avec son document]",
        ),
        (
            Sentence("Un.", ("q1",), "supported"),
            notes(quote(1), q1="changed"),
            "[à vérifier\u00a0: sa citation n’est plus dans son document]",
        ),
        (
            Sentence("Un.", ("q1", "q2"), "supported"),
            notes(quote(1), quote(2), q1="changed"),
            "[à vérifier\u00a0: une de ses 2 citations ne tient plus]",
        ),
        (Sentence("Un.", ("q1",), "supported"), notes(quote(1), q1="moved"), ""),
    ],
)
def test_marks_of_sentences(sentence: Sentence, found: tuple, mark: str) -> None:
    assert sentence_mark(sentence, found, "fr") == mark


def test_marks_have_one_kind_of_apostrophe() -> None:
    heading = Sentence("Un", (), "unsupported", "affirme quelque chose, sans citation à l'appui")
    assert "à l’appui" in heading_mark(heading, "fr")
    assert "'" not in heading_mark(heading, "fr")
    assert "l’appui" in sentence_mark(Sentence("Un", (), "unsupported", "aucune citation à l'appui"), (), "fr")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_reasons_that_speak_of_one_quote_are_told_of_several(language: Language) -> None:
    one = "la citation" if language == "fr" else "the quote "
    told = [each[language].format_map(_Blanks()) for each in REASONS.values() if one in each[language]]
    assert len(told) >= 4
    for reason in told:
        assert of_many(reason, 1, language) == reason
        assert one not in of_many(reason, 2, language)
    assert of_many("aucune citation", 2, "fr") == "aucune citation"


class _Blanks(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "x"
