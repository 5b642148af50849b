"""What the operating system and SQLite say when they can't go on, mapped to StoreError."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import StoreError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NEARLY_FULL = 1 << 20  # bytes left under which an input/output error of SQLite is taken for a full disk

# Primary result codes, https://www.sqlite.org/rescode.html
_SQLITE_ERROR, _SQLITE_PERM, _SQLITE_BUSY, _SQLITE_LOCKED, _SQLITE_READONLY = 1, 3, 5, 6, 8
_SQLITE_IOERR, _SQLITE_CORRUPT, _SQLITE_FULL, _SQLITE_CANTOPEN, _SQLITE_NOTADB = 10, 11, 13, 14, 26
_SQLITE_IOERR_SHORT_READ = 522
_UNUSABLE = {_SQLITE_PERM, _SQLITE_BUSY, _SQLITE_LOCKED, _SQLITE_READONLY, _SQLITE_CANTOPEN, _SQLITE_IOERR}
_FULL_WORDS = ("no space left", "disk is full", "os error 28", "disk quota")


@contextmanager
def filesystem(path: Path) -> Iterator[None]:
    """Map what the operating system refuses inside the block.

    Raises:
        StoreError: disk_full, or index_unwritable with the reason.
    """
    try:
        yield
    except OSError as error:
        raise os_fault(error, path) from error


def os_fault(error: OSError, path: Path) -> StoreError:
    """disk_full where there is no space (or quota) left, else index_unwritable."""
    if error.errno in _FULL:
        return StoreError("disk_full", path=path)
    return StoreError("index_unwritable", path=path, detail=error.strerror or error)


def sqlite_fault(error: BaseException | None, path: Path) -> StoreError | None:
    """The StoreError for an exception of sqlite3; None where it is a defect of ours (a wrong statement)."""
    if not isinstance(error, sqlite3.Error):
        return None
    extended = getattr(error, "sqlite_errorcode", None) or 0
    code = extended & 0xFF
    if code == _SQLITE_FULL or (code == _SQLITE_IOERR and disk_is_full(path)):
        return StoreError("disk_full", path=path.parent)
    if code in {_SQLITE_CORRUPT, _SQLITE_NOTADB} or extended == _SQLITE_IOERR_SHORT_READ:
        return StoreError("catalogue_damaged", path=path, detail=error)
    if code == _SQLITE_ERROR and str(error).startswith("no such"):  # a table or column that must be there
        return StoreError("catalogue_damaged", path=path, detail=error)
    if code in _UNUSABLE:
        return StoreError("index_unwritable", path=path.parent, detail=error)
    return None


def disk_is_full(path: Path) -> bool:
    """Whether nothing is left on the disk of a file that may not exist yet."""
    folder = next((parent for parent in path.absolute().parents if parent.exists()), Path("/"))
    return shutil.disk_usage(folder).free < _NEARLY_FULL


def says_disk_full(error: BaseException) -> bool:
    """Whether a vendor's exception, which carries only words, speaks of a full disk."""
    words = str(error).lower()
    return any(phrase in words for phrase in _FULL_WORDS)
