"""The folder of backups: what is in it, what is sent into it from elsewhere, what is deleted."""

from __future__ import annotations

import errno
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from assistant.deposits import clear_stale, kept_free, take_name
from assistant.errors import StoreError
from assistant.settings import Settings
from assistant.types import BackupFacts

_NAME = re.compile(r"[\w][\w .-]{0,150}\.zip")
_PART = ".part"
_STALE_SECONDS = 3600  # since the last byte of one that is on its way


@dataclass(frozen=True, slots=True)
class KeptBackup:
    """A backup in the folder of the settings; `facts` is None where it can't be read."""

    name: str
    path: Path
    facts: BackupFacts | None


class SentBackup:
    """A backup on its way into the folder of backups: `write` its bytes, then `keep` it; `drop` it otherwise."""

    def __init__(self, settings: Settings, name: str, size: int | None = None) -> None:
        """Begin to take it in. What was left of others when the program was killed is deleted.

        Args:
            settings: name the folder.
            name: what its sender calls it.
            size: the bytes that its sender says it has.

        Raises:
            StoreError: disk_full: some room is left for the index; or the folder can't be written.
        """
        from assistant.store.faults import filesystem

        self._name = name
        self._folder = settings.backups
        self._draft = settings.backups / f".{secrets.token_hex(8)}{_PART}"
        with filesystem(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
            clear_stale(self._folder, f".*{_PART}", _STALE_SECONDS)
            self._check_room(size or 0)
            self._draft.touch(0o600, exist_ok=False)

    def write(self, data: bytes) -> None:
        """Take some more bytes.

        Raises:
            StoreError: disk_full, or the folder can't be written.
        """
        from assistant.store.faults import filesystem

        with filesystem(self._folder), self._draft.open("ab") as stream:
            self._check_room(len(data))
            stream.write(data)

    def keep(self) -> KeptBackup:
        """Give it its name (with a number where another has that), where it is a backup.

        Raises:
            StoreError: backup_unreadable, backup_newer, or the folder can't be written.
        """
        from assistant.store.backup import read_facts
        from assistant.store.disk import flush
        from assistant.store.faults import filesystem

        try:
            facts = read_facts(self._draft)
        except StoreError as error:
            raise StoreError(error.code, **{**error.params, "path": self._name}) from error
        with filesystem(self._folder):
            flush(self._draft)
            path = next(path for path in self._names() if take_name(self._draft, path))
            flush(self._folder)
        return KeptBackup(path.name, path, facts)

    def drop(self) -> None:
        """Leave nothing of it, if it was not kept."""
        self._draft.unlink(missing_ok=True)

    def _names(self) -> Iterator[Path]:
        stem = re.sub(r"[^\w .-]", "", Path(self._name).stem).strip(" .")[:100] or "assistant"
        return (self._folder / f"{stem}{f'-{number}' if number > 1 else ''}.zip" for number in count(1))

    def _check_room(self, size: int) -> None:
        if shutil.disk_usage(self._folder).free < size + kept_free(self._folder):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


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
