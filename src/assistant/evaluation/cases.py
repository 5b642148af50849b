"""Case files: questions as members ask them, with the evidence that answers them. JSON Lines, one case a line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from assistant.errors import UsageError
from assistant.evaluation.jsonl import BadLineError, read_objects, text_of
from assistant.types import Turn


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """A place that answers: document (its source), page where it has pages, and the words there."""

    document: str
    page: int | None
    quote: str


@dataclass(frozen=True, slots=True)
class Case:
    """One question.

    `groups` are the pieces of evidence a whole answer rests on; the items of one group are alternatives.
    It is empty for a question that the corpus does not answer.
    """

    id: str
    question: str
    kind: str
    answerable: bool
    history: tuple[Turn, ...] = ()
    groups: tuple[tuple[EvidenceItem, ...], ...] = ()


def load_cases(path: Path) -> tuple[Case, ...]:
    """Read a case file.

    Raises:
        UsageError: bad_cases: the file can't be read, a line is not a case, an id is there twice, or it is empty.
    """
    cases: dict[str, Case] = {}
    line = 0
    try:
        for line, record in read_objects(path):
            case = _case(record, line)
            if case.id in cases:
                raise BadLineError(line, f'the "id" {case.id} is there twice')
            cases[case.id] = case
    except BadLineError as error:
        raise UsageError("bad_cases", path=path, line=error.line, detail=error.detail) from error
    except OSError as error:
        raise UsageError("bad_cases", path=path, line=line, detail=error.strerror) from error
    if not cases:
        raise UsageError("bad_cases", path=path, line=1, detail="the file is empty")
    return tuple(cases.values())


def _case(record: dict[str, Any], line: int) -> Case:
    groups = _groups(record.get("evidence", []), line)
    answerable = record.get("answerable", bool(groups))
    if not isinstance(answerable, bool):
        raise BadLineError(line, '"answerable" is neither true nor false')
    if answerable and not groups:
        raise BadLineError(line, 'an answerable case needs "evidence"')
    return Case(
        id=text_of(record, "id", line),
        question=text_of(record, "question", line),
        kind=text_of(record, "kind", line) if "kind" in record else "other",
        answerable=answerable,
        history=_history(record.get("history", []), line),
        groups=groups if answerable else (),
    )


def _history(texts: Any, line: int) -> tuple[Turn, ...]:
    """Earlier turns, given as texts: question, answer, question, and so on."""
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise BadLineError(line, '"history" is not a list of texts')
    roles: tuple[Literal["user", "assistant"], ...] = ("user", "assistant")
    return tuple(Turn(role=roles[position % 2], text=text) for position, text in enumerate(texts))


def _groups(items: Any, line: int) -> tuple[tuple[EvidenceItem, ...], ...]:
    """Evidence by group; an item without a group is a group of its own."""
    if not isinstance(items, list):
        raise BadLineError(line, '"evidence" is not a list')
    groups: dict[tuple[str, object], list[EvidenceItem]] = {}
    for position, item in enumerate(items):
        if not isinstance(item, dict):
            raise BadLineError(line, '"evidence" holds something else than objects')
        page = item.get("page")
        if page is not None and (not isinstance(page, int) or page < 1):
            raise BadLineError(line, '"page" is not a number from 1')
        key = ("group", str(item["group"])) if "group" in item else ("item", position)
        evidence = EvidenceItem(text_of(item, "doc", line), page, text_of(item, "quote", line))
        groups.setdefault(key, []).append(evidence)
    return tuple(tuple(group) for group in groups.values())
