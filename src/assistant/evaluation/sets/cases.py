"""Case files: questions as members ask them, with the evidence that answers them. JSON Lines, one case a line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError

from assistant.errors import UsageError
from assistant.evaluation.sets.case_schema import CaseLine, EvidenceLine, first_problem
from assistant.evaluation.sets.jsonl import read_lines
from assistant.evaluation.sets.problems import BadFileError, Problem, params
from assistant.types import Language, Turn

ANSWERS_IN_PART = 2
"""The lowest grade of a passage that answers; 1 is useful and does not."""


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """A place that answers: document (its source), page where it has pages, and the words there."""

    document: str
    page: int | None
    quote: str


@dataclass(frozen=True, slots=True)
class Nugget:
    """One fact that a good answer holds; a vital one must be there, another may (TREC nuggets)."""

    text: str
    vital: bool


@dataclass(frozen=True, slots=True)
class GradedPassage:
    """A judged place, which survives another cut into passages: document, hash of its file, page, characters, grade.

    `document` is the source; `sha256` that of the document's content; `page` counts from 1 (None: no pages); `start`
    and `end` are offsets in that page's text; `grade` is 0 (not relevant), 1 (useful), 2 (answers in part) or 3
    (answers).
    """

    document: str
    sha256: str
    page: int | None
    start: int
    end: int
    grade: int


@dataclass(frozen=True, slots=True)
class Case:
    """One question.

    `groups` are the pieces of evidence a whole answer rests on; the items of one group are alternatives.
    It is empty for a question that the corpus does not answer. `answer` is the reference answer for people, `answers`
    short gold answers, any of which is right as it stands (BEIR sets made from extractive question answering).
    `documents` holds relevance (1 and up) by source where whole documents are judged (BEIR sets). `proposed` marks a
    case that no person has accepted yet: it is never measured.
    """

    id: str
    question: str
    kind: str
    answerable: bool
    history: tuple[Turn, ...] = ()
    groups: tuple[tuple[EvidenceItem, ...], ...] = ()
    subkind: str | None = None
    language: Language | None = None
    answer: str = ""
    answers: tuple[str, ...] = ()
    nuggets: tuple[Nugget, ...] = ()
    passages: tuple[GradedPassage, ...] = ()
    documents: Mapping[str, int] = field(default_factory=dict)
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case file as read: cases accepted by a person, proposals, the line of each by id, and what is wrong."""

    path: Path
    cases: tuple[Case, ...]
    proposals: tuple[Case, ...]
    lines: Mapping[str, int]
    problems: tuple[Problem, ...]


def load_cases(path: Path, proposed: bool = False) -> tuple[Case, ...]:
    """The cases of a file; proposals, which no person has accepted yet, only where they are asked for.

    How many proposals a file holds is in `read_case_file(path).proposals`.

    Raises:
        UsageError: bad_cases (a BadFileError), with one problem for each bad line; cases_unreadable; no_cases where
            the file holds nothing that can be measured.
    """
    file = read_case_file(path)
    if file.problems:
        raise BadFileError("bad_cases", path, file.problems)
    if proposed:
        return tuple(sorted((*file.cases, *file.proposals), key=lambda case: file.lines[case.id]))
    if not file.cases:
        raise UsageError("no_cases", path=path, proposals=len(file.proposals))
    return file.cases


def read_case_file(path: Path) -> CaseFile:
    """Read a case file to its end, whatever is wrong with its lines: at most one problem a line.

    Raises:
        UsageError: cases_unreadable.
    """
    cases: dict[str, Case] = {}
    lines: dict[str, int] = {}
    problems: list[Problem] = []
    try:
        for line, record in read_lines(path):
            case = record if isinstance(record, Problem) else parse_case(record, line)
            if isinstance(case, Case) and case.id in cases:
                case = Problem(line, "case_twice", params(first=lines[case.id]), case.id)
            if isinstance(case, Problem):
                problems.append(case)
            else:
                cases[case.id] = case
                lines[case.id] = line
    except OSError as error:
        raise UsageError("cases_unreadable", path=path, detail=error.strerror) from error
    if not cases and not problems:
        problems.append(Problem(0, "case_file_empty"))
    return CaseFile(
        path=path,
        cases=tuple(case for case in cases.values() if not case.proposed),
        proposals=tuple(case for case in cases.values() if case.proposed),
        lines=lines,
        problems=tuple(problems),
    )


def parse_case(record: dict[str, Any], line: int) -> Case | Problem:
    """A line of a case file as a case, or the one thing told of what is wrong with it."""
    try:
        parsed = CaseLine.model_validate(record)
    except ValidationError as error:
        return first_problem(error, line, record)
    case = _built(parsed)
    code = _contradiction(case)
    return case if code is None else Problem(line, code, {}, case.id)


def _contradiction(case: Case) -> str | None:
    """What a case says that can't be, each of its values being of the right form."""
    if any(passage.start >= passage.end for passage in case.passages):
        return "case_span_empty"
    answered = bool(case.groups) or _answer_among(case.passages)
    if case.answerable and not answered:
        return "case_without_evidence"
    if not case.answerable and (answered or case.nuggets or case.answers):
        return "case_with_evidence"
    return None


def _answer_among(passages: Iterable[GradedPassage]) -> bool:
    return any(passage.grade >= ANSWERS_IN_PART for passage in passages)


def _built(parsed: CaseLine) -> Case:
    groups = _groups(parsed.evidence)
    passages = tuple(
        GradedPassage(each.doc, each.sha256, each.page, each.start, each.end, each.grade) for each in parsed.passages
    )
    answered = bool(groups) or _answer_among(passages)
    return Case(
        id=parsed.id,
        question=parsed.question,
        kind=parsed.kind,
        answerable=answered if parsed.answerable is None else parsed.answerable,
        history=_history(parsed.history),
        groups=groups,
        subkind=parsed.subkind,
        language=parsed.lang,
        answer=parsed.answer,
        answers=tuple(parsed.answers),
        nuggets=tuple(Nugget(each.text, each.vital) for each in parsed.nuggets),
        passages=passages,
        proposed=parsed.proposed,
    )


def _history(texts: list[str]) -> tuple[Turn, ...]:
    """Earlier turns, given as texts: question, answer, question, and so on."""
    roles: tuple[Literal["user", "assistant"], ...] = ("user", "assistant")
    return tuple(Turn(role=roles[position % 2], text=text) for position, text in enumerate(texts))


def _groups(items: list[EvidenceLine]) -> tuple[tuple[EvidenceItem, ...], ...]:
    """Evidence by group; an item without a group is a group of its own."""
    groups: dict[tuple[str, object], list[EvidenceItem]] = {}
    for position, item in enumerate(items):
        key = ("item", position) if item.group is None else ("group", str(item.group))
        groups.setdefault(key, []).append(EvidenceItem(item.doc, item.page, item.quote))
    return tuple(tuple(group) for group in groups.values())
