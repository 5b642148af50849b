"""A drawn page over the pipe: {"picture": JPEG in base64} and {"done": 1}, or an error. Never decoded on this side."""

from __future__ import annotations

import base64
from collections.abc import Iterable

from assistant.ingest.process.wire import decode_error, line
from assistant.ingest.process.wire_values import WireError, exactly, mapping, parse

MOST_BYTES = 20_000_000
_JPEG = b"\xff\xd8\xff"


def encode_picture(picture: bytes) -> bytes:
    """The message that holds a JPEG file."""
    return line({"picture": base64.b64encode(picture).decode("ascii")})


def decode_picture(lines: Iterable[bytes]) -> bytes:
    """The JPEG file that the messages hold.

    Raises:
        DocumentError: what the child reports.
        WireError: a message is not valid, or this is no JPEG file, or too large a one.
    """
    messages = [parse(each) for each in lines]
    for message in messages:
        if "error" in message:
            raise decode_error(mapping(message["error"]))
    if len(messages) != 2 or messages[1].get("done") != 1:
        raise WireError("no picture")
    try:
        picture = base64.b64decode(exactly(messages[0].get("picture"), str), validate=True)
    except ValueError as error:
        raise WireError("picture") from error
    if not picture.startswith(_JPEG) or len(picture) > MOST_BYTES:
        raise WireError("picture")
    return picture
