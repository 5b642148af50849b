"""Files that people deposit through the browser: written below the corpus folder as they arrive, never over another.

A file is written under a name that no ingestion looks at, and takes its own once it is whole: a connection that is cut
leaves nothing behind. Names are made safe piece by piece; no name leads out of the folder.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import secrets
import shutil
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from assistant.bibliography.sidecar import merged_sidecar
from assistant.errors import AssistantError, StoreError, UsageError
from assistant.ingest.beside import sidecar_of
from assistant.text.ids import is_sidecar
from assistant.text.normalise import clean

FOLDER = "depots"
_PARTIAL = ".depot-"
_STALE_SECONDS = 24 * 3600
_KEPT_FREE = 100_000_000  # bytes of the disk that are left for the index
_LONGEST_NAME = 150  # bytes: the system allows 255, and a sidecar's name is longer
_DEEPEST = 6
_MOST_OF_A_NAME = 1000
_REFUSED = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]')
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Deposit:
    """A file that was deposited: its path below the corpus folder, its size; `already`: it was there, byte for byte."""

    path: str
    size: int
    already: bool


def safe_path(name: str) -> PurePosixPath:
    """A relative path that a file may be written to, for the name that its sender gives it ("folder/file.pdf").

    Raises:
        UsageError: upload_name: nothing is left of it.
    """
    pieces = [_safe_piece(piece) for piece in re.split(r"[/\\]", name[:_MOST_OF_A_NAME])]
    kept = [piece for piece in pieces if piece]
    if not kept:
        raise UsageError("upload_name")
    return PurePosixPath(*kept[:-1][:_DEEPEST], kept[-1])


def _safe_piece(piece: str) -> str:
    """One name without what systems refuse, what hides it (a dot, a tilde) and what leads elsewhere."""
    plain = _REFUSED.sub(" ", clean(piece.encode("utf-8", "replace").decode("utf-8")))
    plain = " ".join(plain.split()).lstrip(".~$ ").rstrip(". ")
    if _DEVICES.match(plain):
        plain = f"_{plain}"
    ending = PurePosixPath(plain).suffix if len(PurePosixPath(plain).suffix.encode()) <= 20 else ""
    stem = plain.removesuffix(ending)
    room = _LONGEST_NAME - len(ending.encode())
    return stem.encode()[:room].decode("utf-8", "ignore").rstrip() + ending if len(plain.encode()) > room else plain


class Deposits:
    """The folder of deposited files. All methods may be called from several threads."""

    def __init__(self, corpus: Path, most_bytes: int) -> None:
        """Name the place.

        Args:
            corpus: the folder whose files are ingested.
            most_bytes: of one file.
        """
        self.corpus = corpus.expanduser().resolve()
        self.folder = self.corpus / FOLDER
        self.most_bytes = most_bytes
        self.naming = threading.Lock()  # a name is looked for, described and taken by one at a time

    def receive(self, name: str, size: int | None = None, said: Mapping[str, Any] | None = None) -> Incoming:
        """Begin to take a file in.

        Args:
            name: what its sender calls it.
            size: what its sender says it has.
            said: what is known of it (kind, marks): it stands beside the file before that has its name.

        Raises:
            UsageError: upload_name, upload_too_large.
            StoreError: upload_no_room, upload_unwritable.
        """
        place = safe_path(name)
        if size is not None and size > self.most_bytes:
            raise UsageError("upload_too_large", name=place.name, limit=self.most_bytes // 1_000_000)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            clear_stale(self.folder, f"{_PARTIAL}*", _STALE_SECONDS)
            if shutil.disk_usage(self.folder).free < (size or 0) + kept_free(self.folder):
                raise StoreError("upload_no_room", name=place.name)
            partial = self.folder / f"{_PARTIAL}{secrets.token_hex(8)}"
            return Incoming(self, place, partial, partial.open("xb"), said or {})
        except OSError as error:
            raise self.refused(place.name, error) from error

    def refused(self, name: str, error: OSError) -> StoreError:
        """What the system says of a file that can't be written, in our words."""
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            return StoreError("upload_no_room", name=name)
        return StoreError("upload_unwritable", path=self.folder, detail=error.strerror or error)

    def files(self) -> list[Path]:
        """The files that were deposited and are whole, without those that stand beside another."""
        if not self.folder.is_dir():
            return []
        found = (place for place in sorted(self.folder.rglob("*")) if place.is_file() and not place.is_symlink())
        return [place for place in found if not place.name.startswith(_PARTIAL) and not is_sidecar(place.name)]

    def locate(self, path: str) -> Path:
        """Where a deposited file lies.

        Raises:
            UsageError: unknown_upload: there is none of that path.
        """
        parts = PurePosixPath(path).parts
        if parts[:1] == (FOLDER,) and len(parts) > 1 and ".." not in parts and "\0" not in path:
            place = self.corpus.joinpath(*parts)
            if place.is_file() and not place.is_symlink() and self._holds(place):
                return place
        raise UsageError("unknown_upload", path=path)

    def describe(self, path: str, values: Mapping[str, Any]) -> None:
        """Say beside a deposited file what is known of it, before it is read: its kind, its marks.

        What stood there stays, where it is not said otherwise; marks are only added.

        Raises:
            UsageError: unknown_upload.
            StoreError: upload_no_room, upload_unwritable.
        """
        place = self.locate(path)
        with self.naming:
            try:
                self.write_beside(place, values)
            except OSError as error:
                raise self.refused(place.name, error) from error

    def write_beside(self, place: Path, values: Mapping[str, Any]) -> bool:
        """Put values into the sidecar of a place, whole or not at all; gives whether there was none.

        Raises:
            OSError: it can't be written.
        """
        if not values or is_sidecar(place.name):
            return False
        beside = sidecar_of(place)
        new = not beside.exists()
        draft = self.folder / f"{_PARTIAL}{secrets.token_hex(8)}"
        try:
            with draft.open("x", encoding="utf-8") as stream:
                stream.write(json.dumps(merged_sidecar(beside, values), ensure_ascii=False))
                stream.flush()
                os.fsync(stream.fileno())
            draft.replace(beside)
        finally:
            draft.unlink(missing_ok=True)
        return new

    def discard(self, location: Path) -> bool:
        """Delete a deposited file and what stands beside it; False where the file is none of the deposited ones."""
        if not self._holds(location) or not location.is_file():
            return False
        with suppress(OSError):
            sidecar_of(location).unlink(missing_ok=True)
        try:
            location.unlink()
        except OSError as error:
            raise self.refused(location.name, error) from error
        return True

    def _holds(self, place: Path) -> bool:
        return place.resolve().is_relative_to(self.folder.resolve())


