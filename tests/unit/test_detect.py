"""What a file is, by its content."""

from __future__ import annotations

import io
import zipfile

import pytest

from assistant.errors import DocumentError
from assistant.ingest.detect import WRONG_EXTENSION, detect
from assistant.ingest.source import Source

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100


def zipped(*names: str, mimetype: str = "") -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "x")
    return output.getvalue()


def found(name: str, data: bytes) -> str:
    return detect(Source(name, io.BytesIO(data))).format


@pytest.mark.parametrize(
    ("name", "data", "wanted"),
    [
        ("a.pdf", b"%PDF-1.7\n...", "pdf"),
        ("a.pdf", b"\n" * 500 + b"junk %PDF-1.4", "pdf"),
        ("a.pdf", b"1 0 obj <<>> endobj trailer startxref", "pdf"),
        ("a.docx", zipped("[Content_Types].xml", "word/document.xml"), "docx"),
        ("a.odt", zipped("content.xml", mimetype="application/vnd.oasis.opendocument.text"), "odt"),
        ("a.html", b"<!DOCTYPE html><html><body><p>x</p></body></html>", "html"),
        ("a", b"<?xml version='1.0'?><!-- c --><html xmlns='http://www.w3.org/1999/xhtml'></html>", "html"),
        ("a.html", b"---\ntitle: x\n---\n<section><h2>T</h2><p>x</p></section>", "html"),
        ("a.html", "<html><p>été</p></html>".encode("utf-16"), "html"),
        ("a.jsonl", b'{"_id": "1", "text": "x"}\n{"_id": "2", "text": "y"}\n', "jsonl"),
        ("a.txt", b'{"_id": "1", "text": "x"}\n{"_id": "2", "text": "y"}\n', "jsonl"),
        ("a.jsonl", b'oops\n{"_id": "2", "text": "y"}\n', "jsonl"),
        ("a.txt", b'{"_id": "1", "text": "cut', "text"),
        ("a.md", b"Une simple phrase.", "markdown"),
        ("a.txt", b"Une simple phrase.", "text"),
        ("a.txt", b"# commentaire\n# autre commentaire\nserver { listen 80; }", "text"),
        ("notes", b"---\ntitle: x\n---\n\n# Titre\n\nVoir [ici](https://a.test).", "markdown"),
        ("notes", b"Une simple phrase.\n\nUne autre.", "text"),
        ("a.md", b"<p align='center'>x</p>\n\n# Titre", "markdown"),
        ("a.txt", "Été à Nîmes".encode("cp1252"), "text"),
    ],
)
def test_recognised(name: str, data: bytes, wanted: str) -> None:
    assert found(name, data) == wanted


@pytest.mark.parametrize(
    ("data", "code", "what"),
    [
        (zipped("ppt/presentation.xml"), "unsupported_format", "PPTX"),
        (zipped("xl/workbook.xml"), "unsupported_format", "XLSX"),
        (zipped("x", mimetype="application/epub+zip"), "unsupported_format", "EPUB"),
        (zipped("x", mimetype="application/vnd.oasis.opendocument.presentation"), "unsupported_format", "ODP"),
        (zipped("a.txt"), "unsupported_format", "archive ZIP"),
        (OLE + "WordDocument".encode("utf-16-le"), "unsupported_format", "DOC (Word 97-2003)"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted", None),
        (b"{\\rtf1 x}", "unsupported_format", "RTF"),
        (b"\x89PNG\r\n\x1a\n\0\0", "unsupported_format", "image PNG"),
        (b"\x7fELF\x02\x01", "unsupported_format", "programme"),
        (b"\x1f\x8b\x08\0", "unsupported_format", "archive gzip"),
        (b"<?xml version='1.0'?><svg xmlns='x'/>", "unsupported_format", "SVG"),
        (b"<?xml version='1.0'?><rss/>", "unsupported_format", "XML"),
        (bytes(range(256)) * 20, "bad_encoding", None),
        (b"\0" * 300, "bad_encoding", None),
        (zipped("word/document.xml")[:60], "truncated", None),
    ],
    ids=lambda value: value if isinstance(value, str) else "",  # bytes hold the time they were made at
)
def test_refused(data: bytes, code: str, what: str | None) -> None:
    with pytest.raises(DocumentError) as caught:
        found("x", data)
    assert caught.value.code == code
    assert caught.value.params.get("found") == what


def test_a_wrong_extension_is_warned_of() -> None:
    html = b"<!doctype html><html><p>x</p></html>"
    assert detect(Source("a.pdf", io.BytesIO(html))).warnings == (WRONG_EXTENSION,)
    assert detect(Source("a.docx", io.BytesIO(b"%PDF-1.4"))).warnings == (WRONG_EXTENSION,)
    assert detect(Source("a.htm", io.BytesIO(html))).warnings == ()
    assert detect(Source("a.txt", io.BytesIO(b"---\ntitle: x\n---\n# T\n# U\n[a](/b)"))).warnings == ()
    assert detect(Source("rapport.v2", io.BytesIO(b"%PDF-1.4"))).warnings == ()


def test_unreadable_rather_than_bad_encoding_for_a_broken_binary() -> None:
    with pytest.raises(DocumentError) as caught:
        found("a.pdf", bytes(range(256)) * 20)
    assert caught.value.code == "unreadable"
