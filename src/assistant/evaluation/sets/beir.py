"""BEIR folders: corpus.jsonl, queries.jsonl and qrels/test.tsv (Thakur et al. 2021, arXiv:2104.08663)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any, cast

from assistant.evaluation.sets.cases import Case
from assistant.evaluation.sets.jsonl import read_lines
from assistant.evaluation.sets.problems import BadFileError, Problem, params
from assistant.types import Language

CORPUS_FILE = "corpus.jsonl"
QUERIES_FILE = "queries.jsonl"
QRELS_FILE = "qrels/test.tsv"
SOURCE_PREFIX = f"{CORPUS_FILE}#"
"""What the source of a record starts with, once corpus.jsonl is ingested; its `_id` follows."""


@dataclass(frozen=True, slots=True)
class About:
    """What a set says of a question beside its text: `metadata` of queries.jsonl. None and () where it does not."""

    answers: tuple[str, ...] = ()
    answerable: bool | None = None
    kind: str | None = None
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class BeirSet:
    """A retrieval set: ids of its documents, questions by id, and relevance (1 and up) by question and document.

    Questions with no relevant document are among `questions` and not in `qrels`. `judged` holds every judgement, those
    of 0 (not relevant) too; `about` what is said of a question.
    """

    path: Path
    documents: frozenset[str]
    questions: Mapping[str, str]
    qrels: Mapping[str, Mapping[str, int]]
    judged: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    about: Mapping[str, About] = field(default_factory=dict)

    @property
    def corpus_file(self) -> Path:
        """The file to ingest."""
        return self.path / CORPUS_FILE

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that the set is made of."""
        return set_files(self.path)

    def first(self, count: int) -> BeirSet:
        """The same set with its first questions only."""
        questions = dict(islice(self.questions.items(), count))
        return replace(self, questions=questions, qrels=_of(self.qrels, questions), judged=_of(self.judged, questions))


def set_files(path: Path | None) -> tuple[Path, ...]:
    """The files of a BEIR folder; () where there is none."""
    return () if path is None else tuple(path / name for name in (CORPUS_FILE, QUERIES_FILE, QRELS_FILE))


def load_beir(path: Path) -> BeirSet:
    """Read a BEIR folder. It may hold no relevant document at all, where its corpus answers none of its questions.

    Raises:
        UsageError: bad_beir (a BadFileError): a file is missing, unreadable, empty or has bad lines, or relevance
            names an unknown question or document.
    """
    missing = [Problem(0, "beir_missing", where=name) for name in _FILES if not (path / name).is_file()]
    if missing:
        raise BadFileError("bad_beir", path, missing)
    problems: list[Problem] = []
    documents = frozenset(_records(path, CORPUS_FILE, problems))
    queries = _records(path, QUERIES_FILE, problems)
    judged = _judged(path, queries, documents, problems)
    if problems:
        raise BadFileError("bad_beir", path, problems)
    relevant = {question: {key: value for key, value in each.items() if value > 0} for question, each in judged.items()}
    return BeirSet(
        path=path,
        documents=documents,
        questions={key: record["text"] for key, record in queries.items()},
        qrels={question: each for question, each in relevant.items() if each},
        judged=judged,
        about={key: _about(record.get("metadata")) for key, record in queries.items()},
    )


def as_cases(beir: BeirSet) -> tuple[Case, ...]:
    """The questions of a set as cases: whole documents are judged, named as they are once corpus.jsonl is ingested.

    A question is answerable where its metadata say so, else where it has a relevant document.
    """
    cases: list[Case] = []
    for key, text in beir.questions.items():
        about = beir.about.get(key, About())
        answerable = key in beir.qrels if about.answerable is None else about.answerable
        documents = {SOURCE_PREFIX + document: grade for document, grade in beir.qrels.get(key, {}).items()}
        cases.append(
            Case(
                id=key,
                question=text,
                kind=kind_of(about),
                answerable=answerable,
                language=about.language,
                answers=about.answers if answerable else (),
                documents=documents if answerable else {},
            )
        )
    return tuple(cases)


def kind_of(about: About) -> str:
    """The kind of a question: the one given, else its language, else "other"."""
    return about.kind or about.language or "other"


