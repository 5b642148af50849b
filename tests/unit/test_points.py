"""Points that texts set out: announced lists, sections below one heading."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answering.points import announced_items, announces, sections, spells_out
from assistant.types import Passage


def _passage(name: str, ordinal: int, path: tuple[str, ...] = ()) -> Passage:
    raise NotImplementedError


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
    assert not spells_out("La directrice énonce trois évolutions.", "Elle les décrit dans un billet.")
