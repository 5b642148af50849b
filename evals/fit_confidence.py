"""Fit the weights of the extractive confidence on questions with and without an answer in their corpus.

    python evals/fit_confidence.py --beir DIR --index DIR [--cases FILE --index DIR ...] [--robbed DIR --index DIR]

Each set comes with the index that holds its documents: those of --beir, then of --cases, then of --robbed. The
questions of a robbed set (with `metadata.answers`) are put twice: to the evidence found for them, and to what is left
of it without the passages that hold the answer: the right words, and not what is asked for.

Prints, for each set, the AUROC cross-validated by question,
then over-refusal and answered-unanswerable by threshold, then the weights to put into answering/confidence.py,
with all features and without the cosine.
"""

from __future__ import annotations

import argparse
import json
import zlib
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from assistant.answering.confidence import FITTED, WORDS_ALONE, Features
from assistant.answering.extractive import read
from assistant.build import build_assistant
from assistant.evaluation.answers.gold_answers import contained
from assistant.settings import load_settings
from assistant.types import Turn

VECTOR = [field.name for field in fields(Features)].index("vector")
THRESHOLDS = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6)
ROBBED_QUESTIONS = 700


@dataclass(frozen=True)
class Row:
    """A question, the turns before it, whether its evidence answers it, and answers that it is robbed of first."""

    question: str
    history: tuple[Turn, ...]
    answerable: bool
    without: tuple[str, ...] = ()


def main() -> None:
    arguments = parser().parse_args()
    kinds = (("beir", arguments.beir), ("cases", arguments.cases), ("robbed", arguments.robbed))
    sets = [(kind, path) for kind, paths in kinds for path in paths]
    if len(sets) != len(arguments.index):
        raise SystemExit("give one --index for each --beir (in order), then for each --cases and each --robbed")
    measured = [measure(rows(kind, path), index) for (kind, path), index in zip(sets, arguments.index, strict=True)]
    features = np.vstack([each for each, _ in measured])
    labels = np.concatenate([each for _, each in measured])
    weights = np.concatenate([question_weights(each) for _, each in measured])
    weights *= len(labels) / weights.sum()
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    model = LogisticRegression(C=10.0, max_iter=5000)
    chances = cross_val_predict(
        model, features, labels, cv=folds, method="predict_proba", params={"sample_weight": weights}
    )[:, 1]
    start = 0
    for (_, path), (_, own) in zip(sets, measured, strict=True):
        report(path.stem if path.is_file() else path.name, own, chances[start : start + len(own)])
        start += len(own)
    report("all", labels, chances)
    cosine = np.arange(features.shape[1]) == VECTOR
    for now, kept in ((FITTED, features), (WORDS_ALONE, np.where(cosine, 0.0, features))):
        model.fit(kept, labels, sample_weight=weights)
        print("now   ", now)
        print("fitted", round(float(model.intercept_[0]), 2), tuple(round(float(each), 2) for each in model.coef_[0]))


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--beir", type=Path, action="append", default=[])
    made.add_argument("--cases", type=Path, action="append", default=[])
    made.add_argument("--robbed", type=Path, action="append", default=[])
    made.add_argument("--index", type=Path, action="append", default=[])
    return made


def rows(kind: str, path: Path) -> list[Row]:
    """The questions of a set."""
    file = path if kind == "cases" else path / "queries.jsonl"
    records = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    if kind == "beir":
        return [Row(record["text"], (), bool(record["metadata"]["answerable"])) for record in records]
    if kind == "robbed":
        drawn = sorted(records, key=lambda record: zlib.crc32(record["_id"].encode()))[:ROBBED_QUESTIONS]
        whole = [Row(record["text"], (), True) for record in drawn]
        return whole + [Row(record["text"], (), False, tuple(record["metadata"]["answers"])) for record in drawn]
    return [Row(record["question"], turns(record), bool(record["answerable"])) for record in records]


def turns(record: dict[str, object]) -> tuple[Turn, ...]:
    """The turns before a case's question."""
    before = record.get("history")
    return tuple(
        Turn("assistant" if number % 2 else "user", str(text))
        for number, text in enumerate(before if isinstance(before, list) else [])
    )


def measure(questions: list[Row], index: Path) -> tuple[np.ndarray, np.ndarray]:
    """Features (questions x features) and labels of one set."""
    with build_assistant(load_settings(overrides={"index": index})) as assistant:
        measured = []
        for row in questions:
            evidence = assistant.evidence(row.question, row.history)
            left = tuple(each for each in evidence.passages if not contained(each.passage.text, row.without))
            reading = read(replace(evidence, passages=left), assistant.corpus_facts)
            measured.append(astuple(reading.features) if reading else (0.0,) * len(FITTED.features))
    return np.array(measured), np.array([row.answerable for row in questions])


def question_weights(labels: np.ndarray) -> np.ndarray:
    """Answerable and unanswerable count alike; a set counts by the square root of its size, not by its size."""
    share = np.where(labels, labels.mean(), 1.0 - labels.mean())
    return 1.0 / (2.0 * share * np.sqrt(len(labels)))


def report(name: str, labels: np.ndarray, chances: np.ndarray) -> None:
    print(f"{name}: {len(labels)} questions, AUROC {roc_auc_score(labels, chances):.3f}")
    for threshold in THRESHOLDS:
        print(
            f"  {threshold:.2f} answered-unanswerable {(chances[~labels] >= threshold).mean():.3f}"
            f" over-refusal {(chances[labels] < threshold).mean():.3f}"
        )


if __name__ == "__main__":
    main()
