"""Which files of a folder are documents, and which of its folders do not say."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.ingest.beside import is_bibliography
from assistant.text.ids import is_sidecar

_NOT_DOCUMENTS = frozenset({"thumbs.db", "desktop.ini", "icon\r", "__macosx"})


@dataclass(frozen=True, slots=True)
class UnlistedFolder:
    """A folder that is there and can't be listed, and what the system says of it."""

    location: Path
    detail: str


@dataclass(frozen=True, slots=True)
class Findings:
    """What a folder holds.

    `files` are its files, sorted by path, without its bibliographies, which are `records`. `odd` are those of them that
    are no ordinary ones: pipes, sockets, devices, and links that lead elsewhere or nowhere. `unlisted` are the folders
    below it (or itself) that can't be listed.
    """

    files: tuple[Path, ...]
    odd: frozenset[Path]
    unlisted: tuple[UnlistedFolder, ...]
    records: tuple[Path, ...] = ()


def find_files(folder: Path, leave_out: Path | None = None, root: Path | None = None) -> Findings:
    """What stands below a folder for documents.

    Left out with no word, because nobody puts them there as documents: hidden files and folders, lock files of office
    programs ("~$"), what operating systems leave behind, sidecars (NAME.ext.meta.json); and links to what stands below
    the root anyway. A folder that can't be listed is told, for what it holds is not known.

    Args:
        folder: where to look.
        leave_out: a folder that is not entered; links into it are left out too.
        root: the ingested folder that it lies below, or itself.
    """
    return _Search(folder, leave_out, root or folder).findings()


class _Search:
    """One look below a folder."""

    def __init__(self, folder: Path, leave_out: Path | None, root: Path) -> None:
        self._folder = folder
        self._root = Path(os.path.realpath(root))
        self._closed = None if leave_out is None else Path(os.path.realpath(leave_out))
        self._odd: set[Path] = set()
        self._unlisted: list[UnlistedFolder] = []

    def findings(self) -> Findings:
        found = [location for _, location in sorted(self._files())]
        records = tuple(location for location in found if is_bibliography(location))
        beside = set(records)
        files = tuple(location for location in found if location not in beside)
        return Findings(files, frozenset(self._odd), tuple(self._unlisted), records)

    def _files(self) -> Iterator[tuple[tuple[str, ...], Path]]:
        """The files below the folder, each with the names that lead to it."""
        waiting: list[tuple[Path, tuple[str, ...]]] = [(self._folder, ())]
        while waiting:
            parent, parts = waiting.pop()
            try:
                with os.scandir(parent) as listing:
                    entries = [entry for entry in listing if not _ignored(entry.name)]
            except OSError as error:
                self._unlisted.append(UnlistedFolder(parent, error.strerror or str(error)))
                continue
            for entry in entries:
                place = parent / entry.name
                if _is_folder(entry):
                    if self._closed is None or not _same(place, self._closed):
                        waiting.append((place, (*parts, entry.name)))
                elif self._is_wanted(entry, place):
                    yield (*parts, entry.name), place

    def _is_wanted(self, entry: os.DirEntry[str], place: Path) -> bool:
        """Whether it is to be looked at; what is no ordinary file is noted as odd."""
        try:
            if entry.is_file(follow_symlinks=False):
                return True
            if entry.is_symlink() and self._stands_below(Path(os.path.realpath(place))):
                return False
        except OSError:  # it is there and can't be looked at: opening it will tell why not
            return True
        self._odd.add(place)
        return True

    def _stands_below(self, target: Path) -> bool:
        """Whether what a link leads to is looked at anyway (or is the folder that is left out)."""
        if self._closed is not None and target.is_relative_to(self._closed):
            return True
        if not target.is_relative_to(self._root) or any(map(_ignored, target.relative_to(self._root).parts)):
            return False
        return target.is_dir() or target.is_file()


def _ignored(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in _NOT_DOCUMENTS or is_sidecar(name)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False  # whatever it is: opening it will tell why not


def _same(path: Path, folder: Path) -> bool:
    try:
        return path.samefile(folder)
    except OSError:
        return False
