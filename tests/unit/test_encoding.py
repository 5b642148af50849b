"""Bytes to text."""

from __future__ import annotations

import hashlib

import pytest

from assistant.errors import DocumentError
from assistant.ingest.texts.encoding import decode

TEXT = "L’été dernier, les élus ont visité « le laboratoire » à Nîmes : où, quand, pourquoi ? Ça coûtait 12 €.\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "cp1252", "mac_roman"]
)
def test_french_text_in_many_encodings(encoding: str) -> None:
    decoded = decode((TEXT * 20).encode(encoding))
    assert decoded.text == TEXT * 20
    assert not decoded.lossy


def test_short_latin_text() -> None:
    assert decode("können über".encode("latin-1")).text == "können über"


def test_ascii_is_utf8() -> None:
    assert decode(b"plain").encoding == "utf-8"


def test_a_few_broken_bytes_in_utf8_are_replaced() -> None:
    decoded = decode((TEXT * 20).encode() + b" \xff fin")
    assert decoded.lossy
    assert decoded.text.startswith(TEXT)
    assert decoded.text.endswith("\ufffd fin")


NOISE = b"".join(hashlib.sha256(bytes([number])).digest() for number in range(200))


@pytest.mark.parametrize("data", [bytes(range(256)) * 40, b"\x00\x01\x02\x03" * 500, NOISE])
def test_no_encoding_fits(data: bytes) -> None:
    with pytest.raises(DocumentError) as caught:
        decode(data)
    assert caught.value.code == "bad_encoding"
