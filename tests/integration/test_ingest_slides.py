"""Real PPTX and ODP files: one page a slide, in reading order, notes last."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pptx
import pytest
from lxml import etree
from odf import draw
from odf.namespaces import PRESENTATIONNS
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Cm

from assistant.ingest.limits import ReadLimits
from assistant.types import ReadDocument
from deck_files import SLIDES, frame_at, make_odp, make_pptx, text_in
from made_files import read_bytes
from office_files import code_of, repacked, without

pytestmark = pytest.mark.integration
SLIDE = "ppt/slides/slide2.xml"
DIAGRAM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ODF = "urn:oasis:names:tc:opendocument:xmlns"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def check_deck(document: ReadDocument) -> None:
    assert document.paged
    assert [page.number for page in document.pages] == [1, 2, 3, 4]
    assert [page.text for page in document.pages] == SLIDES
    assert [(heading.page, heading.level, heading.title) for heading in document.headings] == [
        (1, 1, "Lieux partagés"),
        (2, 2, "Les freins"),
        (3, 2, "Deux villes"),
    ]
    assert (document.title, document.authors) == ("Séminaire des lieux partagés", ("Jeanne Alba", "Paul Roy"))
    assert document.date == "2021-05-04"


@pytest.mark.parametrize(("name", "make"), [("a.pptx", make_pptx), ("a.odp", make_odp)])
def test_slides_are_pages(name: str, make: Callable[[], bytes]) -> None:
    document = read_bytes(name, make())
    check_deck(document)
    assert document.format == name[2:]
    assert document.warnings == ()


def test_slide_shows_and_templates_are_read_too() -> None:
    for kind in (b"slideshow", b"template"):
        data = repacked(
            make_pptx(),
            "[Content_Types].xml",
            lambda xml, kind=kind: xml.replace(b"presentation.main", kind + b".main"),
        )
        check_deck(read_bytes("a.ppsx", data))


def test_charts_give_their_title_and_figures() -> None:
    def change(deck: Any) -> None:
        figures = CategoryChartData()
        figures.categories = ["2021", "2022"]
        figures.add_series("Ateliers", (3, 0.1 + 0.2))
        figures.add_series("Visites", (5, None))
        kind = XL_CHART_TYPE.COLUMN_CLUSTERED
        one = deck.slides[3].shapes.add_chart(kind, Cm(1), Cm(5), Cm(10), Cm(6), figures).chart
        one.has_title = True
        one.chart_title.text_frame.text = "Activité par an"

    page = read_bytes("a.pptx", make_pptx(change)).pages[3]
    assert page.text == "Activité par an\n\n| Ateliers | Visites\n2021 | 3 | 5\n2022 | 0.3 |"


def test_odp_charts_and_prompts() -> None:
    chart = (
        f'<o:document-content xmlns:o="{ODF}:office:1.0" xmlns:c="{ODF}:chart:1.0" xmlns:t="{ODF}:text:1.0" '
        f'xmlns:b="{ODF}:table:1.0"><o:body><o:chart><c:chart><c:title><t:p>Activité par an</t:p></c:title><b:table>'
        "<b:table-rows><b:table-row><b:table-cell><t:p>2021</t:p></b:table-cell><b:table-cell><t:p>3</t:p></b:table-cell>"
        "</b:table-row></b:table-rows></b:table></c:chart></o:chart></o:body></o:document-content>"
    )
    prompt = frame_at("outline", "1cm", "1cm", text_in("Cliquez pour ajouter un texte"))
    prompt.setAttrNS(PRESENTATIONNS, "placeholder", "true")
    data = make_odp(frame_at(None, "1cm", "5cm", draw.Object(href="./Object 1")), prompt)
    assert read_bytes("a.odp", data).pages[3].text == ""
    data = repacked(data, "Object 1/content.xml", lambda _: chart.encode())
    assert read_bytes("a.odp", data).pages[3].text == "Activité par an\n\n2021 | 3"


def diagram(*points: tuple[str, str, str], links: tuple[tuple[str, str, int], ...]) -> bytes:
    items = "".join(
        f'<d:pt modelId="{name}" type="{kind}"><d:t><a:p><a:r><a:t>{words}</a:t></a:r></a:p></d:t></d:pt>'
        for name, kind, words in points
    )
    lines = "".join(f'<d:cxn srcId="{source}" destId="{end}" srcOrd="{order}"/>' for source, end, order in links)
    return f'<d:dataModel xmlns:d="{DIAGRAM}" xmlns:a="{A}"><d:ptLst>{items}</d:ptLst><d:cxnLst>{lines}</d:cxnLst></d:dataModel>'.encode()


def test_diagrams_give_their_texts_in_order() -> None:
    content = diagram(
        ("0", "doc", ""), ("1", "node", "second"), ("2", "node", "premier"), ("3", "node", "sous le premier"),
        ("4", "pres", "mise en page"), ("5", "node", "sans lien"),
        links=(("0", "1", 1), ("0", "2", 0), ("2", "3", 0), ("3", "2", 0)),
    )  # fmt: skip
    frame = (
        f'<p:graphicFrame xmlns:p="{P}" xmlns:a="{A}" xmlns:r="{R}"><p:nvGraphicFramePr><p:cNvPr id="9" name="d"/><p:nvPr/>'
        f'</p:nvGraphicFramePr><a:graphic><a:graphicData><d:relIds xmlns:d="{DIAGRAM}" r:dm="rId9"/></a:graphicData>'
        "</a:graphic></p:graphicFrame>"
    )
    data = repacked(make_pptx(), "ppt/diagrams/data1.xml", lambda _: content)
    data = repacked(data, SLIDE, lambda xml: xml.replace(b"</p:spTree>", frame.encode() + b"</p:spTree>"))
    link = f'<Relationship Id="rId9" Type="{R}/diagramData" Target="../diagrams/data1.xml"/></Relationships>'.encode()
    data = repacked(data, "ppt/slides/_rels/slide2.xml.rels", lambda xml: xml.replace(b"</Relationships>", link))
    page = read_bytes("a.pptx", data).pages[1]
    assert "premier\n\nsous le premier\n\nsecond\n\nsans lien" in page.text
    assert "mise en page" not in page.text


def shape(words: str, mark: str = "", hidden: bool = False, settings: str = "") -> str:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="7" name="s"{" hidden=" + chr(34) + "1" + chr(34) if hidden else ""}/><p:cNvSpPr/>'
        f"<p:nvPr>{mark}</p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:p>{settings}<a:r><a:t>{words}</a:t></a:r></a:p>"
        "</p:txBody></p:sp>"
    )


def with_shapes(*shapes: str) -> str:
    """The text of the empty last slide once these are on it."""

    def change(deck: Any) -> None:
        tree = deck.slides[3].shapes._spTree
        wrapped = f'<x xmlns:p="{P}" xmlns:a="{A}" xmlns:r="{R}" xmlns:mc="{MC}">{"".join(shapes)}</x>'
        for element in etree.fromstring(wrapped):
            tree.append(element)

    return read_bytes("a.pptx", make_pptx(change)).pages[3].text


def test_what_is_on_every_slide_or_not_shown_is_no_text_of_it() -> None:
    marks = [f'<p:ph type="{kind}"/>' for kind in ("dt", "ftr", "sldNum")]
    assert with_shapes(*(shape("pied", mark) for mark in marks), shape("caché", hidden=True), shape("vu")) == "vu"


def test_of_alternatives_one_is_read() -> None:
    choice = f'<mc:AlternateContent><mc:Choice Requires="x">{shape("neuf")}</mc:Choice><mc:Fallback>{shape("vieux")}</mc:Fallback></mc:AlternateContent>'
    empty = f'<mc:AlternateContent><mc:Choice Requires="x"/><mc:Fallback>{shape("repli")}</mc:Fallback></mc:AlternateContent>'
    assert with_shapes(choice, empty) == "neuf\n\nrepli"


def test_bullets_are_those_of_the_paragraph_then_of_the_layout() -> None:
    body = '<p:ph type="body" idx="88"/>'
    assert with_shapes(shape("par le masque", body)) == "- par le masque"
    assert with_shapes(shape("sans", body, settings="<a:pPr><a:buNone/></a:pPr>")) == "sans"
    assert with_shapes(shape("avec", settings='<a:pPr><a:buAutoNum type="arabicPeriod"/></a:pPr>')) == "- avec"
    assert with_shapes(shape("libre")) == "libre"


def test_no_entity_is_expanded_and_nothing_fetched() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'

    def change(xml: bytes) -> bytes:
        head, _, rest = xml.partition(b"?>")
        return head + b"?>" + bomb + rest.replace(b"le temps", b"&b;&f;le temps")

    words = read_bytes("a.pptx", repacked(make_pptx(), SLIDE, change)).pages[1].text
    assert "- le temps" in words
    assert "aaaa" not in words
    assert "root:" not in words


def test_a_damaged_or_missing_slide_leaves_the_others_and_their_numbers() -> None:
    for data in (repacked(make_pptx(), SLIDE, lambda _: b"<not xml"), without(make_pptx(), SLIDE)):
        document = read_bytes("a.pptx", data)
        assert [page.text for page in document.pages] == [SLIDES[0], "", *SLIDES[2:]]
        assert document.warnings == ("pages_unreadable",)
    data = repacked(make_pptx(), "ppt/slides/_rels/slide2.xml.rels", lambda _: b"<not xml")
    assert read_bytes("a.pptx", data).pages[1].text.startswith("Les freins")


def test_decks_that_can_not_be_read() -> None:
    data = make_pptx()
    assert code_of("a.pptx", data[: len(data) // 2]) == "truncated"
    assert code_of("a.pptx", repacked(data, "ppt/presentation.xml", lambda _: b"<not xml")) == "unreadable"
    assert code_of("a.pptx", repacked(data, "ppt/media/bomb.bin", lambda _: b"\0" * 30_000_000)) == "too_much_memory"
    assert code_of("a.pptx", data, ReadLimits(pages=3)) == "too_many_pages"
    assert code_of("a.pptx", data, ReadLimits(characters=60)) == "too_much_text"
    assert code_of("a.odp", make_odp(), ReadLimits(pages=3)) == "too_many_pages"
    assert code_of("a.odp", repacked(make_odp(), "content.xml", lambda _: b"<not xml")) == "unreadable"
    assert (
        code_of("a.pptx", repacked(data, "ppt/presentation.xml", lambda _: f'<p:presentation xmlns:p="{P}"/>'.encode()))
        == "no_pages"
    )


def test_slides_without_text() -> None:
    blank = pptx.Presentation()
    blank.slides.add_slide(blank.slide_layouts[6])
    output = io.BytesIO()
    blank.save(output)
    assert code_of("a.pptx", output.getvalue()) == "no_text"
    picture = f'<p:pic xmlns:p="{P}"/></p:spTree>'.encode()
    add = lambda xml: xml.replace(b"</p:spTree>", picture)  # noqa: E731
    assert code_of("a.pptx", repacked(output.getvalue(), "ppt/slides/slide1.xml", add)) == "pictures_only"
    document = read_bytes("a.pptx", repacked(make_pptx(), "ppt/slides/slide4.xml", add))
    assert document.warnings == ("slides_of_pictures",)


def test_a_deck_without_properties_is_named_after_its_first_slide() -> None:
    document = read_bytes("a.pptx", without(make_pptx(), "docProps/core.xml"))
    assert (document.title, document.authors, document.date) == ("Lieux partagés", (), None)
