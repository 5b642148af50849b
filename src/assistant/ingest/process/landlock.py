"""Files a process may reach, held to a list for good (Landlock: Linux 5.19 and later, no privilege needed)."""

from __future__ import annotations

import contextlib
import ctypes
import os
import struct
from collections.abc import Iterable
from pathlib import Path

from assistant.ingest.process.privileges import gain_no_privileges, libc

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same numbers on every architecture
_VERSION_FLAG = 1
_PATH_BENEATH = 1
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_FOLDER, _TRUNCATE = 1 << 0, 1 << 1, 1 << 2, 1 << 3, 1 << 14
_FILE_RIGHTS = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE
_READING = _EXECUTE | _READ_FILE | _READ_FOLDER
_REMOVE_FILE, _MAKE_SOCKET = 1 << 5, 1 << 9
_NETWORK_RIGHTS = 0b11  # bind and connect, TCP
_FIRST_WITH_RENAMING, _FIRST_WITH_TRUNCATING, _FIRST_WITH_NETWORK = 2, 3, 4


def restrict_files(readable: Iterable[Path], writable: Iterable[Path], sockets: Iterable[Path] = ()) -> bool:
    """Let this process and its children reach these files and folders only, and no TCP (Linux 6.7 and later).

    Args:
        readable: to read and run what is in them.
        writable: to read and change as well.
        sockets: folders to make local sockets in, and to remove them; other files there can be removed, not read.

    Returns:
        Whether the kernel does it.
    """
    library = libc()
    version = library.syscall(_CREATE_RULESET, None, 0, _VERSION_FLAG) if library is not None else 0
    if library is None or version < _FIRST_WITH_RENAMING:  # the first version lets nothing be moved between folders
        return False
    everything = (1 << (15 if version >= _FIRST_WITH_TRUNCATING else 14)) - 1
    network = _NETWORK_RIGHTS if version >= _FIRST_WITH_NETWORK else 0
    attributes = struct.pack("=QQ", everything, network)[: 16 if network else 8]
    rules = library.syscall(_CREATE_RULESET, attributes, len(attributes), 0)
    if rules < 0:
        return False
    try:
        for paths, rights in ((readable, _READING), (writable, everything), (sockets, _REMOVE_FILE | _MAKE_SOCKET)):
            for path in paths:
                _allow(library, rules, path, rights)
        gain_no_privileges(library)
        return bool(library.syscall(_RESTRICT_SELF, rules, 0) == 0)
    finally:
        os.close(rules)


def _allow(library: ctypes.CDLL, rules: int, path: Path, rights: int) -> None:
    """Add a rule for what is there; a path that is not is left out."""
    with contextlib.suppress(OSError):
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            allowed = rights if path.is_dir() else rights & _FILE_RIGHTS
            library.syscall(_ADD_RULE, rules, _PATH_BENEATH, struct.pack("=Qi", allowed, descriptor), 0)
        finally:
            os.close(descriptor)
