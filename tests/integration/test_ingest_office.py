"""Real DOCX and ODT files."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime

import docx
import pytest
from docx.oxml import parse_xml
from odf import dc, meta, table, text
from odf.opendocument import OpenDocumentText

from assistant.ingest.limits import ReadLimits
from assistant.text.sections import LONGEST_TITLE
from assistant.types import ReadDocument
from made_files import read_bytes
from office_files import code_of, repacked, without

pytestmark = pytest.mark.integration
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def make_docx(change: Callable[[docx.document.Document], None] | None = None) -> bytes:
    document = docx.Document()
    core = document.core_properties
    core.title, core.author, core.created, core.language = (
        "Note de cadrage",
        "Jeanne Alba; Paul Roy",
        datetime(2021, 5, 4),
        "fr-FR",
    )
    document.add_heading("Première partie", level=1)
    document.add_paragraph("Un paragraphe avec de l’eﬃcacité.")
    document.add_heading("Détail", level=2)
    document.add_paragraph("premier", style="List Bullet")
    document.add_paragraph("second", style="List Bullet")
    grid = document.add_table(rows=2, cols=3)
    for row, values in zip(grid.rows, (("Ville", "Budget", ""), ("Trapval", "12 000", "oui")), strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = value
    document.add_paragraph("Après le tableau.")
    if change:
        change(document)
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


def make_odt() -> bytes:
    document = OpenDocumentText()
    document.meta.addElement(dc.Title(text="Note de cadrage"))
    document.meta.addElement(meta.InitialCreator(text="Jeanne Alba"))
    document.meta.addElement(meta.CreationDate(text="2021-05-04T10:00:00"))
    document.meta.addElement(dc.Language(text="fr-FR"))
    body = document.text
    body.addElement(text.H(outlinelevel=1, text="Première partie"))
    paragraph = text.P(text="Un paragraphe")
    note = text.Note(noteclass="footnote")
    note.addElement(text.NoteCitation(text="1"))
    note_body = text.NoteBody()
    note_body.addElement(text.P(text="Une note."))
    note.addElement(note_body)
    paragraph.addElement(note)
    paragraph.addText(" avec")
    paragraph.addElement(text.S(c=3))
    paragraph.addText("une note.")
    body.addElement(paragraph)
    body.addElement(text.H(outlinelevel=2, text="Détail"))
    items = text.List()
    for word in ("premier", "second"):
        item = text.ListItem()
        item.addElement(text.P(text=word))
        items.addElement(item)
    body.addElement(items)
    grid = table.Table()
    for values in (("Ville", "Budget"), ("Trapval", "12 000")):
        row = table.TableRow()
        for value in values:
            cell = table.TableCell()
            cell.addElement(text.P(text=value))
            row.addElement(cell)
        grid.addElement(row)
    body.addElement(grid)
    body.addElement(text.P(text="Après le tableau."))
    output = io.BytesIO()
    document.write(output)
    return output.getvalue()


def check_note(document: ReadDocument) -> None:
    (page,) = document.pages
    assert not document.paged
    assert [(heading.level, heading.title) for heading in document.headings] == [(1, "Première partie"), (2, "Détail")]
    assert all(page.text[heading.start : heading.end] == heading.title for heading in document.headings)
    assert "- premier\n- second" in page.text
    assert page.text.index("second") < page.text.index("Trapval | 12 000") < page.text.index("Après le tableau.")
    assert (document.title, document.date, document.language) == ("Note de cadrage", "2021-05-04", "fr")


def test_docx() -> None:
    document = read_bytes("a.docx", make_docx())
    check_note(document)
    assert document.format == "docx"
    assert document.authors == ("Jeanne Alba", "Paul Roy")
    assert "efficacité" in document.pages[0].text


def test_docx_without_properties_states_nothing() -> None:
    document = read_bytes("note_de_cadrage.docx", without(make_docx(), "docProps/core.xml"))
    assert (document.title, document.authors, document.date) == ("Première partie", (), None)
    assert read_bytes("a.docx", repacked(make_docx(), "docProps/core.xml", lambda _: b"<not xml")).authors == ()


def test_odt() -> None:
    document = read_bytes("a.odt", make_odt())
    check_note(document)
    assert document.format == "odt"
    assert document.authors == ("Jeanne Alba",)
    assert "Un paragraphe avec une note." in document.pages[0].text
    assert document.pages[0].text.endswith("\n\nUne note.")


def test_docx_tracked_changes_fields_and_text_boxes() -> None:
    def change(document: docx.document.Document) -> None:
        body = document.element.body
        body.insert(0, parse_xml(
            f"<w:p {W}><w:r><w:t>Gardé </w:t></w:r><w:del><w:r><w:delText>supprimé </w:delText></w:r></w:del>"
            "<w:ins><w:r><w:t>ajouté</w:t></w:r></w:ins><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
        ))  # fmt: skip
        body.insert(
            1,
            parse_xml(
                f"<w:sdt {W}><w:sdtContent><w:p><w:r><w:t>Dans un contrôle</w:t></w:r></w:p></w:sdtContent></w:sdt>"
            ),
        )

    page = read_bytes("a.docx", make_docx(change)).pages[0]
    assert page.text.startswith("Gardé ajouté\n\nDans un contrôle")
    assert "supprimé" not in page.text
    assert "PAGE" not in page.text


def test_docx_hidden_text_is_left_out() -> None:
    def change(document: docx.document.Document) -> None:
        hidden = "".join(
            f"<w:r><w:rPr><w:b/>{mark}</w:rPr><w:t>{text} </w:t></w:r>"
            for mark, text in (
                ("", "Un"),
                ("<w:vanish/>", "secret"),
                ('<w:vanish w:val="0"/>', "deux"),
                ('<w:vanish w:val="true"/>', "interdit"),
                ("<w:specVanish/>", "trois"),
            )
        )
        document.element.body.insert(0, parse_xml(f"<w:p {W}><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>{hidden}</w:p>"))

    page = read_bytes("a.docx", make_docx(change)).pages[0]
    assert page.text.startswith("Un deux trois\n\n")
    assert "secret" not in page.text
    assert "interdit" not in page.text


def test_docx_notes_stand_at_the_end_and_no_mark_in_the_text() -> None:
    notes = (
        f'<w:footnotes {W}><w:footnote w:id="-1" w:type="separator"><w:p/></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:t>La note.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )

    def change(document: docx.document.Document) -> None:
        document.element.body.insert(0, parse_xml(
            f'<w:p {W}><w:r><w:t>Appel</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'
            "<w:r><w:t>, suite.</w:t></w:r></w:p>"
        ))  # fmt: skip

    data = repacked(make_docx(change), "word/footnotes.xml", lambda _: notes.encode())
    page = read_bytes("a.docx", data).pages[0]
    assert page.text.startswith("Appel, suite.\n\n")
    assert page.text.endswith("\n\nLa note.")


@pytest.mark.parametrize("name", ["a.docx", "a.odt"])
def test_no_entity_is_expanded_and_nothing_fetched(name: str) -> None:
    data, part = (make_docx(), "word/document.xml") if name == "a.docx" else (make_odt(), "content.xml")
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'

    def change(content: bytes) -> bytes:
        head, _, rest = content.partition(b"?>")
        return head + b"?>" + bomb + rest.replace("Après".encode(), b"&b;&f;")

    text = read_bytes(name, repacked(data, part, change)).pages[0].text
    assert "aaaaaaaaaa" not in text
    assert "root:" not in text
    assert "le tableau." in text


@pytest.mark.parametrize("name", ["a.docx", "a.odt"])
def test_containers_that_can_not_be_read(name: str) -> None:
    data, part = (make_docx(), "word/document.xml") if name == "a.docx" else (make_odt(), "content.xml")
    assert code_of(name, data[: len(data) // 2]) == "truncated"
    assert code_of(name, repacked(data, part, lambda _: b"<not xml")) == "unreadable"
    assert code_of(name, repacked(data, part, lambda _: b"<x/>")) == "unreadable"
    assert code_of(name, repacked(data, "bomb.bin", lambda _: b"\0" * 30_000_000)) == "too_much_memory"
    assert code_of(name, data, ReadLimits(characters=10)) == "too_much_text"


def test_empty_and_encrypted_containers() -> None:
    output = io.BytesIO()
    docx.Document().save(output)
    assert code_of("a.docx", output.getvalue()) == "no_text"
    assert code_of("a.docx", repacked(output.getvalue(), "word/media/a.png", lambda _: b"x")) == "pictures_only"
    manifest = b'<manifest:encryption-data xmlns:manifest="x"/>'
    assert code_of("a.odt", repacked(make_odt(), "META-INF/manifest.xml", lambda _: manifest)) == "encrypted"


def all_in_a_heading(name: str) -> ReadDocument:
    """A file without a title of its own, all of it one long heading."""
    words = "Un paragraphe tout entier en style de titre. " * 500
    output = io.BytesIO()
    if name.endswith(".odt"):
        written = OpenDocumentText()
        written.text.addElement(text.H(outlinelevel=1, text=words))
        written.write(output)
    else:
        document = docx.Document()
        document.core_properties.title = ""
        document.add_heading(words, level=1)
        document.save(output)
    return read_bytes(name, output.getvalue())


@pytest.mark.parametrize("name", ["note.docx", "note.odt"])
def test_a_title_taken_from_a_heading_is_cut_like_any_title(name: str) -> None:
    title = all_in_a_heading(name).title
    assert title is not None
    assert title.startswith("Un paragraphe tout entier en style de titre. Un paragraphe")
    assert title.endswith("…")
    assert len(title) <= LONGEST_TITLE
