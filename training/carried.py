"""The files that step 3c makes for a machine with no data folder and no readers: paragraphs and sets, as JSON."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ir_measures
from training.measure import Retrieval


@dataclass(frozen=True)
class Spanned:
    """A paragraph: the collection it comes from, title, text, and start and end of each of its sentences."""

    source: str
    title: str
    text: str
    sentences: list[tuple[int, int]]


@dataclass(frozen=True)
class Sets:
    """Retrieval sets, and English texts to compare with the teacher on."""

    retrieval: list[Retrieval]
    english: list[str]


def read_spanned(work: Path) -> list[Spanned]:
    """The paragraphs of the working folder."""
    return [
        Spanned(row["source"], row["title"], row["text"], [(start, end) for start, end in row["sentences"]])
        for row in _read(work / "paragraphs.json.gz")
    ]


def read_sets(work: Path) -> Sets:
    """The sets of the working folder."""
    content = _read(work / "sets.json.gz")
    made = [
        Retrieval(row["name"], row["corpus"], row["questions"], [ir_measures.Qrel(*grade) for grade in row["grades"]])
        for row in content["retrieval"]
    ]
    return Sets(made, content["english"])


def write_sets(work: Path, sets: Sequence[Retrieval], english: Sequence[str]) -> None:
    """Writes what `read_sets` reads."""
    write_json(work / "sets.json.gz", {"retrieval": [_plain(each) for each in sets], "english": list(english)})


def write_json(path: Path, content: Any) -> None:
    """Writes a compressed JSON file."""
    with gzip.open(path, "wt", encoding="utf-8") as stream:
        json.dump(content, stream, ensure_ascii=False)


def _plain(found: Retrieval) -> dict[str, Any]:
    grades = [(grade.query_id, grade.doc_id, grade.relevance) for grade in found.grades]
    return {"name": found.name, "corpus": found.corpus, "questions": found.questions, "grades": grades}


def _read(path: Path) -> Any:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        return json.load(stream)
