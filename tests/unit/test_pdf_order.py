"""Reading order of blocks: what was drawn too late, and what stays as drawn."""

from assistant.ingest.pdf.order import ordered
from made_pages import raw_page, shown

TITLE = ("Le bilan de l'année", 60, 740, 20)


def paragraph(name, left=60, top=600, lines=4, end="."):
    last = [(f"{name} se termine ici avec les habitants{end}", left, top - 12 * (lines - 1))]
    return [
        (f"{name} {n} les agents et les habitants du quartier", left, top - 12 * n) for n in range(lines - 1)
    ] + last


def names(page):
    """The first word of each block, in order."""
    return [line.split(" ")[0] for line in shown(ordered(page)).splitlines() if " 0 " in line or "bilan" in line]


def test_a_page_in_order_is_left_alone():
    page = raw_page([TITLE, *paragraph("Un"), *paragraph("Deux", top=500)])
    assert ordered(page) is page


def test_a_title_drawn_last_goes_first():
    assert names(raw_page([*paragraph("Un"), *paragraph("Deux", top=500), TITLE])) == ["Le", "Un", "Deux"]


def test_a_box_drawn_last_goes_between_the_paragraphs_it_stands_between():
    page = raw_page([*paragraph("Un"), *paragraph("Trois", top=400), *paragraph("Deux", top=500)])
    assert names(page) == ["Un", "Deux", "Trois"]


def test_but_not_into_a_sentence():
    page = raw_page([*paragraph("un", end=" et"), *paragraph("trois", top=400), *paragraph("Deux", top=500)])
    assert names(page) == ["un", "trois", "Deux"]


def test_nor_before_the_end_of_a_sentence_from_the_page_before():
    assert names(raw_page([*paragraph("suite"), TITLE])) == ["suite", "Le"]


def test_columns_stay_one_after_the_other():
    columns = [*paragraph("Un", top=700), *paragraph("Deux", top=600), *paragraph("Trois", left=340, top=700)]
    assert names(raw_page(columns)) == ["Un", "Deux", "Trois"]


def test_what_stands_above_two_columns_goes_before_both():
    columns = [*paragraph("Un", lines=6), *paragraph("Deux", left=340, lines=6)]
    assert names(raw_page([*columns, TITLE])) == ["Le", "Un", "Deux"]


def test_the_left_one_of_two_equal_columns_goes_first():
    right, left = paragraph("Droite", left=340, lines=10), paragraph("Gauche", lines=10)
    assert names(raw_page([TITLE, *right, *left])) == ["Le", "Gauche", "Droite"]


def test_a_narrow_column_keeps_its_place():
    """A margin beside the text, drawn after it."""
    margin = [(f"note {n} en marge", 20, 600 - 12 * n) for n in range(10)]
    text = [(f"texte {n} " + "les agents et les habitants " * 3, 200, 600 - 12 * n) for n in range(10)]
    assert shown(ordered(raw_page([*text, *margin]))).startswith("texte 0")


def test_a_heading_stays_with_its_text():
    """What stands beside the heading, and above its text, goes before both."""
    body = [("Quelques mots", 60, 500), *paragraph("Un " + "mot " * 12, top=484)]
    drawn = raw_page(
        [TITLE, *body, ("Budget", 300, 620), ("5 millions d'euros", 300, 608), ("cent personnes", 300, 500)]
    )
    text = shown(ordered(drawn))
    assert text.index("Budget") < text.index("cent personnes") < text.index("Quelques mots") < text.index("Un mot")


def test_labels_of_a_drawing_keep_their_order():
    labels = [(f"étape {n}", 60 + 30 * (n % 3), 400 + 20 * n) for n in range(8)]
    text = shown(ordered(raw_page([*paragraph("Un", top=780), *labels])))
    assert [line for line in text.splitlines() if "étape" in line] == [f"étape {n}" for n in range(8)]


def test_a_page_of_very_many_blocks_is_left_as_drawn():
    page = raw_page([(f"Mot {n}", 40 * (n % 12), 10 + 5 * n) for n in range(200)])
    assert ordered(page) is page
