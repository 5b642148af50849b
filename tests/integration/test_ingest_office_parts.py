"""What stands beside the paragraphs of office files: equations, boxes, inserted files, pictures, and who wrote them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
import pptx
import pytest
from docx.oxml import parse_xml
from docx.shared import Cm
from odf import dc, draw, meta, text
from odf.namespaces import MATHNS
from odf.opendocument import OpenDocumentText
from PIL import Image

from assistant.build import build_assistant
from assistant.ingest.limits import ReadLimits
from assistant.settings import load_settings
from assistant.types import ReadDocument
from assistant.wire import report_dict, status_dict
from deck_files import frame_at, make_odp, make_pptx, text_in
from fakes import HashEmbedder
from made_files import WORDS, read_bytes, write
from office_files import code_of, repacked

pytestmark = pytest.mark.integration

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
AREA = (
    "<m:oMath><m:r><m:t>A=</m:t></m:r><m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num>"
    "<m:den><m:r><m:t>2</m:t></m:r></m:den></m:f><m:sSup><m:e><m:r><m:t>h</m:t></m:r></m:e>"
    "<m:sup><m:r><m:t>3</m:t></m:r></m:sup></m:sSup><m:d><m:e><m:r><m:t>x</m:t></m:r></m:e></m:d>"
    '<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub><m:r><m:t>i=1</m:t></m:r></m:sub>'
    "<m:sup><m:r><m:t>n</m:t></m:r></m:sup><m:e><m:r><m:t>k</m:t></m:r></m:e></m:nary>"
    "<m:rad><m:deg/><m:e><m:r><m:t>y</m:t></m:r></m:e></m:rad></m:oMath>"
)
AREA_TEXT = "A= a+b 2 h3(x)∑ i=1 n k√ y"
MATHML = (
    f'<math xmlns="{MATHNS}"><semantics><mrow><mi>A</mi><mo>=</mo><mfrac><mi>b</mi><mn>2</mn></mfrac></mrow>'
    '<annotation encoding="StarMath 5.0">A = {b} over {2}</annotation></semantics></math>'
)


def words(*texts: str) -> str:
    return "".join(f"<w:p><w:r><w:t>{each}</w:t></w:r></w:p>" for each in texts)


def make_docx(*elements: str, change: Callable[[Any], None] | None = None) -> bytes:
    """A DOCX file with these elements, and a last paragraph."""
    document = docx.Document()
    for element in elements:
        parsed = parse_xml(element.replace(">", f" {NAMES}>", 1).replace(f"/ {NAMES}>", f" {NAMES}/>", 1))
        document.element.body.insert(len(document.element.body) - 1, parsed)
    document.add_paragraph("Fin.")
    if change:
        change(document)
    return saved(document)


def saved(document: Any) -> bytes:
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


def with_inserted(data: bytes, *files: tuple[str, bytes]) -> bytes:
    """The same DOCX file, these files inserted in it under the ids chunk1, chunk2, and so on."""
    for number, (name, content) in enumerate(files, 1):
        data = repacked(data, f"word/{name}", lambda _, content=content: content)
        link = f'<Relationship Id="chunk{number}" Type="http://x/aFChunk" Target="{name}"/></Relationships>'.encode()
        data = repacked(
            data, "word/_rels/document.xml.rels", lambda old, link=link: old.replace(b"</Relationships>", link)
        )
    return data


def text_of(name: str, data: bytes) -> str:
    (page,) = read_bytes(name, data).pages
    return page.text


def picture(width: int = 600, height: int = 400) -> io.BytesIO:
    output = io.BytesIO()
    Image.new("1", (width, height)).save(output, "PNG")
    output.seek(0)
    return output


def test_docx_equations_stand_where_they_are_shown() -> None:
    inline = f'<w:p><w:r><w:t xml:space="preserve">La surface vaut </w:t></w:r>{AREA}<w:r><w:t>, en mètres.</w:t></w:r></w:p>'
    alone = "<m:oMathPara><m:oMath><m:r><m:t>E=m</m:t></m:r></m:oMath></m:oMathPara>"
    assert text_of("a.docx", make_docx(inline, alone)) == f"La surface vaut {AREA_TEXT}, en mètres.\n\nE=m\n\nFin."


def test_pptx_equations_have_their_brackets() -> None:
    def change(xml: bytes) -> bytes:
        math = "<m:oMath><m:d><m:e><m:r><m:t>x+1</m:t></m:r></m:e></m:d></m:oMath>"
        added = f'<a:p xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">{math}</a:p></p:txBody>'
        return xml.replace(b"</p:txBody>", added.encode(), 1)

    data = repacked(make_pptx(), "ppt/slides/slide3.xml", change)
    assert "(x+1)" in read_bytes("a.pptx", data).pages[2].text


def test_docx_text_boxes_are_paragraphs_of_their_own() -> None:
    box = f"<w:txbxContent>{words('Un encadré', 'de deux lignes')}</w:txbxContent>"
    shape = f"<w:r><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></w:r>"
    doubled = f"<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    around = "<w:r><w:t>Autour du cadre.</w:t></w:r>"
    expected = "Autour du cadre.\n\nUn encadré\n\nde deux lignes\n\nFin."
    assert text_of("a.docx", make_docx(f"<w:p>{shape}{around}</w:p>")) == expected
    assert text_of("a.docx", make_docx(f"<w:p>{doubled}{around}</w:p>")) == expected


def test_docx_marked_text_is_read_and_comments_headers_and_footers_are_not() -> None:
    comments = f'<w:comments {NAMES}><w:comment w:id="0">{words("À vérifier")}</w:comment></w:comments>'.encode()
    data = make_docx(
        "<w:p><w:smartTag><w:r><w:t>La halle</w:t></w:r></w:smartTag><w:sdt><w:sdtContent><w:r><w:t> ouvre</w:t></w:r>"
        "</w:sdtContent></w:sdt><w:ins><w:r><w:t> en mai.</w:t></w:r></w:ins></w:p>",
        f"<w:moveTo>{words('Déplacé ici')}</w:moveTo>",
        change=lambda document: document.sections[0].header.paragraphs[0].add_run("En-tête"),
    )
    assert text_of("a.docx", repacked(data, "word/comments.xml", lambda _: comments)) == (
        "La halle ouvre en mai.\n\nDéplacé ici\n\nFin."
    )


def test_docx_inserted_files_are_read() -> None:
    mht = (
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\n'
        "Content-Type: text/html; charset=utf-8\n\n<html><body><p>Page enregistrée</p></body></html>\n--b--\n"
    )
    page = "<html><body><h2>Page</h2><ul><li>un point</li></ul><p hidden>caché</p></body></html>"
    inner = with_inserted(make_docx("<w:p><w:r><w:t>Dedans</w:t></w:r></w:p>"))
    chunks = [f'<w:altChunk r:id="chunk{number}"/>' for number in range(1, 5)]
    files = [("a.html", page.encode()), ("b.txt", WORDS[0].encode()), ("c.mht", mht.encode()), ("d.docx", inner)]
    document = read_bytes("a.docx", with_inserted(make_docx(*chunks), *files))
    assert document.pages[0].text == (f"Page\n\n- un point\n\n{WORDS[0]}\n\nPage enregistrée\n\nDedans\n\nFin.\n\nFin.")
    assert [heading.title for heading in document.headings] == ["Page"]
    assert document.warnings == ()


def test_docx_inserted_files_that_are_not_read_are_counted() -> None:
    nested = with_inserted(make_docx('<w:altChunk r:id="chunk1"/>'), ("x.txt", b"Plus profond"))
    chunks = [f'<w:altChunk r:id="chunk{number}"/>' for number in range(1, 4)]
    data = with_inserted(make_docx(*chunks), ("a.rtf", rb"{\rtf1 ancien}"), ("b.docx", nested))
    document = read_bytes("a.docx", data)
    assert document.warnings == ("parts_left_out:3",)
    assert document.pages[0].text == "Fin.\n\nFin."
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(30_000_000))
    data = with_inserted(make_docx(chunks[0]), ("a.docx", bomb.getvalue()))
    assert read_bytes("a.docx", data).warnings == ("parts_left_out:1",)
    only = docx.Document()
    only.element.body.insert(0, parse_xml(f'<w:altChunk {NAMES} r:id="chunk1"/>'))
    assert code_of("a.docx", with_inserted(saved(only), ("a.rtf", rb"{\rtf1 ancien}"))) == "unreadable"


def test_docx_large_pictures_are_counted() -> None:
    def change(document: Any) -> None:
        document.add_picture(picture())
        document.add_picture(picture(), width=Cm(10))
        document.add_picture(picture(), width=Cm(1))  # a logo

    older = '<w:p><w:r><w:pict><v:shape style="width:{};height:200pt"><v:imagedata r:id="x"/></v:shape></w:pict></w:r></w:p>'
    data = make_docx(
        older.format("300pt"), older.format("20pt"), f"<w:p><w:del>{older[5:-6]}</w:del></w:p>", change=change
    )
    assert read_bytes("a.docx", data).warnings == ("pictures_not_read:3",)
    assert read_bytes("a.docx", make_docx()).warnings == ()


def test_pictures_of_slides_beside_text_are_counted() -> None:
    def change(deck: Any) -> None:
        deck.slides[1].shapes.add_picture(picture(), Cm(1), Cm(1), Cm(8), Cm(6))
        deck.slides[1].shapes.add_picture(picture(), Cm(1), Cm(1), Cm(1), Cm(1))
        deck.slides[3].shapes.add_picture(picture(), 0, 0, Cm(20), Cm(15))  # alone on its slide

    assert read_bytes("a.pptx", make_pptx(change)).warnings == ("slides_of_pictures", "pictures_not_read:1")
    large, small = shown("8cm", "6cm"), shown("1cm", "1cm")
    data = make_odp(frame_at(None, "1cm", "1cm", text_in("Une légende")), large, small)
    assert read_bytes("a.odp", data).warnings == ("pictures_not_read:1",)
    assert read_bytes("a.odp", make_odp(shown("8cm", "6cm"))).warnings == ("slides_of_pictures",)


def shown(width: str, height: str) -> draw.Frame:
    """A picture in OpenDocument."""
    frame = draw.Frame(width=width, height=height, x="1cm", y="1cm")
    frame.addElement(draw.Image(href="Pictures/a.png"))
    return frame


def make_odt(*elements: Any, objects: dict[str, str] | None = None) -> bytes:
    document = OpenDocumentText()
    for element in elements:
        document.text.addElement(element)
    output = io.BytesIO()
    document.write(output)
    data = output.getvalue()
    for name, content in (objects or {}).items():
        data = repacked(data, f"{name}/content.xml", lambda _, content=content: content.encode())
    return data


def embedded(name: str) -> draw.Frame:
    """An object, and the picture that stands for it, as LibreOffice writes them."""
    frame = draw.Frame(width="8cm", height="6cm")
    frame.addElement(draw.Object(href=f"./{name}"))
    frame.addElement(draw.Image(href=f"./ObjectReplacements/{name}"))
    return frame


def paragraph(*pieces: Any) -> text.P:
    made = text.P()
    for piece in pieces:
        made.addText(piece) if isinstance(piece, str) else made.addElement(piece)
    return made


def test_odt_equations_stand_where_they_are_shown() -> None:
    data = make_odt(paragraph("La surface vaut ", embedded("Object 1"), ", en mètres."), objects={"Object 1": MATHML})
    document = read_bytes("a.odt", data)
    assert document.pages[0].text == "La surface vaut A= b 2, en mètres."
    assert document.warnings == ()
    typed = f'<math xmlns="{MATHNS}"><semantics><mrow/><annotation>A = b</annotation></semantics></math>'
    assert text_of("a.odt", make_odt(paragraph("Soit ", embedded("o"), "."), objects={"o": typed})) == "Soit A = b."


def test_odt_boxes_shapes_and_pictures() -> None:
    box = draw.Frame(width="5cm", height="2cm")
    box.addElement(text_in("Un encadré", "de deux lignes"))
    shape = draw.CustomShape(width="5cm", height="2cm")
    shape.addElement(text.P(text="Dans une forme"))
    group = draw.G()
    loose = draw.Rect(width="5cm", height="2cm")
    loose.addElement(text.P(text="Sur la page"))
    group.addElement(loose)
    item = text.NumberedParagraph(listid="a")
    item.addElement(text.P(text="Numéroté"))
    section = text.Section(name="s")
    section.addElement(paragraph("Autour", box, shape, " du cadre.", shown("8cm", "6cm"), shown("1cm", "1cm")))
    document = read_bytes("a.odt", make_odt(group, section, item))
    assert document.pages[0].text == (
        "Sur la page\n\nAutour du cadre.\n\nUn encadré\n\nde deux lignes\n\nDans une forme\n\nNuméroté"
    )
    assert document.warnings == ("pictures_not_read:1",)


def test_odt_insertions_are_read_deletions_are_not() -> None:
    changes = (
        b"<text:tracked-changes><text:changed-region><text:deletion><text:p>Supprim\xc3\xa9</text:p></text:deletion>"
        b"</text:changed-region></text:tracked-changes><text:p>"
    )
    kept = paragraph("Gardé ", text.ChangeStart(changeid="d"), "ajouté", text.ChangeEnd(changeid="d"), ".")
    data = repacked(make_odt(kept), "content.xml", lambda xml: xml.replace(b"<text:p>", changes, 1))
    assert text_of("a.odt", data) == "Gardé ajouté."


def test_a_chart_that_holds_itself_is_read_once() -> None:
    names = "urn:oasis:names:tc:opendocument:xmlns"
    chart = (
        f'<o:document-content xmlns:o="{names}:office:1.0" xmlns:c="{names}:chart:1.0" xmlns:t="{names}:text:1.0"'
        f' xmlns:d="{names}:drawing:1.0" xmlns:x="http://www.w3.org/1999/xlink"><o:body><o:chart><c:chart><c:title>'
        '<t:p>Les budgets</t:p></c:title><d:frame><d:object x:href="./o"/><d:object x:href="./o"/></d:frame></c:chart>'
        "</o:chart></o:body></o:document-content>"
    )
    assert text_of("a.odt", make_odt(paragraph("Voir.", embedded("o")), objects={"o": chart})) == "Voir.\n\nLes budgets"


@pytest.mark.parametrize("author", ["python-docx", "openpyxl", "LibreOffice"])
def test_programs_are_no_authors(author: str) -> None:
    def change(document: Any) -> None:
        document.core_properties.author = author

    assert read_bytes("a.docx", make_docx(change=change)).authors == ()
    written = OpenDocumentText()
    written.meta.addElement(meta.InitialCreator(text=author))
    written.meta.addElement(dc.Creator(text="Jeanne Alba"))
    written.meta.addElement(meta.CreationDate(text="2013-12-23T23:15:00"))
    written.text.addElement(text.P(text=WORDS[0]))
    output = io.BytesIO()
    written.write(output)
    document = read_bytes("a.odt", output.getvalue())
    assert (document.authors, document.date) == (("Jeanne Alba",), None)


def test_the_day_of_an_empty_template_is_no_date() -> None:
    def stated(document: ReadDocument) -> tuple[object, object]:
        return document.date, document.authors

    assert stated(read_bytes("a.docx", make_docx())) == (None, ())
    deck = pptx.Presentation()
    deck.slides.add_slide(deck.slide_layouts[5]).shapes.title.text = "Bilan"
    assert stated(read_bytes("a.pptx", saved(deck))) == (None, ())

    def change(document: Any) -> None:
        document.core_properties.modified = datetime(2021, 5, 4)

    assert stated(read_bytes("a.docx", make_docx(change=change))) == ("2021-05-04", ())


def test_text_of_inserted_files_counts() -> None:
    data = with_inserted(make_docx('<w:altChunk r:id="chunk1"/>'), ("a.txt", b"mot " * 100))
    assert code_of("a.docx", data, ReadLimits(characters=100)) == "too_much_text"


def test_how_many_pictures_were_not_read_is_said_to_people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.store.embedders.load_embedder", lambda _: HashEmbedder())
    data = make_docx(change=lambda document: [document.add_picture(picture()) for _ in range(2)])
    with build_assistant(load_settings(overrides={"index": tmp_path / "index"}), create=True) as assistant:
        report = assistant.ingest([str(write(tmp_path, "note.docx", data))])
        told = report_dict(report, "fr")["warnings"]
        (entry,) = status_dict(assistant.status(), "fr")["by_document"]
    assert [warning["reason"][:40] for warning in told] == ["Images qui n'ont pas été lues\u00a0: 2. Le te"]
    assert [{"source": "note.docx", **warning} for warning in entry["warnings"]] == told
