"""Real PDFs: tables as rows, footnotes, columns, order and direction of text."""

from __future__ import annotations

import io
import re
from itertools import pairwise

import pypdf
import pytest
from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from assistant.text.passages import PassageOptions, make_passages
from assistant.types import Page, ReadDocument
from made_files import HEIGHT, WORDS, lines, pdf, read_bytes

pytestmark = pytest.mark.integration

XS, YS = (72, 172, 322, 422), (700, 680, 640, 620)
CELLS = (
    (("Commune",), ("Action",), ("Budget",)),
    (("Trapval",), ("Un atelier ouvert aux", "agents et aux habi-", "tants du quartier"), ("12 000 €",)),
    (("Orbec",), ("Un budget participatif",), ("9 500 €",)),
)
ROWS = [
    "Commune | Action | Budget",
    "Trapval | Un atelier ouvert aux agents et aux habitants du quartier | 12 000 €",
    "Orbec | Un budget participatif | 9 500 €",
]


def table(canvas: Canvas, ys: tuple[int, ...] = YS, cells: object = CELLS) -> None:
    """The text of a table, cell by cell."""
    for row, top in zip(cells, ys, strict=False):  # type: ignore[call-overload]
        for x, cell in zip(XS, row, strict=False):
            lines(canvas, cell, x=x + 4, y=top - 11, step=12, size=9)


def pages(data: bytes) -> tuple[Page, ...]:
    return read_bytes("a.pdf", data).pages


def words_stand_in_their_boxes(page: Page) -> bool:
    """Whether the words of all boxes together are the text, but for what parts the cells."""
    joined = "".join(page.text[box.start : box.end] for box in page.boxes)
    return joined == re.sub(r"[\s|]", "", page.text)


def with_lines(canvas: Canvas) -> None:
    for y in YS:
        canvas.line(XS[0], y, XS[-1], y)
    for x in XS:
        canvas.line(x, YS[0], x, YS[-1])


def as_one_path(canvas: Canvas) -> None:
    canvas.grid(list(XS), list(YS))


def with_framed_cells(canvas: Canvas) -> None:
    for top, bottom in pairwise(YS):
        for left, right in pairwise(XS):
            canvas.rect(left, bottom, right - left, top - bottom)


def with_dashes(canvas: Canvas) -> None:
    canvas.setDash(2, 2)
    with_lines(canvas)


def with_shaded_cells(canvas: Canvas) -> None:
    canvas.setFillGray(0.8)
    for top, bottom in pairwise(YS):
        for left, right in pairwise(XS):
            canvas.rect(left, bottom, right - left, top - bottom, stroke=0, fill=1)
    canvas.setFillGray(0)


def with_lines_across_only(canvas: Canvas) -> None:
    for y in YS:
        canvas.line(XS[0], y, XS[-1], y)


@pytest.mark.parametrize(
    "rule", [with_lines, as_one_path, with_framed_cells, with_dashes, with_shaded_cells, with_lines_across_only]
)
def test_a_ruled_table_is_read_row_by_row(rule: object) -> None:
    def draw(canvas: Canvas) -> None:
        lines(canvas, WORDS[:2], y=760)
        rule(canvas)  # type: ignore[operator]
        table(canvas)
        lines(canvas, WORDS[2:], y=580)

    (page,) = pages(pdf(draw))
    assert page.text.split("\n\n") == ["\n".join(WORDS[:2]), "\n".join(ROWS), "\n".join(WORDS[2:])]
    assert words_stand_in_their_boxes(page)


def test_rules_that_are_not_seen_make_no_table() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setStrokeColor(Color(0, 0, 0, alpha=0))
        with_framed_cells(canvas)
        table(canvas)

    assert "|" not in pages(pdf(draw))[0].text


def test_a_table_goes_on_over_the_page_break() -> None:
    def draw(canvas: Canvas) -> None:
        for _ in range(2):
            lines(canvas, ["Ville de Trapval - Rapport annuel"], y=HEIGHT - 40, size=9)
            canvas.grid(list(XS), [120, 100, 60])
            table(canvas, (120, 100))
            canvas.showPage()
            lines(canvas, ["Ville de Trapval - Rapport annuel"], y=HEIGHT - 40, size=9)
            canvas.grid(list(XS), [760, 740, 720])
            table(canvas, (760, 740), CELLS[2:] * 2)
            canvas.showPage()

    first, second, *_ = pages(pdf(draw))
    assert first.text.splitlines() == ROWS[:2]
    assert second.text.splitlines() == [ROWS[2], ROWS[2]]


