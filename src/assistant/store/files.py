"""Originals by hash: a copy of every ingested file, so that a citation can be checked when the source is gone."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Collection, Iterator
from pathlib import Path

from assistant.errors import DocumentError
from assistant.store.disk import flush
from assistant.store.faults import filesystem

_BLOCK = 1 << 20
_HASH = re.compile(r"[0-9a-f]{64}")
_DRAFT = ".part"


class FileStore:
    """Files named by the SHA-256 of their content, below a folder: ab/abcdef... Written whole or not at all."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def path(self, sha256: str) -> Path:
        """Where the file of that hash is kept, or would be.

        Raises:
            ValueError: this is no SHA-256 (64 hexadecimal digits).
        """
        if not _HASH.fullmatch(sha256):
            raise ValueError(f"not a SHA-256: {sha256!r}")
        return self._directory / sha256[:2] / sha256

    def add(self, path: Path, sha256: str) -> Path:
        """Keep a copy of a file, unless there is one. It is on the disk when this returns.

        Raises:
            DocumentError: changed_while_read: the file no longer has that hash; or it can't be read.
            StoreError: the disk is full, or the folder can't be written.
        """
        kept = self.path(sha256)
        if kept.exists():
            return kept
        draft = kept.with_name(kept.name + _DRAFT)
        with filesystem(self._directory):
            kept.parent.mkdir(parents=True, exist_ok=True)
            try:
                if _copy(path, draft) != sha256:
                    raise DocumentError("changed_while_read")
                draft.replace(kept)
            except BaseException:
                draft.unlink(missing_ok=True)
                raise
            flush(kept.parent)
        return kept

    def remove(self, sha256: str) -> None:
        """Forget a file, where it is kept."""
        with filesystem(self._directory):
            self.path(sha256).unlink(missing_ok=True)

    def prune(self, keep: Collection[str]) -> int:
        """Forget all files whose hash is not in `keep`, and what interrupted copies left. Returns how many."""
        wanted = set(keep)
        removed = 0
        with filesystem(self._directory):
            for path in list(self._kept()):
                if os.path.basename(path) not in wanted:  # noqa: PTH119 - there may be many, and a Path takes its time
                    os.unlink(path)  # noqa: PTH108
                    removed += 1
        return removed

    def _kept(self) -> Iterator[str]:
        for folder in filter(Path.is_dir, self._directory.glob("??")):
            with os.scandir(folder) as entries:
                yield from (entry.path for entry in entries if entry.is_file(follow_symlinks=False))


def _copy(source: Path, target: Path) -> str:
    """Copy a file and flush it to the disk. Returns the SHA-256 of what was copied."""
    digest = hashlib.sha256()
    with target.open("wb") as output:
        for block in _blocks(source):
            digest.update(block)
            output.write(block)
        output.flush()
        os.fsync(output.fileno())
    return digest.hexdigest()


def _blocks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as stream:
            while block := stream.read(_BLOCK):
                yield block
    except FileNotFoundError as error:
        raise DocumentError("not_found", path=path) from error
    except PermissionError as error:
        raise DocumentError("permission") from error
    except OSError as error:
        raise DocumentError("unreadable") from error
