"""What a process that reads gives up first: new privileges, and the copy of its memory that a crash would leave."""

from __future__ import annotations

import contextlib
import ctypes
import sys

_PR_SET_NO_NEW_PRIVS = 38


def libc() -> ctypes.CDLL | None:
    """The C library, on Linux."""
    return ctypes.CDLL(None, use_errno=True) if sys.platform.startswith("linux") else None


def gain_no_privileges(library: ctypes.CDLL) -> None:
    """No program that this process runs gets more than it has; the kernel's own limits ask for that first."""
    library.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def leave_no_core() -> None:
    """Where this process or one that it starts crashes, nothing of its memory is written: a password may be in it."""
    try:
        import resource
    except ImportError:  # not POSIX: there is no such file
        return
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
