"""Words in quotation marks: which are phrases, which passages hold them, and what comes first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.retrieval.phrases import holders_first, holds, placed_terms, quoted_phrases
from assistant.retrieval.query import build_query
from assistant.types import ScoredPassage
from fakes import make_document


@pytest.mark.parametrize(
    ("question", "phrases"),
    [
        ("Que dit-on du «\u00a0budget participatif\u00a0» ?", ("budget participatif",)),
        ('Où se trouve "la halle aux grains" ?', ("la halle aux grains",)),
        ("Who wrote “failing in public” and “open doors”?", ("failing in public", "open doors")),
        ("Qu'appelle-t-on la « sobriété » ?", ()),
        ("« Quel est le budget de la piscine ? »", ()),
        ("Que veut dire « de la » ?", ()),
        ("L'eau d'ici et l'eau de là-bas", ()),
        ("« sans fin", ()),
    ],
)
def test_what_stands_in_quotation_marks_is_a_phrase(question: str, phrases: tuple[str, ...]) -> None:
    assert quoted_phrases(question) == phrases == build_query(question).phrases


def test_the_terms_of_a_phrase_keep_their_places() -> None:
    (french,) = placed_terms("budgets participatifs")
    assert french == (("=budgets", 0), ("=participatifs", 2))


def found(name: str, text: str, score: float, heading: str = "") -> ScoredPassage:
    made = make_document(name, [text])
    passage = replace(made.passages[0], heading_path=(heading,) if heading else ())
    return ScoredPassage(passage, made.document, score)


EXACT = found("exact", "Le Budget\nparticipatif est voté.", 1.0)
HEADED = found("headed", "Il est voté.", 0.5, heading="Le budget participatif")
PARTED = found("parted", "Le budget est participatif ; budgets participatifs.", 3.0)
PHRASE = "budget participatif"


def test_a_passage_holds_a_phrase_whatever_its_case_accents_and_lines() -> None:
    held = [holds(PHRASE, each.passage, each.document) for each in (EXACT, HEADED, PARTED)]
    assert held == [True, True, False]
    accented = found("accents", "L’ÉTÉ INDIEN", 1.0)
    assert holds("l'été indien", accented.passage, accented.document)
    assert not holds("té indien", accented.passage, accented.document)


def test_passages_that_hold_the_phrase_come_first_in_their_order_each_once() -> None:
    order = holders_first(iter([PARTED, EXACT]), [HEADED, EXACT], [PHRASE])
    assert order == [EXACT, HEADED, PARTED]
    assert holders_first([PARTED], [], [PHRASE]) == [PARTED]


def test_who_holds_more_of_the_phrases_comes_before() -> None:
    both = found("both", "Le budget participatif de la halle aux grains.", 0.1)
    assert holders_first([EXACT, both], [], [PHRASE, "halle aux grains"]) == [both, EXACT]
