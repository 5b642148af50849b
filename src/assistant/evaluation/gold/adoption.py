"""Grades made into gold: what people gave the lines of a pool goes into the cases, as graded passages.

With two people, a line gets the grade they agree on, the lower one where they are one grade apart, and that of an
adjudicator where they are further apart: such a line is never decided by a program. A line that one of them alone
graded gets that grade. An adjudicator's grade wins wherever there is one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import UsageError
from assistant.evaluation.gold.agreement import WIDE
from assistant.evaluation.gold.pooling import Place, Pooled
from assistant.evaluation.reports.files import replace_text
from assistant.evaluation.sets.cases import Case, CaseFile, GradedPassage, parse_case
from assistant.evaluation.sets.problems import BadFileError, Problem, params


@dataclass(frozen=True, slots=True)
class Decided:
    """Grades by case, and how many lines of the pools nobody graded."""

    grades: Mapping[str, tuple[GradedPassage, ...]]
    ungraded: int

    @property
    def count(self) -> int:
        """How many passages are graded."""
        return sum(len(passages) for passages in self.grades.values())


def decide(first: Sequence[Pooled], second: Sequence[Pooled] = (), adjudicated: Sequence[Pooled] = ()) -> Decided:
    """One grade a line, by the rule of this module.

    Raises:
        UsageError: pools_do_not_pair; grades_to_adjudicate (a BadFileError) with one problem for each line that two
            people grade two apart or more and no adjudicator has graded; no_grades.
    """
    lines = {line.key: line for line in (*first, *second)}
    if second and not {line.key for line in first} & {line.key for line in second}:
        raise UsageError("pools_do_not_pair")
    grades, others, final = ({line.key: line.grade for line in part} for part in (first, second, adjudicated))
    problems: list[Problem] = []
    decided: dict[str, list[GradedPassage]] = {}
    for key, line in lines.items():
        given = [grade for grade in (grades.get(key), others.get(key)) if grade is not None]
        last = final.get(key)
        if last is None and given and max(given) - min(given) >= WIDE:
            problems.append(_open(line, given))
        elif last is not None or given:
            decided.setdefault(line.case, []).append(line.passage(min(given) if last is None else last))
    if problems:
        raise BadFileError("grades_to_adjudicate", "", problems)
    if not decided:
        raise UsageError("no_grades")
    known = {case: tuple(passages) for case, passages in decided.items()}
    return Decided(known, len(lines) - sum(map(len, known.values())))


def adopt(file: CaseFile, text: str, decided: Decided) -> str:
    """The text of a case file with grades put into its cases; lines without new grades stay as they are written.

    Args:
        file: the cases as read.
        text: what they were read from.
        decided: the grades.

    Raises:
        UsageError: bad_cases (a BadFileError): the file has bad lines, or a grade is of a case that it lacks or
            contradicts its case.
    """
    if file.problems:
        raise BadFileError("bad_cases", file.path, file.problems)
    unknown = [Problem(0, "pool_case_unknown", params(case=case)) for case in decided.grades if case not in file.lines]
    if unknown:
        raise BadFileError("bad_cases", file.path, unknown)
    lines = text.split("\n")
    problems: list[Problem] = []
    for case, passages in decided.grades.items():
        number = file.lines[case]
        record = json.loads(lines[number - 1])
        record["passages"] = _merged(record.get("passages", []), passages)
        parsed = parse_case(record, number)
        if isinstance(parsed, Case):
            lines[number - 1] = json.dumps(record, ensure_ascii=False)
        else:
            problems.append(parsed)
    if problems:
        raise BadFileError("bad_cases", file.path, problems)
    return "\n".join(lines)


def write_cases(path: Path, text: str) -> None:
    """Write a case file where there is none yet.

    Raises:
        UsageError: output_exists or output_unwritable.
    """
    check_new(path)
    replace_text(path, text)


def check_new(path: Path) -> None:
    """Make sure that nothing stands at a path.

    Raises:
        UsageError: output_exists.
    """
    if path.exists():
        raise UsageError("output_exists", path=path)


def _merged(records: Sequence[Mapping[str, Any]], passages: Sequence[GradedPassage]) -> list[dict[str, Any]]:
    """Graded passages of a case as written, those of the same place replaced."""
    merged: dict[Place, dict[str, Any]] = {}
    for record in records:
        place = (record["doc"], record["sha256"], record.get("page"), record["start"], record["end"])
        merged[place] = dict(record)
    for each in passages:
        place = (each.document, each.sha256, each.page, each.start, each.end)
        merged[place] = dict(zip(("doc", "sha256", "page", "start", "end"), place, strict=True)) | {"grade": each.grade}
    return list(merged.values())


def _open(line: Pooled, given: Sequence[int]) -> Problem:
    document, _, page, start, end = line.place
    return Problem(
        0,
        "grades_apart",
        params(document=document, page=page or 1, start=start, end=end, first=given[0], second=given[1]),
        line.case,
    )
