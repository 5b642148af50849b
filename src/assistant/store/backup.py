"""A backup of an index in one file: one state of its catalogue, and the original of every document.

The file is a ZIP archive: `manifest.json` (what it holds, with the SHA-256 of each part), `catalogue.sqlite`, and
`files/ab/abcdef...` as in the index folder. The caches are left out: they are made again from the catalogue.

The index may be in use meanwhile, by this process or another: SQLite gives one state of the catalogue whatever is
written beside it, and originals never change. `VACUUM INTO` copies what is in the tables and no freed page, so that
nothing of what was erased before is in the copy.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sqlite3
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from assistant import __version__
from assistant.errors import StoreError
from assistant.store.disk import flush, sha256_of
from assistant.store.faults import filesystem, sqlite_fault
from assistant.store.files import FileStore
from assistant.store.layout import CATALOGUE_FILE, ORIGINALS_FOLDER
from assistant.types import BackupFacts

FORMAT = 1
MANIFEST = "manifest.json"
DRAFT = ".part"
Progress = Callable[[int, int], None]
"""Told (parts done, parts in all); what it raises ends the work, and nothing is left of it."""

_BLOCK = 1 << 20
_TRIES = 3
_MANIFEST_BYTES = 64_000_000
_MOST = (1 << 63) - 1
_VERSION = re.compile(r"[0-9A-Za-z.+_-]{1,60}")
_PEOPLES = {
    "proposals": "proposal",
    "corrections": "description WHERE layer = 'correction'",
    "feeds": "feed",
    "conversations": "conversation",
}
_PERSONAL = ("feedback", "turn", "conversation")


def write_backup(directory: Path, target: Path, progress: Progress, *, conversations: bool = True) -> BackupFacts:
    """Write a backup and read it again; it has its name once it is whole, checked and on the disk.

    Args:
        directory: the index folder; it is not written.
        target: the file to make; only this user may read it.
        progress: called from this thread.
        conversations: whether the conversations and the feedback of members are in it.

    Raises:
        StoreError: index_missing, backup_exists, or disk_full and the like.
    """
    if not (directory / CATALOGUE_FILE).is_file():
        raise StoreError("index_missing", path=directory)
    if target.exists():
        raise StoreError("backup_exists", path=target)
    draft = target.with_name(target.name + DRAFT)
    copy = target.with_name(target.name + f".sqlite{DRAFT}")
    with filesystem(target.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            originals, missing = _snapshot(directory, copy, conversations)
            _pack(draft, copy, originals, _facts(copy, conversations, len(originals), missing), progress)
            facts = check_backup(draft)
            flush(draft)
            draft.replace(target)
            flush(target.parent)
        finally:
            draft.unlink(missing_ok=True)
            copy.unlink(missing_ok=True)
    return facts


def read_facts(path: Path) -> BackupFacts:
    """What a backup says it holds; its parts are not looked at.

    Raises:
        StoreError: backup_unreadable, backup_newer.
    """
    with opened_backup(path) as archive:
        return facts_of(path, manifest_of(path, archive))


def check_backup(path: Path) -> BackupFacts:
    """Read a backup whole, and compare every part with its SHA-256.

    Raises:
        StoreError: backup_unreadable, backup_newer, backup_damaged.
    """
    with opened_backup(path) as archive:
        manifest = manifest_of(path, archive)
        for name, part in manifest["parts"].items():
            for _ in checked_part(path, archive, name, part):
                pass
        return facts_of(path, manifest)


@contextmanager
def opened_backup(path: Path) -> Iterator[zipfile.ZipFile]:
    """A backup as an archive.

    Raises:
        StoreError: backup_unreadable.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (OSError, zipfile.BadZipFile, zipfile.LargeZipFile, EOFError) as error:
        detail = getattr(error, "strerror", None) or "not a backup, or cut short"
        raise StoreError("backup_unreadable", path=path, detail=detail) from error


def manifest_of(path: Path, archive: zipfile.ZipFile) -> dict[str, Any]:
    """The manifest of a backup, its names and sizes checked: nothing of it leads out of the folder it is put into.

    Raises:
        StoreError: backup_unreadable, backup_newer.
    """
    try:
        if archive.getinfo(MANIFEST).file_size > _MANIFEST_BYTES:
            raise ValueError("manifest")
        manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
        if int(manifest["format"]) > FORMAT:
            raise StoreError("backup_newer", path=path, version=manifest["facts"]["version"])
        parts, sizes = manifest["parts"], {info.filename: info.file_size for info in archive.infolist()}
        well_named = all(
            name == CATALOGUE_FILE or name == _original_name(part["sha256"]) for name, part in parts.items()
        )
        if not well_named or CATALOGUE_FILE not in parts:
            raise ValueError("names")
        if {name: part["size"] for name, part in parts.items()} != {n: s for n, s in sizes.items() if n != MANIFEST}:
            raise ValueError("sizes")
        facts_of(path, manifest)
    except (KeyError, TypeError, ValueError, AttributeError, NotImplementedError, RuntimeError) as error:
        raise StoreError("backup_unreadable", path=path, detail="not a backup, or cut short") from error
    return manifest


def facts_of(path: Path, manifest: dict[str, Any]) -> BackupFacts:
    """What a manifest tells of its backup.

    Raises:
        TypeError, ValueError: it tells something else, or in another way.
    """
    told = manifest["facts"]
    for each in fields(BackupFacts):
        value = told.get(each.name, 0 if each.type == "int" else None)
        if type(value).__name__ != each.type or (each.type == "int" and not 0 <= value <= _MOST):
            raise ValueError(each.name)
    if not _VERSION.fullmatch(told["version"]) or datetime.fromisoformat(told["made_at"]).tzinfo is None:
        raise ValueError("version or time")
    return BackupFacts(**told, bytes=path.stat().st_size)


