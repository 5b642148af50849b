"""Stamps: what a cache folder was made from, and the marks of its files, to tell whether it can be trusted.

A stamp is taken away before a cache is written and put back after: a folder without one was left half written.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from assistant.store.disk import flush, sha256_of
from assistant.store.faults import filesystem

STAMP = "stamp.json"
Doubt = Literal["missing", "interrupted", "foreign", "stale", "damaged"]


@dataclass(frozen=True, slots=True)
class FileMark:
    """A file as it was left: bytes, time of its last change in nanoseconds, SHA-256."""

    size: int
    modified: int
    sha256: str


@dataclass(frozen=True, slots=True)
class CacheStamp:
    """What a cache holds.

    `made_with` names everything that decides its content but the documents (schema, analyser or model, software);
    `removals` tells that documents were removed since it was built whole, whose words may still lie in its files.
    """

    made_with: Mapping[str, str]
    generation: int
    passages: int
    removals: bool
    files: Mapping[str, FileMark]


def read_stamp(folder: Path) -> CacheStamp | None:
    """The stamp of a folder; None where there is none that can be read."""
    try:
        values: dict[str, Any] = json.loads((folder / STAMP).read_text(encoding="utf-8"))
        files = {name: FileMark(**mark) for name, mark in values.pop("files").items()}
        return CacheStamp(**values, files=files)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def write_stamp(folder: Path, stamp: CacheStamp) -> None:
    """Put a stamp into a folder, after everything it speaks of has reached the disk.

    Raises:
        StoreError: the disk is full or the folder can't be written.
    """
    with filesystem(folder):
        for name in stamp.files:
            flush(folder / name)
        draft = folder / f"{STAMP}.new"
        draft.write_text(json.dumps(asdict(stamp), indent=1), encoding="utf-8")
        flush(draft)
        draft.replace(folder / STAMP)


def drop_stamp(folder: Path) -> None:
    """Take the stamp away: from now on the folder is being written.

    Raises:
        StoreError: the folder can't be written.
    """
    with filesystem(folder):
        (folder / STAMP).unlink(missing_ok=True)


def mark_files(folder: Path, known: Mapping[str, FileMark] | None = None) -> dict[str, FileMark]:
    """Marks of all files of a folder, by path below it. Files unchanged since `known` are not hashed again."""
    known = known or {}
    marks = {}
    for name, path in _files(folder):
        state = path.stat()
        before = known.get(name)
        if before is not None and (before.size, before.modified) == (state.st_size, state.st_mtime_ns):
            marks[name] = before
        else:
            marks[name] = FileMark(state.st_size, state.st_mtime_ns, sha256_of(path))
    return marks


def doubt(folder: Path, made_with: Mapping[str, str], generation: int, passages: int) -> Doubt | None:
    """Why a cache folder can't be used as it is, or None."""
    if not folder.is_dir():
        return "missing"
    stamp = read_stamp(folder)
    if stamp is None:
        return "interrupted" if any(folder.iterdir()) else "missing"
    if dict(stamp.made_with) != dict(made_with):
        return "foreign"
    if stamp.generation != generation or stamp.passages != passages:
        return "stale"
    return None if _intact(folder, stamp) else "damaged"


def _intact(folder: Path, stamp: CacheStamp) -> bool:
    """Whether every file is as it was left; a file that was merely copied or touched is compared by its hash."""
    try:
        found = mark_files(folder, stamp.files)
    except OSError:
        return False
    return {name: mark.sha256 for name, mark in found.items()} == {
        name: mark.sha256 for name, mark in stamp.files.items()
    }


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name not in {STAMP, f"{STAMP}.new"} and not path.name.endswith(".lock"):
            yield path.relative_to(folder).as_posix(), path
