"""Several documents side by side, where a question asks for several."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.retrieval.variety import LOOKED_AT, asks_for_several, side_by_side
from assistant.types import ScoredPassage
from fakes import make_document


def passages(*documents: str) -> list[ScoredPassage]:
    """Passages of these documents, best first."""
    made = {name: make_document(name, ["texte"] * len(documents)) for name in documents}
    return [
        ScoredPassage(made[name].passages[place], made[name].document, 10.0 - place, {})
        for place, name in enumerate(documents)
    ]


def names(found: list[ScoredPassage]) -> str:
    return "".join(each.document.id for each in found)


@pytest.mark.parametrize(
    "question",
    [
        "Compare les budgets participatifs de Sourgeac et de Montreval.",
        "Quelle part du budget est confiée aux habitants à Sourgeac et à Montreval ?",
        "Quelles différences entre les deux démarches ?",
        "Quels documents parlent de la fresque ?",
        "Que disent plusieurs collectivités de l'évaluation ?",
        "Comment l'usage change-t-il d'une ville à l'autre ?",
        "Donne des exemples de tiers-lieux ruraux.",
        "Which cities have tried it?",
        "Compare the two approaches.",
    ],
)
def test_questions_that_ask_for_several(question: str) -> None:
    assert asks_for_several(question)


@pytest.mark.parametrize(
    "question",
    [
        "Qu'est-ce qu'un tiers-lieu ?",
        "Combien d'habitants compte Sourgeac au dernier recensement ?",
        "Quel est le comparant dans ce dossier ?",
        "Quels sont les freins et les leviers du covoiturage ?",
        "Who leads the lab in Sourgeac?",
    ],
)
def test_questions_that_do_not(question: str) -> None:
    assert not asks_for_several(question)


def test_no_document_has_more_than_three_of_those_shown_while_there_are_others() -> None:
    found = passages(*"aaaaabaaaacda")
    assert names(side_by_side(found, 6)) == "aaabcd"
    assert side_by_side(found, 6)[0] == found[0]


def test_where_others_are_missing_the_best_ones_fill_up_in_their_order() -> None:
    found = passages(*"aaaaaba")
    kept = side_by_side(found, 6)
    assert names(kept) == "aaabaa"
    assert kept[4:] == found[3:5]
    assert side_by_side(passages(*"aaaa"), 10) == passages(*"aaaa")
    assert side_by_side([], 10) == []
    assert LOOKED_AT > 1


def test_files_of_one_work_count_together() -> None:
    found = [
        replace(each, document=replace(each.document, work="a")) if each.document.id == "b" else each
        for each in passages(*"aabbc")
    ]
    assert names(side_by_side(found, 4)) == "aabc"
