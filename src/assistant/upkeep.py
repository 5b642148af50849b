"""Looking after an index: backups in one file, and putting one back.

A backup may be made while the index is in use. Restoring takes the index for itself: by the command line a running
server is stopped first; from its pages it closes for a moment (`restore_in_service`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from assistant.backups_folder import backup_path
from assistant.errors import StoreError, UsageError
from assistant.exchange import Steps
from assistant.model_list import listed_names
from assistant.settings import Settings
from assistant.types import BackupFacts, IndexModel, RestoreReport
from assistant.types.arguments import public_arguments

if TYPE_CHECKING:
    from assistant.service import Assistant
    from assistant.store.folder import IndexFolder

BEFORE = "-avant"  # ends the name of a backup that was made before another took the place of the index

Progress = Callable[[int, int], None]
"""Told (parts done, parts in all); what it raises ends the work, and nothing is left of it."""


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
        path = _free_in(path)
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
        replace: an index that is there gives way; what was erased or marked in it since the backup stays so.

    Raises:
        IndexLocked: another process owns the index.
        StoreError: backup_unreadable, backup_newer, backup_damaged, restore_over, or disk_full and the like; the index
            is as it was.
    """
    from assistant.drafting.baskets import ERASURE
    from assistant.store.restore import restore_backup as restore

    return restore(path.expanduser(), settings.index, progress, ERASURE, replace=replace)


def restore_in_service(
    assistant: Assistant, name: str, progress: Progress, saving: Progress
) -> tuple[RestoreReport, Path]:
    """Put a backup of the folder of the settings in the place of the index that is in use.

    It is unpacked and checked while questions are answered; changes of documents wait. What is there is saved in a
    backup of its own, then the index is closed for a moment. What was there is kept until the index was opened with
    the backup: else it is put back.

    Args:
        assistant: what answers now; a new one does afterwards.
        name: of the backup.
        progress: called from this thread.
        saving: the same, for the backup of what is there.

    Returns:
        What was restored, and the backup of what was there before.

    Raises:
        StoreError: unknown_backup, or as for `restore_backup`; the index is as it was.
        UsageError: model_not_listed: the backup names a model that can't be put into use from the page; the same.
        ModelError: the backup's model can't be found or used; the same.
        AssistantError: exchange_impossible; the same.
    """
    from assistant.drafting.baskets import ERASURE
    from assistant.store.outliving import outliving
    from assistant.store.restore import put_back, take_place, unpack_backup

    settings, path = assistant.settings, backup_path(assistant.settings, name)
    directory = settings.index
    with assistant.library.writing:
        kept = outliving(cast("IndexFolder", assistant.indexes.folder).catalogue)
        report = unpack_backup(path, directory, kept, progress, ERASURE)
        try:
            _check_model(settings)
            saved, _ = make_backup(settings, _free_in(settings.backups.expanduser(), BEFORE), saving)
            steps = Steps(closed=lambda: take_place(directory), back=lambda: put_back(directory))
            assistant.jobs.exchanges.run(steps)
        except BaseException:
            _forget_unpacked(directory)
            raise
    return report, saved


def restored_dict(report: RestoreReport) -> dict[str, Any]:
    """What was put back, JSON-ready, as the command line and the pages tell it: `documents` are those there now."""
    again = {"erased_again": list(report.erased), "marked_again": list(report.marked)}
    return {**asdict(report.facts), "documents": report.documents, "passages": report.passages, **again}


def rolled_back(settings: Settings) -> dict[str, int]:
    """How many proposals, corrections, feeds and conversations the index has: a backup takes the place of them all."""
    from assistant.store.backup import present_counts
    from assistant.store.layout import CATALOGUE_FILE

    return present_counts(settings.index / CATALOGUE_FILE)


def _free_in(folder: Path, ending: str = "") -> Path:
    """A file named after this second that is not there yet: with a number, where two are made within one."""
    stem = f"assistant-{datetime.now().astimezone():%Y-%m-%d-%Hh%Mm%S}"
    names = (f"{stem}{f'-{number}' if number > 1 else ''}{ending}.zip" for number in count(1))
    return next(folder / name for name in names if not (folder / name).exists())


def _check_model(settings: Settings) -> None:
    """Make sure that the model of the backup that was unpacked may be loaded, is there, and can be used.

    Who sends a backup chooses what its catalogue names, and a name may reach files and programs of this machine. Only
    what the page could put into use is loaded, and what this index or its settings name already.
    """
    from assistant.build import chosen_options, load_embedder
    from assistant.store.index_models import peek
    from assistant.store.layout import CATALOGUE_FILE
    from assistant.store.restore import unpacked_folder

    in_use, before = peek(unpacked_folder(settings.index) / CATALOGUE_FILE)
    trusted = [model for model in peek(settings.index / CATALOGUE_FILE) if model is not None]
    for model in (in_use, before):
        if model is not None and not _may_be_loaded(settings, model, trusted):
            raise UsageError("model_not_listed", model=str(_called(model))[:200])
    load_embedder(chosen_options(settings, in_use)).warm_up()


def _may_be_loaded(settings: Settings, model: IndexModel, trusted: Sequence[IndexModel]) -> bool:
    if not isinstance(model.options, dict):
        return False
    if any(model == each or (model.name, model.options) == (each.name, each.options) for each in trusted):
        return True
    names, arguments = {model.name, _called(model)}, model.options.get("arguments") or {}
    if names == {settings.embedding.model}:
        return arguments == public_arguments(settings.embedding.arguments)
    return not arguments and names <= listed_names()


def _called(model: IndexModel) -> Any:
    """What a model is loaded by."""
    return model.options.get("model", model.name) if isinstance(model.options, dict) else model.name


def _forget_unpacked(directory: Path) -> None:
    from assistant.store.cache import delete
    from assistant.store.restore import unpacked_folder

    with suppress(StoreError):
        delete(unpacked_folder(directory))
