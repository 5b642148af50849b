"""One process owns an index folder: a lock that names its PID, and that the system releases when the process ends."""

from __future__ import annotations

import os
import time
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from assistant.errors import IndexLocked
from assistant.store.faults import filesystem

if TYPE_CHECKING:
    from filelock import BaseFileLock

LOCK_FILE = "lock"
_PATIENCE = 1.5  # seconds waited for the other process to end
_POLL = 0.05


class IndexLock:
    """Holds the folder from its making to `release`, or to the end of the process, however it ends.

    Raises:
        IndexLocked: another process (or another object of this one) holds it; params name its PID. Within 2 s.
        StoreError: the folder can't be made or written.
    """

    def __init__(self, directory: Path) -> None:
        from filelock import FileLock, Timeout

        with filesystem(directory):
            directory.mkdir(parents=True, exist_ok=True)
            path = directory / LOCK_FILE
            lock: BaseFileLock = FileLock(path, timeout=_PATIENCE, poll_interval=_POLL, thread_local=False)
            try:
                lock.acquire()
            except Timeout as error:
                raise IndexLocked("index_locked", path=directory, pid=_holder(path)) from error
            try:
                path.write_text(f"{os.getpid()}\n", encoding="ascii")
            except BaseException:
                lock.release()
                raise
        self._path = path
        self._lock = lock

    def release(self) -> None:
        """Give the folder back. The file stays, empty: deleting it could let two processes in."""
        if not self._lock.is_locked:
            return
        with filesystem(self._path):
            self._path.write_text("", encoding="ascii")
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def _holder(path: Path) -> str:
    """The PID in the file. It may come a moment after the lock is taken; "?" where it can't be read."""
    for _ in range(4):
        try:
            pid = path.read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return "?"
        if pid:
            return pid
        time.sleep(_POLL)
    return "?"
