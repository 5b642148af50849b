"""What an ingestion looks at: files below the given folders, each under one root, and known files that are gone.

A root is the folder that was first ingested; a file's source is its path below its root. So `ingest corpus` and
`ingest corpus/a.pdf` name the same document.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from assistant.errors import UsageError
from assistant.ingest.discover import Findings, find_files
from assistant.ports import Catalogue, FileRecord


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to look at.

    `root` is its root folder, `path` its path below it (POSIX separators), `location` where it is, `known` what the
    catalogue has of it. `named` marks a file that was asked for by its own name, not found in a folder.
    """

    root: str
    path: str
    location: Path
    known: FileRecord | None
    named: bool


@dataclass(frozen=True, slots=True)
class ClosedFolder:
    """A folder that can't be listed: its root, its path below it ("." for the root itself), what the system says."""

    root: str
    path: str
    detail: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What there is to do.

    `files` are to be looked at, in order. `vanished` are known files that are gone, as (root, path). `closed` are
    folders that can't be listed, and `unseen` the known files below them, which may be there or not.
    """

    files: tuple[FoundFile, ...]
    vanished: tuple[tuple[str, str], ...]
    closed: tuple[ClosedFolder, ...]
    unseen: tuple[tuple[str, str], ...]


def make_plan(targets: Sequence[Path], catalogue: Catalogue, index: Path) -> Plan:
    """Find the files of the targets. What lies in the index folder is no document.

    Raises:
        UsageError: a target does not exist (not_found), or lies in the index folder (target_in_index).
    """
    places = [_absolute(target) for target in targets]
    for place in places:
        _check(place, index)
    roots = _roots(places, catalogue.roots())
    known = {root: catalogue.files(root) for root in roots}
    found: dict[Path, FoundFile] = {}
    closed: dict[Path, ClosedFolder] = {}
    for place in places:
        findings = find_files(place, index) if _is_folder(place) else Findings((place,), ())
        for location in findings.files:
            if location not in found:
                root, path = _address(location, roots)
                found[location] = FoundFile(root, path, location, known[root].get(path), location == place)
        for folder in findings.unlisted:
            closed[folder.location] = ClosedFolder(*_address(folder.location, roots), folder.detail)
    missing = _missing(places, known, {(file.root, file.path) for file in found.values()})
    vanished, unseen = _parted(missing, closed)
    return Plan(tuple(found.values()), vanished, tuple(closed.values()), unseen)


def _absolute(path: Path) -> Path:
    """A target's absolute path; a link given as a file keeps its own name."""
    path = path.expanduser()
    return path.resolve() if _is_folder(path) else path.parent.resolve() / path.name


def _check(place: Path, index: Path) -> None:
    if not _is_there(place):
        raise UsageError("not_found", path=place)
    if Path(os.path.realpath(place)).is_relative_to(os.path.realpath(index)):
        raise UsageError("target_in_index", path=place, index=index)


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # the system does not let it be seen
        return False


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _shown(location: Path) -> PurePath:
    """A location as the catalogue names it: bytes that are no UTF-8 are shown as numbers.

    The file itself is opened by its own name.
    """
    return PurePath(os.fsencode(location).decode("utf-8", "backslashreplace"))


def _roots(places: Sequence[Path], known: Sequence[str]) -> list[str]:
    """The known roots, and a new one for each target that lies below none of them."""
    roots = list(known)
    for place in places:
        folder = _shown(place if _is_folder(place) else place.parent)
        if not any(folder.is_relative_to(root) for root in roots):
            roots.append(str(folder))
    return roots


def _address(location: Path, roots: Sequence[str]) -> tuple[str, str]:
    """The root of a file or folder, the innermost one that holds it, and its path below it."""
    shown = _shown(location)
    root = max((root for root in roots if shown.is_relative_to(root)), key=len)
    return root, shown.relative_to(root).as_posix()


def _missing(
    places: Sequence[Path], known: Mapping[str, Mapping[str, FileRecord]], found: set[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Known files below a target folder that were not found there."""
    folders = [_shown(place) for place in places if _is_folder(place)]
    return [
        (root, path)
        for root, files in known.items()
        for path in files
        if (root, path) not in found and any(PurePath(root, path).is_relative_to(folder) for folder in folders)
    ]


def _parted(
    missing: Sequence[tuple[str, str]], closed: Iterable[Path]
) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """Missing files that are gone, and those that a closed folder may still hold."""
    folders = [_shown(folder) for folder in closed]
    gone: list[tuple[str, str]] = []
    unseen: list[tuple[str, str]] = []
    for each in missing:
        hidden = any(PurePath(*each).is_relative_to(folder) for folder in folders)
        (unseen if hidden else gone).append(each)
    return tuple(gone), tuple(unseen)
