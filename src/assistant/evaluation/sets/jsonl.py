"""JSON Lines, read to the end: a bad line is a problem with its number, never the end of the reading."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.evaluation.sets.problems import Problem, params


def read_lines(path: Path) -> Iterator[tuple[int, dict[str, Any] | Problem]]:
    """The objects of a JSON Lines file with their line numbers; empty lines are passed over.

    A line that is no JSON object in UTF-8 gives a problem in its stead.

    Raises:
        OSError: the file can't be read.
    """
    with path.open("rb") as stream:
        for number, raw in enumerate(stream, start=1):
            value = _value(raw, number)
            if value is not None:
                yield number, value


def _value(raw: bytes, number: int) -> dict[str, Any] | Problem | None:
    try:
        line = raw.decode("utf-8-sig" if number == 1 else "utf-8").strip()
    except UnicodeDecodeError:
        return Problem(number, "line_not_utf8")
    if not line:
        return None
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        return Problem(number, "line_not_json", params(column=error.colno))
    except (RecursionError, ValueError):  # nested beyond measure, or a number of thousands of digits
        return Problem(number, "line_not_json", params(column=1))
    return value if isinstance(value, dict) else Problem(number, "line_not_object")
