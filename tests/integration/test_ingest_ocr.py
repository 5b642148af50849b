"""Pages that are pictures, through the whole reader: real PDFs and picture files, real recognition, real processes."""

from __future__ import annotations

import io
import math
import re
import threading
import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import pypdf
import pytest
import reportlab
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from pypdf.generic import NameObject, StreamObject
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from assistant.errors import DocumentError
from assistant.ingest.ocr.engine import find_data
from assistant.ingest.process.worker import ReadLimits, RecognitionLimits, WorkerReader
from assistant.types import Page, ReadDocument
from made_files import HEIGHT, WIDTH, WORDS, lines, pdf, write

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(find_data() is None, reason="no French data of Tesseract here (apt install tesseract-ocr-fra)"),
]

FONT = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
LIMITS = ReadLimits(file_mb=20, memory_mb=600, cpu_seconds=20, wall_seconds=40)
TEXT = ("Le jardin partagé de Trapval", *(line for text in WORDS[:2] for line in re.findall(r".{1,52}(?:\s|$)", text)))
STAMP = "Envoyé en préfecture le 12/03/2024"


@pytest.fixture(scope="module")
def reader() -> Iterator[WorkerReader]:
    one = WorkerReader(LIMITS)
    yield one
    one.close()


def drawn(texts: tuple[str, ...] = TEXT, size: int = 30, width: int = 1000) -> Image.Image:
    """A grey picture of lines of text, the first one larger."""
    picture = Image.new("L", (width, 120 + 60 * len(texts)), 255)
    pen = ImageDraw.Draw(picture)
    for number, text in enumerate(texts):
        pen.text((50, 40 + 60 * number), text, 0, ImageFont.truetype(FONT, size * 3 // 2 if not number else size))
    return picture


def saved(picture: Image.Image, form: str = "PNG", **options: object) -> bytes:
    output = io.BytesIO()
    picture.save(output, form, **options)
    return output.getvalue()


def scan(canvas: Canvas, picture: Image.Image | None = None) -> None:
    """A page that is all picture, as wide as the page, from its top."""
    shown = picture or drawn()
    height = WIDTH * shown.height / shown.width
    canvas.drawImage(ImageReader(shown), 0, HEIGHT - height, WIDTH, height)
    canvas.showPage()


def photograph() -> Image.Image:
    """Shapes and grain, no writing."""
    picture = Image.effect_noise((900, 700), 90).filter(ImageFilter.GaussianBlur(3))
    pen = ImageDraw.Draw(picture)
    for number in range(12):
        pen.ellipse((40 * number, 30 * number, 200 + 55 * number, 160 + 35 * number), outline=20 * number, width=9)
    return picture


def one(reader: WorkerReader, path: Path, password: str | None = None) -> ReadDocument:
    (document,) = reader.read(path, password).documents
    return document


def code_of(reader: WorkerReader, path: Path, password: str | None = None) -> str:
    with pytest.raises(DocumentError) as caught:
        reader.read(path, password)
    return caught.value.code


def assert_read(page: Page, texts: tuple[str, ...] = TEXT, least: float = 0.95) -> None:
    """Nearly all words, in order, with a box each."""
    wanted = " ".join(texts).split()
    found = page.text.split()
    assert sum(word in found for word in wanted) >= least * len(wanted), page.text
    assert page.ocr_confidence is not None
    assert page.ocr_confidence > 0.7
    assert len(page.boxes) >= len(found)
    assert all(page.text[box.start : box.end].strip() for box in page.boxes)


def test_a_scanned_pdf_is_read_with_the_places_of_its_words(reader: WorkerReader, tmp_path: Path) -> None:
    document = one(reader, write(tmp_path, "scan_du_jardin.pdf", pdf(scan)))
    assert document.warnings == ("pages_recognised",)
    assert document.ocr_wanted == ()
    assert document.title == TEXT[0]
    (page,) = document.pages
    assert (page.width, page.height) == (pytest.approx(WIDTH, abs=0.1), pytest.approx(HEIGHT, abs=0.1))
    assert_read(page)
    picture = drawn()
    pen, font = ImageDraw.Draw(picture), ImageFont.truetype(FONT, 30)
    scale = WIDTH / picture.width
    for number, line in enumerate(TEXT[1:], start=1):
        word = max(line.split(), key=len)
        box = next(box for box in page.boxes if page.text[box.start : box.end] == word)
        before = pen.textlength(line[: line.index(word)], font)
        left, top, right, bottom = pen.textbbox((50 + before, 40 + 60 * number), word, font)
        assert box.left == pytest.approx(left * scale, abs=3)
        assert box.right == pytest.approx(right * scale, abs=3)
        assert box.top == pytest.approx(HEIGHT - top * scale, abs=3)
        assert box.bottom == pytest.approx(HEIGHT - bottom * scale, abs=3)


def test_only_pages_without_text_are_recognised(reader: WorkerReader, tmp_path: Path) -> None:
    def mixed(canvas: Canvas) -> None:
        lines(canvas, WORDS)
        canvas.showPage()
        scan(canvas)
        canvas.rect(100, 100, 50, 50)

    document = one(reader, write(tmp_path, "a.pdf", pdf(mixed)))
    assert [page.ocr_confidence is not None for page in document.pages] == [False, True, False]
    assert document.pages[0].text == "\n".join(WORDS)
    assert_read(document.pages[1])
    assert document.pages[2].text == ""
    assert document.warnings == ("pages_recognised",)


def test_a_stamp_on_a_scan_does_not_pass_for_its_text(reader: WorkerReader, tmp_path: Path) -> None:
    def stamped(canvas: Canvas) -> None:
        paper = Image.new("L", (1000, 1414), 255)
        paper.paste(drawn(), (0, 60))
        lines(canvas, [STAMP], y=HEIGHT - 20, size=8)
        scan(canvas, paper)

    (page,) = one(reader, write(tmp_path, "a.pdf", pdf(stamped))).pages
    assert_read(page)


def test_a_font_without_a_character_map_is_read_from_its_shapes(reader: WorkerReader, tmp_path: Path) -> None:
    def broken(canvas: Canvas) -> None:
        pdfmetrics.registerFont(TTFont("Vera", FONT))
        for texts in (WORDS, TEXT, WORDS):
            canvas.setFont("Vera", 9)
            for number, text in enumerate(texts):
                canvas.drawString(40, 700 - 20 * number, text)
            canvas.showPage()

    document = one(reader, write(tmp_path, "a.pdf", without_character_map(pdf(broken), pages=(1, 2))))
    assert [page.ocr_confidence is not None for page in document.pages] == [False, True, True]
    assert document.pages[0].text == "\n".join(WORDS)
    assert_read(document.pages[1], TEXT)
    assert_read(document.pages[2], WORDS)
    assert document.warnings == ("pages_recognised",)
    without = WorkerReader(LIMITS, RecognitionLimits(tessdata=str(tmp_path)))
    try:
        document = one(without, tmp_path / "a.pdf")
        assert [bool(page.text) for page in document.pages] == [True, False, False]  # no letters that stand for others
        assert document.warnings == ("pages_garbled",)
        whole = without_character_map(pdf(broken), pages=(0, 1, 2))
        assert code_of(without, write(tmp_path, "b.pdf", whole)) == "garbled"
    finally:
        without.close()


def without_character_map(data: bytes, pages: tuple[int, ...]) -> bytes:
    """The PDF with every letter of those pages declared as the one three places on."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    for number in pages:
        resources = writer.pages[number]["/Resources"].get_object()
        fonts = resources["/Font"].get_object()
        for name in list(fonts):
            font = fonts[name].get_object()
            if "/ToUnicode" in font:
                stream = StreamObject()
                stream.set_data(re.sub(rb"<([0-9A-Fa-f]{4})>(?=\s*$|\s*\n)", shift, font["/ToUnicode"].get_data()))
                changed = font.clone(writer, force_duplicate=True)
                changed[NameObject("/ToUnicode")] = writer._add_object(stream)
                fonts = fonts.clone(writer, force_duplicate=True)
                fonts[NameObject(name)] = changed.indirect_reference or writer._add_object(changed)
        resources = resources.clone(writer, force_duplicate=True)
        resources[NameObject("/Font")] = fonts
        writer.pages[number][NameObject("/Resources")] = resources
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def shift(match: re.Match[bytes]) -> bytes:
    code = int(match.group(1), 16)
    return b"<%04X>" % (code + 3 if chr(code).isalpha() else code)


def test_frames_are_pages_in_their_order(reader: WorkerReader, tmp_path: Path) -> None:
    frames = [drawn((f"Page {name} du dossier", *TEXT[1:])).convert("1") for name in ("un", "deux", "trois")]
    data = saved(frames[0], "TIFF", save_all=True, append_images=frames[1:], dpi=(150, 150), compression="group4")
    told: list[tuple[int, int]] = []
    result = reader.read(write(tmp_path, "dossier.tiff", data), on_page=lambda *pages: told.append(pages))
    (document,) = result.documents
    assert document.format == "image"
    assert document.paged
    assert [page.text.split()[1] for page in document.pages] == ["un", "deux", "trois"]
    assert document.pages[0].width == pytest.approx(1000 / 150 * 72, abs=0.1)
    assert told == [(1, 3), (2, 3), (3, 3)]


def deep(picture: Image.Image) -> Image.Image:
    return picture.convert("I").point(lambda value: value * 100 + 3000).convert("I;16")


def on_nothing(picture: Image.Image) -> Image.Image:
    """Black letters on a transparent ground whose hidden colour is black too."""
    black = Image.new("RGB", picture.size)
    black.putalpha(picture.point(lambda value: 255 - value))
    return black


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("a.jpg", lambda: saved(drawn().convert("CMYK"), "JPEG")),
        ("a.png", lambda: saved(on_nothing(drawn()))),
        ("b.png", lambda: saved(deep(drawn()))),
        ("a.gif", lambda: saved(drawn().convert("P"), "GIF")),
        ("a.bmp", lambda: saved(drawn().convert("1"), "BMP")),
        ("a.webp", lambda: saved(drawn().convert("RGB"), "WEBP")),
        ("small.png", lambda: saved(drawn(size=14, width=560))),
    ],
)
def test_pictures_of_all_sorts(reader: WorkerReader, tmp_path: Path, name: str, made: Callable[[], bytes]) -> None:
    (page,) = one(reader, write(tmp_path, name, made())).pages
    assert_read(page, least=0.9)


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_scan_that_lies_on_its_side_or_head_is_read(reader: WorkerReader, tmp_path: Path, turns: int) -> None:
    upright = drawn((*TEXT, *TEXT[1:], *TEXT[1:]))
    (page,) = one(reader, write(tmp_path, "a.png", saved(upright.rotate(90 * turns, expand=True)))).pages
    assert_read(page, least=0.9)
    first = next(box for box in page.boxes if page.text[box.start : box.end] == "jardin")
    assert page.width is not None
    assert page.height is not None
    middle = ((first.left + first.right) / 2 / page.width, 1 - (first.bottom + first.top) / 2 / page.height)
    x, y = 0.2, 70 / upright.height  # about where it is drawn, as shares of the upright picture
    wanted = {1: (y, 1 - x), 2: (1 - x, 1 - y), 3: (1 - y, x)}[turns]
    assert middle == (pytest.approx(wanted[0], abs=0.1), pytest.approx(wanted[1], abs=0.1))


def test_a_slanted_scan_is_read_with_the_places_of_its_words(reader: WorkerReader, tmp_path: Path) -> None:
    level = drawn((*TEXT, *TEXT[1:], *TEXT[1:]))
    slanted = level.rotate(5, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    (page,) = one(reader, write(tmp_path, "a.png", saved(slanted, dpi=(100, 100)))).pages
    assert_read(page)
    assert page.width == pytest.approx(slanted.width * 0.72, abs=0.1)
    x, y = 50 + 60, 70  # about the middle of "Le", then turned around the middle of the picture
    angle = math.radians(-5)
    right, down = x - level.width / 2, y - level.height / 2
    across = slanted.width / 2 + math.cos(angle) * right - math.sin(angle) * down
    below = slanted.height / 2 + math.sin(angle) * right + math.cos(angle) * down
    box = page.boxes[0]
    assert page.text[box.start : box.end] == "Le"
    assert (box.left + box.right) / 2 == pytest.approx(across * 0.72, abs=40)
    assert box.bottom < page.height - below * 0.72 < box.top


def test_a_photograph_turned_by_its_camera_is_shown_and_read_upright(reader: WorkerReader, tmp_path: Path) -> None:
    upright = drawn()
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 90° to the right
    data = saved(upright.rotate(90, expand=True), "JPEG", exif=exif, dpi=(100, 100))
    (page,) = one(reader, write(tmp_path, "a.jpg", data)).pages
    assert page.width == pytest.approx(upright.width * 0.72, abs=0.5)
    assert_read(page)
    assert max(box.right for box in page.boxes) < upright.width * 0.72


def test_what_shows_no_writing_is_refused(reader: WorkerReader, tmp_path: Path) -> None:
    assert code_of(reader, write(tmp_path, "a.jpg", saved(photograph(), "JPEG"))) == "nothing_recognised"
    assert (
        code_of(reader, write(tmp_path, "b.pdf", pdf(lambda canvas: scan(canvas, photograph()))))
        == "nothing_recognised"
    )
    assert code_of(reader, write(tmp_path, "c.png", saved(Image.new("1", (8, 8))))) == "no_text"


def test_damaged_and_boundless_pictures(reader: WorkerReader, tmp_path: Path) -> None:
    whole = saved(drawn(), "JPEG")
    assert code_of(reader, write(tmp_path, "a.jpg", whole[: len(whole) // 2])) == "truncated"
    assert code_of(reader, write(tmp_path, "b.png", saved(drawn())[:60])) in ("truncated", "unreadable")
    bomb = saved(Image.new("1", (20_000, 20_000)), "PNG")
    assert len(bomb) < 100_000
    assert code_of(reader, write(tmp_path, "c.png", bomb)) == "image_too_large"


def test_without_recognition_nothing_is_invented(tmp_path: Path) -> None:
    def mixed(canvas: Canvas) -> None:
        lines(canvas, WORDS)
        canvas.showPage()
        scan(canvas)

    write(tmp_path, "fra.traineddata", b"no data of Tesseract")
    for folder in (tmp_path / "nowhere", tmp_path):  # nothing there; something that can't be loaded
        reader = WorkerReader(LIMITS, RecognitionLimits(tessdata=str(folder)))
        try:
            assert code_of(reader, write(tmp_path, "a.pdf", pdf(scan))) == "image_only"
            document = one(reader, write(tmp_path, "b.pdf", pdf(mixed)))
        finally:
            reader.close()
        assert [bool(page.text) for page in document.pages] == [True, False]
        assert document.warnings == ("pages_without_text",)
        assert document.ocr_wanted == (2,)


def test_a_page_that_takes_too_long_is_given_up_and_the_others_stay(tmp_path: Path) -> None:
    def mixed(canvas: Canvas) -> None:
        lines(canvas, WORDS)
        canvas.showPage()
        scan(canvas)

    reader = WorkerReader(LIMITS, RecognitionLimits(page_seconds=0))
    try:
        document = one(reader, write(tmp_path, "a.pdf", pdf(mixed)))
        assert document.warnings == ("pages_left_out",)
        assert document.ocr_wanted == (2,), "it may go through another time"
        assert [bool(page.text) for page in document.pages] == [True, False]
        assert code_of(reader, write(tmp_path, "b.pdf", pdf(scan))) == "too_slow"
    finally:
        reader.close()


def test_a_process_killed_at_a_page_is_replaced(tmp_path: Path) -> None:
    frames = [drawn()] * 3
    path = write(tmp_path, "a.tiff", saved(frames[0], "TIFF", save_all=True, append_images=frames[1:]))
    reader = WorkerReader(LIMITS)
    found: list[ReadDocument] = []
    thread = threading.Thread(target=lambda: found.append(one(reader, path)))
    thread.start()
    try:
        pool = reader._recognisers
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and not any(each._ready for each in pool._busy):
            time.sleep(0.005)
        next(each for each in pool._busy if each._ready).kill()
        thread.join()
    finally:
        reader.close()
    (document,) = found
    assert all(page.text for page in document.pages)


def test_a_password_opens_a_scan(reader: WorkerReader, tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(scan)))
    writer.encrypt(user_password="sésame", owner_password="maître", algorithm="AES-128")
    output = io.BytesIO()
    writer.write(output)
    path = write(tmp_path, "a.pdf", output.getvalue())
    assert code_of(reader, path) == "encrypted"
    assert code_of(reader, path, "autre") == "wrong_password"
    assert code_of(reader, path, "x" * 5000) == "wrong_password"
    assert_read(one(reader, path, "sésame").pages[0])


def test_a_scan_attached_to_an_e_mail_is_read(reader: WorkerReader, tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@trapval.example", "b@trapval.example", "Le scan"
    mail.set_content("Voici le document.")
    mail.add_attachment(pdf(scan), maintype="application", subtype="pdf", filename="scan.pdf")
    mail.add_attachment(saved(photograph()), maintype="image", subtype="png", filename="photo.png")
    result = reader.read(write(tmp_path, "a.eml", mail.as_bytes()))
    attached = next(document for document in result.documents if document.record_id == "scan.pdf")
    assert_read(attached.pages[0])
    assert [(failure.source, failure.code) for failure in result.failures] == [("photo.png", "nothing_recognised")]


def test_what_can_be_read_changes_with_what_is_installed(reader: WorkerReader, tmp_path: Path) -> None:
    data = find_data()
    assert data is not None
    copied = tmp_path / "tessdata"
    copied.mkdir()
    (copied / "fra.traineddata").symlink_to(data / "fra.traineddata")
    abilities = {
        WorkerReader(LIMITS, RecognitionLimits(tessdata=str(folder))).abilities for folder in ("", copied, tmp_path)
    }
    assert len(abilities) == 3


def test_what_wanted_recognition_is_read_again_once_it_is_there(cli, tmp_path: Path) -> None:
    def mixed(canvas: Canvas) -> None:
        lines(canvas, WORDS)
        canvas.showPage()
        scan(canvas)

    folder = tmp_path / "papiers"
    folder.mkdir()
    for name, data in {"scan.pdf": pdf(scan), "mixte.pdf": pdf(mixed), "texte.md": WORDS[0].encode()}.items():
        write(folder, name, data)
    without = write(tmp_path, "sans.toml", f'[recognition]\ntessdata = "{tmp_path / "nowhere"}"\n'.encode())
    index = ("--index", tmp_path / "index", "--json")

    def ingest(*options: object) -> tuple[int, int, int, list[str], list[str]]:
        told = cli("ingest", folder, *index, *options).json
        codes = [[each["code"] for each in told[kind]] for kind in ("failed", "warnings")]
        return told["added"], told["updated"], told["unchanged"], *codes

    assert ingest("--settings", without) == (2, 0, 0, ["image_only"], ["pages_without_text"])
    assert ingest("--settings", without) == (0, 0, 2, ["image_only"], ["pages_without_text"])
    assert ingest() == (1, 1, 1, [], ["pages_recognised", "pages_recognised"])
    assert ingest() == (0, 0, 3, [], ["pages_recognised", "pages_recognised"])
    assert ingest("--settings", without) == (0, 0, 3, [], ["pages_recognised", "pages_recognised"])
    (found,) = cli("search", "Qu'est-ce que le jardin partagé de Trapval ?", "-k", 1, *index).json
    assert found["source"] == "scan.pdf"
