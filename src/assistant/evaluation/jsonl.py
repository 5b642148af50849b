"""JSON Lines with a line number for every complaint."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class BadLineError(Exception):
    """A line is not what it should be: `line` counts from 1; `detail` is for a person."""

    def __init__(self, line: int, detail: str) -> None:
        self.line = line
        self.detail = detail
        super().__init__(f"line {line}: {detail}")


def read_objects(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a JSON Lines file with their line numbers; empty lines are passed over.

    Raises:
        BadLineError: a line is not a JSON object in UTF-8.
        OSError: the file can't be read.
    """
    with path.open("rb") as stream:
        for number, raw in enumerate(stream, start=1):
            try:
                line = raw.decode("utf-8-sig" if number == 1 else "utf-8").strip()
                value = json.loads(line) if line else None
            except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
                raise BadLineError(number, str(error)) from error
            if not line:
                continue
            if not isinstance(value, dict):
                raise BadLineError(number, "not a JSON object")
            yield number, value


def text_of(value: dict[str, Any], key: str, line: int) -> str:
    """A field that must be a text with something in it.

    Raises:
        BadLineError: it is missing, empty or not a text.
    """
    text = value.get(key)
    if not isinstance(text, str) or not text.strip():
        raise BadLineError(line, f'"{key}" is missing, empty or not a text')
    return text
