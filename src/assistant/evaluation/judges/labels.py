"""Files of claims that people judged: whether a judge agrees with them is how far it can be believed.

JSON Lines, one question a line, in the form of MEMERAG (Blandón et al. 2025, arXiv:2502.17163):

    {"query_id": "...", "query": "...", "context": [{"text": "..."}, ...],
     "answer": [{"sentence": "...", "factuality": ["Supported", "Not Supported", ...]}, ...]}

`factuality` holds what each person said; what more than half of them said counts. A sentence of which more than half
said neither, or on which they are split evenly, is left out and counted. `lang` ("fr", "en") may be given; it is told
from the question otherwise. Other keys are for people.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.errors import UsageError
from assistant.evaluation.sets.case_schema import Text, first_problem
from assistant.evaluation.sets.jsonl import read_lines
from assistant.evaluation.sets.problems import BadFileError, Problem
from assistant.support.base import Statement
from assistant.text.language import detect

SUPPORTED, NOT_SUPPORTED = "Supported", "Not Supported"


@dataclass(frozen=True, slots=True)
class LabelledStatement:
    """A statement, the question it comes from, and what most people said of it."""

    statement: Statement
    question_id: str
    supported: bool


@dataclass(frozen=True, slots=True)
class Labelled:
    """The statements of a file, how many were left out for want of a majority, and the SHA-256 of the file."""

    name: str
    statements: tuple[LabelledStatement, ...]
    left_out: int
    data_hash: str


class _Loose(BaseModel):
    """Nothing is converted; what is not needed is passed over."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)


class _Passage(_Loose):
    text: Text


class _Sentence(_Loose):
    sentence: Text
    factuality: list[str]


class _Line(_Loose):
    query_id: Text
    query: Text
    context: list[_Passage]
    answer: list[_Sentence]
    lang: Literal["fr", "en"] | None = None


def load_labels(path: Path) -> Labelled:
    """Read a file of judged claims.

    Raises:
        UsageError: bad_labels (a BadFileError), with one problem for each bad line; labels_unreadable; no_labels where
            no sentence has a majority.
    """
    statements: list[LabelledStatement] = []
    problems: list[Problem] = []
    left_out = 0
    try:
        data_hash = hashlib.sha256(path.read_bytes()).hexdigest()
        for line, record in read_lines(path):
            read = record if isinstance(record, Problem) else _line(record, line)
            if isinstance(read, Problem):
                problems.append(read)
                continue
            labelled = list(_statements(read))
            statements += [each for each in labelled if each is not None]
            left_out += labelled.count(None)
    except OSError as error:
        raise UsageError("labels_unreadable", path=path, detail=error.strerror) from error
    if problems:
        raise BadFileError("bad_labels", path, problems)
    if not statements:
        raise UsageError("no_labels", path=path, count=left_out)
    return Labelled(path.name, tuple(statements), left_out, data_hash)


def _line(record: dict[str, object], line: int) -> _Line | Problem:
    try:
        return _Line.model_validate(record)
    except ValidationError as error:
        return first_problem(error, line, {"id": record.get("query_id")})


def _statements(line: _Line) -> Iterator[LabelledStatement | None]:
    """The sentences of an answer in order, None for one without a majority."""
    evidence = tuple(passage.text for passage in line.context)
    language = line.lang or detect(line.query)
    for each in line.answer:
        supported = _majority(each.factuality)
        statement = Statement(each.sentence.strip(), evidence, line.query, language)
        yield None if supported is None else LabelledStatement(statement, line.query_id, supported)


def _majority(votes: Sequence[str]) -> bool | None:
    label, count = Counter(votes).most_common(1)[0] if votes else ("", 0)
    if count * 2 <= len(votes) or label not in (SUPPORTED, NOT_SUPPORTED):
        return None
    return label == SUPPORTED
