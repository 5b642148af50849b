"""Pictures over the pipe: a JPEG file arrives as it was; what a hostile process might send instead is refused."""

from __future__ import annotations

import json

import pytest

from assistant.errors import DocumentError
from assistant.ingest.limits import ReadLimits
from assistant.ingest.process.request import Drawing, Request, decode_request
from assistant.ingest.process.wire import encode_done, encode_error
from assistant.ingest.process.wire_picture import decode_picture, encode_picture
from assistant.ingest.process.wire_values import WireError
from assistant.types import Rectangle

JPEG = b"\xff\xd8\xff\xe0 and so on"


def test_a_picture_arrives_as_it_was() -> None:
    assert decode_picture([encode_picture(JPEG), encode_done(1)]) == JPEG


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [encode_picture(JPEG)],
        [encode_picture(b"<html><script>"), encode_done(1)],
        [encode_picture(JPEG + bytes(20_000_000)), encode_done(1)],
        [json.dumps({"picture": "/9j/*"}).encode(), encode_done(1)],
        [json.dumps({"picture": 7}).encode(), encode_done(1)],
        [encode_picture(JPEG), encode_picture(JPEG), encode_done(1)],
    ],
)
def test_anything_else_is_refused(lines: list[bytes]) -> None:
    with pytest.raises(WireError):
        decode_picture(lines)


def test_an_error_of_the_process_is_raised() -> None:
    with pytest.raises(DocumentError) as raised:
        decode_picture([encode_error(DocumentError("unreadable"))])
    assert raised.value.code == "unreadable"


def test_a_request_to_draw_arrives_whole() -> None:
    request = Request("a.pdf", ReadLimits(), None, 3, None, Drawing(800, (Rectangle(1.5, 2.0, 3.0, 4.0),)))
    assert decode_request(request.encode()) == request
