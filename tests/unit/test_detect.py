"""What a file is, by its content."""

from __future__ import annotations

import io
import zipfile

import pytest

from assistant.errors import DocumentError
from assistant.ingest.detect import WRONG_EXTENSION, detect
from assistant.ingest.source import Source

OPENDOCUMENT = "application/vnd.oasis.opendocument"
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
        ("a.pptx", zipped("[Content_Types].xml", "ppt/presentation.xml"), "pptx"),
        ("a.xlsx", zipped("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        ("a.odp", zipped("content.xml", mimetype=f"{OPENDOCUMENT}.presentation"), "odp"),
        ("a.otp", zipped("content.xml", mimetype=f"{OPENDOCUMENT}.presentation-template"), "odp"),
        ("a.ods", zipped("content.xml", mimetype=f"{OPENDOCUMENT}.spreadsheet"), "ods"),
        ("a.epub", zipped("x", mimetype="application/epub+zip"), "epub"),
        ("a.doc", OLE + "WordDocument".encode("utf-16-le"), "doc"),
        ("a.ppt", OLE + "PowerPoint Document".encode("utf-16-le"), "ppt"),
        ("a.xls", OLE + "Workbook".encode("utf-16-le"), "xls"),
        ("a.xls", OLE + "Book".encode("utf-16-le"), "xls"),
        ("a.rtf", b"{\\rtf1 x}", "rtf"),
        ("a.csv", b"Ville;Budget\nTrapval;12\n", "csv"),
        ("a.tsv", b"Ville\tBudget\nTrapval\t12\n", "csv"),
        ("a.csv", "Ville;Été".encode("cp1252"), "csv"),
        ("a.txt", b"Ville;Budget\nTrapval;12\n", "text"),
        ("a.eml", b"From: a@a.test\nSubject: Jardin\n\nBonjour.", "eml"),
        ("message", b"From: a@a.test\nTo: b@b.test\nSubject: x\nDate: Mon, 1 Jan 2024 10:00:00 +0100\n\nx", "eml"),
        ("a.txt", b"Objet: le jardin\nDate: lundi\n\nBonjour.", "text"),
        ("a.vtt", b"WEBVTT\n\n00:00.000 --> 00:01.000\nBonjour", "vtt"),
        ("a.vtt", b"\xef\xbb\xbfWEBVTT - un titre\r\n\r\n00:00.000 --> 00:01.000\r\nx", "vtt"),
        ("a.txt", b"WEBVTTX\n\nx", "text"),
        ("a.srt", b"1\r\n00:00:00,000 --> 00:00:01,000\r\nBonjour", "srt"),
        ("a.png", b"\x89PNG\r\n\x1a\n\0\0", "image"),
        ("a.jpg", b"\xff\xd8\xff\xe0\0", "image"),
        ("a.gif", b"GIF89a\x01\0", "image"),
        ("a.tif", b"II*\0\x08\0\0\0", "image"),
        ("a.bmp", b"BM\x36\0\0\0\0\0\0\0", "image"),
        ("a.webp", b"RIFF\x10\0\0\0WEBPVP8 ", "image"),
        ("a.txt", b"BM est un sigle de la ville.", "text"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",  # bytes hold the time they were made at
)
def test_recognised(name: str, data: bytes, wanted: str) -> None:
    assert found(name, data) == wanted


@pytest.mark.parametrize(
    ("data", "code", "what"),
    [
        (zipped("x", mimetype=f"{OPENDOCUMENT}.graphics"), "unsupported_format", "ODG"),
        (zipped("visio/document.xml"), "unsupported_format", "VSDX"),
        (zipped("a.txt"), "unsupported_format", "archive ZIP"),
        (OLE + "VisioDocument".encode("utf-16-le"), "unsupported_format", "VSD"),
        (OLE + "__properties_version1.0".encode("utf-16-le"), "unsupported_format", "MSG"),
        (OLE, "unsupported_format", "OLE2"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted", None),
        (b"RIFF\x10\0\0\0WAVEfmt ", "unsupported_format", "audio"),
        (b"\0\0\0\x18ftypmp42", "unsupported_format", "video"),
        (b"\x7fELF\x02\x01", "program", "programme"),
        (b"MZ\x90\0\x03\0", "program", "programme"),
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
    assert detect(Source("a.xlsm", io.BytesIO(zipped("xl/workbook.xml")))).warnings == ()
    assert detect(Source("a.ppsx", io.BytesIO(zipped("ppt/presentation.xml")))).warnings == ()
    assert detect(Source("a.xls", io.BytesIO(zipped("xl/workbook.xml")))).warnings == (WRONG_EXTENSION,)
    assert detect(Source("a.csv", io.BytesIO(html))).warnings == (WRONG_EXTENSION,)
    assert detect(Source("a.txt", io.BytesIO(b"WEBVTT\n\n00:00.000 --> 00:01.000\nx"))).warnings == (WRONG_EXTENSION,)
    assert detect(Source("a.jpg", io.BytesIO(b"\x89PNG\r\n\x1a\n\0\0"))).warnings == ()


def test_unreadable_rather_than_bad_encoding_for_a_broken_binary() -> None:
    with pytest.raises(DocumentError) as caught:
        found("a.pdf", bytes(range(256)) * 20)
    assert caught.value.code == "unreadable"
