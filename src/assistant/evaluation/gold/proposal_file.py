"""Files of proposals: written line by line, never over another file; accepted into a case file whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TextIO

from assistant.errors import UsageError
from assistant.evaluation.reports.files import check_replaceable, replace_text
from assistant.evaluation.sets.cases import CaseFile, read_case_file
from assistant.evaluation.sets.problems import BadFileError


class NewFile:
    """A file of JSON lines that is not there yet; each line is on disk when it is written. Gone where it holds none.

    Raises:
        UsageError: proposals_exist, or output_unwritable.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lines = 0
        try:
            self._stream: TextIO = path.open("x", encoding="utf-8", errors="replace", newline="\n")
        except FileExistsError:
            raise UsageError("proposals_exist", path=path) from None
        except OSError as error:
            raise UsageError("output_unwritable", path=path, detail=error.strerror) from error

    def write(self, value: dict[str, Any]) -> None:
        """Add one line."""
        try:
            self._stream.write(_line(value))
            self._stream.flush()
        except OSError as error:
            raise UsageError("output_unwritable", path=self._path, detail=error.strerror) from error
        self._lines += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stream.close()
        if not self._lines:
            self._path.unlink(missing_ok=True)


def accept(proposals: Path, into: Path, ids: Sequence[str] | None) -> tuple[tuple[str, ...], int]:
    """Move proposals into a case file, "proposed" taken away. The case file is written before they leave their own.

    Args:
        proposals: file of proposals, perhaps edited by hand since.
        into: case file, made where there is none.
        ids: which of them; None: every one that is still a proposal.

    Returns:
        The ids moved, in the order of the file, and how many proposals are left in it.

    Raises:
        UsageError: cases_unreadable, bad_cases (one of the files is not right), proposals_unknown, proposals_taken
            (an id is in the case file already) or output_unwritable. Both files are then as they were.
    """
    source = _checked(read_case_file(proposals))
    chosen = _chosen(source, ids)
    taken = set(chosen) & _ids(into)
    if taken:
        raise UsageError("proposals_taken", path=into, ids=", ".join(sorted(taken)))
    check_replaceable(proposals)
    lines = proposals.read_text(encoding="utf-8-sig").split("\n")
    moved = [lines[source.lines[name] - 1] for name in chosen]
    replace_text(into, _before(into) + "".join(_line(_accepted(line)) for line in moved))
    gone = {source.lines[name] - 1 for name in chosen}
    replace_text(proposals, "\n".join(line for place, line in enumerate(lines) if place not in gone))
    left = sum(case.id not in set(chosen) for case in source.proposals)
    return tuple(chosen), left


def _checked(file: CaseFile) -> CaseFile:
    if file.problems:
        raise BadFileError("bad_cases", file.path, file.problems)
    return file


def _chosen(file: CaseFile, ids: Sequence[str] | None) -> list[str]:
    """The ids to move, in the order of the file.

    Raises:
        UsageError: proposals_unknown.
    """
    known = [case.id for case in file.proposals]
    wanted = set(known if ids is None else ids)
    unknown = wanted - set(known)
    if unknown or not wanted:
        raise UsageError("proposals_unknown", path=file.path, ids=", ".join(sorted(unknown)) or "-")
    return sorted(wanted, key=lambda name: file.lines[name])


def _ids(path: Path) -> set[str]:
    """Ids of a case file; none of one that is not there, or empty."""
    return set(_checked(read_case_file(path)).lines) if _before(path).strip() else set()


def _before(path: Path) -> str:
    """What a case file holds, its last line ended."""
    try:
        text = path.read_bytes().decode("utf-8-sig") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError("cases_unreadable", path=path, detail=error) from error
    return text if text.endswith("\n") or not text else text + "\n"


def _accepted(line: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(line)
    value.pop("proposed", None)
    return value


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"
