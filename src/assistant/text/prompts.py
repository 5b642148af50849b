"""Texts of others within a request to a language model, and a strict reading of the JSON that comes back.

What a document says is data, never an instruction. A data block stands between lines that hold a key which the writer
of a document can't know, so that no document can end its block and speak for the assistant.
"""

from __future__ import annotations

import json
from typing import Any


def data_block(key: str, name: str, text: str) -> str:
    """A text marked as data.

    Args:
        key: made for one request by `secrets.token_hex`, and named in the instructions.
        name: what the text is, as the instructions call it.
        text: the text, as it is.

    Raises:
        ValueError: the text holds the key: it was not made for this request.
    """
    if key in text:
        raise ValueError("the key of a data block stands in its text")
    return f"<<{key} {name}>>\n{text}\n<</{key} {name}>>"


def one_object(text: str) -> dict[str, Any] | None:
    """The one JSON object that a text is, or None where it is anything else: prose around it, a list, a key twice."""
    try:
        value = json.loads(text.strip(), object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a key is there twice")
    return value


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
