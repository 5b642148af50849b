"""What tells one version of a file from another: the hash of its content.

Hashing all files each time would read the whole corpus to find that nothing has changed. So a hash is taken once more
only where the system says something else of the file than when it was taken: its size, the time of its last change,
the time when its entry last changed (which no program sets), its number on the disk. Where the file had changed just
before, another change could fall into the same tick of the clock: what the system said then is not kept.
"""

from __future__ import annotations

import hashlib
import os
import time
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import DocumentError
from assistant.ingest.limits import MEGABYTE, ReadLimits
from assistant.ingest.source import open_checked

_BLOCK = 1 << 20
_SETTLED_NANOSECONDS = 3_000_000_000  # more than the tick of any file system in use (FAT: 2 s)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """SHA-256 (hex) and size in bytes of a file's content, and what the system said of it ("": nothing to go by)."""

    sha256: str
    size: int
    seen: str


@dataclass(frozen=True, slots=True)
class Look:
    """A file as the system describes it, without opening it; size 0 and "" where it can't be looked at.

    `mark` tells its version where it is refused by its size alone.
    """

    size: int = 0
    seen: str = ""
    mark: str = ""


def look_at(path: Path) -> Look:
    """What the system says of a file."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return Look()
    return Look(status.st_size, _seen(status), f"{status.st_size} bytes at {status.st_mtime_ns}")


def hash_file(path: Path, limits: ReadLimits) -> Fingerprint:
    """The fingerprint of a file, of which nothing is read where it is too large.

    Raises:
        DocumentError: the file is gone, is not an ordinary one, can't be opened, is empty or too large, or grows.
    """
    digest = hashlib.sha256()
    size = 0
    with os.fdopen(open_checked(path, limits), "rb") as stream:
        before, now = os.fstat(stream.fileno()), time.time_ns()
        try:
            while block := stream.read(_BLOCK):
                digest.update(block)
                size += len(block)
                if size > limits.file_mb * MEGABYTE:  # it was smaller when it was opened
                    raise DocumentError("changed_while_read")
            after = os.fstat(stream.fileno())
        except OSError as error:
            raise DocumentError("unreadable") from error
    settled = now - max(before.st_mtime_ns, before.st_ctime_ns) > _SETTLED_NANOSECONDS
    seen = _seen(before) if settled and _seen(before) == _seen(after) else ""
    return Fingerprint(digest.hexdigest(), size, seen)


def _seen(status: os.stat_result) -> str:
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"
