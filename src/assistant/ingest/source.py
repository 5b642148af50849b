"""An open file, checked before anything reads it."""

from __future__ import annotations

import errno
import io
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from assistant.errors import DocumentError
from assistant.ingest.limits import MEGABYTE, ReadLimits
from assistant.ports import PageProgress

HEAD_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: its name (for what its extension and stem say) and its open content.

    `password` opens it where it is protected. `on_page` is told now and then how many pages are read.
    """

    name: str
    stream: BinaryIO
    password: str | None = field(default=None, repr=False)
    on_page: PageProgress | None = field(default=None, repr=False)

    @property
    def stem(self) -> str:
        """The file name without its extension."""
        return Path(self.name).stem

    def head(self) -> bytes:
        """The first 64 kB."""
        self.stream.seek(0)
        return self.stream.read(HEAD_BYTES)

    def data(self) -> bytes:
        """The whole content."""
        self.stream.seek(0)
        return self.stream.read()


class SharedFile(io.RawIOBase):
    """An open file read at a place of its own, whoever else reads it through the same descriptor. It stays open."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._place = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer from the place on."""
        with memoryview(buffer) as view:
            read = os.preadv(self._descriptor, [view], self._place)
        self._place += read
        return read

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move the place.

        Raises:
            OSError: before the beginning.
        """
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._place}.get(whence)
        place = offset + (os.fstat(self._descriptor).st_size if base is None else base)
        if place < 0:
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        self._place = place
        return place

    def tell(self) -> int:
        """The place."""
        return self._place


def open_checked(path: Path, limits: ReadLimits) -> int:
    """Open a file for reading, if it is an ordinary one within the limits. Never waits on a pipe.

    Returns:
        A file descriptor, which the caller closes.

    Raises:
        DocumentError: codes not_found, not_a_file, permission, empty, too_large, unreadable.
    """
    try:
        _check_ordinary(path.stat().st_mode)
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        raise _mapped(error, path) from error
    try:
        status = os.fstat(descriptor)
        _check_ordinary(status.st_mode)
        _check_size(status.st_size, limits)
    except DocumentError:
        os.close(descriptor)
        raise
    return descriptor


def _check_ordinary(mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise DocumentError("not_a_file")


def _check_size(size: int, limits: ReadLimits) -> None:
    if size == 0:
        raise DocumentError("empty")
    if size > limits.file_mb * MEGABYTE:
        raise DocumentError("too_large", size=f"{size / MEGABYTE:.0f}", limit=limits.file_mb)


def _mapped(error: OSError | ValueError, path: Path) -> DocumentError:
    if isinstance(error, PermissionError):
        return DocumentError("permission")
    number = error.errno if isinstance(error, OSError) else errno.ENOENT  # ValueError: a NUL in the name
    if number in (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG):
        return DocumentError("not_found", path=path)
    return DocumentError("not_a_file" if number in (errno.ELOOP, errno.ENXIO) else "unreadable")
