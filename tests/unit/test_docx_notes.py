"""Notes of DOCX files as whoever reads them sees them: places, bookmarks, tracked changes, hidden text, endnotes."""

from __future__ import annotations

import io
import zipfile

import pytest

from assistant.errors import DocumentError
from assistant.ingest.limits import ReadLimits
from assistant.ingest.office.docx_notes import NOTE_PLACE, read_notes
from assistant.ingest.source import Source
from assistant.types.proposal_files import ReadNotes

SPACE = "urn:assistant:notes:1"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
REFERENCE = '<w:r><w:footnoteReference w:id="2"/></w:r>'


def note(content: str, kind: str = "footnote", number: int = 2) -> str:
    return f'<w:{kind} w:id="{number}"><w:p>{content}</w:p></w:{kind}>'


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def read(body: str, notes: str = note(run("La note")), **parts: str) -> ReadNotes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {W} {MC}><w:body>{body}</w:body></w:document>")
        archive.writestr("word/footnotes.xml", f"<w:footnotes {W}>{notes}</w:footnotes>")
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    made.seek(0)
    return read_notes(Source("a.docx", made), ReadLimits(), SPACE)


def test_a_note_with_its_place() -> None:
    (found,) = read(f"<w:p>{run('Avant')}{REFERENCE}{run(' après.')}</w:p>").notes
    assert (found.text, found.paragraph) == ("La note", f"Avant{NOTE_PLACE} après.")


def test_bookmarks_in_a_note() -> None:
    marks = '<w:bookmarkStart w:id="1" w:name="un"/><w:bookmarkEnd w:id="1"/>'
    (found,) = read(f"<w:p>{REFERENCE}</w:p>", note(marks + run("x") + marks)).notes
    assert found.keys == ("un",)


def test_tracked_changes_and_hidden_text() -> None:
    content = (
        f"<w:ins>{run('mis ')}</w:ins><w:del><w:r><w:delText>ôté</w:delText></w:r></w:del>"
        f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>caché</w:t></w:r><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>vu</w:t></w:r>"
    )
    (found,) = read(f"<w:p>{REFERENCE}</w:p>", note(content)).notes
    assert found.text == "mis vu"


@pytest.mark.parametrize(
    "body",
    [
        "<w:p/>",
        f"<w:p><w:del>{REFERENCE}</w:del></w:p>",
        f"<w:p><w:moveFrom>{REFERENCE}</w:moveFrom></w:p>",
        '<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:footnoteReference w:id="2"/></w:r></w:p>',
        '<w:p><w:r><w:footnoteReference w:id="9"/></w:r></w:p>',
    ],
)
def test_notes_that_the_text_does_not_refer_to_do_not_count(body: str) -> None:
    assert read(body).notes == ()


def test_endnotes_count_and_separators_do_not() -> None:
    endnotes = f"<w:endnotes {W}>{note(run('À la fin'), 'endnote')}</w:endnotes>"
    separator = '<w:footnote w:id="0" w:type="separator"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    body = '<w:p><w:r><w:endnoteReference w:id="2"/></w:r><w:r><w:footnoteReference w:id="0"/></w:r></w:p>'
    found = read(body, separator, word__endnotes_xml=endnotes).notes
    assert [each.text for each in found] == ["À la fin"]


def test_notes_in_tables_and_text_boxes_in_the_order_of_the_text() -> None:
    box = f"<w:r><w:txbxContent><w:p>{run('Dedans')}{REFERENCE}</w:p></w:txbxContent></w:r>"
    doubled = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    body = f"<w:tbl><w:tr><w:tc><w:p>{run('Case')}{REFERENCE}</w:p></w:tc></w:tr></w:tbl><w:p>{run('Dehors')}{doubled}</w:p>"
    assert [each.paragraph for each in read(body).notes] == [f"Case{NOTE_PLACE}", f"Dedans{NOTE_PLACE}"]


def test_what_the_file_carries() -> None:
    other = "<b:Sources xmlns:b='http://schemas.openxmlformats.org/officeDocument/2006/bibliography'/>"
    ours = f"<notes xmlns='{SPACE}'>{{&quot;a&quot;: 1}}</notes>"
    found = read("<w:p/>", customXml__item1_xml=other, customXml__item2_xml=ours, customXml__item3_xml="<broken")
    assert found.carried == '{"a": 1}'
    assert read("<w:p/>", customXml__item1_xml=other).carried == ""


def styled(style: str, content: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{content}</w:p>'


def mark(name: str) -> str:
    return f'<w:bookmarkStart w:id="1" w:name="{name}"/>'


def test_paragraphs_and_where_they_are() -> None:
    body = "".join(
        [
            styled("Title", run("Titre")),
            styled("TOC1", run("Un")),
            mark("section_s1"),
            styled("Heading1", run("Un")),
            f"<w:p>{run('Dit')}{REFERENCE}</w:p><w:p/>",
            styled("Titre2", mark("section_s1_2") + run("Deux")),  # as Word in French, as LibreOffice
            styled("Heading1", mark("annex") + run("Annexe")),
            f"<w:p>{run('Cité')}</w:p>",
        ]
    )
    assert [(each.kind, each.text) for each in read(body).paragraphs] == [
        ("heading", "Titre"),
        ("front", "Un"),
        ("heading", "Un"),
        ("text", f"Dit{NOTE_PLACE}"),
        ("heading", "Deux"),
        ("after", "Annexe"),
        ("after", "Cité"),
    ]
    lost = read(f"<w:p>{run('Un')}</w:p><w:p>{run('Deux')}</w:p>")
    assert [each.kind for each in lost.paragraphs] == ["text", "text"], "no section can be told"


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        ({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}, "ODT"),
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}, "OpenDocument"),
        ({"xl/workbook.xml": "<a/>"}, "XLSX"),
        ({"notes.txt": "a"}, "ZIP"),
    ],
)
def test_containers_of_another_kind_are_named(parts: dict[str, str], kind: str) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    made.seek(0)
    with pytest.raises(DocumentError) as caught:
        read_notes(Source("a.docx", made), ReadLimits(), SPACE)
    assert (caught.value.code, caught.value.params) == ("unsupported_format", {"found": kind})


def test_too_many_notes_are_refused() -> None:
    with pytest.raises(DocumentError) as caught:
        read(f"<w:p>{REFERENCE * 5001}</w:p>")
    assert caught.value.code == "too_much_text"
