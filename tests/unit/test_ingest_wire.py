"""What crosses the pipe arrives as it was sent; anything else is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from assistant.errors import DocumentError
from assistant.ingest import wire
from assistant.types import Failure, Heading, Page, ReadDocument, WordBox

PAGE = Page(1, "Un titre\n\nDu texte 🚲.", "i", 595.28, 841.89, (WordBox(0, 2, 72.0, 700.5, 90.2, 712.1),))
DOCUMENT = ReadDocument(
    format="pdf",
    pages=(PAGE, Page(2, "", None)),
    paged=True,
    title="T",
    authors=("A", "B"),
    date="2020-01",
    language="fr",
    kind="study",
    headings=(Heading(1, 0, 8, 1, "Un titre"),),
    warnings=("pages_without_text",),
)


def message(**changes: Any) -> bytes:
    value = json.loads(wire.encode(DOCUMENT))
    value["document"] |= changes
    return json.dumps(value).encode()


def test_a_document_and_a_failure_arrive_whole() -> None:
    failure = Failure("r3", "bad_record", {"line": "3", "detail": "x"})
    result = wire.decode_result([wire.encode(DOCUMENT), wire.encode(failure), wire.encode_done(2)])
    assert result.documents == (DOCUMENT,)
    assert result.failures == (failure,)


def test_an_error_arrives_as_an_error() -> None:
    with pytest.raises(DocumentError) as caught:
        wire.decode_result(
            [wire.encode(DOCUMENT), wire.encode_error(DocumentError("too_many_pages", pages=9, limit=3))]
        )
    assert caught.value.code == "too_many_pages"
    assert caught.value.params == {"pages": "9", "limit": "3"}


PAGE_VALUE = json.loads(wire.encode(DOCUMENT))["document"]["pages"][0]


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [wire.encode(DOCUMENT)],
        [wire.encode_done(0)],
        [wire.encode(DOCUMENT), wire.encode_done(2)],
        [wire.encode(DOCUMENT), wire.encode_done(1), wire.encode(DOCUMENT)],
        [b"cos\nsystem\n"],
        [b"[1]"],
        [b"{}"],
        [b'{"error": {"code": "no_such_code", "params": {}}}'],
        [b'{"error": {"code": "unreadable", "params": {"code": "x"}}}'],
        [b'{"error": {"code": "unreadable", "params": {"a": 1}}}'],
        [b"[" * 100_000],
        [message(format="exe"), wire.encode_done(1)],
        [message(pages=[]), wire.encode_done(1)],
        [message(paged=False), wire.encode_done(1)],
        [message(title=3), wire.encode_done(1)],
        [message(title="\ud800"), wire.encode_done(1)],
        [message(language="de"), wire.encode_done(1)],
        [message(kind=["study"]), wire.encode_done(1)],
        [message(authors="A"), wire.encode_done(1)],
        [message(warnings=["no_such_code"]), wire.encode_done(1)],
        [message(headings=[[1, 0, 9999, 1, "x"]]), wire.encode_done(1)],
        [message(headings=[[3, 0, 1, 1, "x"]]), wire.encode_done(1)],
        [message(headings=[[1, 0, 1, True, "x"]]), wire.encode_done(1)],
        [message(pages=[PAGE_VALUE | {"number": 2}]), wire.encode_done(1)],
        [message(pages=[PAGE_VALUE | {"boxes": [0, 2, 1]}]), wire.encode_done(1)],
        [message(pages=[PAGE_VALUE | {"boxes": [0, 999, 1, 1, 1, 1]}]), wire.encode_done(1)],
        [message(pages=[PAGE_VALUE | {"boxes": [0, 2, "1", 1, 1, 1]}]), wire.encode_done(1)],
        [message(pages=[PAGE_VALUE | {"width": float("nan")}]), wire.encode_done(1)],
        [message(pages=[PAGE_VALUE | {"width": -5}]), wire.encode_done(1)],
    ],
)
def test_anything_else_is_refused(lines: list[bytes]) -> None:
    with pytest.raises(wire.WireError):
        wire.decode_result(lines)
