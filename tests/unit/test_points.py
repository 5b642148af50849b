"""Points that texts set out: announced lists, sections below one heading."""

from __future__ import annotations

import pytest

from assistant.answering.points import announced_items, announces, sections, spells_out
from assistant.types import Passage, Span


def _passage(name: str, ordinal: int, path: tuple[str, ...] = ()) -> Passage:
    return Passage(name, "d", ordinal, (Span(1, 0, 1),), path, ".", "fr")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Deux freins ont été identifiés dans le pays :", True),
        ("Mesurer l'effet est compliqué à 2 égards :", True),
        ("On tire cinq grandes leçons de cette année.", False),
        ("Le projet a duré deux ans.", False),
        ("Three barriers stand out.", True),
    ],
)
def test_a_sentence_that_counts_points_announces_them(text: str, expected: bool) -> None:
    assert announces(text, set()) is expected


def test_what_the_question_asks_for_counts_as_a_point() -> None:
    assert announces("On tire cinq grandes leçons de cette année.", {"lecons"})


def test_a_count_is_spelt_out_by_a_list_in_the_sentence_after_it() -> None:
    after = "Elle les décrit ainsi : passer du labo au réseau ; passer des experts aux praticiens ; voir plus large."

    assert spells_out("La directrice énonce trois évolutions.", after)
    assert not spells_out("La directrice énonce des évolutions.", after)
    assert not spells_out("L'indicateur de la directrice a trois dimensions.", after)
    assert not spells_out("La directrice énonce trois évolutions.", "Elle les décrit dans un billet.")


def test_the_items_of_an_announced_list_are_points_also_in_the_next_passage() -> None:
    passages = [
        (_passage("p2", 2), ["- Le temps manque.", "C'est dit partout.", "- L'argent aussi."]),
        (_passage("p1", 1), ["- Un item d'avant.", "Mesurer est difficile à 2 égards :"]),
        (_passage("p4", 4), ["- D'un autre passage, plus loin."]),
    ]

    assert announced_items(passages, set()) == {"p1": frozenset(), "p2": frozenset({0, 2}), "p4": frozenset()}


def test_sections_below_a_heading_about_the_question_are_points_where_there_are_several() -> None:
    asked, other = "Que faut-il avoir ?", "Autre chose"
    passages = [
        _passage("p1", 1, ("T", asked, "Des données")),
        _passage("p2", 2, ("T", asked, "Des données")),
        _passage("p3", 3, ("T", asked, "Du temps")),
        _passage("p4", 4, ("T", other, "A")),
        _passage("p5", 5, ("T", other, "B")),
        _passage("p6", 6, ()),
    ]

    assert sections(passages, lambda heading: heading == asked) == {"p1", "p3"}
    assert sections(passages[:2], lambda heading: heading == asked) == set()
