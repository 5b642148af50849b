"""One case of a file changed, added or taken out; every other line stays as it is written. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assistant.errors import UsageError
from assistant.evaluation.sets.cases import Case, CaseFile, parse_case
from assistant.evaluation.sets.problems import BadFileError, Problem


def revision(line: str) -> str:
    """What tells one wording of a case's line from another: whoever saves says which one they have read."""
    return hashlib.sha256(line.strip().encode()).hexdigest()[:16]


def case_line(file: CaseFile, text: str, case_id: str) -> str:
    """The line of a case as it is written.

    Raises:
        UsageError: unknown_case.
    """
    return text.split("\n")[_place(file, case_id)]


def with_case(file: CaseFile, text: str, record: Mapping[str, Any]) -> str:
    """The text of a file with one more case at its end.

    Raises:
        UsageError: case_taken; bad_case (a BadFileError) with what is wrong with it.
    """
    checked = _checked(file.path, record)
    if checked.id in file.lines:
        raise UsageError("case_taken", case=checked.id)
    before = text if text.endswith("\n") or not text else text + "\n"
    return before + _written(record) + "\n"


def with_changed(file: CaseFile, text: str, record: Mapping[str, Any], seen: str) -> str:
    """The text of a file with a case, known by its id, in another wording.

    Args:
        file: the cases as read.
        text: what they were read from.
        record: the case as it is to be.
        seen: the revision that whoever changes it has read.

    Raises:
        UsageError: unknown_case; case_changed: somebody else has changed it meanwhile; bad_case (a BadFileError).
    """
    checked = _checked(file.path, record)
    lines = text.split("\n")
    place = _seen(file, lines, checked.id, seen)
    lines[place] = _written(record)
    return "\n".join(lines)


def without_case(file: CaseFile, text: str, case_id: str, seen: str) -> str:
    """The text of a file without a case.

    Raises:
        UsageError: unknown_case, case_changed.
    """
    lines = text.split("\n")
    del lines[_seen(file, lines, case_id, seen)]
    return "\n".join(lines)


def _seen(file: CaseFile, lines: list[str], case_id: str, seen: str) -> int:
    place = _place(file, case_id)
    if revision(lines[place]) != seen:
        raise UsageError("case_changed", case=case_id)
    return place


def _place(file: CaseFile, case_id: str) -> int:
    if case_id not in file.lines:
        raise UsageError("unknown_case", case=case_id)
    return file.lines[case_id] - 1


def _checked(path: Path, record: Mapping[str, Any]) -> Case:
    case = parse_case(dict(record), 0)
    if isinstance(case, Problem):
        raise BadFileError("bad_case", path, [case])
    return case


def _written(record: Mapping[str, Any]) -> str:
    return json.dumps(dict(record), ensure_ascii=False)
