"""What a file states of itself, source by source, made into the fields of a document and where each comes from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.types import FIELDS, Origin


def stated(*sources: tuple[Origin, Mapping[str, Any]]) -> dict[str, Any]:
    """Fields of a ReadDocument with their origins: each field is the first source's that says something of it.

    Args:
        sources: where it is stated, and fields by name as a ReadDocument has them; None, "" and () say nothing.
    """
    fields: dict[str, Any] = {}
    origins: dict[str, Origin] = {}
    for origin, values in sources:
        for name, value in values.items():
            if name in FIELDS and value and name not in fields:
                fields[name], origins[name] = value, origin
    return {**fields, "origins": origins}