class Incoming:
    """A file on its way in: `write` its bytes, then `keep` it; `drop` it otherwise. Used by one thread at a time."""

    def __init__(
        self, deposits: Deposits, place: PurePosixPath, partial: Path, stream: BinaryIO, said: Mapping[str, Any]
    ) -> None:
        self._deposits = deposits
        self._place = place
        self._partial = partial
        self._stream = stream
        self._said = said
        self._hash = hashlib.sha256()
        self._size = 0

    def write(self, data: bytes) -> None:
        """Take some more bytes.

        Raises:
            UsageError: upload_too_large.
            StoreError: upload_no_room, upload_unwritable.
        """
        self._size += len(data)
        if self._size > self._deposits.most_bytes:
            limit = self._deposits.most_bytes // 1_000_000
            raise UsageError("upload_too_large", name=self._place.name, limit=limit)
        self._hash.update(data)
        try:
            self._stream.write(data)
        except OSError as error:
            raise self._deposits.refused(self._place.name, error) from error

    def keep(self) -> Deposit:
        """Give the file its name: its own, or with a number where another file has that.

        Raises:
            UsageError: upload_empty.
            StoreError: upload_no_room, upload_unwritable.
        """
        if self._size == 0:
            raise UsageError("upload_empty", name=self._place.name)
        try:
            self._stream.flush()
            os.fsync(self._stream.fileno())
            self._stream.close()
            return self._named()
        except OSError as error:
            raise self._deposits.refused(self._place.name, error) from error

    def drop(self) -> None:
        """Leave nothing of the file, if it was not kept."""
        with suppress(OSError):
            self._stream.close()
        with suppress(OSError):
            self._partial.unlink(missing_ok=True)

    def _named(self) -> Deposit:
        wanted = self._deposits.folder / self._place
        wanted.parent.mkdir(parents=True, exist_ok=True)
        if not wanted.parent.resolve().is_relative_to(self._deposits.folder.resolve()):  # a link in the folder
            raise UsageError("upload_name")
        with self._deposits.naming:
            for number in range(1, 10_000):
                place = wanted if number == 1 else wanted.with_name(f"{wanted.stem} ({number}){wanted.suffix}")
                if self._take(place):
                    return Deposit(place.relative_to(self._deposits.corpus).as_posix(), self._size, False)
                if _same(place, self._size, self._hash.digest()):
                    self._deposits.write_beside(place, self._said)
                    return Deposit(place.relative_to(self._deposits.corpus).as_posix(), self._size, True)
        raise AssistantError("upload_name")

    def _take(self, place: Path) -> bool:
        """Take a name unless another file has it; what is known of the file stands beside it before."""
        if os.path.lexists(place):
            return False
        new = self._deposits.write_beside(place, self._said)
        taken = False
        try:
            taken = take_name(self._partial, place)
        finally:
            if new and not taken:
                sidecar_of(place).unlink(missing_ok=True)
        return taken


def take_name(partial: Path, place: Path) -> bool:
    """Rename a file unless the name is taken, in one step."""
    try:
        os.link(partial, place)
    except FileExistsError:
        return False
    except OSError:  # a file system without hard links: the name is taken first, then filled
        try:
            place.open("xb").close()
        except FileExistsError:
            return False
        partial.replace(place)
        return True
    partial.unlink()
    return True


def _same(place: Path, size: int, digest: bytes) -> bool:
    if not place.is_file() or place.stat().st_size != size:
        return False
    with place.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").digest() == digest


def clear_stale(folder: Path, pattern: str, seconds: float) -> None:
    """Drop what uploads that were cut with the whole program have left: files to which nothing came for so long."""
    for left in folder.glob(pattern):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > seconds:
                left.unlink()


def kept_free(folder: Path) -> int:
    """Bytes of the disk of a folder that are left for the index, whatever people send."""
    return min(_KEPT_FREE, shutil.disk_usage(folder).total // 4)