def turned(data: bytes, degrees: int) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    for page in writer.pages:
        page.rotate(degrees)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def upright(canvas: Canvas) -> None:
    lines(canvas, WORDS, y=700)
    as_one_path_below(canvas)


def as_one_path_below(canvas: Canvas) -> None:
    canvas.translate(0, -200)
    canvas.grid(list(XS), list(YS))
    table(canvas)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_text_on_turned_pages_is_read_as_it_runs(degrees: int) -> None:
    """The page lies on its side, or upside down, as shown."""
    (page,) = pages(turned(pdf(upright), degrees))
    assert page.text.split("\n\n") == ["\n".join(WORDS), "\n".join(ROWS)]
    assert page.width == pytest.approx(A4[0] if degrees == 180 else A4[1], abs=0.1)
    assert words_stand_in_their_boxes(page)
    first = page.boxes[0]
    wanted = {90: (700, HEIGHT - 170), 180: (A4[0] - 72, HEIGHT - 700), 270: (HEIGHT - 700, 72)}[degrees]
    seen = (first.left + first.right) / 2, (first.bottom + first.top) / 2
    assert abs(seen[0 if degrees != 180 else 1] - wanted[0 if degrees != 180 else 1]) < 15


@pytest.mark.parametrize("degrees", [0, 90])
def test_a_wide_table_set_on_its_side_is_read_as_it_runs(degrees: int) -> None:
    """Drawn sideways on an upright page; or on a page that is turned so that it is upright as shown."""

    def draw(canvas: Canvas) -> None:
        canvas.translate(A4[0], 0)
        canvas.rotate(90)
        lines(canvas, WORDS, y=570)
        as_one_path_below(canvas)

    (page,) = pages(turned(pdf(draw), degrees))
    assert page.text.split("\n\n") == ["\n".join(WORDS), "\n".join(ROWS)]


def test_a_sentence_goes_on_past_footnotes_and_the_page_break() -> None:
    def draw(canvas: Canvas) -> None:
        lines(canvas, [*WORDS, *WORDS, "La ville a choisi de donner aux agents"], y=700)
        lines(canvas, ["1 Enquête menée en 2025.", "2 Voir le rapport", "de la métropole."], y=80, step=9, size=7)
        canvas.showPage()
        lines(canvas, ["le temps d'apprendre. Elle en tire un bilan.", *WORDS], y=700)

    document = read_bytes("a.pdf", pdf(draw))
    assert document.pages[0].text.endswith(
        "donner aux agents\n\n1 Enquête menée en 2025.\n2 Voir le rapport\nde la métropole."
    )
    texts = [passage.text for passage in make_passages("d", document, "fr", PassageOptions())]
    assert any("donner aux agents\nle temps d'apprendre." in text for text in texts)
    assert any(text.startswith("1 Enquête") for text in texts)


def test_text_beside_the_page_is_not_read() -> None:
    """Templates of slides leave some there."""

    def draw(canvas: Canvas) -> None:
        lines(canvas, ["Un reste du modèle"], y=-50)
        lines(canvas, WORDS)

    assert pages(pdf(draw))[0].text == "\n".join(WORDS)


def slides(draw_number: object) -> ReadDocument:
    def draw(canvas: Canvas) -> None:
        for number in range(1, 11):
            lines(canvas, WORDS, x=60, y=400, size=12)
            lines(canvas, [f"Une leçon de la page {number * 7}"], x=120, y=540, size=22)
            draw_number(canvas, number)  # type: ignore[operator]
            canvas.showPage()

    return read_bytes("a.pdf", pdf(draw, pagesize=landscape(A4)))


def test_titles_of_slides_head_their_text_though_drawn_after_it() -> None:
    document = slides(lambda canvas, number: None)
    assert [(heading.page, heading.start) for heading in document.headings] == [(n, 0) for n in range(1, 11)]


def test_large_numbers_of_a_few_slides_are_text() -> None:
    counted = slides(
        lambda canvas, number: lines(canvas, [str(number - 6)], x=60, y=540, size=22) if number > 6 else None
    )
    assert [bool(re.match(r"[1-4]\b|.*\n[1-4]\b", page.text)) for page in counted.pages] == [False] * 6 + [True] * 4
    of_pages = slides(lambda canvas, number: lines(canvas, [str(number)], x=780, y=20, size=22))
    assert not any(re.search(r"^\d+$", page.text, re.MULTILINE) for page in of_pages.pages)
