"""Putting a backup in the place of an index, or where there is none.

All of it is unpacked, compared with its SHA-256 and opened beside what is there. It takes its place by the renaming of
one folder: killed before, what was there is there; killed after, the next opening of the index ends the exchange. What
was there is kept beside until the index was opened with what came: else it goes back in its place.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import suppress
from pathlib import Path

from assistant.errors import StoreError
from assistant.proposal_ports import Erasure
from assistant.store.backup import (
    Progress,
    checked_part,
    facts_of,
    manifest_of,
    opened_backup,
    read_facts,
    sqlite_connection,
)
from assistant.store.cache import delete
from assistant.store.caches import LEXICAL_FOLDER, VECTORS_FOLDER
from assistant.store.catalogue import SqlCatalogue
from assistant.store.disk import flush
from assistant.store.faults import filesystem
from assistant.store.files import FileStore
from assistant.store.layout import CATALOGUE_FILE, ORIGINALS_FOLDER, PREVIOUS_FOLDER, RESTORED_FOLDER
from assistant.store.lock import IndexLock
from assistant.store.outliving import Outliving, add_marks, erase_again, outliving
from assistant.types import RestoreReport

_ROOM = 1 << 26  # bytes left free beside what is unpacked


def restore_backup(
    path: Path, directory: Path, progress: Progress, erasure: Erasure, *, replace: bool = False
) -> RestoreReport:
    """Put a backup into an index folder.

    What was erased there since the backup stays erased, in its proposals too; what was marked as anonymous or not for
    quotation stays marked.

    Args:
        path: the backup.
        directory: the index folder; made where it is missing.
        progress: told (parts done, parts in all).
        erasure: what stays of the quotes of erased documents.
        replace: the index that is there gives way.

    Raises:
        IndexLocked: another process owns the index.
        StoreError: backup_unreadable, backup_newer, backup_damaged, restore_over (there is an index and `replace` is
            False), catalogue_newer, or disk_full and the like. What was there is as it was.
    """
    read_facts(path)  # before anything is made
    with IndexLock(directory):
        finish_restore(directory)
        present = directory / CATALOGUE_FILE
        if present.is_file() and present.stat().st_size and not replace:
            raise StoreError("restore_over", path=directory)
        report = unpack_backup(path, directory, _outliving(present), progress, erasure)
        take_place(directory)
        forget_previous(directory)
    return report


def unpack_backup(
    path: Path,
    directory: Path,
    kept: Outliving,
    progress: Progress,
    erasure: Erasure,
) -> RestoreReport:
    """Unpack a backup beside an index, compare it with its SHA-256, open it, and carry over what outlives it.

    Args:
        path: the backup.
        directory: the index folder, which is owned. It may be in use: nothing of it is touched.
        kept: what stays of it.
        progress: told (parts done, parts in all).
        erasure: what stays of the quotes of erased documents.

    Raises:
        StoreError: as for `restore_backup`; nothing is left of what was unpacked.
    """
    with opened_backup(path) as archive:
        manifest = manifest_of(path, archive)
        parts, unpacked = manifest["parts"], unpacked_folder(directory)
        delete(unpacked)
        try:
            _check_room(directory, sum(part["size"] for part in parts.values()))
            for done, (name, part) in enumerate(parts.items()):
                progress(done, len(parts))
                with filesystem(directory):
                    (unpacked / name).parent.mkdir(parents=True, exist_ok=True)
                    with (unpacked / name).open("wb") as output:
                        output.writelines(checked_part(path, archive, name, part))
                        output.flush()
                        os.fsync(output.fileno())
            progress(len(parts), len(parts))
            erased, marked, (documents, _, passages) = _settled(unpacked, path, kept, erasure)
            _flush_folders(directory, unpacked)
        except BaseException:
            delete(unpacked)
            raise
    return RestoreReport(facts_of(path, manifest), documents, passages, erased, marked)


def unpacked_folder(directory: Path) -> Path:
    """Where a backup is unpacked before it takes its place."""
    return directory / f"{RESTORED_FOLDER}.new"


def take_place(directory: Path) -> None:
    """Put what was unpacked in the place of an index that is closed; what was there is kept until it is forgotten.

    Raises:
        StoreError: the folder can't be written.
    """
    delete(directory / PREVIOUS_FOLDER)
    with filesystem(directory):
        unpacked_folder(directory).rename(directory / RESTORED_FOLDER)
        flush(directory)
    finish_restore(directory)


def put_back(directory: Path) -> None:
    """Put what a backup took the place of back in its place; the index is closed.

    Where the exchange was stopped half way it is ended first: there is one way back then, and no moment with a mixture.
    Nothing is done where it was not begun: what was unpacked is still beside.

    Raises:
        StoreError: the folder can't be written.
    """
    if unpacked_folder(directory).is_dir():
        return
    finish_restore(directory)
    if (directory / PREVIOUS_FOLDER).is_dir():
        with filesystem(directory):
            (directory / PREVIOUS_FOLDER).rename(directory / RESTORED_FOLDER)
        finish_restore(directory)
        forget_previous(directory)


def forget_previous(directory: Path) -> None:
    """Delete what a backup took the place of, and one that was unpacked and did not come to its place.

    Raises:
        StoreError: the folder can't be written.
    """
    delete(directory / PREVIOUS_FOLDER)
    delete(unpacked_folder(directory))


def finish_restore(directory: Path) -> None:
    """End the exchange that a restoring has begun, where it was stopped. The folder is owned.

    Raises:
        StoreError: the folder can't be written.
    """
    restored, previous = directory / RESTORED_FOLDER, directory / PREVIOUS_FOLDER
    if not restored.is_dir():
        return
    for name in (LEXICAL_FOLDER, VECTORS_FOLDER):
        delete(directory / name)
        for leftover in directory.glob(f"{name}.*"):
            delete(leftover)
    with filesystem(directory):
        previous.mkdir(exist_ok=True)
        if (restored / CATALOGUE_FILE).is_file():
            (restored / ORIGINALS_FOLDER).mkdir(exist_ok=True)
            if (directory / CATALOGUE_FILE).exists():  # else it has gone, and what stands there is of the other
                _move_catalogue(directory, previous)
            _move_catalogue(restored, directory)
        if (restored / ORIGINALS_FOLDER).is_dir():
            _move(directory / ORIGINALS_FOLDER, previous)
            _move(restored / ORIGINALS_FOLDER, directory)
        flush(previous)
        flush(directory)
    delete(restored)


def _move_catalogue(source: Path, folder: Path) -> None:
    """Put a catalogue into another folder, itself last: what stands beside it would be read into another one."""
    for beside in ("-wal", "-shm", ""):
        _move(source / f"{CATALOGUE_FILE}{beside}", folder)


def _move(path: Path, folder: Path) -> None:
    """Put a file or a folder into another folder, where it is there."""
    if path.exists():
        path.replace(folder / path.name)


def _flush_folders(directory: Path, unpacked: Path) -> None:
    """Bring the names of what was unpacked to the disk: once it has its place, a power cut takes nothing of it."""
    with filesystem(directory):
        for folder in (*(each for each in unpacked.rglob("*") if each.is_dir()), unpacked):
            flush(folder)


def _check_room(directory: Path, size: int) -> None:
    with filesystem(directory):
        if shutil.disk_usage(directory).free < size + _ROOM:
            raise StoreError("disk_full", path=directory)


def _outliving(present: Path) -> Outliving:
    """What stays of the index that gives way; nothing where there is none, or it can't be read."""
    if present.is_file() and present.stat().st_size:
        with suppress(StoreError):
            catalogue = SqlCatalogue.open(present, create=False)
            try:
                return outliving(catalogue)
            finally:
                catalogue.close()
    return Outliving()


def _settled(
    unpacked: Path, path: Path, kept: Outliving, erasure: Erasure
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[int, int, int]]:
    """Make sure that the catalogue can be opened, erase again what was erased since, and mark again what was marked.

    Gives the files erased, the documents marked, and how many documents, pages and passages there are then.
    """
    with sqlite_connection(unpacked / CATALOGUE_FILE) as connection:
        try:
            sound = connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
        except sqlite3.DatabaseError:
            sound = False
    if not sound:
        raise StoreError("backup_damaged", path=path, part=CATALOGUE_FILE)
    catalogue = SqlCatalogue.open(unpacked / CATALOGUE_FILE, create=False)
    try:
        erased = erase_again(catalogue, kept, erasure)
        if erased:
            catalogue.compact()
            FileStore(unpacked / ORIGINALS_FOLDER).prune(catalogue.original_hashes())
            catalogue.compaction_done()
        marked = add_marks(catalogue, kept)
        counts = catalogue.counts()
    finally:
        catalogue.close()
    return erased, marked, counts
