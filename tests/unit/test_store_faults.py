"""What the system and SQLite say is mapped to the error tree."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

import pytest

from assistant.errors import StoreError
from assistant.store.faults import filesystem, says_disk_full, sqlite_fault

PATH = Path("/nowhere/index/catalogue.sqlite")


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk_full"),
        (errno.EDQUOT, "disk_full"),
        (errno.EACCES, "index_unwritable"),
        (errno.EROFS, "index_unwritable"),
    ],
)
def test_the_systems_refusals(number: int, code: str) -> None:
    with pytest.raises(StoreError) as caught, filesystem(PATH):
        raise OSError(number, "refused")
    assert caught.value.code == code
    assert "?" not in str(caught.value)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (sqlite3.SQLITE_FULL, "disk_full"),
        (sqlite3.SQLITE_CORRUPT, "catalogue_damaged"),
        (sqlite3.SQLITE_NOTADB, "catalogue_damaged"),
        (sqlite3.SQLITE_IOERR_SHORT_READ, "catalogue_damaged"),
        (sqlite3.SQLITE_READONLY, "index_unwritable"),
        (sqlite3.SQLITE_CANTOPEN, "index_unwritable"),
        (sqlite3.SQLITE_BUSY, "index_unwritable"),
    ],
)
def test_sqlites_refusals(number: int, code: str) -> None:
    error = sqlite3.OperationalError("said")
    error.sqlite_errorcode = number
    fault = sqlite_fault(error, PATH)
    assert fault is not None
    assert fault.code == code


def test_a_defect_of_ours_is_not_dressed_up() -> None:
    error = sqlite3.OperationalError('near "SELCT": syntax error')
    error.sqlite_errorcode = sqlite3.SQLITE_ERROR
    assert sqlite_fault(error, PATH) is None
    assert sqlite_fault(ValueError("x"), PATH) is None


def test_vendors_that_only_have_words() -> None:
    assert says_disk_full(RuntimeError("IO error: No space left on device (os error 28)"))
    assert says_disk_full(RuntimeError("(code: 13) database or disk is full"))
    assert not says_disk_full(RuntimeError("Data corruption"))
