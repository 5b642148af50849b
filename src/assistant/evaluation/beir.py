"""BEIR folders: corpus.jsonl, queries.jsonl and qrels/test.tsv (Thakur et al. 2021, arXiv:2104.08663)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from assistant.errors import UsageError
from assistant.evaluation.jsonl import BadLineError, read_objects, text_of

CORPUS_FILE = "corpus.jsonl"
QUERIES_FILE = "queries.jsonl"
QRELS_FILE = "qrels/test.tsv"


@dataclass(frozen=True, slots=True)
class BeirSet:
    """A retrieval set: ids of its documents, questions by id, and relevance (1 and up) by question and document.

    Questions with no relevant document are among `questions` and not in `qrels`.
    """

    path: Path
    documents: frozenset[str]
    questions: Mapping[str, str]
    qrels: Mapping[str, Mapping[str, int]]

    @property
    def corpus_file(self) -> Path:
        """The file to ingest."""
        return self.path / CORPUS_FILE

    def first(self, count: int) -> BeirSet:
        """The same set with its first questions only."""
        questions = dict(islice(self.questions.items(), count))
        return replace(
            self, questions=questions, qrels={key: value for key, value in self.qrels.items() if key in questions}
        )


def load_beir(path: Path) -> BeirSet:
    """Read a BEIR folder.

    Raises:
        UsageError: bad_beir: a file is missing or has a bad line, relevance names an unknown question or document,
            or there is nothing to measure.
    """
    for name in (CORPUS_FILE, QUERIES_FILE, QRELS_FILE):
        if not (path / name).is_file():
            raise UsageError("bad_beir", path=path, detail=f"{name} is missing")
    documents = frozenset(_texts(path, CORPUS_FILE))
    questions = _texts(path, QUERIES_FILE)
    qrels = _qrels(path, questions, documents)
    if not qrels:
        raise UsageError("bad_beir", path=path, detail=f"{QRELS_FILE} names no relevant document")
    return BeirSet(path=path, documents=documents, questions=questions, qrels=qrels)


def _texts(path: Path, name: str) -> dict[str, str]:
    """Text by id, in the order of the file; texts of a corpus may be empty, ids may not and are unique."""
    texts: dict[str, str] = {}
    try:
        for line, record in read_objects(path / name):
            key = _identifier(text_of(record, "_id", line), line)
            if key in texts:
                raise BadLineError(line, f'the "_id" {key} is there twice')
            texts[key] = text_of(record, "text", line) if name == QUERIES_FILE else ""
    except BadLineError as error:
        raise UsageError("bad_beir", path=path, detail=f"{name}, {error}") from error
    except OSError as error:
        raise UsageError("bad_beir", path=path, detail=f"{name}: {error.strerror}") from error
    if not texts:
        raise UsageError("bad_beir", path=path, detail=f"{name} is empty")
    return texts


def _qrels(path: Path, questions: Mapping[str, str], documents: frozenset[str]) -> dict[str, dict[str, int]]:
    """Relevance by question and document; judgements of 0 (not relevant) are left out."""
    qrels: dict[str, dict[str, int]] = {}
    try:
        for number, line in enumerate((path / QRELS_FILE).read_text("utf-8-sig").split("\n"), start=1):
            if not line.strip() or (number == 1 and line.startswith("query-id")):
                continue
            question, document, relevance = _judgement(line, number)
            _known("question", question, questions, number)
            _known("document", document, documents, number)
            if relevance > 0:
                qrels.setdefault(question, {})[document] = relevance
    except (BadLineError, UnicodeDecodeError) as error:
        raise UsageError("bad_beir", path=path, detail=f"{QRELS_FILE}, {error}") from error
    except OSError as error:
        raise UsageError("bad_beir", path=path, detail=f"{QRELS_FILE}: {error.strerror}") from error
    return qrels


def _judgement(line: str, number: int) -> tuple[str, str, int]:
    fields = line.rstrip("\r\n").split("\t")
    if len(fields) != 3:
        raise BadLineError(number, "not three fields separated by tabs")
    try:
        return fields[0], fields[1], int(fields[2])
    except ValueError as error:
        raise BadLineError(number, f"the score {fields[2]} is not a whole number") from error


def _known(what: str, key: str, among: Mapping[str, str] | frozenset[str], number: int) -> None:
    if key not in among:
        raise BadLineError(number, f"unknown {what} {key}")


def _identifier(key: str, line: int) -> str:
    """An id that a TREC run, whose fields are separated by white space, can carry."""
    if any(character.isspace() for character in key):
        raise BadLineError(line, f'the "_id" {key!r} holds white space')
    return key
