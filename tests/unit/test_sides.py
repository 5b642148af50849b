"""Questions about several things: what the sides are, and that something of each is quoted."""

from __future__ import annotations

import pytest

from assistant.answering.sides import sides_of
from assistant.retrieval.query import build_query


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        (
            "Quelle part du budget est confiée aux habitants de Valombre et de Tréfontaine ?",
            ["valombre", "trefontaine"],
        ),
        ("Que pensent Odile Sarrazin et Maud Kerlaouen du vote ?", ["odile sarrazin", "maud kerlaouen"]),
        (
            "Quelle différence entre un indicateur d'effort et un indicateur d'usage ?",
            ["indicateur d'effort", "indicateur d'usage"],
        ),
        ("Qu'est-ce que le panachage et en quoi se distingue-t-il du tirage ?", ["panachage", "tirage"]),
        ("Combien de projets à Valombre, Sarrevigne et Lindholt ?", ["valombre", "sarrevigne", "lindholt"]),
        ("Quel est le budget de Valombre ?", []),
        ("Quels freins et quels leviers ?", []),
    ],
)
def test_the_sides_of_a_question(question: str, sides: list[str]) -> None:
    assert [side.name for side in sides_of(build_query(question))] == sides
