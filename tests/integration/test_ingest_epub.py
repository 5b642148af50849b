"""EPUB: chapters in reading order, what is left out, and books that are broken, locked or hostile."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import pytest

from assistant.errors import DocumentError
from assistant.ingest.limits import ReadLimits
from assistant.types import ReadDocument
from made_files import WORDS, read_bytes

pytestmark = pytest.mark.integration

CONTAINER = """<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
<rootfiles><rootfile full-path="OEBPS/livre.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""
METADATA = """<dc:title>Les ateliers de Sarrevigne</dc:title><dc:creator id="a">Jeanne Alba</dc:creator>
<dc:creator id="b">Paul Roy</dc:creator><dc:creator id="c">Ines Traductrice</dc:creator>
<meta refines="#c" property="role">trl</meta><dc:date>2021-03-08T00:00:00Z</dc:date><dc:language>fr-FR</dc:language>"""


def package(items: Mapping[str, str], metadata: str = METADATA, spine: str = "") -> str:
    """An OPF whose manifest has these items (id to attributes), in this order unless a spine is given."""
    manifest = "".join(f'<item id="{name}" {attributes}/>' for name, attributes in items.items())
    order = spine or "".join(f'<itemref idref="{name}"/>' for name in items)
    return (
        '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>{metadata}</metadata><manifest>{manifest}</manifest>'
        f"<spine>{order}</spine></package>"
    )


def page(body: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"'
        f' xmlns:epub="http://www.idpf.org/2007/ops"><head><title/></head><body>{body}</body></html>'
    )


def epub(parts: Mapping[str, str | bytes], mimetype: bool = True) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        if mimetype:
            archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        for name, content in ({"META-INF/container.xml": CONTAINER} | dict(parts)).items():
            archive.writestr(name, content)
    return output.getvalue()


XHTML = 'media-type="application/xhtml+xml"'
BOOK: dict[str, str | bytes] = {
    "OEBPS/livre.opf": package(
        {
            "nav": f'href="nav.xhtml" {XHTML} properties="nav"',
            "un": f'href="texte/un%20.xhtml" {XHTML}',
            "deux": f'href="./texte/../deux.xhtml#debut" {XHTML}',
            "style": 'href="style.css" media-type="text/css"',
        }
    ),
    "OEBPS/nav.xhtml": page("<nav epub:type='toc'><h1>Sommaire</h1><ol><li><a href='x'>Un</a></li></ol></nav>"),
    "OEBPS/texte/un .xhtml": page(
        f"<h1>L'ouverture</h1><p>{WORDS[0]} Une note<a epub:type='noteref' href='#n'>1</a> suit.</p>"
        "<script>alert('x')</script><p hidden='hidden'>caché</p><img src='http://198.51.100.1/x.png'/>"
        "<span epub:type='pagebreak' id='p2'>2</span><ul><li>un point</li><li>un autre</li></ul>"
    ),
    "OEBPS/deux.xhtml": page(f"<section><h2>Les comptes de 2020</h2><p>{WORDS[1]}&nbsp;&amp;</p></section>"),
    "OEBPS/style.css": "p { color: red }",
}


def read(parts: Mapping[str, str | bytes], limits: ReadLimits | None = None) -> ReadDocument:
    return read_bytes("livre.epub", epub(parts), limits)


def code_of(data: bytes, limits: ReadLimits | None = None) -> str:
    with pytest.raises(DocumentError) as caught:
        read_bytes("livre.epub", data, limits)
    return caught.value.code


def test_a_book() -> None:
    document = read(BOOK)
    (only,) = document.pages
    assert only.text == (
        f"L'ouverture\n\n{WORDS[0]} Une note suit.\n\n- un point\n- un autre\n\nLes comptes de 2020\n\n{WORDS[1]}\u00a0&"
    )
    assert [(one.level, one.title) for one in document.headings] == [(1, "L'ouverture"), (2, "Les comptes de 2020")]
    assert all(only.text[one.start : one.end] == one.title for one in document.headings)
    assert (document.format, document.paged, document.record_id) == ("epub", False, None)
    assert (document.title, document.authors) == ("Les ateliers de Sarrevigne", ("Jeanne Alba", "Paul Roy"))
    assert (document.date, document.language) == ("2021-03-08", "fr")


def test_a_book_without_the_mark_of_its_type_or_with_its_package_elsewhere() -> None:
    assert read_bytes("livre.epub", epub(BOOK, mimetype=False)).format == "epub"
    moved = {**BOOK, "META-INF/container.xml": CONTAINER.replace("livre.opf", "absent.opf")}
    assert read(moved).title == "Les ateliers de Sarrevigne"


def test_the_title_is_the_first_heading_where_none_is_stated() -> None:
    opf = package({"un": f'href="un.xhtml" {XHTML}'}, metadata="")
    document = read({"OEBPS/livre.opf": opf, "OEBPS/un.xhtml": page(f"<h1>La halle</h1><p>{WORDS[0]}</p>")})
    assert (document.title, document.authors, document.date) == ("La halle", (), None)


