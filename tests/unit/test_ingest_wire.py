"""What crosses the pipe arrives as it was sent; anything else is refused."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import Any

import pytest

from assistant.errors import DocumentError
from assistant.ingest.limits import ReadLimits, RecognitionLimits
from assistant.ingest.process import child, wire
from assistant.ingest.process.request import Request, decode_request
from assistant.ingest.process.wire_boxes import encode_boxes
from assistant.ports import ReadResult
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
    ocr_wanted=(2,),
)
RECOGNISED = Page(3, "Reconnu", None, 595.0, 842.0, (WordBox(0, 7, 10.0, 20.0, 60.0, 32.0),), 0.93)


DOCUMENT_LINES = list(wire.encode(DOCUMENT))
PAGE_VALUE = json.loads(DOCUMENT_LINES[1])["page"]
DONE = wire.encode_done(1)


def message(**changes: Any) -> list[bytes]:
    """The lines of the document, a value of its first changed."""
    value = json.loads(DOCUMENT_LINES[0])
    value["document"] |= changes
    return [json.dumps(value).encode(), *DOCUMENT_LINES[1:]]


def page(**changes: Any) -> list[bytes]:
    """The lines of the document, a value of its first page changed."""
    return [DOCUMENT_LINES[0], json.dumps({"page": PAGE_VALUE | changes}).encode(), *DOCUMENT_LINES[2:]]


def test_a_document_and_a_failure_arrive_whole() -> None:
    failure = Failure("r3", "bad_record", {"line": "3", "detail": "x"})
    result = wire.decode_result([*DOCUMENT_LINES, *wire.encode(failure), wire.encode_done(2)], ReadLimits())
    assert result.documents == (DOCUMENT,)
    assert result.failures == (failure,)


def test_an_error_arrives_as_an_error() -> None:
    with pytest.raises(DocumentError) as caught:
        wire.decode_result(
            [*DOCUMENT_LINES, wire.encode_error(DocumentError("too_many_pages", pages=9, limit=3))], ReadLimits()
        )
    assert caught.value.code == "too_many_pages"
    assert caught.value.params == {"pages": "9", "limit": "3"}


@pytest.mark.parametrize(
    "lines",
    [
        [],
        DOCUMENT_LINES,
        [wire.encode_done(0)],
        [*DOCUMENT_LINES, wire.encode_done(2)],
        [*DOCUMENT_LINES, DONE, *DOCUMENT_LINES],
        [*DOCUMENT_LINES, DONE, DONE],
        [*DOCUMENT_LINES[:2], DONE],
        [DOCUMENT_LINES[0], *DOCUMENT_LINES, DONE],
        [*DOCUMENT_LINES, DOCUMENT_LINES[2], DONE],
        [DOCUMENT_LINES[0], DOCUMENT_LINES[2], DOCUMENT_LINES[1], DONE],
        [DOCUMENT_LINES[0], wire.encode_page(None), DOCUMENT_LINES[2], DONE],
        [b"cos\nsystem\n"],
        [b"[1]"],
        [b"{}"],
        [b'{"error": {"code": "no_such_code", "params": {}}}'],
        [b'{"error": {"code": "unreadable", "params": {"code": "x"}}}'],
        [b'{"error": {"code": "unreadable", "params": {"a": 1}}}'],
        [b"[" * 100_000],
        [*message(format="exe"), DONE],
        [*message(pages=0), DONE],
        [*message(pages=3), DONE],
        [*message(pages=-1), DONE],
        [*message(pages=2.0), DONE],
        [*message(pages=10**9), DONE],
        [*message(paged=False), DONE],
        [*message(title=3), DONE],
        [*message(title="\ud800"), DONE],
        [*message(language="de"), DONE],
        [*message(kind=["study"]), DONE],
        [*message(authors="A"), DONE],
        [*message(warnings=["no_such_code"]), DONE],
        [*message(headings=[[1, 0, 9999, 1, "x"]]), DONE],
        [*message(headings=[[3, 0, 1, 1, "x"]]), DONE],
        [*message(headings=[[1, 0, 1, True, "x"]]), DONE],
        [*page(number=2), DONE],
        [*page(boxes="AAAAAAAA"), DONE],
        [*page(boxes=encode_boxes([WordBox(0, 999, 1.0, 1.0, 1.0, 1.0)])), DONE],
        [*page(boxes=[0, 2, 1, 1, 1, 1]), DONE],
        [*page(width=float("nan")), DONE],
        [*page(width=-5), DONE],
        [*page(ocr_confidence=1.5), DONE],
        [*message(ocr_wanted=[3]), DONE],
        [*message(ocr_wanted=[1, 1]), DONE],
        [*message(ocr_wanted=[True]), DONE],
        [wire.encode_progress(1, 2), *DOCUMENT_LINES, DONE],
    ],
)
def test_anything_else_is_refused(lines: list[bytes]) -> None:
    with pytest.raises(wire.WireError):
        wire.decode_result(lines, ReadLimits())


@pytest.mark.parametrize("limits", [ReadLimits(pages=1), ReadLimits(characters=len(PAGE.text) - 1)])
def test_more_than_the_limits_let_through_is_refused(limits: ReadLimits) -> None:
    with pytest.raises(wire.WireError):
        wire.decode_result([*DOCUMENT_LINES, DONE], limits)
    fitting = ReadLimits(pages=2, characters=len(PAGE.text))
    assert wire.decode_result([*DOCUMENT_LINES, DONE], fitting).documents == (DOCUMENT,)


def test_a_recognised_page_longer_than_the_limit_is_refused() -> None:
    lines = [wire.encode_page(RECOGNISED), DONE]
    assert wire.decode_page(lines, 3, ReadLimits(characters=7)) == RECOGNISED
    with pytest.raises(wire.WireError):
        wire.decode_page(lines, 3, ReadLimits(characters=6))
    assert RecognitionLimits().of_page(ReadLimits()).characters < ReadLimits().characters


def test_more_documents_or_headings_than_a_reader_sends_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    failures = list(wire.encode(Failure("r", "unreadable", {}))) * 2
    monkeypatch.setattr(wire, "MOST_RECORDS", 2)
    assert len(wire.decode_result([*failures, wire.encode_done(2)], ReadLimits()).failures) == 2
    with pytest.raises(wire.WireError):
        wire.decode_result([*failures, *DOCUMENT_LINES, wire.encode_done(3)], ReadLimits())
    monkeypatch.setattr(wire, "MOST_HEADINGS", 0)
    with pytest.raises(wire.WireError):
        wire.decode_result([*DOCUMENT_LINES, DONE], ReadLimits())


def test_a_line_of_very_many_values_is_refused_and_one_of_much_text_is_not() -> None:
    values = b'{"failure":{"source":"a","code":"unreadable","params":{},"more":[' + b"[]," * 3_000_000 + b"[]]}}"
    with pytest.raises(wire.WireError, match="too many values"):
        wire.decode_result([values, DONE], ReadLimits())
    signs = replace(DOCUMENT, pages=(Page(1, '[{,"\\\n' * 200_000),), headings=(), ocr_wanted=())
    assert wire.decode_result([*wire.encode(signs), DONE], ReadLimits()).documents == (signs,)


def test_a_child_sends_no_more_than_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "MOST_RECORDS", 2)
    monkeypatch.setattr(child, "MOST_HEADINGS", 1)

    def read(name: str, data: bytes, limits: ReadLimits) -> ReadResult:
        output = io.BytesIO()
        child.answer(Request(name, limits), io.BytesIO(data), output, None)
        return wire.decode_result(output.getvalue().splitlines(), limits)

    records = b"".join(b'{"_id": "%d", "text": "Le pont est ouvert."}\n' % number for number in range(3))
    with pytest.raises(DocumentError) as caught:
        read("a.jsonl", records, ReadLimits())
    assert (caught.value.code, caught.value.params) == ("too_many_records", {"limit": "2"})
    assert len(read("a.jsonl", records[: records.rindex(b"{")], ReadLimits()).documents) == 2
    markdown = b"# Le pont\n\nIl est ouvert.\n\n# Le port\n\nIl est beau.\n"
    (document,) = read("a.md", markdown, ReadLimits()).documents
    assert [each.title for each in document.headings] == ["Le pont"]
    assert "Le port" in document.pages[0].text
    with pytest.raises(DocumentError) as caught:
        read("a.txt", b"Le pont est ouvert.", ReadLimits(pages=0))
    assert caught.value.code == "too_many_pages"


def test_a_recognised_page_arrives_whole_or_not_at_all() -> None:
    assert wire.decode_page([wire.encode_page(RECOGNISED), wire.encode_done(1)], 3, ReadLimits()) == RECOGNISED
    assert wire.decode_page([wire.encode_page(None), wire.encode_done(1)], 3, ReadLimits()) is None
    with pytest.raises(DocumentError) as caught:
        wire.decode_page([wire.encode_error(DocumentError("unreadable"))], 3, ReadLimits())
    assert caught.value.code == "unreadable"


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [wire.encode_page(RECOGNISED)],
        [wire.encode_done(1)],
        [wire.encode_page(RECOGNISED), wire.encode_done(2)],
        [wire.encode_page(RECOGNISED), wire.encode_page(RECOGNISED), wire.encode_done(1)],
        [wire.encode_page(replace(RECOGNISED, number=4)), wire.encode_done(1)],
        [wire.encode_page(replace(RECOGNISED, ocr_confidence=None)), wire.encode_done(1)],
        [wire.encode_page(replace(RECOGNISED, text="", boxes=())), wire.encode_done(1)],
        [b'{"page": "x"}', wire.encode_done(1)],
        [*DOCUMENT_LINES, DONE],
    ],
)
def test_any_other_answer_about_a_page_is_refused(lines: list[bytes]) -> None:
    with pytest.raises(wire.WireError):
        wire.decode_page(lines, 3, ReadLimits())


def test_progress_is_two_numbers_in_order() -> None:
    line = wire.encode_progress(50, 300)
    assert line.startswith(wire.PROGRESS)
    assert wire.decode_progress(line) == (50, 300)
    for wrong in ("[1]", "[2, 1]", "[-1, 3]", "[1, true]", "[1, 1e3]", '"12"', "[1, 100000000]", "null"):
        with pytest.raises(wire.WireError):
            wire.decode_progress(b'{"progress":' + wrong.encode() + b"}")


def test_a_request_arrives_as_it_was_sent_and_shows_no_password() -> None:
    request = Request("é\n.pdf", ReadLimits(pages=3), "sésame", 2, "a/b.pdf")
    assert decode_request(request.encode()) == request
    assert request.encode().count(b"\n") == 1
    assert "sésame" not in repr(request)
