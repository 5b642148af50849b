"""Tables of a PDF page that no rule shows."""

from assistant.ingest.pdf.aligned import mark_aligned
from made_pages import raw_page, shown

ROWS = [("Commune", "Budget", "Année"), ("Trapval", "12 000 euros", "2019"), ("Orbec", "9 500 euros", "2020")]


def drawn(rows, step=16.0):
    return [(cell, 50 + 150 * column, 700 - step * n) for n, row in enumerate(rows) for column, cell in enumerate(row)]


def test_rows_of_three_aligned_cells_are_a_table():
    page = raw_page([("Avant.", 50, 730), *drawn(ROWS), ("Après.", 50, 600)])
    assert shown(mark_aligned(page)) == (
        "Avant.\n\nCommune | Budget | Année\nTrapval | 12 000 euros | 2019\nOrbec | 9 500 euros | 2020\nAprès."
    )


def test_so_are_rows_that_pdfium_gives_as_lines():
    rows = [("Commune", "Budget", "Année"), ("Trapval", "12 000", "2019."), ("Orbecas", "95 000", "2020.")]
    page = raw_page([("  ".join(row), 50, 700 - 16 * n) for n, row in enumerate(rows)], gap=80)
    assert shown(mark_aligned(page)).splitlines()[1] == "Trapval | 12 000 | 2019."


def test_what_is_no_table():
    contents = [(f"{n}. Un chapitre", f"{3 * n}") for n in range(1, 9)]
    addresses = [("Ville de Trapval", "Madame Ferrant"), ("3 place du marché", "12 rue haute"), ("Orbec", "Trapval")]
    lower = [("les agents de la", "ville et les élus", "du quartier qui")] * 6
    text = [
        ("Les agents de la ville et les élus", "Les habitants du quartier le veulent", "La ville a ouvert un lieu où")
    ] * 6
    for rows in (ROWS[:2], contents, addresses, lower, text):
        page = raw_page(drawn(rows))
        assert mark_aligned(page) == page


def test_rows_far_apart_are_no_table():
    page = raw_page(drawn(ROWS, step=120))
    assert mark_aligned(page) == page
