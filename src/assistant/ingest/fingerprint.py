"""What tells one version of a file from another: its content's hash, or where that would cost too much, its size."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from assistant.errors import DocumentError
from assistant.ingest.limits import MEGABYTE, ReadLimits
from assistant.ingest.source import open_checked

_BLOCK = 1 << 20


def size_mark(path: Path) -> str:
    """Size and time of last change of a file, got without opening it; "" where it can't be looked at."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return ""
    return f"{status.st_size} bytes at {status.st_mtime_ns}"


def hash_file(path: Path, limits: ReadLimits) -> tuple[str, int]:
    """SHA-256 (hex) and size in bytes of a file, of which nothing is read where it is too large.

    Raises:
        DocumentError: the file is gone, is not an ordinary one, can't be opened, is empty or too large, or grows.
    """
    digest = hashlib.sha256()
    size = 0
    with os.fdopen(open_checked(path, limits), "rb") as stream:
        try:
            while block := stream.read(_BLOCK):
                digest.update(block)
                size += len(block)
                if size > limits.file_mb * MEGABYTE:  # it was smaller when it was opened
                    raise DocumentError("changed_while_read")
        except OSError as error:
            raise DocumentError("unreadable") from error
    return digest.hexdigest(), size
