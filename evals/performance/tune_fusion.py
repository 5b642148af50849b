"""Measures the vector leg's share in the fusion on BEIR folders and case files, the share fixed and by coverage.

python evals/performance/tune_fusion.py [--sets NAME,...] [--cases FILE --documents DIR] [--limit-queries N]
                                        [--questions FILE] [--halves [--base SHARE]] [--data DIR] [--cache DIR]
                                        [--fresh] [--settings FILE] [--out FILE]

Each leg's candidates, and how much of the question the best lexical passage covers, are taken once from the assistant's
own search, kept in the cache folder by model and set, and mixed again with `retrieval.fusion.fuse` for every weight:
what is tuned is what the product runs. With --halves, the pair of weights that is best on one half of the questions is
looked at on the other half.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.build import build_assistant
from assistant.evaluation.retrieval.measure import check_made_for, record_id
from assistant.evaluation.retrieval.metrics import best_documents, means, retrieval_values
from assistant.evaluation.sets.beir import load_beir
from assistant.evaluation.sets.cases import load_cases
from assistant.retrieval.fusion import LEXICAL, VECTOR, fuse
from assistant.retrieval.query import build_query
from assistant.retrieval.weights import OWN_WORDS, Ramp, covered_by, weight_at
from assistant.service import Assistant
from assistant.settings import Settings, load_settings
from assistant.types import Document, Hit, ScoredPassage, Turn, VectorWeight

SETS = ("piaf-dev", "cnil-paraphrases-dev", "cds-sections-xling-fr-en-dev", "pyfaq-xling-fr-en-dev")
FIXED = tuple(VectorWeight(step / 20, step / 20) for step in range(21))
PAIRS = tuple(VectorWeight(covered / 20, uncovered / 20) for covered in range(2, 9) for uncovered in range(5, 15))
SHOWN = ("nDCG@10", "R@10")
DEPTH = 100
MOST_LOST = 0.001  # of nDCG@10 on the first set, for a pair to be chosen


@dataclass(frozen=True)
class QuestionSet:
    """Questions with the turns before them, what is relevant for each, and the documents that they are asked of."""

    name: str
    documents: Path
    questions: Mapping[str, tuple[str, tuple[Turn, ...]]]
    qrels: Mapping[str, Mapping[str, int]]
    beir: Path | None = None


@dataclass(frozen=True)
class Candidates:
    """What the search found for one question: coverage by the best lexical passage, and each leg's candidates.

    A candidate is (passage, document, score), best first. `ramp` is what the coverage is held against: (least, enough).
    """

    coverage: float
    legs: Mapping[str, Sequence[tuple[str, str, float]]]
    ramp: tuple[float, float] = (OWN_WORDS.least, OWN_WORDS.enough)


def beir_questions(path: Path, limit: int | None, held: Path | None = None) -> QuestionSet:
    """The judged questions of a BEIR folder.

    Args:
        path: the folder.
        limit: only so many, the first ones; None: all.
        held: a file with the questions to keep of each set it names (`training.tune` writes it): those that the
            embedded encoder did not learn from.
    """
    beir = load_beir(path)
    only = json.loads(held.read_text(encoding="utf-8")).get(path.name) if held is not None else None
    kept = [key for key in beir.qrels if only is None or key in set(only)][:limit]
    questions: dict[str, tuple[str, tuple[Turn, ...]]] = {key: (beir.questions[key], ()) for key in kept}
    return QuestionSet(path.name, beir.corpus_file, questions, {key: beir.qrels[key] for key in kept}, path)


def case_questions(path: Path, documents: Path) -> QuestionSet:
    """The answerable cases of a file; a document that holds evidence is relevant."""
    cases = [case for case in load_cases(path) if case.groups]
    questions = {case.id: (case.question, case.history) for case in cases}
    qrels = {case.id: {item.document: 1 for group in case.groups for item in group} for case in cases}
    return QuestionSet(path.stem, documents, questions, qrels)


def gather(assistant: Assistant, asked: QuestionSet) -> Iterator[tuple[str, Candidates]]:
    """Candidates of every question of a set."""
    assistant.ingest([str(asked.documents)])
    if asked.beir is not None:
        check_made_for(load_beir(asked.beir), assistant.documents())
    for done, (key, (question, history)) in enumerate(asked.questions.items(), start=1):
        hits = {leg: assistant.search(question, DEPTH, history, leg) for leg in (LEXICAL, VECTOR)}
        legs = {leg: [_candidate(hit, asked.beir is not None) for hit in found] for leg, found in hits.items()}
        found, ramp = covered(assistant, question, history, hits[LEXICAL])
        yield key, Candidates(found, legs, (ramp.least, ramp.enough))
        if done % 500 == 0:
            print(f"{done} of {len(asked.questions)} questions", file=sys.stderr, flush=True)


def covered(
    assistant: Assistant, question: str, history: Sequence[Turn], lexical: Sequence[ScoredPassage]
) -> tuple[float, Ramp]:
    """How much of a question the best of the lexical passages covers, and what that is held against; 0 without one."""
    query, facts = build_query(question, history), assistant.corpus_facts
    for hit in lexical[:1]:
        best = (hit.passage, hit.document)
        return covered_by(query.words, query.language, best, facts.frequency, facts.passages)
    return 0.0, OWN_WORDS


def _candidate(hit: ScoredPassage, record: bool) -> tuple[str, str, float]:
    return hit.passage.id, _name(hit.document, record), hit.score


def _name(document: Document, record: bool) -> str:
    return record_id(document) if record else document.source


def cached(settings: Settings, asked: QuestionSet, cache: Path, fresh: bool) -> dict[str, Candidates]:
    """Candidates of a set, from the cache or gathered (again, where `fresh`) and put there."""
    folder = cache / settings.embedding.model.replace("/", "_") / asked.name
    kept = folder / "candidates.jsonl"
    if kept.is_file() and not fresh:
        with kept.open(encoding="utf-8") as stream:
            found = {key: Candidates(**values) for key, values in map(json.loads, stream)}
        if asked.questions.keys() <= found.keys():
            return {key: found[key] for key in asked.questions}
    with build_assistant(settings.model_copy(update={"index": folder / "index"}), create=True) as assistant:
        found = dict(gather(assistant, asked))
    partial = kept.with_suffix(".partial")
    with partial.open("w", encoding="utf-8") as stream:
        for key, each in found.items():
            stream.write(json.dumps((key, asdict(each))) + "\n")
    partial.replace(kept)
    return found


def mixed(candidates: Candidates, weight: VectorWeight) -> list[str]:
    """Documents ranked by a mix of the legs, as the search does it with this weight."""
    documents = {passage: document for hits in candidates.legs.values() for passage, document, _ in hits}
    legs = {leg: [Hit(passage, score) for passage, _, score in hits] for leg, hits in candidates.legs.items()}
    vector = weight_at(weight, candidates.coverage, Ramp(*candidates.ramp))
    fused = fuse(legs, {LEXICAL: 1 - vector, VECTOR: vector})
    return [name for name, _ in best_documents(((documents[hit.passage_id], hit.score) for hit in fused), DEPTH)]


# Question by question: for each weight, the metrics.
Values = Mapping[VectorWeight, Mapping[str, Mapping[str, float | None]]]


def measure(asked: QuestionSet, found: Mapping[str, Candidates], weights: Iterable[VectorWeight]) -> Values:
    """Metrics of every question for every weight."""
    return {
        weight: retrieval_values(asked.qrels, {key: mixed(each, weight) for key, each in found.items()})
        for weight in weights
    }


def averages(values: Values, keep: Iterable[str] | None = None) -> dict[VectorWeight, dict[str, float]]:
    """Means over the questions (over those to keep) by weight."""
    kept = None if keep is None else set(keep)
    figures = {}
    for weight, questions in values.items():
        rows = [each for key, each in questions.items() if kept is None or key in kept]
        figures[weight] = {name: value or 0.0 for name, value in means(rows, SHOWN).items()}
    return figures


def halves(keys: Iterable[str]) -> tuple[list[str], list[str]]:
    """Questions in two halves, by their ids, the same in every run."""
    first, second = [], []
    for key in keys:
        (second if zlib.crc32(key.encode()) % 2 else first).append(key)
    return first, second


def best_pair(figures: Mapping[str, Mapping[VectorWeight, Mapping[str, float]]], base: VectorWeight) -> VectorWeight:
    """The pair with the best nDCG@10, averaged over sets, of those that cost the first set next to nothing."""
    first = next(iter(figures))

    def gain(name: str, pair: VectorWeight) -> float:
        return figures[name][pair]["nDCG@10"] - figures[name][base]["nDCG@10"]

    allowed = [pair for pair in PAIRS if gain(first, pair) >= -MOST_LOST]
    return max(allowed or [base], key=lambda pair: sum(gain(name, pair) for name in figures))


def across_halves(values: Mapping[str, Values], base: VectorWeight) -> str:
    """What the pair that is best on one half of the questions gains on the other, in points of nDCG@10."""
    parts = {name: halves(next(iter(each.values()))) for name, each in values.items()}
    lines = []
    for fitted, checked in ((0, 1), (1, 0)):
        on_fitted = {name: averages(each, parts[name][fitted]) for name, each in values.items()}
        on_checked = {name: averages(each, parts[name][checked]) for name, each in values.items()}
        pair = best_pair(on_fitted, base)
        gains = {name: each[pair]["nDCG@10"] - each[base]["nDCG@10"] for name, each in on_checked.items()}
        told = ", ".join(f"{name} {100 * gain:+.2f}" for name, gain in gains.items())
        mean = 100 * sum(gains.values()) / len(gains)
        lines.append(f"fitted on one half: {label(pair)}; on the other, against {label(base)}: {mean:+.2f} ({told})")
    return "\n".join(lines)


def label(weight: VectorWeight) -> str:
    """A fixed share, or the share of a question that is covered and of one that is not."""
    if weight.covered == weight.uncovered:
        return f"{weight.covered:.2f}"
    return f"{weight.covered:.2f}-{weight.uncovered:.2f}"


def render(figures: Mapping[str, Mapping[VectorWeight, Mapping[str, float]]], weights: Sequence[VectorWeight]) -> str:
    """A line for each weight, the best of each column marked."""
    columns = [(name, metric) for name in figures for metric in SHOWN]
    best = {(name, metric): max(figures[name][weight][metric] for weight in weights) for name, metric in columns}
    lines = [f"{'':<12}" + "".join(f"{name[:21]:<24}" for name in figures)]
    lines.append(f"{'weight':<12}" + "".join(f"{metric:<12}" for _, metric in columns))
    for weight in weights:
        values = {column: figures[column[0]][weight][column[1]] for column in columns}
        cells = (f"{value:.4f}{'*' if value == best[column] else '':<6}" for column, value in values.items())
        lines.append(f"{label(weight):<12}" + "".join(cells))
    return "\n".join(lines)


def question_sets(options: argparse.Namespace) -> list[QuestionSet]:
    """The sets that were asked for."""
    names = [name for name in options.sets.split(",") if name]
    sets = [beir_questions(options.data / "beir" / name, options.limit_queries, options.questions) for name in names]
    return sets if options.cases is None else [*sets, case_questions(options.cases, options.documents)]


def parser() -> argparse.ArgumentParser:
    """Options of the command line."""
    data = Path(os.environ.get("ASSISTANT_DATA", Path(__file__).resolve().parents[2] / "../shared/data"))
    made = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    made.add_argument("--sets", default=",".join(SETS), help="names of BEIR folders")
    made.add_argument("--cases", type=Path, help="a case file, with --documents")
    made.add_argument("--documents", type=Path, help="folder of the documents that the cases are asked of")
    made.add_argument("--limit-queries", type=int, help="first questions of each BEIR folder only")
    made.add_argument("--questions", type=Path, help="of the sets that this file names, only these questions")
    made.add_argument("--halves", action="store_true", help="fit on one half of the questions, look at the other")
    made.add_argument("--base", type=float, default=0.15, help="fixed share that pairs are compared with by --halves")
    made.add_argument("--data", type=Path, default=data, help="folder with beir/")
    made.add_argument("--cache", type=Path, default=Path("index/tune-fusion"), help="where candidates are kept")
    made.add_argument("--fresh", action="store_true", help="search again, where the search itself has changed")
    made.add_argument("--settings", type=Path, help="settings file, for another embedding model")
    made.add_argument("--out", type=Path, help="write the figures as JSON")
    return made


def main() -> None:
    options = parser().parse_args()
    settings = load_settings(options.settings)
    values: dict[str, Values] = {}
    for asked in question_sets(options):
        print(asked.name, file=sys.stderr, flush=True)
        values[asked.name] = measure(asked, cached(settings, asked, options.cache, options.fresh), FIXED + PAIRS)
    figures = {name: averages(each) for name, each in values.items()}
    print(f"embedding model: {settings.embedding.model}; * best of its column")
    print(render(figures, FIXED))
    print("\nshare of a question that the best lexical passage covers, and of one that it does not")
    print(render(figures, PAIRS))
    if options.halves:
        print(
            "\n" + across_halves(values, max(FIXED, key=lambda fixed: figures[next(iter(figures))][fixed]["nDCG@10"]))
        )
    if options.out:
        told: dict[str, Any] = {name: {label(w): f for w, f in each.items()} for name, each in figures.items()}
        report = {"model": settings.embedding.model, "by_weight": told}
        options.out.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
