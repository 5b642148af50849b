"""What an answer of the web is kept as, and addresses told from paths."""

from __future__ import annotations

import pytest

from assistant.collecting import file_extension
from assistant.errors import DocumentError, WebError
from assistant.ingestion import is_address
from assistant.types import Fetched, Validators

HTML = b"<!doctype html><html><body><p>Texte</p></body></html>"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


def answer(content: bytes, media_type: str = "", path: str = "/p") -> Fetched:
    url = f"https://exemple.test{path}"
    return Fetched(url, url, content, media_type, Validators(), "2026-11-26T08:00:00+00:00")


@pytest.mark.parametrize(
    ("content", "media_type", "path", "extension"),
    [
        (HTML, "text/html", "/p", "html"),
        (HTML, "application/xhtml+xml", "/p.php", "html"),
        (HTML, "", "/", "html"),
        (HTML, "text/plain", "/p", "html"),
        (b"%PDF-1.7 ...", "application/pdf", "/p", "pdf"),
        (b"%PDF-1.7 ...", "application/octet-stream", "/p.pdf", "pdf"),
        (b"%PDF-1.7 ...", "text/html", "/p", "pdf"),
        (b"Un texte simple.", "text/plain", "/p.txt", "txt"),
        (b"Un texte simple.", "text/html", "/p", "txt"),
        (b"a;b\n1;2\n", "text/csv", "/p", "csv"),
        (b"# Titre\n\n- un\n- deux\n", "text/markdown", "/p", "md"),
        (PNG, "image/png", "/p", "png"),
        (PNG, "", "/p.php", "png"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\nTexte\n", "text/vtt", "/p", "vtt"),
    ],
)
def test_content_decides_and_what_is_announced_where_it_agrees(content, media_type, path, extension):
    assert file_extension(answer(content, media_type, path)) == extension


@pytest.mark.parametrize(
    ("content", "media_type", "error", "code"),
    [
        (HTML, "application/pdf", WebError, "web_wrong_type"),
        (HTML, "image/png", WebError, "web_wrong_type"),
        (b"Il faut vous connecter.", "application/pdf", WebError, "web_wrong_type"),
        (bytes(range(256)), "application/pdf", WebError, "web_wrong_type"),
        (b"\x1f\x8b\x08" + bytes(30), "application/gzip", DocumentError, "unsupported_format"),
        (b"Rar!\x1a\x07" + bytes(30), "text/html", DocumentError, "unsupported_format"),
        (b"MZ" + bytes(200), "application/pdf", DocumentError, "program"),
        (b'{"a": 1}', "application/ld+json", DocumentError, "unsupported_format"),
        (b"p { color: red }", "text/css", DocumentError, "unsupported_format"),
        (b"<?xml version='1.0'?><a/>", "application/xml", DocumentError, "unsupported_format"),
        (b"<svg xmlns='x'/>", "image/svg+xml", DocumentError, "unsupported_format"),
    ],
)
def test_what_is_no_document_is_refused(content, media_type, error, code):
    with pytest.raises(error) as caught:
        file_extension(answer(content, media_type))
    assert caught.value.code == code


@pytest.mark.parametrize("target", ["https://a.test", "HTTP://a.test", "ftp://a", "file:///a", "file:a", "data:,a"])
def test_addresses_are_told_from_paths(target):
    assert is_address(target)


@pytest.mark.parametrize(
    "target", ["corpus", "./a.pdf", "http.d", "/a/b", "C:\\a.pdf", "C:/a.pdf", "a:b.txt", "http", ""]
)
def test_paths_are_no_addresses(target):
    assert not is_address(target)
