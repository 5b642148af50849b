"""Warnings that tell how many, from the reader to what people see."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from assistant.ingest.limits import ReadLimits
from assistant.ingest.process import wire
from assistant.messages import counted, is_warning, parted_warning, render
from assistant.types import Page, ReadDocument

DOCUMENT = ReadDocument(
    "docx", (Page(1, "Bonjour."),), paged=False, warnings=("pictures_not_read:12", "wrong_extension")
)


def test_a_number_fills_the_message() -> None:
    code, params = parted_warning(counted("pictures_not_read", 12))
    assert (code, params) == ("pictures_not_read", {"count": "12"})
    assert render(code, params, "fr").reason.startswith("Images qui n'ont pas été lues\u00a0: 12.")
    assert parted_warning("wrong_extension") == ("wrong_extension", {})


def test_warnings_pass_from_the_child() -> None:
    lines = [*wire.encode(DOCUMENT), wire.encode_done(1)]
    assert wire.decode_result(lines, ReadLimits()).documents == (DOCUMENT,)


@pytest.mark.parametrize(
    "warning",
    [
        "pictures_not_read", "pictures_not_read:", "pictures_not_read:-1", "pictures_not_read:1 ", "pictures_not_read:1:2",
        "pictures_not_read:1234567890", "pictures_not_read:٣", "wrong_extension:1", "no_text", "", 3, None,
    ],
)  # fmt: skip
def test_other_warnings_are_refused(warning: object) -> None:
    assert not isinstance(warning, str) or not is_warning(warning)
    document, *rest = wire.encode(replace(DOCUMENT, warnings=()))
    message = json.loads(document)
    message["document"]["warnings"] = [warning]
    with pytest.raises(wire.WireError):
        wire.decode_result([json.dumps(message).encode(), *rest, wire.encode_done(1)], ReadLimits())
