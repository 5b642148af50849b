"""Looking after an index: backups in one file, and putting one back.

A backup may be made while the index is in use. Restoring takes the index for itself: by the command line a running
server is stopped first; from its pages it closes for a moment (`restore_in_service`).
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import StoreError
from assistant.exchange import Steps
from assistant.settings import Settings
from assistant.types import BackupFacts, RestoreReport

if TYPE_CHECKING:
    from assistant.service import Assistant

Progress = Callable[[int, int], None]
"""Told (parts done, parts in all); what it raises ends the work, and nothing is left of it."""

_NAME = re.compile(r"[\w][\w .-]{0,150}\.zip")


@dataclass(frozen=True, slots=True)
class KeptBackup:
    """A backup in the folder of the settings; `facts` is None where it can't be read."""

    name: str
    path: Path
    facts: BackupFacts | None


def make_backup(
    settings: Settings,
    target: Path | None = None,
    progress: Progress = lambda done, total: None,
    *,
    conversations: bool = True,
) -> tuple[Path, BackupFacts]:
    """Write a backup of the index of the settings.

    Args:
        settings: name the index, and the folder of backups.
        target: the file, or a folder that it is put in under a name with the time; None: the folder of the settings.
        progress: called from this thread.
        conversations: whether members' conversations and feedback are in it.

    Raises:
        StoreError: index_missing, backup_exists, backup_in_index, or disk_full and the like.
    """
    from assistant.store.backup import write_backup

    path = (target or settings.backups).expanduser()
    if target is None or path.is_dir():
        path = path / f"assistant-{datetime.now().astimezone():%Y-%m-%d-%Hh%Mm%S}.zip"
    if settings.index.resolve() in path.resolve().parents:
        raise StoreError("backup_in_index", path=path)
    return path, write_backup(settings.index, path, progress, conversations=conversations)


def restore_backup(
    settings: Settings, path: Path, progress: Progress = lambda done, total: None, *, replace: bool = False
) -> RestoreReport:
    """Put a backup in the place of the index of the settings.

    Args:
        settings: name the index.
        path: the backup.
        progress: called from this thread.
        replace: an index that is there gives way; what was erased from it since the backup stays erased.

    Raises:
        IndexLocked: another process owns the index.
        StoreError: backup_unreadable, backup_newer, backup_damaged, restore_over, or disk_full and the like; the index
            is as it was.
    """
    from assistant.drafting.baskets import ERASURE
    from assistant.store.restore import restore_backup as restore

    return restore(path.expanduser(), settings.index, progress, ERASURE, replace=replace)


def restore_in_service(assistant: Assistant, name: str, progress: Progress) -> RestoreReport:
    """Put a backup of the folder of the settings in the place of the index that is in use.

    It is unpacked and checked while questions are answered; changes of documents wait. Then the index is closed for a
    moment. What was there is kept until the index was opened with the backup: else it is put back.

    Args:
        assistant: what answers now; a new one does afterwards.
        name: of the backup.
        progress: called from this thread.

    Raises:
        StoreError: unknown_backup, or as for `restore_backup`; the index is as it was.
        ModelError: the backup's model can't be found or used; the same.
        AssistantError: exchange_impossible; the same.
    """
    from assistant.drafting.baskets import ERASURE
    from assistant.store.restore import put_back, take_place, unpack_backup

    settings, path = assistant.settings, backup_path(assistant.settings, name)
    directory = settings.index
    with assistant.library.writing:
        report = unpack_backup(path, directory, assistant.library.removals(), progress, ERASURE)
        try:
            _check_model(settings)
            steps = Steps(closed=lambda: take_place(directory), back=lambda: put_back(directory))
            assistant.jobs.exchanges.run(steps)
        except BaseException:
            _forget_unpacked(directory)
            raise
    return report


def _check_model(settings: Settings) -> None:
    """Make sure that the model of the backup that was unpacked is there and can be used."""
    from assistant.build import chosen_options, load_embedder
    from assistant.store.index_models import peek
    from assistant.store.layout import CATALOGUE_FILE
    from assistant.store.restore import unpacked_folder

    in_use, _ = peek(unpacked_folder(settings.index) / CATALOGUE_FILE)
    load_embedder(chosen_options(settings, in_use)).warm_up()


def _forget_unpacked(directory: Path) -> None:
    from assistant.store.cache import delete
    from assistant.store.restore import unpacked_folder

    with suppress(StoreError):
        delete(unpacked_folder(directory))


class SentBackup:
    """A backup on its way into the folder of backups: `write` its bytes, then `keep` it; `drop` it otherwise."""

    def __init__(self, settings: Settings, name: str) -> None:
        """Begin to take it in.

        Args:
            settings: name the folder.
            name: what its sender calls it.

        Raises:
            StoreError: the folder can't be written.
        """
        from assistant.store.faults import filesystem

        self._name = name
        self._folder = settings.backups
        self._draft = settings.backups / f".{secrets.token_hex(8)}.part"
        with filesystem(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
            self._draft.touch(0o600, exist_ok=False)

    def write(self, data: bytes) -> None:
        """Take some more bytes.

        Raises:
            StoreError: disk_full, or the folder can't be written.
        """
        from assistant.store.faults import filesystem

        with filesystem(self._folder), self._draft.open("ab") as stream:
            stream.write(data)

    def keep(self) -> KeptBackup:
        """Give it its name (with a number where another has that), where it is a backup.

        Raises:
            StoreError: backup_unreadable, backup_newer.
        """
        from assistant.store.backup import read_facts
        from assistant.store.faults import filesystem

        try:
            facts = read_facts(self._draft)
        except StoreError as error:
            raise StoreError(error.code, **{**error.params, "path": self._name}) from error
        path = self._free_name()
        with filesystem(self._folder):
            self._draft.rename(path)
        return KeptBackup(path.name, path, facts)

    def drop(self) -> None:
        """Leave nothing of it, if it was not kept."""
        self._draft.unlink(missing_ok=True)

    def _free_name(self) -> Path:
        stem = re.sub(r"[^\w .-]", "", Path(self._name).stem).strip(" .")[:100] or "assistant"
        paths = (self._folder / f"{stem}{f'-{number}' if number > 1 else ''}.zip" for number in count(1))
        return next(path for path in paths if not path.exists())


def backup_path(settings: Settings, name: str) -> Path:
    """A backup of the folder of the settings.

    Raises:
        StoreError: unknown_backup.
    """
    path = settings.backups / name
    if not _NAME.fullmatch(name) or not path.is_file() or path.is_symlink():
        raise StoreError("unknown_backup", name=name)
    return path


def kept_backups(settings: Settings) -> list[KeptBackup]:
    """The backups in the folder of the settings, the latest first. Their parts are not looked at."""
    from assistant.store.backup import read_facts

    found = []
    paths = sorted(settings.backups.glob("*.zip")) if settings.backups.is_dir() else []
    for path in paths:
        try:
            facts = read_facts(path)
        except StoreError:
            facts = None
        found.append(KeptBackup(path.name, path, facts))
    return sorted(found, key=lambda kept: (kept.facts.made_at if kept.facts else "", kept.name), reverse=True)


def remove_backup(settings: Settings, name: str) -> None:
    """Delete a backup of the folder of the settings.

    Raises:
        StoreError: unknown_backup, or index_unwritable: the folder can't be written.
    """
    from assistant.store.faults import filesystem

    path = backup_path(settings, name)
    with filesystem(path):
        path.unlink()
