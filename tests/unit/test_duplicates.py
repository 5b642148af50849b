"""Passages of nearly the same text count once; a number or a negation makes another text."""

from __future__ import annotations

import pytest

from assistant.retrieval.duplicates import fold_duplicates
from assistant.types import ScoredPassage
from fakes import make_document

TEXT = (
    "La foire de Trapval réunit chaque année en septembre des exposants venus de toute la région. Le budget de la "
    "fête est voté par le conseil au printemps, après une réunion publique ouverte à tous les habitants du village."
)


def found(*texts: str) -> list[ScoredPassage]:
    made = [make_document(f"d{place}", [text]) for place, text in enumerate(texts)]
    return [ScoredPassage(each.passages[0], each.document, 1.0 - i / 10) for i, each in enumerate(made)]


def kept(*texts: str, limit: int = 10) -> list[tuple[str, list[str]]]:
    return [
        (each.document.id, [copy.document.id for copy in each.duplicates])
        for each in fold_duplicates(found(*texts), limit)
    ]


def test_equal_texts_are_folded_into_the_best_ranked() -> None:
    assert kept(TEXT, "Autre chose.", f"  {TEXT.upper()}", "autre chose") == [("d0", ["d2"]), ("d1", ["d3"])]


@pytest.mark.parametrize("copy", [TEXT.replace("du village", "de ce village"), TEXT[: TEXT.index(" Le budget")]])
def test_nearly_equal_and_contained_texts_are_folded(copy: str) -> None:
    assert kept(TEXT, copy) == [("d0", ["d1"])]


@pytest.mark.parametrize(
    "other",
    [
        TEXT.replace("en septembre", "en septembre 2021"),
        TEXT.replace("est voté", "n'est pas voté"),
        TEXT.replace("village", "bourg"),
        TEXT.replace("Trapval", "Ormeval"),
        TEXT.replace("septembre", "octobre"),
        TEXT.replace("voté", "abandonné"),
        f"{TEXT} Les écoles de Sarrevigne y tiennent un stand, avec les associations de parents et les commerçants.",
        "La foire de Trapval.",
        "",
    ],
)
def test_a_text_that_says_something_else_is_kept(other: str) -> None:
    assert kept(TEXT, other) == [("d0", []), ("d1", [])]


def test_the_limit_counts_what_is_kept_and_no_more_is_taken() -> None:
    assert kept(TEXT, TEXT, "Un.", "Deux.", limit=2) == [("d0", ["d1"]), ("d2", [])]
    rest = iter(found(TEXT, "Un.", "Deux."))
    assert len(fold_duplicates(rest, 1)) == 1
    assert len(list(rest)) == 2
    assert fold_duplicates(found(TEXT), 0) == []


def test_numbers_in_another_order_say_something_else() -> None:
    first = f"{TEXT} Le nombre d'exposants est passé de 10 à 20."
    assert kept(first, first.replace("de 10 à 20", "de 20 à 10")) == [("d0", []), ("d1", [])]
    assert kept(first, f" {first} ") == [("d0", ["d1"])]
