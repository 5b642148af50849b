"""Word boxes as text for the pipe, and back; what is no such text is refused."""

from __future__ import annotations

import base64
from array import array
from typing import Any

import pytest

from assistant.ingest.process.wire_boxes import decode_boxes, encode_boxes
from assistant.ingest.process.wire_values import WireError
from assistant.types import WordBox

BOXES = (WordBox(0, 2, 72.0, 700.5, 90.2, 712.1), WordBox(3, 8, -4.5, 0.0, 1e5, 712.1))


def numbers(*values: int) -> str:
    return base64.b64encode(array("i", values)).decode("ascii")


def test_boxes_arrive_with_their_sides_in_tenths() -> None:
    assert decode_boxes(encode_boxes(BOXES), 8) == BOXES
    (rounded,) = decode_boxes(encode_boxes([WordBox(0, 2, 72.04, 700.46, 90.27, 712.0)]), 2)
    assert rounded == WordBox(0, 2, 72.0, 700.5, 90.3, 712.0)
    assert all(type(box) is WordBox for box in decode_boxes(encode_boxes(BOXES), 8))
    assert decode_boxes(encode_boxes(()), 0) == ()


@pytest.mark.parametrize("far", [5e300, float("inf"), 3e8])
def test_sides_that_are_very_far_or_no_number_are_kept_within_reach(far: float) -> None:
    (box,) = decode_boxes(encode_boxes([WordBox(0, 4, float("nan"), -far, far, 2.0)]), 4)
    assert box == WordBox(0, 4, 0.0, -1e7, 1e7, 2.0)


@pytest.mark.parametrize(
    "value",
    [
        None,
        [0, 2, 1, 1, 1, 1],
        "!",
        "é",
        "AAA=\n",
        "AAA=",  # two bytes
        numbers(0, 2, 1, 1, 1),
        numbers(0, 9, 1, 1, 1, 1),
        numbers(-1, 2, 1, 1, 1, 1),
        numbers(2, 2, 1, 1, 1, 1),
        numbers(0, 3, 2, 2, *(1,) * 8),  # starts 0 and 3, ends 2 and 2
    ],
)
def test_anything_else_is_refused(value: Any) -> None:
    with pytest.raises(WireError):
        decode_boxes(value, 8)


def test_there_is_no_more_than_a_box_for_each_character() -> None:
    boxes = [WordBox(0, 1, 1.0, 1.0, 2.0, 2.0)] * 2
    assert len(decode_boxes(encode_boxes(boxes), 2)) == 2
    with pytest.raises(WireError):
        decode_boxes(encode_boxes(boxes), 1)
