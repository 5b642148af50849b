"""What an ingestion looks at: files below the given folders, each under one root, and known files that are gone.

A root is the folder that was first ingested; a file's source is its path below its root. So `ingest corpus` and
`ingest corpus/a.pdf` name the same document.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from assistant.errors import UsageError
from assistant.ingest.discover import find_files
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
class Plan:
    """The files to look at, in order, and the (root, path) of known files that are gone."""

    files: tuple[FoundFile, ...]
    vanished: tuple[tuple[str, str], ...]


def make_plan(targets: Sequence[Path], catalogue: Catalogue) -> Plan:
    """Find the files of the targets.

    Raises:
        UsageError: a target does not exist (code not_found).
    """
    places = [_absolute(target) for target in targets]
    for place in places:
        if not place.exists():
            raise UsageError("not_found", path=place)
    roots = _roots(places, catalogue.roots())
    known = {root: catalogue.files(root) for root in roots}
    found: dict[Path, FoundFile] = {}
    for place in places:
        for location in find_files(place) if place.is_dir() else [place]:
            if location not in found:
                found[location] = _found(location, roots, known, named=location == place)
    return Plan(tuple(found.values()), tuple(_vanished(places, known, {(f.root, f.path) for f in found.values()})))


def _absolute(path: Path) -> Path:
    """A target's absolute path; a link given as a file keeps its own name."""
    path = path.expanduser()
    return path.resolve() if path.is_dir() else path.parent.resolve() / path.name


def _roots(places: Sequence[Path], known: Sequence[str]) -> list[str]:
    """The known roots, and a new one for each target that lies below none of them."""
    roots = list(known)
    for place in places:
        folder = place if place.is_dir() else place.parent
        if not any(folder.is_relative_to(root) for root in roots):
            roots.append(str(folder))
    return roots


def _found(
    location: Path, roots: Sequence[str], known: Mapping[str, Mapping[str, FileRecord]], *, named: bool
) -> FoundFile:
    root = max((root for root in roots if location.is_relative_to(root)), key=len)
    # A name that is no UTF-8 is shown with its bytes as numbers; the file itself is opened by its own name.
    path = os.fsencode(PurePosixPath(location.relative_to(root)).as_posix()).decode("utf-8", "backslashreplace")
    return FoundFile(root, path, location, known[root].get(path), named)


def _vanished(
    places: Sequence[Path], known: Mapping[str, Mapping[str, FileRecord]], found: set[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Known files below a target folder that are no longer there."""
    return [
        (root, path)
        for root, files in known.items()
        for path in files
        if (root, path) not in found and any(Path(root, path).is_relative_to(p) for p in places if p.is_dir())
    ]
