"""Which files of a folder are documents, and which of its folders do not say."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_NOT_DOCUMENTS = frozenset({"thumbs.db", "desktop.ini", "icon\r", "__macosx"})
_LEADS_NOWHERE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP})


@dataclass(frozen=True, slots=True)
class UnlistedFolder:
    """A folder that is there and can't be listed, and what the system says of it."""

    location: Path
    detail: str


@dataclass(frozen=True, slots=True)
class Findings:
    """The files of a folder, sorted by path, and the folders below it (or itself) that can't be listed."""

    files: tuple[Path, ...]
    unlisted: tuple[UnlistedFolder, ...]


def find_files(folder: Path, leave_out: Path | None = None) -> Findings:
    """The ordinary files below a folder.

    Left out with no word, because nobody puts them there as documents: hidden files and folders, lock files of office
    programs ("~$"), what operating systems leave behind, pipes and devices, links to folders, and links that leave
    the folder or lead nowhere. A folder that can't be listed is told, for what it holds is not known.

    Args:
        folder: where to look.
        leave_out: a folder that is not entered, nor reached by a link.
    """
    root = Path(os.path.realpath(folder))
    closed = None if leave_out is None else Path(os.path.realpath(leave_out))
    unlisted: list[UnlistedFolder] = []
    found = [path for path in _walk(folder, closed, unlisted) if _belongs(path, root, closed)]
    return Findings(tuple(sorted(found, key=lambda path: path.relative_to(folder).parts)), tuple(unlisted))


def _walk(folder: Path, closed: Path | None, unlisted: list[UnlistedFolder]) -> Iterator[Path]:
    """Everything below a folder that is no folder and not ignored; adds to `unlisted` what can't be listed."""
    waiting = [folder]
    while waiting:
        parent = waiting.pop()
        try:
            with os.scandir(parent) as listing:
                entries = [entry for entry in listing if not _ignored(entry.name)]
        except OSError as error:
            unlisted.append(UnlistedFolder(parent, error.strerror or str(error)))
            continue
        for entry in entries:
            if not _is_folder(entry):
                yield Path(entry.path)
            elif closed is None or not _same(entry.path, closed):
                waiting.append(Path(entry.path))


def _ignored(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in _NOT_DOCUMENTS


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False  # whatever it is: opening it will tell why not


def _same(path: str, folder: Path) -> bool:
    try:
        return Path(path).samefile(folder)
    except OSError:
        return False


def _belongs(path: Path, root: Path, closed: Path | None) -> bool:
    """Whether it is an ordinary file, itself or through a link, that stands below the root."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return False
    except OSError as error:
        if error.errno in _LEADS_NOWHERE:
            return False
        # It is there and can't be looked at: opening it will tell why not.
    if not os.path.islink(path):  # noqa: PTH114 - Path.is_symlink raises where the folder can't be searched
        return True
    target = Path(os.path.realpath(path))
    return target.is_relative_to(root) and (closed is None or not target.is_relative_to(closed))
