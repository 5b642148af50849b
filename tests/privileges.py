"""Folders that can't be listed, by their rights alone, also where the tests run as root."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_VERSION_3 = 0x20080522  # of the capabilities' structures, capget(2)
_PASS_OVER_RIGHTS = 0b110  # CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH, capabilities(7)


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Sets(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


@contextmanager
def closed(folder: Path, rights: int = 0) -> Iterator[None]:
    """A folder with other rights for the time of a block, and this thread bound by rights as anyone is.

    Root passes over rights by two capabilities, which a thread may lay down for a while and take up again.
    """
    before = folder.stat().st_mode & 0o777
    with _bound_by_rights():
        folder.chmod(rights)
        try:
            yield
        finally:
            folder.chmod(before)


@contextmanager
def _bound_by_rights() -> Iterator[None]:
    if os.name != "posix" or (os.geteuid() == 0 and sys.platform != "linux"):
        pytest.skip("no way here to be refused a folder")
    if os.geteuid() != 0:
        yield
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header, sets = _Header(_VERSION_3, 0), (_Sets * 2)()
    assert libc.capget(ctypes.byref(header), sets) == 0
    effective = sets[0].effective
    sets[0].effective = effective & ~_PASS_OVER_RIGHTS
    assert libc.capset(ctypes.byref(header), sets) == 0
    try:
        yield
    finally:
        sets[0].effective = effective
        assert libc.capset(ctypes.byref(header), sets) == 0
