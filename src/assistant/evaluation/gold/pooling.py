"""Pools: the passages that people grade, so that no leg of the search is favoured (TREC's pooling; Spärck Jones and
van Rijsbergen 1975). The first passages of each leg and of their fusion, in one order that says nothing: drawn by a
hash of the seed, with no leg, no rank and no score in the file. A line names its place by the document's content, page
and characters, so that grades outlive another cut into passages.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field, ValidationError

from assistant.errors import AssistantError, UsageError
from assistant.evaluation.reports.files import replace_text
from assistant.evaluation.retrieval.measure import Progress, Searcher
from assistant.evaluation.sets.case_schema import Digest, Grade, Offset, PageNumber, Strict, Text, first_problem
from assistant.evaluation.sets.cases import Case, GradedPassage
from assistant.evaluation.sets.jsonl import read_lines
from assistant.evaluation.sets.problems import BadFileError, Problem, params
from assistant.types import ScoredPassage, Turn

DEPTH = 10
Place = tuple[str, str, int | None, int, int]
"""Document, hash of its content, page, start and end."""


@dataclass(frozen=True, slots=True)
class Pooled:
    """A passage to grade for a case; `grade` is None until somebody has."""

    case: str
    question: str
    history: tuple[str, ...]
    place: Place
    title: str
    text: str
    grade: int | None = None

    @property
    def key(self) -> tuple[str, Place]:
        """What makes it the same line in two people's files."""
        return self.case, self.place

    def passage(self, grade: int) -> GradedPassage:
        """The place with a grade, as a case keeps it."""
        return GradedPassage(*self.place, grade)


@dataclass(frozen=True, slots=True)
class Pool:
    """Passages to grade, case by case; `refused` holds the code of the error for each case that the search refused."""

    lines: tuple[Pooled, ...]
    refused: Mapping[str, str]


class PoolLine(Strict):
    """A line of a pool; `note` is for the person who grades."""

    case: Text
    question: Text
    history: list[str] = Field(default_factory=list)
    doc: Text
    sha256: Digest
    page: PageNumber | None
    start: Offset
    end: Offset
    title: str
    text: str
    grade: Grade | None
    note: str = ""


def pool_cases(
    searcher: Searcher, cases: Sequence[Case], depth: int = DEPTH, seed: int = 0, progress: Progress | None = None
) -> Pool:
    """The passages to grade for some cases, answerable or not.

    Args:
        searcher: the index.
        cases: the cases.
        depth: first passages taken of each leg.
        seed: of the order: the same one gives the same file.
        progress: called with (cases done, cases).
    """
    lines: list[Pooled] = []
    refused: dict[str, str] = {}
    for done, case in enumerate(cases, start=1):
        try:
            found = {
                hit.passage.id: hit
                for leg in searcher.legs
                for hit in searcher.search(case.question, depth, case.history, leg)
            }
        except AssistantError as error:
            refused[case.id] = error.code
        else:
            pooled = [_pooled(case, hit) for hit in found.values()]
            lines += sorted(pooled, key=lambda line: _drawn(seed, line))
        if progress is not None:
            progress(done, len(cases))
    return Pool(tuple(lines), refused)


def write_pool(path: Path, pool: Pool) -> None:
    """Write a pool.

    Raises:
        UsageError: see `check_pool_file`; output_unwritable.
    """
    check_pool_file(path)
    save_pool(path, pool.lines)


def save_pool(path: Path, lines: Sequence[Pooled]) -> None:
    """Write lines of a pool, whatever stands there.

    Raises:
        UsageError: output_unwritable.
    """
    replace_text(path, "".join(json.dumps(_to_json(line), ensure_ascii=False) + "\n" for line in lines))


def check_pool_file(path: Path) -> None:
    """Make sure that writing a pool there loses nothing.

    Raises:
        UsageError: pool_has_grades, or pool_foreign: the file holds something else.
    """
    if not path.is_file() or path.stat().st_size == 0:
        return
    try:
        lines = read_pool(path)
    except UsageError as error:
        raise UsageError("pool_foreign", path=path) from error
    graded = sum(line.grade is not None for line in lines)
    if graded:
        raise UsageError("pool_has_grades", path=path, count=graded)


def read_pool(path: Path) -> tuple[Pooled, ...]:
    """Read a pool, graded or not.

    Raises:
        UsageError: bad_pool (a BadFileError), with one problem for each bad line; cases_unreadable.
    """
    lines: dict[tuple[str, Place], int] = {}
    read: list[Pooled] = []
    problems: list[Problem] = []
    try:
        for number, record in read_lines(path):
            line = record if isinstance(record, Problem) else _line(record, number)
            if isinstance(line, Pooled) and line.key in lines:
                line = Problem(number, "pool_twice", params(first=lines[line.key]), line.case)
            if isinstance(line, Problem):
                problems.append(line)
            else:
                lines[line.key] = number
                read.append(line)
    except OSError as error:
        raise UsageError("cases_unreadable", path=path, detail=error.strerror) from error
    if not read and not problems:
        problems.append(Problem(0, "pool_empty"))
    if problems:
        raise BadFileError("bad_pool", path, problems)
    return tuple(read)


def _line(record: dict[str, object], number: int) -> Pooled | Problem:
    try:
        parsed = PoolLine.model_validate(record)
    except ValidationError as error:
        problem = first_problem(error, number, record)
        case = record.get("case")
        return Problem(number, problem.code, problem.params, case if isinstance(case, str) else "")
    if parsed.start >= parsed.end:
        return Problem(number, "case_span_empty", {}, parsed.case)
    place = (parsed.doc, parsed.sha256, parsed.page, parsed.start, parsed.end)
    return Pooled(parsed.case, parsed.question, tuple(parsed.history), place, parsed.title, parsed.text, parsed.grade)


def _pooled(case: Case, hit: ScoredPassage) -> Pooled:
    """A passage as a line; where it runs over a page break, its place is the longer part."""
    document = hit.document
    span = max(hit.passage.spans, key=lambda each: each.end - each.start)
    page = span.page if document.paged else None
    place = (document.source, document.content_hash, page, span.start, span.end)
    return Pooled(case.id, case.question, _texts(case.history), place, document.title, hit.passage.text)


def _texts(history: Sequence[Turn]) -> tuple[str, ...]:
    return tuple(turn.text for turn in history)


def _drawn(seed: int, line: Pooled) -> bytes:
    return hashlib.sha256(json.dumps([seed, *line.key]).encode()).digest()


def _to_json(line: Pooled) -> dict[str, object]:
    document, sha256, page, start, end = line.place
    history = {"history": list(line.history)} if line.history else {}
    return {
        "case": line.case,
        "question": line.question,
        **history,
        "doc": document,
        "sha256": sha256,
        "page": page,
        "start": start,
        "end": end,
        "title": line.title,
        "text": line.text,
        "grade": line.grade,
    }
