"""Word boxes over the pipe: six columns of 32-bit integers in the machine's byte order, in base64.

Sides are in tenths of points. There are hundreds of boxes on a page: as numbers in JSON they take longer than the rest.
"""

from __future__ import annotations

import base64
from array import array
from collections.abc import Sequence
from math import isnan
from operator import lt
from typing import Any

from assistant.ingest.process.wire_values import WireError, exactly
from assistant.types import WordBox

_TENTHS = 10.0
_FIELDS = 6
_FARTHEST = 10_000_000


def encode_boxes(boxes: Sequence[WordBox]) -> str:
    """Word boxes as text."""
    if not boxes:
        return ""
    starts, ends, *sides = zip(*boxes, strict=True)
    columns = array("i", (*starts, *ends))
    for column in sides:
        columns += _tenths(column)
    return base64.b64encode(columns).decode("ascii")


def _tenths(sides: Sequence[float]) -> array[int]:
    try:
        return array("i", [round(side * _TENTHS) for side in sides])
    except (OverflowError, ValueError):  # very far, or no number
        kept = (0.0 if isnan(side) else min(max(side, -_FARTHEST), _FARTHEST) for side in sides)
        return array("i", [round(side * _TENTHS) for side in kept])


def decode_boxes(value: Any, length: int) -> tuple[WordBox, ...]:
    """The boxes of a text that `encode_boxes` made, for a page with so many characters: at most one for each.

    Raises:
        WireError: it is something else.
    """
    columns = array("i")
    try:
        columns.frombytes(base64.b64decode(exactly(value, str), validate=True))
    except ValueError as error:
        raise WireError("boxes") from error
    count, rest = divmod(len(columns), _FIELDS)
    if rest or count > length:
        raise WireError("boxes")
    starts, ends, *sides = (columns[place * count : (place + 1) * count] for place in range(_FIELDS))
    if count and not (min(starts) >= 0 and max(ends) <= length and all(map(lt, starts, ends))):
        raise WireError("boxes")
    return WordBox.of_rows(zip(starts, ends, *([side / _TENTHS for side in column] for column in sides), strict=True))