def test_references_that_lead_nowhere_or_out_of_the_book_are_left_out() -> None:
    items = {
        "dehors": f'href="../../../../etc/passwd" {XHTML}',
        "racine": f'href="/etc/passwd" {XHTML}',
        "fichier": f'href="file:///etc/passwd" {XHTML}',
        "web": f'href="http://127.0.0.1:9/x.xhtml" {XHTML}',
        "absent": f'href="absent.xhtml" {XHTML}',
        "vide": f'href="vide.xhtml" {XHTML}',
        "image": 'href="i.svg" media-type="image/svg+xml"',
        "un": f'href="un.xhtml" {XHTML}',
    }
    spine = "".join(f'<itemref idref="{name}"/>' for name in (*items, "un", "un", "inconnu"))
    parts = {
        "OEBPS/livre.opf": package(items, spine=spine),
        "OEBPS/un.xhtml": page(f"<p>{WORDS[0]}</p>"),
        "OEBPS/vide.xhtml": "",
        "OEBPS/i.svg": "<svg xmlns='http://www.w3.org/2000/svg'><text>dessin</text></svg>",
        "../etc/passwd": page("<p>dehors</p>"),
    }
    document = read(parts)
    assert document.pages[0].text == WORDS[0]  # and once, though the spine names it three times
    assert document.warnings == ("chapters_left_out:7",)  # each, "image" apart, once


def encryption(path: str, method: str) -> str:
    return (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"'
        ' xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData>'
        f'<enc:EncryptionMethod Algorithm="{method}"/><enc:CipherData><enc:CipherReference URI="{path}"/>'
        "</enc:CipherData></enc:EncryptedData></encryption>"
    )


def test_a_locked_book() -> None:
    aes = "http://www.w3.org/2001/04/xmlenc#aes128-cbc"
    locked = {**BOOK, "META-INF/encryption.xml": encryption("OEBPS/texte/un%20.xhtml", aes)}
    assert code_of(epub(locked | {"OEBPS/texte/un .xhtml": bytes(range(256))})) == "encrypted"
    font = encryption("OEBPS/deux.xhtml", "http://www.idpf.org/2008/embedding")
    assert read({**BOOK, "META-INF/encryption.xml": font}).title == "Les ateliers de Sarrevigne"
    other = {**BOOK, "META-INF/encryption.xml": encryption("OEBPS/video.mp4", aes)}
    assert read(other).title == "Les ateliers de Sarrevigne"


def test_broken_books() -> None:
    whole = epub(BOOK)
    assert code_of(whole[:-200]) == "truncated"
    assert code_of(epub({"META-INF/container.xml": "<container"})) == "unreadable"
    assert code_of(epub({"autre.txt": "x"})) == "unreadable"
    assert code_of(epub({**BOOK, "OEBPS/livre.opf": "<package"})) == "unreadable"
    empty = package({"un": f'href="un.xhtml" {XHTML}'})
    assert code_of(epub({"OEBPS/livre.opf": empty, "OEBPS/un.xhtml": page("")})) == "no_text"
    picture = {"OEBPS/livre.opf": empty, "OEBPS/un.xhtml": page("<img src='i.png'/>"), "OEBPS/i.png": b"\x89PNG"}
    assert code_of(epub(picture)) == "pictures_only"


def test_chapters_that_are_missing_or_damaged_are_counted() -> None:
    assert read(BOOK).warnings == ()
    blank = {**BOOK, "OEBPS/deux.xhtml": page("")}
    assert read(blank).warnings == ()  # it shows nothing, and nothing is missing
    missing = {name: content for name, content in BOOK.items() if name != "OEBPS/deux.xhtml"}
    document = read(missing)
    assert document.warnings == ("chapters_left_out:1",)
    assert document.pages[0].text.startswith("L'ouverture")
    whole = epub(BOOK)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        place = archive.getinfo("OEBPS/deux.xhtml").header_offset + 60
    damaged = whole[:place] + bytes(20) + whole[place + 20 :]
    assert read_bytes("livre.epub", damaged).warnings == ("chapters_left_out:1",)
    deep = page("<q>" * 3000 + "<p hidden='hidden'>x</p>")
    assert read({**BOOK, "OEBPS/deux.xhtml": deep}).warnings == ("chapters_left_out:1",)
    gone = {name: content for name, content in missing.items() if name != "OEBPS/texte/un .xhtml"}
    assert code_of(epub(gone)) == "unreadable"


def test_hostile_books() -> None:
    assert code_of(epub(BOOK), ReadLimits(characters=100)) == "too_much_text"
    assert code_of(epub({**BOOK, "OEBPS/bombe": bytes(20_000_000)})) == "too_much_memory"
    entity = '<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "yy">]>'
    expanding = page(f"<p>{WORDS[0]} &x;&y;</p>").replace(
        "<!DOCTYPE html>", entity.replace("DOCTYPE p", "DOCTYPE html")
    )
    text = read({**BOOK, "OEBPS/deux.xhtml": expanding}).pages[0].text
    assert "root:" not in text
    assert WORDS[0] in text
    package_with_entity = str(BOOK["OEBPS/livre.opf"]).replace(
        '<?xml version="1.0"?>', '<?xml version="1.0"?><!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    )
    assert read({**BOOK, "OEBPS/livre.opf": package_with_entity.replace("Les ateliers", "&x; Les ateliers")}).title