_FILES = (CORPUS_FILE, QUERIES_FILE, QRELS_FILE)


def _of(qrels: Mapping[str, Mapping[str, int]], questions: Collection[str]) -> dict[str, Mapping[str, int]]:
    return {key: value for key, value in qrels.items() if key in questions}


def _records(path: Path, name: str, problems: list[Problem]) -> dict[str, dict[str, Any]]:
    """Records by id, in the order of the file (of the corpus their ids alone); texts of a corpus may be empty."""
    records: dict[str, dict[str, Any]] = {}
    before = len(problems)
    try:
        for line, record in read_lines(path / name):
            wrong = record if isinstance(record, Problem) else _complaint(record, line, name, records)
            if wrong is not None:
                problems.append(_in(name, wrong))
            elif isinstance(record, dict):
                records[record["_id"]] = record if name == QUERIES_FILE else {}
    except OSError as error:
        problems.append(Problem(0, "beir_unreadable", params(detail=error.strerror), where=name))
    if not records and len(problems) == before:
        problems.append(Problem(0, "beir_empty", where=name))
    return records


def _complaint(record: dict[str, Any], line: int, name: str, known: Collection[str]) -> Problem | None:
    """What is wrong with a record, if anything."""
    for key in ("_id", "text") if name == QUERIES_FILE else ("_id",):
        value = record.get(key)
        if not isinstance(value, str) or not value.strip():
            return Problem(line, "case_not_text", params(field=key))
    identifier = record["_id"]
    if any(character.isspace() for character in identifier):  # fields of a TREC run are separated by white space
        return Problem(line, "beir_id_space", params(id=identifier))
    return Problem(line, "beir_id_twice", params(id=identifier)) if identifier in known else None


def _judged(
    path: Path, questions: Collection[str], documents: Collection[str], problems: list[Problem]
) -> dict[str, dict[str, int]]:
    """Relevance by question and document, 0 included. Ids are not checked against a file that could not be read."""
    judged: dict[str, dict[str, int]] = {}
    whole = not problems
    try:
        for line, (question, document, score) in _judgements(path / QRELS_FILE, problems):
            unknown = [("beir_unknown_question", question)] if question not in questions else []
            unknown += [("beir_unknown_document", document)] if document not in documents else []
            if unknown and whole:
                code, identifier = unknown[0]
                problems.append(Problem(line, code, params(id=identifier), where=QRELS_FILE))
            elif not unknown:
                judged.setdefault(question, {})[document] = score
    except (OSError, UnicodeDecodeError) as error:
        detail = error.strerror if isinstance(error, OSError) else "UTF-8"
        problems.append(Problem(0, "beir_unreadable", params(detail=detail), where=QRELS_FILE))
    return judged


def _judgements(path: Path, problems: list[Problem]) -> Iterator[tuple[int, tuple[str, str, int]]]:
    """Question, document and relevance, line by line; a first line that is a header is passed over."""
    for number, line in enumerate(path.read_text("utf-8-sig").split("\n"), start=1):
        if not line.strip() or (number == 1 and line.startswith("query-id")):
            continue
        fields = line.rstrip("\r\n").split("\t")
        if len(fields) != 3:
            problems.append(Problem(number, "beir_fields", where=QRELS_FILE))
            continue
        try:
            yield number, (fields[0], fields[1], int(fields[2]))
        except ValueError:
            problems.append(Problem(number, "beir_score", params(score=fields[2]), where=QRELS_FILE))


def _in(name: str, problem: Problem) -> Problem:
    return replace(problem, where=name)


def _about(metadata: Any) -> About:
    """What metadata say, where they say it in a form that is understood: other tools put there what they like."""
    if not isinstance(metadata, dict):
        return About()
    answers, answerable = metadata.get("answers"), metadata.get("answerable")
    kind, language = metadata.get("kind"), metadata.get("lang")
    return About(
        answers=tuple(text for text in answers if isinstance(text, str) and text.strip())
        if isinstance(answers, list)
        else (),
        answerable=answerable if isinstance(answerable, bool) else None,
        kind=kind if isinstance(kind, str) and kind.strip() else None,
        language=cast(Language, language) if language in ("fr", "en") else None,
    )
