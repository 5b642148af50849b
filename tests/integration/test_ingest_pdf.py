"""Real PDFs: text, boxes, order, furniture, headings, metadata, and what can't be read."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Sequence

import pypdf
import pytest
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from assistant.errors import DocumentError
from assistant.ingest.limits import ReadLimits
from assistant.ingest.pdf.second import read_whole, second_opinion
from assistant.types import ReadDocument
from made_files import HEIGHT, WORDS, lines, pdf, read_bytes, report

pytestmark = pytest.mark.integration


def failure(data: bytes, limits: ReadLimits | None = None) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        read_bytes("a.pdf", data, limits)
    return caught.value


def all_text(document: ReadDocument) -> str:
    return "\n".join(page.text for page in document.pages)


def picture() -> ImageReader:
    from PIL import Image

    return ImageReader(Image.new("RGB", (60, 40), "navy"))


def image_pdf(canvas: Canvas) -> None:
    for _ in range(2):
        canvas.drawImage(picture(), 50, 50, 400, 600)
        canvas.showPage()


def encrypted(password: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(report(1)))
    writer.encrypt(user_password=password, owner_password="maître", algorithm="RC4-128")
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def test_report_loses_its_furniture_and_keeps_its_text() -> None:
    document = read_bytes("a.pdf", report())
    text = all_text(document)
    assert document.paged
    assert [page.number for page in document.pages] == [1, 2, 3, 4]
    assert "Rapport annuel" not in text
    assert not re.search(r"Page \d sur", text)
    for page in document.pages:
        assert f"Texte propre de la page {page.number}." in page.text
        assert all(sentence.split()[3] in page.text for sentence in WORDS)
        assert page.label == str(page.number)
        assert page.width == pytest.approx(A4[0], abs=0.1)


def test_metadata_and_headings_by_type_size() -> None:
    document = read_bytes("a.pdf", report())
    assert document.title == "Rapport des ateliers"
    assert document.authors == ("Maëlle Ferrant",)
    assert document.date == "2000-01-01"  # what the generator writes when its output must not vary
    assert document.kind == "grey_literature"
    assert [(heading.page, heading.title) for heading in document.headings] == [(n, f"Partie {n}") for n in range(1, 5)]
    for heading in document.headings:
        assert document.pages[heading.page - 1].text[heading.start : heading.end] == heading.title


HEADER = "Ville de Trapval - Note de veille n° 9"
Drawn = Sequence[tuple[str, float]]  # what stands on a page beside its text, and how high


def few_pages(*pages: Drawn, size: float = 9, font: str = "Helvetica", body: float = 740, **options: object) -> str:
    """The text of a PDF whose pages have lines of their own, and others somewhere."""

    def draw(canvas: Canvas) -> None:
        for number, drawn in enumerate(pages, start=1):
            for text, y in drawn:
                canvas.setFont(font, size)
                canvas.drawString(72, y, text)
            lines(canvas, [f"Texte propre de la page {number}.", *WORDS], y=body)
            canvas.showPage()

    text = all_text(read_bytes("a.pdf", pdf(draw, **options)))
    assert [f"Texte propre de la page {number}." in text for number in range(1, len(pages) + 1)] == [True] * len(pages)
    return text


@pytest.mark.parametrize("pages", [2, 3])
@pytest.mark.parametrize("height", [HEIGHT - 40, HEIGHT - 68, 30, 50])
def test_two_or_three_pages_lose_a_header_or_footer_that_is_on_all(pages: int, height: float) -> None:
    assert HEADER not in few_pages(*[[(HEADER, height)]] * pages)


@pytest.mark.parametrize("height", [HEIGHT - 40, 30])
def test_three_pages_lose_a_header_or_footer_that_the_first_has_not(height: float) -> None:
    text = few_pages([("Un bandeau", height)], [(HEADER, height)], [(HEADER, height)])
    assert HEADER not in text
    assert "Un bandeau" in text
    assert HEADER not in few_pages([], [(HEADER, height)], [(HEADER, height)])
    assert HEADER not in few_pages([], [(HEADER, height)], [(HEADER, height)], [(HEADER, height)])


@pytest.mark.parametrize("footer", ["Page {}", "Trapval - page {} sur 2", "Trapval {} / 2", "- {} -", "{}",
                                    "Une note de veille du service {}", "Trapval            {}"])  # fmt: skip
def test_two_pages_lose_footers_that_count(footer: str) -> None:
    text = few_pages([(footer.format(1), 45)], [(footer.format(2), 45)])
    assert "Trapval" not in text
    assert "service" not in text.replace("services", "")
    assert not re.search(r"\b[12] ?(?:/|sur|-|$)", text, re.MULTILINE)


def test_a_header_of_several_lines_and_its_number_go_together() -> None:
    first, second = ([(HEADER, HEIGHT - 40), (f"Page {n}", HEIGHT - 52), ("Trapval", HEIGHT - 64)] for n in (1, 2))
    text = few_pages(first, second, body=700)
    assert HEADER not in text
    assert "Trapval" not in text


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ([(HEADER, HEIGHT - 40)], [("Ville de Trapval - Annexe", HEIGHT - 40)], "not the same words"),
        ([(HEADER, HEIGHT - 40)], [(HEADER, HEIGHT - 46)], "not the same height"),
        ([(HEADER, HEIGHT - 40)], [], "on one page only"),
        ([(HEADER, HEIGHT - 80)], [(HEADER, HEIGHT - 80)], "where text may begin"),
        ([(HEADER, 752)], [(HEADER, 752)], "no gap to the text"),
        ([("Étape 1", HEIGHT - 40)], [("Étape 2", HEIGHT - 40)], "numbers of steps, not of pages"),
        ([("Séance du 01/05/2026", HEIGHT - 40)], [("Séance du 02/05/2026", HEIGHT - 40)], "dates"),
        ([("Loi n° 1 du conseil de la ville", HEIGHT - 40)], [("Loi n° 2 du conseil de la ville", HEIGHT - 40)], "inside"),
        ([(HEADER, HEIGHT - 40), ("Un", HEIGHT - 52)], [(HEADER, HEIGHT - 40), ("Deux", HEIGHT - 52)], "part of more"),
    ],
)  # fmt: skip
def test_lines_that_may_be_text_are_kept_on_two_pages(first: Drawn, second: Drawn, why: str) -> None:
    text = few_pages(first, second)
    assert [line in text for line, _ in (*first, *second)] == [True] * (len(first) + len(second)), why


@pytest.mark.parametrize(("size", "font"), [(18, "Helvetica"), (10, "Helvetica-Bold")])
def test_headings_at_the_edge_are_kept_on_two_pages(size: float, font: str) -> None:
    title = [("Fiche pratique", HEIGHT - 50)]
    assert few_pages(title, title, size=size, font=font).count("Fiche pratique") == 2
    assert few_pages([], title, title, size=size, font=font).count("Fiche pratique") == 2


def test_titles_of_slides_are_kept() -> None:
    slides = {"pagesize": landscape(A4), "size": 22, "body": 440}
    for one, other in (("Le bilan", "Le bilan"), ("Le bilan (1/2)", "Le bilan (2/2)")):
        text = few_pages([(one, 560)], [(other, 560)], **slides)
        assert text.count("Le bilan") == 2


def test_text_that_begins_at_a_narrow_margin_is_kept() -> None:
    """Here the first page tells that text begins at the height of the line that the others repeat."""
    first = [
        ("Un texte qui commence en haut et continue", HEIGHT - 40),
        ("sans attendre, ligne après ligne.", HEIGHT - 52),
    ]
    again = [("Suite de la liste des participants", HEIGHT - 40)]
    assert few_pages(first, again, again, size=10, body=778).count(again[0][0]) == 2


@pytest.mark.parametrize("pages", [2, 3])
def test_the_first_row_of_a_table_is_kept(pages: int) -> None:
    """A table over several pages shows its headings again on each of them."""

    def draw(canvas: Canvas) -> None:
        for page in range(pages):
            top = HEIGHT - 45
            if pages == 3 and page == 0:
                lines(canvas, WORDS, y=740)
                top = 400
            for number in range(4):
                row = (
                    (f"Ville {page}{number}", f"{number + 3} 000 euros", "2026")
                    if number
                    else ("Ville", "Budget", "An")
                )
                for column, cell in enumerate(row):
                    lines(canvas, [cell], x=72 + 150 * column, y=top - 30 * number)
            canvas.showPage()

    text = all_text(read_bytes("a.pdf", pdf(draw)))
    assert text.count("Ville | Budget | An") == pages


def test_the_title_is_the_largest_text_else_the_file_name() -> None:
    def draw(canvas: Canvas) -> None:
        lines(canvas, ["Le jardin des", "possibles"], y=760, size=24, step=28)
        lines(canvas, WORDS)

    assert read_bytes("x.pdf", pdf(draw)).title == "Le jardin des possibles"
    assert read_bytes("bilan_du_jardin.pdf", pdf(lambda canvas: lines(canvas, WORDS))).title == "bilan du jardin"


def test_words_stand_where_they_are_drawn() -> None:
    def draw(canvas: Canvas) -> None:
        lines(canvas, ["En-tête courant"], y=HEIGHT - 30)
        canvas.showPage()
        lines(canvas, ["En-tête courant"], y=HEIGHT - 30)
        lines(canvas, ["Le budget  partici-", "patif finance des projets"], x=72, y=700, size=12)
        canvas.showPage()
        lines(canvas, ["En-tête courant"], y=HEIGHT - 30)
        canvas.showPage()

    page = read_bytes("a.pdf", pdf(draw)).pages[1]
    assert page.text == "Le budget participatif finance des projets"
    words = [page.text[box.start : box.end] for box in page.boxes]
    assert words[:4] == ["Le", "budget", "partici", "patif"]
    first = page.boxes[0]
    assert first.left == pytest.approx(72, abs=1)
    assert first.bottom < 700 < first.top
    assert page.boxes[3].left == pytest.approx(72, abs=1)
    assert page.boxes[3].top < first.bottom + 2
    joined = "".join(page.text[box.start : box.end] for box in page.boxes)
    assert joined == re.sub(r"\s", "", page.text)


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_boxes_of_a_turned_page_are_those_seen(rotation: int) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(lambda canvas: canvas.drawString(100, 200, "tourne"))))
    writer.pages[0].rotate(rotation)
    output = io.BytesIO()
    writer.write(output)
    page = read_bytes("a.pdf", output.getvalue()).pages[0]
    (box,) = page.boxes
    wanted = {90: (200, A4[0] - 100), 180: (A4[0] - 100, A4[1] - 200), 270: (A4[1] - 200, 100)}[rotation]
    assert box.left - 15 < wanted[0] < box.right + 15
    assert box.bottom - 15 < wanted[1] < box.top + 15
    assert page.width == pytest.approx(A4[0] if rotation == 180 else A4[1], abs=0.1)


@pytest.mark.parametrize("by_line", [False, True])
def test_two_columns_are_read_one_after_the_other(by_line: bool) -> None:
    left = [f"gauche {number} la ville réunit les agents du service" for number in range(20)]
    right = [f"droite {number} les habitants débattent de leur rue" for number in range(20)]

    def draw(canvas: Canvas) -> None:
        lines(canvas, ["Un titre sur les deux colonnes"], x=60, y=790, size=16)
        columns = ((60, left), (310, right))
        if by_line:
            for number in range(20):
                for x, texts in columns:
                    lines(canvas, [texts[number]], x=x, y=740 - 14 * number)
        else:
            for x, texts in columns:
                lines(canvas, texts, x=x, y=740)

    page = read_bytes("a.pdf", pdf(draw)).pages[0]
    flat = " ".join(page.text.split())
    assert " ".join(left) in flat
    assert " ".join(right) in flat
    assert flat.index("titre") < flat.index("gauche 0") < flat.index("gauche 19") < flat.index("droite 0")
    assert all(not page.text[box.start : box.end].isspace() and box.end > box.start for box in page.boxes)


def test_rows_of_a_table_stay_whole() -> None:
    rows = [("Commune", "Budget", "Année"), ("Trapval", "12 000 euros", "2019"), ("Orbec", "9 500 euros", "2020")] * 4

    def draw(canvas: Canvas) -> None:
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                canvas.drawString(72 + 150 * column, 700 - 16 * number, cell)

    text = read_bytes("a.pdf", pdf(draw)).pages[0].text
    assert text.splitlines()[:3] == [
        "Commune | Budget | Année",
        "Trapval | 12 000 euros | 2019",
        "Orbec | 9 500 euros | 2020",
    ]


def test_headings_from_the_outline() -> None:
    def draw(canvas: Canvas) -> None:
        for number, (title, level) in enumerate([("Origines", 0), ("Les débuts", 1), ("Suites", 0)]):
            canvas.bookmarkPage(str(number))
            canvas.addOutlineEntry(f"{number + 1}. {title}", str(number), level=level)
            lines(canvas, [title, *WORDS])  # same size as the text: only the outline tells
            canvas.showPage()

    document = read_bytes("a.pdf", pdf(draw))
    assert [(h.page, h.level, h.title) for h in document.headings] == [
        (1, 1, "Origines"),
        (2, 2, "Les débuts"),
        (3, 1, "Suites"),
    ]


def test_paragraphs_are_parted() -> None:
    def draw(canvas: Canvas) -> None:
        lines(canvas, WORDS, y=700)
        lines(canvas, WORDS, y=600)

    assert read_bytes("a.pdf", pdf(draw)).pages[0].text.count("\n\n") == 1


def test_an_empty_password_opens() -> None:
    assert "Texte propre" in all_text(read_bytes("a.pdf", encrypted("")))


def test_a_page_without_text_is_warned_of() -> None:
    def draw(canvas: Canvas) -> None:
        lines(canvas, WORDS)
        canvas.showPage()
        canvas.drawImage(picture(), 50, 50, 400, 600)

    document = read_bytes("a.pdf", pdf(draw))
    assert document.warnings == ("pages_without_text",)
    assert document.pages[1].text == ""


def without_pages() -> bytes:
    output = io.BytesIO()
    pypdf.PdfWriter().write(output)
    return output.getvalue()


def garbled() -> bytes:
    """Text whose characters are of the private area."""
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Vera", 12)
        canvas.drawString(72, 700, "\uf001\uf002" * 20)

    return pdf(draw)


def cipher() -> bytes:
    """Letters that form no words."""
    letters = hashlib.sha512(b"x").hexdigest() + hashlib.sha512(b"y").hexdigest() + hashlib.sha512(b"z").hexdigest()
    shifted = "".join(chr(ord("f") + int(letter, 16)) for letter in letters * 2)
    words = [" ".join(shifted[n * 31 + k * 5 : n * 31 + k * 5 + 5] for k in range(6)) for n in range(20)]
    return pdf(lambda canvas: lines(canvas, words))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (encrypted("secret"), "encrypted"),
        (pdf(lambda canvas: canvas.showPage()), "no_text"),
        (without_pages(), "no_pages"),
        (b"%PDF-1.4\n%%EOF\n", "unreadable"),
        (report()[:400], "truncated"),
    ],
)  # fmt: skip
def test_what_can_not_be_read(data: bytes, code: str) -> None:
    assert failure(data).code == code


@pytest.mark.parametrize(
    ("data", "warning"),
    [(pdf(image_pdf), "pages_without_text"), (garbled(), "pages_garbled"), (cipher(), "pages_garbled")],
)
def test_pages_whose_text_has_yet_to_be_recognised_are_named(data: bytes, warning: str) -> None:
    document = read_bytes("a.pdf", data)
    assert not any(page.text for page in document.pages)
    assert document.ocr_wanted == tuple(page.number for page in document.pages)
    assert document.warnings == (warning,)


def test_pypdf_is_not_asked_where_the_fonts_are_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Sequence[int]] = []

    def ask(data: bytes, password: str | None, indexes: Sequence[int]) -> dict[int, str]:
        asked.append(indexes)
        return second_opinion(data, password, indexes)

    monkeypatch.setattr("assistant.ingest.pdf.reader.second_opinion", ask)
    read_bytes("a.pdf", cipher())
    assert asked == []
    read_bytes("a.pdf", garbled())
    assert asked == [[0]]


def test_a_page_of_thousands_of_words_has_a_box_for_each() -> None:
    rows, columns = 120, 40

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 5)
        for row in range(rows):
            canvas.drawString(20, 820 - 6.5 * row, " ".join(f"a{row:03}{column:02}" for column in range(columns)))

    (page,) = read_bytes("a.pdf", pdf(draw)).pages
    assert [page.text[box.start : box.end] for box in page.boxes] == page.text.split()
    assert len(page.boxes) == rows * columns
    width, step = (pdfmetrics.stringWidth(text, "Helvetica", 5) for text in ("a00000", "a00000 "))
    for number, box in enumerate(page.boxes):
        row, column = divmod(number, columns)
        assert box.left == pytest.approx(20 + step * column, abs=0.5)
        assert box.right == pytest.approx(20 + step * column + width, abs=0.5)
        assert box.bottom < 820 - 6.5 * row < box.top


def test_too_many_pages_and_too_much_text() -> None:
    error = failure(report(4), ReadLimits(pages=3))
    assert (error.code, dict(error.params)) == ("too_many_pages", {"pages": "4", "limit": "3"})
    assert failure(report(4), ReadLimits(characters=300)).code == "too_much_text"


def test_pypdf_reads_the_pages_it_can_where_it_reads_the_whole() -> None:
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import DecodedStreamObject, NameObject

    writer = PdfWriter(PdfReader(io.BytesIO(report(3))))
    damaged = DecodedStreamObject()
    damaged.set_data(b"BT /F1 24 Tf 72 720 ```` Td (x) Tj ET")
    writer.pages[1][NameObject("/Contents")] = writer._add_object(damaged)
    data = io.BytesIO()
    writer.write(data)
    document = read_whole(data.getvalue(), None, ReadLimits())
    assert [bool(page.text) for page in document.pages] == [True, False, True]
    assert document.warnings == ("pages_unreadable",)
