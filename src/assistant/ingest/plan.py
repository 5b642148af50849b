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
from assistant.ingest.beside import is_bibliography
from assistant.ingest.discover import Findings, find_files
from assistant.ports import Catalogue, FileRecord
from assistant.types import Removal


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to look at.

    `root` is its root folder, `path` its path below it (POSIX separators), `location` where it is, `known` what the
    catalogue has of it. `named` marks a file that was asked for by its own name, not found in a folder; `odd` one that
    is no ordinary file, and not to be opened.
    """

    root: str
    path: str
    location: Path
    known: FileRecord | None
    named: bool = False
    odd: bool = False


@dataclass(frozen=True, slots=True)
class ClosedFolder:
    """A folder that can't be listed: its root, its path below it ("." for the root itself), what the system says."""

    root: str
    path: str
    detail: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What there is to do.

    `files` are to be looked at, in order. `vanished` are known files that are gone. `closed` are folders that can't be
    listed, and `unseen` the known files below them, which may be there or not. `records` are bibliographies.
    `left_out` are files that were erased, and are there still; `called_back` are those of them that were named, which
    are among `files` then. `folders` are the folders that were looked through, as the catalogue names them.
    """

    files: tuple[FoundFile, ...]
    vanished: tuple[FileRecord, ...]
    closed: tuple[ClosedFolder, ...]
    unseen: tuple[FileRecord, ...]
    records: tuple[FoundFile, ...] = ()
    left_out: tuple[Removal, ...] = ()
    called_back: tuple[Removal, ...] = ()
    folders: tuple[PurePath, ...] = ()


def make_plan(targets: Sequence[Path], catalogue: Catalogue, index: Path, homes: Sequence[Path] = ()) -> Plan:
    """Find the files of the targets. What lies in the index folder is no document.

    What lies below one of the homes has it for its root, whatever was ingested first.

    Raises:
        UsageError: a target does not exist (not_found), or lies in the index folder (target_in_index).
    """
    places = [_absolute(target) for target in targets]
    for place in places:
        _check(place, index)
    folders = [place for place in places if _is_folder(place)]
    roots = _roots(places, catalogue.roots(), [_shown(_absolute(home)) for home in homes])
    found: dict[Path, tuple[str, str]] = {}
    records: dict[Path, tuple[str, str]] = {}
    odd: set[Path] = set()
    closed: dict[Path, ClosedFolder] = {}
    for place in places:
        findings = _findings(place, place in folders, index, roots)
        found |= {location: _address(location, roots) for location in findings.files if location not in found}
        records |= {location: _address(location, roots) for location in findings.records}
        odd |= findings.odd
        for folder in findings.unlisted:
            closed[folder.location] = ClosedFolder(*_address(folder.location, roots), folder.detail)
    known = _known(found.values(), folders, roots, catalogue)
    named = set(places)
    removed = catalogue.records.removals()
    called_back = tuple(removed[at] for location, at in found.items() if at in removed and location in named)
    left_out = tuple(removed[at] for location, at in found.items() if at in removed and location not in named)
    files = tuple(
        FoundFile(root, path, location, known[root].get(path), location in named, location in odd)
        for location, (root, path) in found.items()
        if location in named or (root, path) not in removed
    )
    vanished, unseen = _parted(_missing(folders, known, set(found.values())), closed)
    return Plan(
        files,
        vanished,
        tuple(closed.values()),
        unseen,
        tuple(FoundFile(*at, location, None, location in named, location in odd) for location, at in records.items()),
        left_out,
        called_back,
        tuple(map(_shown, folders)),
    )


def _findings(place: Path, is_folder: bool, index: Path, roots: Sequence[str]) -> Findings:
    if not is_folder:
        return (
            Findings((), frozenset(), (), (place,)) if is_bibliography(place) else Findings((place,), frozenset(), ())
        )
    depth = len(PurePath(_address(place, roots)[1]).parts)
    return find_files(place, index, [place, *place.parents][depth])


def _known(
    files: Iterable[tuple[str, str]], folders: Sequence[Path], roots: Sequence[str], catalogue: Catalogue
) -> dict[str, Mapping[str, FileRecord]]:
    """What the catalogue has, by root and path: all of a root where a folder of it is looked at, else of the files."""
    paths: dict[str, list[str]] = {}
    for root, path in files:
        paths.setdefault(root, []).append(path)
    shown = [_shown(folder) for folder in folders]
    whole = {root for root in roots if any(_overlap(PurePath(root), folder) for folder in shown)}
    return {root: catalogue.files(root, None if root in whole else paths.get(root, ())) for root in roots}


def _overlap(one: PurePath, other: PurePath) -> bool:
    return one.is_relative_to(other) or other.is_relative_to(one)


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
    return PurePath(_name_of(location))


def _name_of(location: Path) -> str:
    return os.fsencode(location).decode("utf-8", "backslashreplace")


def _roots(places: Sequence[Path], known: Sequence[str], homes: Sequence[PurePath]) -> list[str]:
    """The known roots, and a new one for each target that lies below none of them; inner ones first."""
    roots = list(known)
    for place in places:
        folder = _shown(place if _is_folder(place) else place.parent)
        if not any(folder.is_relative_to(root) for root in roots):
            roots.append(str(next((home for home in homes if folder.is_relative_to(home)), folder)))
    return sorted(roots, key=len, reverse=True)


def _address(location: Path, roots: Sequence[str]) -> tuple[str, str]:
    """The root of a file or folder, the innermost one that holds it, and its path below it."""
    shown = _name_of(location)
    root = next(root for root in roots if shown == root or shown.startswith(_within(root)))
    return root, shown[len(_within(root)) :].replace(os.sep, "/") or "."


def _within(folder: str) -> str:
    """What the names of everything below a folder start with."""
    return folder if folder.endswith(os.sep) else folder + os.sep


def _missing(
    folders: Sequence[Path], known: Mapping[str, Mapping[str, FileRecord]], found: set[tuple[str, str]]
) -> list[FileRecord]:
    """Known files below a target folder that were not found there."""
    shown = [_shown(folder) for folder in folders]
    return [
        record
        for root, records in known.items()
        for path, record in records.items()
        if (root, path) not in found and any(PurePath(root, path).is_relative_to(folder) for folder in shown)
    ]


def _parted(
    missing: Sequence[FileRecord], closed: Iterable[Path]
) -> tuple[tuple[FileRecord, ...], tuple[FileRecord, ...]]:
    """Missing files that are gone, and those that a closed folder may still hold."""
    folders = [_shown(folder) for folder in closed]
    gone: list[FileRecord] = []
    unseen: list[FileRecord] = []
    for each in missing:
        hidden = any(PurePath(each.root, each.path).is_relative_to(folder) for folder in folders)
        (unseen if hidden else gone).append(each)
    return tuple(gone), tuple(unseen)
