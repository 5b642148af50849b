"""Titles that files do not state: what is set largest on a first page, and headings as people write them."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from assistant.ingest.pdf.titles import first_heading, largest_text
from assistant.ingest.texts.markdown_reader import markdown_blocks
from assistant.types import Heading


def page(*lines: tuple[float, str]) -> object:
    """A first page of these lines: size and text."""
    placed, start = [], 0
    for size, text in lines:
        placed.append((SimpleNamespace(size=size), start, start + len(text)))
        start += len(text) + 1
    return SimpleNamespace(lines=placed, page=SimpleNamespace(text="\n".join(text for _, text in lines)))


BODY = [(10.0, f"Une ligne du texte courant, numéro {number}.") for number in range(20)]


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ([(20.0, "Les jardins"), (20.0, "de Valombre"), *BODY], "Les jardins de Valombre"),
        ([(22.0, "Guide des jardins"), (12.0, "version 2018")], "Guide des jardins"),
        ([(15.0, "Direction des jardins"), (60.0, "Les jardins"), (60.0, "partagés"), (29.0, "Livre blanc")], "Les jardins partagés"),
        ([(90.0, "jardins.fr"), (40.0, "Nous cultivons ensemble"), (29.0, "Rapport d'activité 2017")], "Rapport d'activité 2017"),
        ([(13.0, "ASSOCIATION LES JARDINS"), (11.5, "Les comptes annuels"), *BODY], "Les comptes annuels"),
        ([(13.0, "ASSOCIATION LES JARDINS"), (11.0, "Loi de 1901"), (13.0, "RAPPORT"), (13.0, "SUR LES COMPTES"), (11.0, "Le 2 mai")], "RAPPORT SUR LES COMPTES"),
        ([(90.0, "jardins.fr"), *BODY], None),
        (BODY, None),
        ([(10.0, "Une seule ligne")], None),
    ],
)  # fmt: skip
def test_the_title_is_what_is_set_largest_and_is_no_name_of_an_organisation(lines: list, title: str | None) -> None:
    assert largest_text(page(*lines)) == title  # type: ignore[arg-type]


def test_a_heading_is_the_title_where_the_first_page_begins_with_it() -> None:
    assert first_heading([Heading(1, 0, 11, 1, "Les jardins")]) == "Les jardins"
    assert first_heading([Heading(1, 400, 411, 1, "Les jardins")]) is None
    assert first_heading([Heading(2, 0, 11, 1, "Les jardins")]) is None
    assert first_heading([Heading(1, 0, 24, 1, "Association Les Jardins")]) is None
    assert first_heading([]) is None


@pytest.mark.parametrize(
    "text", ["#Budget citoyen\n\nTexte.", "#\u00a0Budget citoyen\n\nTexte.", "# Budget citoyen\n\nTexte."]
)
def test_a_heading_without_a_space_is_one(text: str) -> None:
    first = next(markdown_blocks(text))
    assert (first.text, first.level) == ("Budget citoyen", 1)


@pytest.mark.parametrize("text", ["#budget #jardins", "#1 de la liste", "```\n#Remarque du code\n```"])
def test_other_marks_are_none(text: str) -> None:
    assert {block.level for block in markdown_blocks(text)} == {0}
