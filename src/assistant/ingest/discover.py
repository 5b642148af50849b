"""Which files of a folder are documents."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

_LOG = logging.getLogger(__name__)
_NOT_DOCUMENTS = frozenset({"thumbs.db", "desktop.ini", "icon\r", "__macosx"})


def find_files(folder: Path) -> list[Path]:
    """The ordinary files below a folder, sorted by path.

    Left out: hidden files and folders, lock files of office programs ("~$"), what operating systems leave
    behind, pipes and devices, links to folders, and links that leave the folder. A folder that can't be listed
    is left out with a warning in the log.
    """
    root = Path(os.path.realpath(folder))
    found = [path for path in _walk(folder) if _belongs(path, root)]
    return sorted(found, key=lambda path: path.relative_to(folder).parts)


def _walk(folder: Path) -> Iterator[Path]:
    def warn(error: OSError) -> None:
        _LOG.warning("A folder can't be listed and is left out: %s", error.filename)

    for parent, folders, files in os.walk(folder, onerror=warn, followlinks=False):
        folders[:] = [name for name in folders if not _ignored(name)]
        for name in files:
            if not _ignored(name):
                yield Path(parent, name)


def _ignored(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in _NOT_DOCUMENTS


def _belongs(path: Path, root: Path) -> bool:
    """Whether it is an ordinary file, itself or through a link, that stands below the root."""
    if not path.is_file():
        return False
    return not path.is_symlink() or Path(os.path.realpath(path)).is_relative_to(root)
