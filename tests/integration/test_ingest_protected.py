"""Office files that are protected by a password, and those that point out of themselves."""

from __future__ import annotations

import io
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from pptx.opc.constants import RELATIONSHIP_TYPE

from assistant.ingest.limits import ReadLimits
from assistant.ingest.process.worker import WorkerReader
from deck_files import SLIDES, make_odp, make_pptx
from made_files import read_bytes
from office_files import KEPT, code_of, protected, read_protected, relationships, repacked, workbook

pytestmark = pytest.mark.integration
MANIFEST = "META-INF/manifest.xml"
SENTENCE = "Le budget de la ville de Trapval est de 12 000 euros."


def fill(book: Any) -> None:
    book.add_worksheet("Budget").write_row(0, 0, ("Trapval", 12))


def make_docx() -> bytes:
    document = docx.Document()
    document.add_paragraph(SENTENCE)
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


def kept(name: str) -> bytes:
    return (KEPT / name).read_bytes()


def test_office_files_of_today() -> None:
    plain = make_pptx()
    data = protected(plain, "sésame")
    assert code_of("a.pptx", data) == "encrypted"
    assert code_of("a.pptx", data, password="autre") == "wrong_password"
    document = read_protected("a.pptx", data, "sésame")
    assert [page.text for page in document.pages] == SLIDES
    assert document.warnings == ()
    assert read_protected("a.pptx", plain, "inutile").pages == document.pages


@pytest.mark.parametrize(
    ("name", "password", "words"),
    [("budget-protege.xls", "sesame", "Trapval | 12000"), ("note-protegee.odt", "sésame", SENTENCE)],
)
def test_old_workbooks_and_opendocument(name: str, password: str, words: str) -> None:
    data = kept(name)
    assert code_of(name, data) == "encrypted"
    assert code_of(name, data, password="autre") == "wrong_password"
    assert code_of(name, data, password="x" * 300) == "wrong_password"
    assert words in read_protected(name, data, password).pages[0].text


def test_an_old_word_file_is_opened_for_the_converter() -> None:
    data = kept("note-protegee.doc")
    assert code_of("a.doc", data) == "encrypted"
    assert code_of("a.doc", data, password="autre") == "wrong_password"
    assert code_of("a.doc", data, password="sesame") == "no_converter"


def test_a_workbook_that_may_only_be_read_opens_unasked() -> None:
    data = protected(workbook(fill), "VelvetSweatshop")
    assert read_bytes("a.xlsx", data).pages[0].text == "Budget\n\nTrapval | 12"
    assert read_protected("a.xlsx", data, "autre").pages[0].text == "Budget\n\nTrapval | 12"


def test_protection_that_is_not_known_or_is_damaged() -> None:
    data = kept("note-protegee.odt")
    for old, new in ((b"xmlenc#aes256-cbc", b"xmlenc#aes256-gcm"), (b"PBKDF2", b"argon2id")):
        other = repacked(data, MANIFEST, lambda xml, old=old, new=new: xml.replace(old, new))
        assert code_of("a.odt", other, password="sésame") == "encrypted"
    for old, new in ((b'iteration-count="100000"', b'iteration-count="x"'), (b"</manifest:manifest>", b"")):
        other = repacked(data, MANIFEST, lambda xml, old=old, new=new: xml.replace(old, new))
        assert code_of("a.odt", other, password="sésame") == "unreadable"
    assert (
        code_of("a.odt", repacked(data, "content.xml", lambda content: content[:100]), password="sésame")
        == "unreadable"
    )
    assert code_of("a.odp", make_odp()[:400], password="x") == "truncated"
    old = kept("budget-protege.xls")
    assert code_of("a.xls", old[:1200] + b"\xff" * 900 + old[2100:], password="sesame") == "unreadable"


@pytest.fixture
def reader() -> Iterator[WorkerReader]:
    one = WorkerReader(ReadLimits())
    yield one
    one.close()


def test_passwords_reach_the_confined_process_which_writes_no_file(reader: WorkerReader, tmp_path: Path) -> None:
    for name, password in (("budget-protege.xls", "sesame"), ("note-protegee.odt", "sésame")):
        (document,) = reader.read(KEPT / name, password).documents
        assert "Trapval" in document.pages[0].text
    path = tmp_path / "a.docx"
    path.write_bytes(protected(make_docx(), "sésame"))
    (document,) = reader.read(path, "sésame").documents
    assert document.pages[0].text == SENTENCE


def pointing_out(url: str) -> dict[str, bytes]:
    """A DOCX with macros and a remote template, a PPTX with remote pictures, links and media, an XLSX with a remote workbook."""
    template = relationships(("attachedTemplate", f"{url}/modele.dotm"), external=True)
    settings = '<w:attachedTemplate xmlns:r="{}" r:id="rId1"/></w:settings>'.format(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ).encode()
    document = repacked(make_docx(), "word/_rels/settings.xml.rels", lambda _: template)
    document = repacked(document, "word/settings.xml", lambda xml: xml.replace(b"</w:settings>", settings))
    macros = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + f'Sub AutoOpen() Shell "curl {url}/macro" End Sub'.encode()
    document = repacked(document, "word/vbaProject.bin", lambda _: macros)

    def link(deck: Any) -> None:
        part = deck.slides[1].part
        for kind in ("IMAGE", "HYPERLINK", "OLE_OBJECT", "MEDIA", "SLIDE_LAYOUT", "CHART"):
            part.relate_to(f"{url}/{kind}", getattr(RELATIONSHIP_TYPE, kind), is_external=True)

    def fill_with_links(book: Any) -> None:
        sheet = book.add_worksheet("Budget")
        sheet.write_url(0, 0, f"{url}/page", string="Trapval")
        sheet.write_formula(0, 1, f'=WEBSERVICE("{url}/service")', None, "12")
        sheet.write_formula(0, 2, f"='{url}/[autre.xlsx]Feuil1'!A1", None, "13")

    far = relationships(("externalLinkPath", f"{url}/autre.xlsx"), external=True)
    sheets = repacked(workbook(fill_with_links), "xl/externalLinks/_rels/externalLink1.xml.rels", lambda _: far)
    return {"a.docx": document, "a.pptx": make_pptx(link), "a.xlsx": sheets}


def test_nothing_a_file_points_to_is_fetched(reader: WorkerReader, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        for name, data in pointing_out(f"http://127.0.0.1:{server.getsockname()[1]}").items():
            path = tmp_path / name
            path.write_bytes(data)
            (document,) = reader.read(path).documents
            here = read_bytes(name, data)  # in this process, which does have a network
            words = {"a.docx": SENTENCE, "a.pptx": SLIDES[1], "a.xlsx": "Trapval | 12 | 13"}[name]
            assert any(words in page.text for page in document.pages)
            assert document.pages == here.pages
        with pytest.raises(BlockingIOError):
            server.accept()
