"""Sidecar files: NAME.ext.meta.json beside a document says what is known of it. A flat JSON object."""

from __future__ import annotations

import errno
import json
from pathlib import Path
from typing import Any

from assistant.bibliography.values import stated_values
from assistant.errors import DocumentError

_MOST_BYTES = 1_000_000


def read_sidecar(path: Path) -> dict[str, Any] | None:
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
        raise DocumentError("bad_sidecar", detail=f"> {_MOST_BYTES // 1_000_000} MB")
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise DocumentError("bad_sidecar", detail=str(error)[:200]) from error
    if not isinstance(value, dict):
        raise DocumentError("bad_sidecar", detail=type(value).__name__)
    return stated_values(value)


def _is_seen(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False
