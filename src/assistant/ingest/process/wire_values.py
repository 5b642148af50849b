"""Values out of what a hostile process wrote: each checked for its type and range, anything unexpected refused."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, TypeVar

_FARTHEST = 10_000_000
_LONG_LINE = 1 << 20
_MOST_STRUCTURE = 1 << 23  # bytes: what all the headings that one document may have come to
_STRING = re.compile(rb'"[^"]*"')
_Value = TypeVar("_Value")


class WireError(Exception):
    """What arrived is not what a reader sends."""


def parse(line: bytes) -> dict[str, Any]:
    """One line of JSON that holds an object.

    Raises:
        WireError: it does not (as all functions here, for what they are not given), or its values would take many
            times the memory of the line.
    """
    if len(line) > _LONG_LINE and _structure(line) > _MOST_STRUCTURE:
        raise WireError("too many values")
    try:
        return mapping(json.loads(line))
    except (ValueError, RecursionError) as error:
        raise WireError("not JSON") from error


def _structure(line: bytes) -> int:
    """How many bytes of JSON are not inside strings. Quick, whatever the line."""
    return len(_STRING.sub(b"", line.replace(b"\\\\", b"").replace(b'\\"', b"")))


def exactly(value: Any, kind: type[_Value]) -> _Value:
    """A value of exactly this type (no bool for an int)."""
    if type(value) is not kind:
        raise WireError(f"not {kind.__name__}")
    return value


def mapping(value: Any) -> dict[str, Any]:
    """An object."""
    found: dict[str, Any] = exactly(value, dict)
    return found


def items(value: Any) -> list[Any]:
    """An array."""
    found: list[Any] = exactly(value, list)
    return found


def text(value: Any) -> str:
    """A string that can be encoded."""
    found = exactly(value, str)
    if not found.isascii() and any("\ud800" <= character <= "\udfff" for character in set(found)):
        raise WireError("surrogate")
    return found


def text_or_none(value: Any) -> str | None:
    """A string, or null."""
    return None if value is None else text(value)


def size(value: Any) -> float | None:
    """A length in points, or null."""
    if value is None:
        return None
    if type(value) not in (int, float) or not 0 <= value < _FARTHEST:
        raise WireError("size")
    return float(value)


def share(value: Any) -> float | None:
    """A number from 0 to 1, or null."""
    if value is None:
        return None
    if type(value) not in (int, float) or not 0 <= value <= 1:
        raise WireError("share")
    return float(value)


def page_numbers(value: Any, count: int) -> tuple[int, ...]:
    """Distinct numbers from 1 to count."""
    numbers = tuple(exactly(number, int) for number in items(value))
    if not all(1 <= number <= count for number in numbers) or len(set(numbers)) < len(numbers):
        raise WireError("page numbers")
    return numbers


def among(value: Any, allowed: Sequence[_Value]) -> _Value:
    """One of the allowed values."""
    for one in allowed:
        if value == one and type(value) is type(one):
            return one
    raise WireError("value")
