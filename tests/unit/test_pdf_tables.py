"""Tables of a PDF page: what rules show, held against the text."""

import pytest

from assistant.ingest.pdf.rules import Rules, may_hold_table
from assistant.ingest.pdf.tables import mark_tables
from made_pages import grid, raw_page, shown

XS = (50.0, 150.0, 250.0, 350.0)
YS = (700.0, 680.0, 660.0, 640.0)
HEAD = [("Ville", 55, 685), ("Budget", 155, 685), ("Bilan", 255, 685)]
ROW = [("Trapval", 55, 665), ("12 000 €", 155, 665), ("utile", 255, 665)]
LAST = [("Orbec", 55, 645), ("9 500 €", 155, 645), ("à revoir", 255, 645)]
TABLE = "Ville | Budget | Bilan\nTrapval | 12 000 € | utile\nOrbec | 9 500 € | à revoir"


def rows(drawn, rules):
    return shown(mark_tables(raw_page(drawn, rules)))


def test_rows_of_a_ruled_table_are_lines_with_the_header_first():
    assert rows([*HEAD, *ROW, *LAST], grid(XS, YS)) == TABLE


def test_cells_that_pdfium_gives_as_one_line_are_parted():
    assert rows([("Ville  Budget  Bilan", 55, 685), *ROW, *LAST], grid((50, 97, 152, 350), YS)).startswith(
        "Ville | Budget | Bilan\n"
    )


def test_cells_drawn_column_by_column_come_row_by_row():
    by_column = [cell for column in zip(HEAD, ROW, LAST, strict=True) for cell in column]
    assert rows(by_column, grid(XS, YS)) == TABLE


def test_text_around_a_table_is_kept_apart_from_it():
    above, below = ("Un paragraphe avant.", 50, 720), ("Un autre après.", 50, 600)
    assert rows([above, *HEAD, *ROW, *LAST, below], grid(XS, YS)) == f"{above[0]}\n\n{TABLE}\n\n{below[0]}"


def test_lines_of_one_cell_are_one_text():
    rules = grid(XS, (700, 680, 640))
    cell = [("12 000 €", 155, 665), ("en trois", 155, 653), ("ans", 155, 642)]
    assert rows([*HEAD, ("Trapval", 55, 665), *cell, ("utile", 255, 665)], rules) == (
        "Ville | Budget | Bilan\nTrapval | 12 000 € en trois ans | utile"
    )


def test_a_hyphen_at_the_end_of_a_line_in_a_cell_is_left_to_the_spelling():
    rules = grid(XS, (700, 680, 640))
    cell = [("expéri-", 255, 665), ("mental", 255, 653)]
    assert "expéri-\nmental" in rows([*HEAD, ("Trapval", 55, 665), ("1 €", 155, 665), *cell], rules)


def test_a_cell_without_text_keeps_its_place():
    assert rows([*HEAD[1:], *ROW, LAST[0], LAST[2]], grid(XS, YS)) == (
        "| Budget | Bilan\nTrapval | 12 000 € | utile\nOrbec | | à revoir"
    )


def test_a_cell_over_several_columns_is_one():
    """No rule goes up inside the first row."""
    rules = Rules(grid(XS, YS).across, tuple((x, 640.0, 700.0 if x in (50, 350) else 680.0) for x in XS))
    assert rows([("Un titre qui court sur toute la table", 55, 685), *ROW, *LAST], rules).startswith(
        "Un titre qui court sur toute la table\n\nTrapval | 12 000 €"
    )


def test_a_cell_over_several_rows_stands_in_the_first_of_them():
    """No rule goes across the first column below its second row."""
    across = tuple((y, 150.0 if y == 660.0 else 50.0, 350.0) for y in YS)
    drawn = [*HEAD, *ROW, *LAST[1:]]
    assert rows(drawn, Rules(across, grid(XS, YS).up)).endswith("Trapval | 12 000 € | utile\n| 9 500 € | à revoir")


def test_columns_without_rules_between_them_are_those_that_text_leaves_free():
    rules = Rules(tuple((y, 50.0, 350.0) for y in YS), ())
    assert rows([*HEAD, *ROW, *LAST], rules) == TABLE


def test_full_lines_between_rules_are_no_table():
    """Underlined or framed paragraphs: no strip is free in all of them."""
    drawn = [(" ".join(["les habitants du quartier en parlent"] * 2), 50 + n, 685 - 20 * n) for n in range(3)]
    page = raw_page(drawn, Rules(tuple((y, 50.0, 450.0) for y in YS), ()))
    assert mark_tables(page) == page


