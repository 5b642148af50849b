"""Tables of values as blocks: headers, titles, and no word that is not in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import DocumentError
from assistant.ingest.blocks import Block, assemble
from assistant.ingest.limits import ReadLimits
from assistant.ingest.office.tables import bounded, number_text, table_blocks
from assistant.text.passages import PassageOptions, make_passages
from assistant.types import ReadDocument


def blocks(*rows: str) -> list[tuple[int, str]]:
    """Level and text of the blocks that rows make; cells are parted by ";"."""
    found = table_blocks([[cell.strip() for cell in row.split(";")] for row in rows], 2)
    return [(block.level, block.text) for block in found]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12.0, "12"), (-3.0, "-3"), (0.0, "0"), (-0.0, "0"), (0.1 + 0.2, "0.3"), (1.1 * 3, "3.3"), (12.5, "12.5"),
        (1234567890123456.0, "1234567890123456"), (1e21, "1e+21"), (0.00012, "0.00012"), (1.5e-5, "0.000015"),
        (1e-9, "1e-09"), (7, "7"), (float("nan"), "nan"), (float("inf"), "inf"),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(value: float, text: str) -> None:
    assert number_text(value) == text


@pytest.mark.parametrize(
    "rows",
    [
        ("Ville;Budget", "Trapval;12 000", "Aurelle;9 €"),
        ("Ville;2021;2022", "Trapval;12;13"),
        ("Ville;T1 2024;T2 2024", "Trapval;12;13"),
        (";Budget;Part", "Trapval;12;4 %"),
        ("Lieu;Avis", "Trapval;oui", "Aurelle;non", "Bruzac;oui", "Corsan;non"),
        ("Nom;Ville;Rôle", "M. Roy;Trapval;élu", "Mme Alba;Aurelle;agente"),
        ("Terme;Sens", "innovation;ce qui est neuf et sert", "levier;ce qui aide un projet", "frein;ce qui le gêne"),
        ("Ville;Budget;", "Trapval;12;"),
    ],
)
def test_a_header_is_a_heading(rows: tuple[str, ...]) -> None:
    found = blocks(*rows)
    assert [level for level, _ in found] == [2] + [0] * (len(rows) - 1)


@pytest.mark.parametrize(
    "rows",
    [
        ("Trapval;12 000", "Aurelle;9 €"),
        ("Trapval;oui;M. Roy",),
        ("Nom;Trapval", "Maire;M. Roy", "Région;Nord"),
        ("2021;2022", "2023;2024"),
        ("Ville;" + "x" * 300, "Trapval;12"),
        ("a;b", "a;b;c;d;e;f;g;1"),
        ("seul", "seul", "seul", "seul", "seul"),
    ],
)
def test_what_is_not_clearly_a_header_is_a_row(rows: tuple[str, ...]) -> None:
    assert {level for level, _ in blocks(*rows)} == {0}


def test_a_later_table_needs_a_header_that_its_values_bear_out() -> None:
    found = blocks(
        "Ville;Budget", "Trapval;12", "", "Nord;Sud;Est", "Ouest;Centre;Mer", "", "Année;Visites", "2021;4", "2022;5"
    )
    assert [text for level, text in found if level] == ["Ville | Budget", "Année | Visites"]
    assert (0, "Nord | Sud | Est") in found


def test_the_line_above_a_table_is_its_title() -> None:
    found = blocks(
        "Rapport",
        "",
        "Budget par ville",
        "",
        "Ville;Budget",
        "Trapval;12",
        "",
        "Ville;Visites",
        "Aurelle;3",
        "",
        "Fin.",
    )
    assert found == [
        (0, "Rapport"), (2, "Budget par ville"), (3, "Ville | Budget"), (0, "Trapval | 12"), (2, "Ville | Visites"),
        (0, "Aurelle | 3"), (0, "Fin."),
    ]  # fmt: skip
    assert blocks("Un paragraphe de présentation.", "Ville;Budget", "Trapval;12")[0][0] == 0
    assert blocks("Budget", "Trapval;12", "Aurelle;13")[0] == (0, "Budget")


def test_empty_rows_and_columns_around_a_table_are_left_out() -> None:
    found = blocks("", ";;Ville;;Budget;;", ";;Trapval;;12;", ";;;;13", "", "")
    assert found == [(2, "Ville |  | Budget"), (0, "Trapval |  | 12"), (0, " |  | 13")]


def test_a_cell_of_several_lines_stays_in_its_row() -> None:
    (block,) = table_blocks([["deux\nlignes", "12"]], 2)
    assert block.text == "deux lignes | 12"


def test_a_passage_from_the_middle_of_a_long_table_carries_its_header() -> None:
    rows = [["Ville", "Atelier", "Participants"]]
    rows += [[f"Ville {number}", "jardin", str(number)] for number in range(10_000)]
    page, headings = assemble([Block("Ateliers", 1), *table_blocks(rows, 2)])
    passages = make_passages("d", ReadDocument("xlsx", (page,), False, headings=headings), "fr", PassageOptions())
    assert {passage.heading_path for passage in passages} == {("Ateliers", "Ville | Atelier | Participants")}
    middle = passages[len(passages) // 2].text.split("\n\n")
    assert len(middle) > 10
    assert all(row.startswith("Ville ") and row.count(" | ") == 2 for row in middle)


def test_rows_are_read_as_a_stream() -> None:
    def endless() -> Iterator[Sequence[str]]:
        return (["Trapval", str(number)] for number in count())

    with pytest.raises(DocumentError) as caught:
        list(bounded(table_blocks(endless(), 2), ReadLimits(characters=5000)))
    assert caught.value.code == "too_much_text"


cells = st.sampled_from(["", "", "Trapval", "Aurelle", "12", "2021", "oui", "un mot", "x" * 130, "Fin."])


@given(st.lists(st.lists(cells, max_size=5), max_size=60))
def test_every_cell_is_kept_once_and_nothing_is_added(rows: list[list[str]]) -> None:
    found = " ".join(block.text for block in table_blocks(rows, 2)).replace("|", " ").split()
    assert found == " ".join(cell for row in rows for cell in row).split()
