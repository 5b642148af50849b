"""Looking after an index: backups in one file, and putting one back.

A backup may be made while the index is in use. Restoring takes the index for itself: a running server is stopped first.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from assistant.errors import StoreError
from assistant.settings import Settings
from assistant.types import BackupFacts, RestoreReport

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
    from assistant.drafting.baskets import erased, scrubbed
    from assistant.store.restore import QuoteErasure
    from assistant.store.restore import restore_backup as restore

    return restore(path.expanduser(), settings.index, progress, QuoteErasure(erased, scrubbed), replace=replace)


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

    path = settings.backups / name
    if not _NAME.fullmatch(name) or not path.is_file() or path.is_symlink():
        raise StoreError("unknown_backup", name=name)
    with filesystem(path):
        path.unlink()