def test_a_rule_that_text_runs_across_parts_nothing():
    """A connector, or the edge of a highlight, amid the first column."""
    drawn = [("Ville et agglomération", 55, 685), *HEAD[1:], ("Trapval et ses voisines", 55, 665), *ROW[1:]]
    rules = grid((50, 100, 170, 250, 350), YS[:3])
    moved = [(text, left + 20 if left == 155 else left, bottom) for text, left, bottom in drawn]
    assert rows(moved, rules) == "Ville et agglomération | Budget | Bilan\nTrapval et ses voisines | 12 000 € | utile"


def test_struck_and_underlined_words_part_no_rows():
    rules = grid(XS, (700, 680, 640))
    cell = [("ancien avis", 255, 665), ("nouvel avis", 255, 645)]
    strokes = ((670.0, 255.0, 307.5), (645.0, 255.0, 307.5), (645.0, 250.0, 350.0))
    across = tuple(sorted((*rules.across, *strokes[:2]), reverse=True))
    drawn = [*HEAD, ("Trapval", 55, 665), ("1 €", 155, 665), *cell]
    assert rows(drawn, Rules(across, rules.up)).endswith("Trapval | 1 € | ancien avis nouvel avis")


def test_accounts_ruled_once_a_section_have_a_row_for_each_figure():
    rules = grid((50, 250, 350, 450), (700, 680, 620, 600))
    labels = [("Cotisations", 55, 665), ("Ventes de biens", 55, 650), ("Autres produits", 55, 635)]
    figures = [("42 905", 255, 665), ("28", 255, 635), ("38 454", 355, 665), ("73", 355, 635)]
    head = [("Produits", 55, 685), ("2022", 255, 685), ("2021", 355, 685)]
    total = [("Total", 55, 605), ("42 933", 255, 605), ("38 527", 355, 605)]
    assert rows([*head, *labels, *figures, *total], rules) == (
        "Produits | 2022 | 2021\nCotisations | 42 905 | 38 454\nVentes de biens\nAutres produits | 28 | 73\n"
        "Total | 42 933 | 38 527"
    )


def test_long_cells_stay_paragraphs():
    words = " ".join(["la ville publie ce que ses agents ont appris"] * 3)
    article = [(words, 155, 660 - 12 * n) for n in range(5)]
    rules = grid((50, 150, 800), (700, 680, 590))
    text = rows([("Article", 55, 685), ("Texte", 155, 685), ("Article 1", 55, 660), *article], rules)
    assert text == f"Article | Texte\n\nArticle 1\n\n{chr(10).join([words] * 5)}"


def test_the_end_of_a_sentence_from_the_page_before_stays_a_line():
    rules = grid((50, 150, 350), (700, 680, 660, 640))
    drawn = [("des suites de l'essai.", 155, 685), ("Trapval", 55, 665), ("utile", 155, 665), *LAST[:2]]
    assert rows(drawn, rules).startswith("des suites de l'essai.\n\nTrapval | utile")


@pytest.mark.parametrize(
    ("drawn", "rules", "why"),
    [
        (HEAD, grid(XS, (700, 680)), "one row"),
        ([HEAD[0], ROW[0], LAST[0]], grid(XS, YS), "one column with text"),
        ([*HEAD, *ROW, *LAST], Rules(((700.0, 50.0, 350.0),), ((50.0, 600.0, 700.0),)), "no grid"),
        ([*HEAD, *ROW, *LAST], grid(XS, (500, 480, 460)), "elsewhere"),
    ],
)  # fmt: skip
def test_what_is_no_table(drawn, rules, why):
    page = raw_page(drawn, rules)
    assert mark_tables(page).lines == page.lines, why


def test_boxes_of_paragraphs_side_by_side_are_no_table():
    words = " ".join(["la ville publie ce que ses agents ont appris"] * 2)
    boxes = [(words, left, 780 - 12 * n) for top in (0, 10) for left in (10, 500) for n in range(top, top + 4)]
    page = raw_page(boxes, grid((5, 495, 990), (800, 700, 600)))
    assert mark_tables(page) == page


def test_a_drawing_of_thousands_of_rules_is_none():
    up = tuple((x / 10, 0.0, 700.0) for x in range(3000))
    page = raw_page([*HEAD, *ROW, *LAST], Rules(grid(XS, YS).across, up))
    assert mark_tables(page) == page


def test_rules_are_looked_at_where_text_stands_side_by_side():
    assert may_hold_table(raw_page([*HEAD, *ROW, *LAST]).lines)
    assert may_hold_table(raw_page([("Ville  12", 50, 700), ("Orbec  13", 50, 680)]).lines)
    assert not may_hold_table(raw_page(HEAD).lines)
    assert not may_hold_table(raw_page([("Les habitants du quartier", 50, 700 - 12 * n) for n in range(40)]).lines)
    cards = [(f"carte {n} ligne", 50 + 200 * n, 700 - 12 * line) for n in range(3) for line in range(4)]
    assert not may_hold_table(raw_page(cards).lines)
