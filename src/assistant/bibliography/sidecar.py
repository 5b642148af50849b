"""Sidecar files: NAME.ext.meta.json beside a document says what is known of it. A flat JSON object."""

from __future__ import annotations

import errno
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.bibliography.values import field_in_file, stated_values, wrong_values
from assistant.errors import DocumentError

_MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What a sidecar states, and the fields of it that can't be used: each name, and what it holds."""

    values: Mapping[str, Any]
    wrong: Mapping[str, Any] = field(default_factory=dict)


def read_sidecar(path: Path) -> Sidecar | None:
    """What a sidecar states; None where there is none. Keys that are not a record's are left to who wrote them.

    Raises:
        DocumentError: bad_sidecar; permission: its folder does not let it be seen, nor the document beside it.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(_MOST_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:  # beside a file whose name is as long as one can be
            return None
        raise DocumentError("bad_sidecar" if _is_seen(path) else "permission", detail=error.strerror) from error
    if len(data) > _MOST_BYTES:
        raise DocumentError("bad_sidecar", detail=f"it is larger than {_MOST_BYTES // 1_000_000} MB")
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise DocumentError("bad_sidecar", detail=str(error)[:200]) from error
    if not isinstance(value, dict):
        what = "a list" if isinstance(value, list) else "one value"
        raise DocumentError("bad_sidecar", detail=f"it is {what}, not an object")
    given = {field_in_file(name): said for name, said in value.items()}
    return Sidecar(stated_values(given), wrong_values(given))


def merged_sidecar(path: Path, values: Mapping[str, Any]) -> dict[str, Any]:
    """What a sidecar is to hold once it states some more values; marks are added to those that it has.

    One that can't be read holds nothing.
    """
    try:
        found = read_sidecar(path)
        held = json.loads(path.read_bytes()) if found is not None else {}
    except (DocumentError, OSError, ValueError):
        found, held = None, {}
    kept = {name: value for name, value in held.items() if field_in_file(name) not in values}
    before = [] if found is None else found.values.get("marks") or []
    marks = {"marks": list(dict.fromkeys([*before, *values["marks"]]))} if "marks" in values else {}
    return {**kept, **values, **marks}


def _is_seen(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False
