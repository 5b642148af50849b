"""Writing a result whole or not at all: what stood at its place before stays until the new one is complete."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
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


def check_outputs(
    outputs: Iterable[Path | None], inputs: Iterable[Path | None] = (), folders: Iterable[Path | None] = ()
) -> None:
    """Find out before a long run that a result could not be written, or would take the place of what it must not.

    Args:
        outputs: files that will be written; None: not asked for.
        inputs: files that are read: no result takes the place of one.
        folders: folders (an index, a set of questions) whose files are none of ours: no result goes into them.

    Raises:
        UsageError: output_unwritable; output_in_use, also where two results would go to one file.
    """
    taken = {path.resolve() for path in inputs if path is not None}
    closed = [folder.resolve() for folder in folders if folder is not None]
    for path in outputs:
        if path is None:
            continue
        check_replaceable(path)
        place = path.resolve()
        if _is_special(place):
            continue  # a device or a pipe takes the place of nothing
        if place in taken or any(place.is_relative_to(folder) for folder in closed):
            raise UsageError("output_in_use", path=path)
        taken.add(place)


def replace_text(path: Path, text: str) -> None:
    """Write a text as UTF-8. Characters that UTF-8 has not (halves of a pair) become "?".

    Raises:
        UsageError: output_unwritable. What stood there before is untouched.
    """
    replace_bytes(path, text.encode("utf-8", "replace"))


def replace_bytes(path: Path, data: bytes, *, over: bool = True) -> None:
    """Write a file whole or not at all.

    Args:
        path: its place.
        data: all of it.
        over: what stands there by then gives way.

    Raises:
        UsageError: output_unwritable. What stood there before is untouched.
        FileExistsError: something stands there, and is not to give way.
    """
    check_replaceable(path)
    path = path.resolve()  # a link stays a link
    if _is_special(path):
        _write_to_device(path, data)
        return
    beside = path.with_name(f".{path.name[:100]}.{os.getpid()}.tmp")
    try:
        with beside.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if not over and path.exists():
            raise FileExistsError(path)
        beside.replace(path)
    except FileExistsError:
        beside.unlink(missing_ok=True)
        raise
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise UsageError("output_unwritable", path=path, detail=error.strerror) from error


def _write_to_device(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise UsageError("output_unwritable", path=path, detail=error.strerror) from error


def _is_special(path: Path) -> bool:
    """Whether it is a device or a pipe (/dev/null, /dev/stdout): these are written to, never replaced."""
    return path.exists() and not path.is_file()
