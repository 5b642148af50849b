"""Which lines that repeat near the edges of pages are left out as headers, and which are text and stay."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from reportlab.pdfgen.canvas import Canvas

from made_files import HEIGHT, WORDS, lines, pdf, read_bytes

pytestmark = pytest.mark.integration

HEAD = ("Année", "Lancées", "Coût")
HEADER = "Ville de Trapval - Rapport annuel"
OWN = (
    "Les ateliers",
    "Un bilan",
    "Des moyens",
    "Une méthode",
    "Les suites",
    "Nos partenaires",
    "Des essais",
    "Et après",
)


def texts_of(tops: Sequence[str | None], height: float, size: float = 10, gap: float = 40) -> list[str]:
    """Texts of pages that begin with a line at a height (none where None), then a gap, then text of their own."""

    def draw(canvas: Canvas) -> None:
        for own, top in zip(OWN, tops, strict=False):
            if top is not None:
                lines(canvas, [top], y=height, size=size)
            lines(canvas, [f"{own} de la page.", *WORDS, *WORDS], y=height - gap)
            canvas.showPage()

    pages = [page.text for page in read_bytes("a.pdf", pdf(draw)).pages]
    assert [own in page for own, page in zip(OWN, pages, strict=False)] == [True] * len(tops)
    return pages


def table(top: float, step: float, by_column: bool = False, head: Sequence[str] = HEAD) -> list[str]:
    """Texts of four pages of one table that shows its head again on each."""

    def draw(canvas: Canvas) -> None:
        for page in range(4):
            rows = [
                head,
                *((str(2015 + page), f"{page * 7 + n} projets", f"{page + n} 000 euros") for n in range(1, 6)),
            ]
            cells = [(n, column, cell) for n, row in enumerate(rows) for column, cell in enumerate(row)]
            for n, column, cell in sorted(cells, key=lambda one: one[1] if by_column else one[0]):
                lines(canvas, [cell], x=72 + 150 * column, y=top - step * n)
            canvas.showPage()

    return [page.text for page in read_bytes("a.pdf", pdf(draw)).pages]


@pytest.mark.parametrize("top", [HEIGHT - 110, HEIGHT - 60])
@pytest.mark.parametrize("by_column", [False, True])
@pytest.mark.parametrize("step", [14, 30])
def test_the_head_of_a_table_stays_on_every_page(top: float, by_column: bool, step: float) -> None:
    for text in table(top, step, by_column):
        assert all(cell in text for cell in HEAD), text


def test_a_header_in_three_parts_at_the_edge_goes() -> None:
    def draw(canvas: Canvas) -> None:
        for own in OWN[:4]:
            for x, part in ((72, "Trapval"), (250, "Rapport annuel"), (450, "Printemps")):
                lines(canvas, [part], x=x, y=HEIGHT - 40, size=9)
            lines(canvas, [f"{own} de la page.", *WORDS], y=HEIGHT - 90)
            canvas.showPage()

    pages = [page.text for page in read_bytes("a.pdf", pdf(draw)).pages]
    assert [text for text in pages if "Trapval" in text or "Printemps" in text] == []
    assert all("de la page." in text for text in pages)


@pytest.mark.parametrize("line", ["Objectif", "Le projet en bref", HEADER])
def test_the_first_of_lines_that_repeat_below_the_margin_stays(line: str) -> None:
    pages = texts_of([line] * 5, HEIGHT - 100)
    assert [line in text for text in pages] == [True, False, False, False, False]


@pytest.mark.parametrize("height", [HEIGHT - 100, HEIGHT - 72])
@pytest.mark.parametrize("line", ["Madame, Monsieur,", "Étaient présents :"])
def test_what_opens_a_text_stays_on_every_page(line: str, height: float) -> None:
    assert [line in text for text in texts_of([line] * 4, height)] == [True] * 4


@pytest.mark.parametrize("height", [HEIGHT - 100, HEIGHT - 72])
@pytest.mark.parametrize("line", ["Article 12", "Chapitre 3", "Fiche n° 4", "Titre IV"])
def test_numbered_headings_stay_on_every_page(line: str, height: float) -> None:
    assert [line in text for text in texts_of([line] * 4, height)] == [True] * 4


@pytest.mark.parametrize("height", [HEIGHT - 100, HEIGHT - 72])
@pytest.mark.parametrize("name", ["Article", "Étape"])
def test_headings_that_count_with_the_pages_stay(name: str, height: float) -> None:
    """One article a page: its number goes up as that of a page does."""
    pages = texts_of([f"{name} {number}" for number in range(1, 6)], height)
    assert [f"{name} {number}" in text for number, text in enumerate(pages, start=1)] == [True] * 5


@pytest.mark.parametrize("line", [HEADER, "Chapitre 3", "Objectif"])
def test_headers_at_the_very_edge_go_from_every_page(line: str) -> None:
    assert [line in text for text in texts_of([line] * 4, HEIGHT - 40)] == [False] * 4


def test_page_numbers_that_name_themselves_go_wherever_they_stand() -> None:
    pages = texts_of([f"Page {number}" for number in range(1, 6)], HEIGHT - 100)
    assert [text for text in pages if "Page" in text] == []


def test_headers_that_take_turns_go_but_for_their_first() -> None:
    pages = texts_of([HEADER, "Maëlle Ferrant"] * 4, HEIGHT - 100, size=9)
    assert ["Trapval" in text for text in pages] == [True] + [False] * 7
    assert ["Maëlle" in text for text in pages] == [False, True] + [False] * 6


def test_a_line_that_comes_back_now_and_then_stays() -> None:
    again = "Objectif"
    pages = texts_of([again, None, None, again, None, None, None, again], HEIGHT - 100)
    assert [again in text for text in pages] == [True, False, False, True, False, False, False, True]


def test_a_line_that_no_gap_parts_from_the_text_stays() -> None:
    """Below the margin a line of a paragraph, or of a form, is no header."""
    assert [HEADER in text for text in texts_of([HEADER] * 4, HEIGHT - 100, gap=11)] == [True] * 4


@pytest.mark.parametrize("line", ["Madame, Monsieur,", "Étaient présents :", "Objectif"])
@pytest.mark.parametrize("pages", [2, 3])
def test_text_at_a_narrow_margin_stays_in_short_documents(line: str, pages: int) -> None:
    tops = [line, line] if pages == 2 else [None, line, line]
    assert [line in text for text in texts_of(tops, HEIGHT - 67)] == [top is not None for top in tops]


@pytest.mark.parametrize(("height", "size"), [(HEIGHT - 67, 8), (HEIGHT - 45, 10)])
def test_headers_go_in_short_documents(height: float, size: float) -> None:
    """In small type, or nearer to the edge than text begins."""
    assert [HEADER in text for text in texts_of([HEADER, HEADER], height, size)] == [False, False]


def test_a_line_that_repeats_stays_where_it_is_all_the_text_there_is() -> None:
    def draw(canvas: Canvas) -> None:
        for _ in range(4):
            lines(canvas, ["Plan de Trapval"], y=HEIGHT - 40)
            canvas.showPage()

    assert [page.text for page in read_bytes("a.pdf", pdf(draw)).pages] == ["Plan de Trapval"] * 4


def test_a_line_whose_other_numbers_change_is_text_on_every_page() -> None:
    def draw(canvas: Canvas) -> None:
        for page in range(1, 9):
            lines(canvas, [f"Fiche {page}\u00a0: population de {page * 137 % 900} habitants"], y=HEIGHT - 30)
            lines(canvas, [f"{OWN[page - 1]} de la fiche.", *WORDS], y=HEIGHT - 120)
            lines(canvas, [f"Rapport 2023 - page {page} sur 8"], y=25)
            canvas.showPage()

    pages = [page.text for page in read_bytes("a.pdf", pdf(draw)).pages]
    assert [f"population de {page * 137 % 900}" in text for page, text in enumerate(pages, 1)] == [True] * 8
    assert [text for text in pages if "Rapport 2023" in text] == []