def present_counts(catalogue: Path) -> dict[str, int]:
    """What an index has that is not read from documents, read past whoever owns it; 0 where it can't be told."""
    counts = dict.fromkeys(_PEOPLES, 0)
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"{catalogue.absolute().as_uri()}?mode=ro", uri=True)) as db:
        for name, query in _PEOPLES.items():
            counts[name] = int(db.execute(f"SELECT count(*) FROM {query}").fetchone()[0])  # noqa: S608 - names of ours
    return counts


def checked_part(path: Path, archive: zipfile.ZipFile, name: str, part: dict[str, Any]) -> Iterator[bytes]:
    """The content of one part, in blocks; never more than the manifest says.

    Raises:
        StoreError: backup_damaged: at its end, it is not what was put in.
    """
    digest, size = hashlib.sha256(), 0
    try:
        with archive.open(name) as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
                size += len(block)
                if size > part["size"]:
                    break
                yield block
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise StoreError("backup_damaged", path=path, part=name) from error
    if size != part["size"] or digest.hexdigest() != part["sha256"]:
        raise StoreError("backup_damaged", path=path, part=name)


def _snapshot(directory: Path, copy: Path, conversations: bool) -> tuple[list[Path], int]:
    """Copy the catalogue; gives its originals, and how many of them are not there (or not what they were).

    A document may be erased between the copy and the look at its original: then the copy is made again.
    """
    store, missing = FileStore(directory / ORIGINALS_FOLDER), 0
    for _ in range(_TRIES):
        _copy_catalogue(directory / CATALOGUE_FILE, copy, conversations)
        paths = [store.path(sha256) for sha256 in sorted(_original_hashes(copy))]
        there = [path for path in paths if path.is_file() and sha256_of(path) == path.name]
        missing = len(paths) - len(there)
        if not missing:
            break
    return there, missing


def _copy_catalogue(source: Path, copy: Path, conversations: bool) -> None:
    copy.unlink(missing_ok=True)
    os.close(os.open(copy, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600))
    with sqlite_connection(source) as connection:
        connection.execute("VACUUM INTO ?", (str(copy),))
    if not conversations:
        with sqlite_connection(copy) as connection:
            connection.execute("PRAGMA secure_delete = ON")
            for table in _PERSONAL:
                connection.execute(f"DELETE FROM {table}")  # noqa: S608 - names of ours
            connection.execute("VACUUM")


@contextmanager
def sqlite_connection(path: Path) -> Iterator[sqlite3.Connection]:
    """A bare connection to a catalogue.

    Raises:
        StoreError: the file is damaged, its disk is full, or it can't be read.
    """
    try:
        with closing(sqlite3.connect(path, timeout=10, isolation_level=None)) as connection:
            yield connection
    except sqlite3.Error as error:
        raise (sqlite_fault(error, path) or StoreError("catalogue_damaged", path=path, detail=error)) from error


def _original_hashes(catalogue: Path) -> set[str]:
    query = (
        "SELECT stored_hash FROM file WHERE stored_hash IS NOT NULL "
        "UNION SELECT content_hash FROM document WHERE record_id IS NULL"
    )
    with sqlite_connection(catalogue) as connection:
        return {row[0] for row in connection.execute(query)}


def _facts(catalogue: Path, conversations: bool, originals: int, missing: int) -> BackupFacts:
    def count(table: str) -> int:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - names of ours

    with sqlite_connection(catalogue) as connection:
        return BackupFacts(
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            version=__version__,
            documents=count("document"),
            passages=count("passage"),
            conversations=count("conversation"),
            with_conversations=conversations,
            originals=originals,
            missing=missing,
        )


def _pack(draft: Path, catalogue: Path, originals: Iterable[Path], facts: BackupFacts, progress: Progress) -> None:
    draft.unlink(missing_ok=True)
    parts: dict[str, Any] = {}
    told = asdict(facts)
    del told["bytes"]
    files = [(CATALOGUE_FILE, catalogue), *((_original_name(path.name), path) for path in originals)]
    made = os.open(draft, os.O_CREAT | os.O_RDWR | os.O_EXCL, 0o600)
    with os.fdopen(made, "w+b") as stream, zipfile.ZipFile(stream, "w") as archive:
        for done, (name, path) in enumerate(files):
            progress(done, len(files))
            parts[name] = _add(archive, name, path)
        manifest = {"format": FORMAT, "facts": told, "parts": parts}
        archive.writestr(MANIFEST, json.dumps(manifest, indent=1), zipfile.ZIP_DEFLATED)
    progress(len(files), len(files))


def _add(archive: zipfile.ZipFile, name: str, path: Path) -> dict[str, Any]:
    """Put a file into an archive. Originals are most often compressed already."""
    info = zipfile.ZipInfo(name, datetime.now(UTC).timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED if name == CATALOGUE_FILE else zipfile.ZIP_STORED
    info.external_attr = 0o600 << 16
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as source, archive.open(info, "w", force_zip64=True) as output:
        for block in blocks_of(source):
            digest.update(block)
            size += len(block)
            output.write(block)
    return {"size": size, "sha256": digest.hexdigest()}


def _original_name(sha256: str) -> str:
    return FileStore(Path(ORIGINALS_FOLDER)).path(sha256).as_posix()


def blocks_of(stream: IO[bytes]) -> Iterator[bytes]:
    """The content of a stream, in blocks."""
    while block := stream.read(_BLOCK):
        yield block
