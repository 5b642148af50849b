"""What an encoder is worth: retrieval by vectors alone on BEIR folders, and closeness to its teacher on English."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import ir_measures
import numpy as np
from ir_measures import R, nDCG

Encode = Callable[[Sequence[str]], np.ndarray]
"""Texts -> one unit vector each, in their order."""


@dataclass(frozen=True)
class Retrieval:
    """A BEIR folder: texts by identifier, questions by identifier, graded pairs."""

    name: str
    corpus: dict[str, str]
    questions: dict[str, str]
    grades: list[ir_measures.Qrel]

    @classmethod
    def read(cls, folder: Path, limit: int = 0, only: Collection[str] | None = None) -> Retrieval:
        """Reads a folder, titles before texts; with a limit, as many questions (of `only`) spread evenly over it."""
        corpus = {
            row["_id"]: f"{row.get('title') or ''}\n{row['text']}".strip() for row in _rows(folder / "corpus.jsonl")
        }
        questions = {row["_id"]: row["text"] for row in _rows(folder / "queries.jsonl")}
        lines = (folder / "qrels" / "test.tsv").read_text(encoding="utf-8").splitlines()[1:]
        grades = [ir_measures.Qrel(*fields[:2], int(fields[2])) for fields in (line.split("\t") for line in lines)]
        graded = {grade.query_id for grade in grades if grade.relevance > 0}
        kept = [number for number in questions if number in graded and (only is None or number in only)]
        if limit and limit < len(kept):
            kept = [kept[round(at)] for at in np.linspace(0, len(kept) - 1, limit)]
        chosen = {number: questions[number] for number in kept}
        return cls(folder.name, corpus, chosen, [grade for grade in grades if grade.query_id in chosen])

    def measure(self, encode: Encode) -> dict[str, float]:
        """nDCG@10 and R@10, in percent."""
        identifiers = list(self.corpus)
        documents = encode(list(self.corpus.values()))
        questions = encode(list(self.questions.values()))
        scores = questions @ documents.T
        best = np.argsort(-scores, axis=1)[:, :10]
        run = [
            ir_measures.ScoredDoc(question, identifiers[at], float(scores[row, at]))
            for row, question in enumerate(self.questions)
            for at in best[row]
        ]
        found = ir_measures.calc_aggregate([nDCG @ 10, R @ 10], self.grades, run)
        return {str(measure): round(100 * value, 2) for measure, value in found.items()}


def english_cloze(data: Path) -> Retrieval:
    """English sections without their first sentence, which is what each is to be found by."""
    corpus: dict[str, str] = {}
    questions: dict[str, str] = {}
    for row in _rows(data / "beir" / "cds-sections-xling-fr-en-dev" / "corpus.jsonl"):
        first, _, rest = row["text"].partition(". ")
        if 5 <= len(first.split()) <= 40 and len(rest.split()) >= 20:
            corpus[row["_id"]], questions[row["_id"]] = rest, first
    grades = [ir_measures.Qrel(name, name, 1) for name in questions]
    return Retrieval("english-cloze", corpus, questions, grades)


DEVELOPMENT = (("piaf-dev", 500), ("cds-sections-xling-fr-en-dev", 0), ("pyfaq-xling-fr-en-dev", 0))


def development(data: Path) -> list[Retrieval]:
    """The sets that training is steered by, small enough to be measured often."""
    return [Retrieval.read(data / "beir" / name, limit) for name, limit in DEVELOPMENT]


def development_score(figures: dict[str, dict[str, float]]) -> float:
    """One number to keep the best by: French ranking counts half, finding English sections a quarter each."""
    ranking = figures["piaf-dev"]["nDCG@10"]
    crossing = [figures[name]["R@10"] for name, _ in DEVELOPMENT[1:]]
    return 0.5 * ranking + 0.5 * float(np.mean(crossing))


def english_texts(data: Path, count: int = 400) -> list[str]:
    """English sections to compare with the teacher on (never trained on)."""
    rows = list(_rows(data / "beir" / "cds-sections-xling-fr-en-dev" / "corpus.jsonl"))
    return [row["text"] for row in rows[:count]]


def closeness(first: np.ndarray, second: np.ndarray) -> float:
    """Mean cosine of two sets of unit vectors, row by row."""
    return float((first * second).sum(axis=1).mean())


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as stream:
        return [json.loads(line) for line in stream if line.strip()]
