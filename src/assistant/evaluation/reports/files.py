"""Writing a result whole or not at all: what stood at its place before stays until the new one is complete."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from assistant.errors import UsageError


def check_replaceable(path: Path) -> None:
    """Find out before a long run that its result could not be written. Leaves nothing behind.

    Raises:
        UsageError: output_unwritable.
    """
    path = path.resolve()
    try:
        if path.is_dir():
            raise IsADirectoryError(None, "it is a folder")
        if _is_special(path):
            return
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise UsageError("output_unwritable", path=path, detail=error.strerror) from error


def replace_text(path: Path, text: str) -> None:
    """Write a text as UTF-8. Characters that UTF-8 has not (halves of a pair) become "?".

    Raises:
        UsageError: output_unwritable. What stood there before is untouched.
    """
    check_replaceable(path)
    path = path.resolve()  # a link stays a link
    data = text.encode("utf-8", "replace")
    if _is_special(path):
        path.write_bytes(data)
        return
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with beside.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise UsageError("output_unwritable", path=path, detail=error.strerror) from error


def _is_special(path: Path) -> bool:
    """Whether it is a device or a pipe (/dev/null, /dev/stdout): these are written to, never replaced."""
    return path.exists() and not path.is_file()
