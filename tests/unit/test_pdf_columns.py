"""Columns drawn line by line."""

from itertools import chain

import pytest

from assistant.ingest.pdf.columns import untangle
from made_pages import raw_page, shown


def column(name, left, count=12, top=700.0):
    return [(f"{name} {n:02} du quartier avec ses élus", left, top - 14 * n) for n in range(count)]


def in_turn(*columns):
    return list(chain.from_iterable(zip(*columns, strict=True)))


@pytest.mark.parametrize("count", [2, 3])
def test_columns_are_read_one_after_the_other(count):
    columns = [column(name, 30 + 190 * place) for place, name in enumerate(("un", "deux", "trois")[:count])]
    page = raw_page([("Un titre sur toutes les colonnes de la page, de bout en bout", 30, 740), *in_turn(*columns)])
    assert shown(untangle(page)).splitlines()[1:] == [text for one in columns for text, _, _ in one]


def test_lines_that_pdfium_gives_across_the_gutter_are_parted():
    rows = [(f"gauche {n:02} du quartier  droite {n:02} du quartier", 30, 700 - 14 * n) for n in range(10)]
    text = shown(untangle(raw_page(rows, gap=40))).splitlines()
    assert text == [f"{side} {n:02} du quartier" for side in ("gauche", "droite") for n in range(10)]


def test_columns_end_above_what_runs_across_them():
    one, other = (in_turn(column("un", 30, 8, top), column("deux", 230, 8, top)) for top in (700, 500))
    across = ("Un second titre qui court sur les deux colonnes de la page", 30, 560)
    text = shown(untangle(raw_page([*one, across, *other]))).splitlines()
    assert [line[:2] for line in text] == [*["un"] * 8, *["de"] * 8, "Un", *["un"] * 8, *["de"] * 8]


@pytest.mark.parametrize(
    "rows",
    [
        [("Trapval", "12 000 euros")] * 12,
        [("Une ville de la métropole du nord", "Un budget de douze mille euros")] * 12,
        [("les habitants du quartier avec", "les")] * 12,
        [("les habitants du quartier avec", "les agents de la ville avec eux")] * 5,
    ],
)
def test_what_is_no_text_in_columns_stays(rows):
    """Short cells, cells that all begin like sentences, a column that is not full, too few rows."""
    drawn = [(cell, 30 + 250 * place, 700 - 14 * n) for n, row in enumerate(rows) for place, cell in enumerate(row)]
    page = raw_page(drawn)
    assert untangle(page) == page
