"""What a reading process may not do. Each measure is taken where the system knows it, and left where it does not."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Collection
from pathlib import Path

from assistant.ingest.limits import ReadLimits
from assistant.ingest.process.landlock import restrict_files
from assistant.ingest.process.privileges import gain_no_privileges, leave_no_core, libc
from assistant.ingest.process.seccomp import refuse_calls

_MEBIBYTE = 1 << 20
_CLONE_NEWNET = 0x40000000
_CLONE_NEWUSER = 0x10000000
_PR_SET_PDEATHSIG = 1
_OPEN_FILES = 64
_FARTHEST_DESCRIPTOR = 4096


def drop_network() -> bool:
    """Leave the network, where the kernel lets an ordinary process do so. Returns whether it did."""
    library = libc()
    if library is None or not hasattr(library, "unshare"):
        return False
    return any(library.unshare(flags) == 0 for flags in (_CLONE_NEWNET, _CLONE_NEWUSER | _CLONE_NEWNET))


def die_with_parent() -> None:
    """Be killed when the parent process ends, however it ends (Linux)."""
    library = libc()
    if library is not None and hasattr(library, "prctl"):
        library.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def confine(limits: ReadLimits, keep: Collection[int]) -> None:
    """Limit this process for good: memory, CPU time, no core dump, no privileges, sockets, programs or signals.

    No file is written, removed or renamed (Landlock), or at least none grows.

    Args:
        limits: memory counts from what the process has now.
        keep: file descriptors that stay open; standard ones go to the null device, all others are closed.
    """
    _close_descriptors(keep)
    leave_no_core()
    library = libc()
    if library is not None and hasattr(library, "prctl"):
        gain_no_privileges(library)
        restrict_files([Path("/")], [Path(os.devnull)])
        refuse_calls()
    try:
        import resource
    except ImportError:  # not POSIX: the clock's limit alone remains
        return
    hard_cpu = limits.cpu_seconds + 2
    memory = _address_space() + limits.memory_mb * _MEBIBYTE
    wanted = {
        "RLIMIT_AS": (memory, memory),
        "RLIMIT_CPU": (limits.cpu_seconds, hard_cpu),
        "RLIMIT_FSIZE": (0, 0),
        "RLIMIT_NOFILE": (_OPEN_FILES, _OPEN_FILES),
        "RLIMIT_NPROC": (0, 0),
    }
    for name, values in wanted.items():
        kind = getattr(resource, name, None)
        if kind is not None:
            with contextlib.suppress(ValueError, OSError):  # a lower limit is already set, or the system has none
                resource.setrlimit(kind, values)


def _address_space() -> int:
    """Bytes of address space this process has now (Linux; elsewhere a generous guess)."""
    try:
        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 - no Path machinery between fork and read
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 512 * _MEBIBYTE


def _close_descriptors(keep: Collection[int]) -> None:
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        if standard not in keep:
            os.dup2(null, standard)
    last = 2
    for descriptor in sorted(one for one in keep if one > 2):
        os.closerange(last + 1, descriptor)
        last = descriptor
    os.closerange(last + 1, _FARTHEST_DESCRIPTOR)
