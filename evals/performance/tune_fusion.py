"""Measures the vector leg's share in the fusion: nDCG@10 and R@10 for weights from 0 to 1, on several BEIR folders.

python evals/performance/tune_fusion.py [--sets NAME,...] [--data DIR] [--cache DIR] [--out FILE] [--settings FILE]

Each leg's candidates are taken once from the assistant's own search (its `legs`), kept in the cache folder by model
and set, and mixed again with `retrieval.fusion.fuse` for every weight: what is tuned is what the product runs.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.build import build_assistant
from assistant.evaluation.beir import BeirSet, load_beir
from assistant.evaluation.metrics import best_documents, retrieval_metrics
from assistant.evaluation.retrieval import check_made_for, record_id
from assistant.retrieval.fusion import fuse
from assistant.service import Assistant
from assistant.settings import Settings, load_settings
from assistant.types import Hit, ScoredPassage

SETS = ("piaf-dev", "cnil-paraphrases-dev", "cds-sections-xling-fr-en-dev", "service-public-dev")
LEGS = ("lexical", "vector")
WEIGHTS = tuple(step / 20 for step in range(21))
SHOWN = ("nDCG@10", "R@10")
DEPTH = 100
REACH = 5  # passages are asked for this many times the candidates, so that fusion cuts off no leg's own

# For one question: for each leg, its candidates in order, as (passage, document, score).
Candidates = dict[str, list[tuple[str, str, float]]]


def candidates_of(hits: Sequence[ScoredPassage], depth: int) -> Candidates:
    """Each leg's first candidates, put together again from fused hits."""
    legs: Candidates = {}
    for leg in LEGS:
        scored = [(hit.legs[leg], hit) for hit in hits if leg in hit.legs and hit.legs[leg].rank <= depth]
        scored.sort(key=lambda pair: pair[0].rank)
        legs[leg] = [(hit.passage.id, record_id(hit.document), said.score) for said, hit in scored]
    return legs


def gather(assistant: Assistant, beir: BeirSet, depth: int) -> Iterator[tuple[str, Candidates]]:
    """Candidates of every judged question of a set."""
    assistant.ingest([str(beir.corpus_file)])
    check_made_for(beir, assistant.documents())
    lost = 0
    for done, question in enumerate(beir.qrels, start=1):
        hits = assistant.search(beir.questions[question], REACH * depth)
        candidates = candidates_of(hits, depth)
        lost += any(lacks_some(hits, leg, len(found), depth) for leg, found in candidates.items())
        yield question, candidates
        if done % 500 == 0:
            print(f"{done} of {len(beir.qrels)} questions", file=sys.stderr, flush=True)

    if lost:
        print(f"{lost} questions lack a few of the last candidates of a leg (REACH)", file=sys.stderr)


def lacks_some(hits: Sequence[ScoredPassage], leg: str, found: int, depth: int) -> bool:
    """Whether a leg had more candidates, up to the depth, than the hits tell of."""
    last = max((hit.legs[leg].rank for hit in hits if leg in hit.legs), default=0)
    return found < min(last, depth)


def cached(settings: Settings, beir: BeirSet, cache: Path, fresh: bool) -> dict[str, Candidates]:
    """Candidates of a set, from the cache or gathered (again, where `fresh`) and put there."""
    folder = cache / settings.embedding.model.replace("/", "_") / beir.path.name
    kept = folder / "legs.jsonl"
    if kept.is_file() and not fresh:
        with kept.open(encoding="utf-8") as stream:
            return dict(json.loads(line) for line in stream)
    # Both legs must take part in the search for both to be told; which share they have does not matter here.
    retrieval = settings.retrieval.model_copy(update={"vector_weight": 0.5})
    placed = settings.model_copy(update={"index": folder / "index", "retrieval": retrieval})
    with build_assistant(placed, create=True) as assistant:
        found = dict(gather(assistant, beir, settings.retrieval.candidates))
    partial = kept.with_suffix(".partial")
    with partial.open("w", encoding="utf-8") as stream:
        stream.writelines(json.dumps(item) + "\n" for item in found.items())
    partial.replace(kept)
    return found


def mixed(candidates: Candidates, weight: float) -> list[str]:
    """Documents ranked by a mix of the legs, the vector leg having this share."""
    documents = {passage: document for hits in candidates.values() for passage, document, _ in hits}
    legs = {leg: [Hit(passage, score) for passage, _, score in hits] for leg, hits in candidates.items()}
    fused = fuse(legs, {"lexical": 1 - weight, "vector": weight})
    return [name for name, _ in best_documents(((documents[hit.passage_id], hit.score) for hit in fused), DEPTH)]


def by_weight(beir: BeirSet, found: Mapping[str, Candidates]) -> dict[str, dict[str, float]]:
    """Metrics of a set for every weight."""
    figures = {}
    for weight in WEIGHTS:
        rankings = {question: mixed(candidates, weight) for question, candidates in found.items()}
        values = retrieval_metrics(beir.qrels, rankings) or {}
        figures[f"{weight:.2f}"] = {name: values[name] for name in SHOWN}
    return figures


def render(figures: Mapping[str, Mapping[str, Mapping[str, float]]]) -> str:
    """A line for each weight, the best of each column marked."""
    columns = [(name, metric) for name in figures for metric in SHOWN]
    best = {column: max(values[column[1]] for values in figures[column[0]].values()) for column in columns}
    lines = [f"{'':<7}" + "".join(f"{name[:21]:<24}" for name in figures)]
    lines.append(f"{'weight':<7}" + "".join(f"{metric:<12}" for _, metric in columns))
    for weight in WEIGHTS:
        values = [figures[name][f"{weight:.2f}"][metric] for name, metric in columns]
        marks = ("*" if value == best[column] else "" for column, value in zip(columns, values, strict=True))
        cells = (f"{value:.4f}{mark:<6}" for value, mark in zip(values, marks, strict=True))
        lines.append(f"{weight:<7.2f}" + "".join(cells))
    return "\n".join(lines)


def main() -> None:
    default_data = Path(os.environ.get("ASSISTANT_DATA", Path(__file__).resolve().parents[2] / "../shared/data"))
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sets", default=",".join(SETS), help="names of BEIR folders")
    parser.add_argument("--data", type=Path, default=default_data, help="folder with beir/")
    parser.add_argument("--cache", type=Path, default=Path("index/tune-fusion"), help="where leg scores are kept")
    parser.add_argument("--fresh", action="store_true", help="search again, where the search itself has changed")
    parser.add_argument("--settings", type=Path, help="settings file, for another embedding model")
    parser.add_argument("--out", type=Path, help="write the figures as JSON")
    options = parser.parse_args()
    settings = load_settings(options.settings)
    figures: dict[str, Any] = {}
    for name in options.sets.split(","):
        print(name, file=sys.stderr, flush=True)
        beir = load_beir(options.data / "beir" / name)
        found = cached(settings, beir, options.cache, options.fresh)
        figures[name] = by_weight(beir, found)
    print(f"embedding model: {settings.embedding.model}; * best of its column")
    print(render(figures))
    if options.out:
        report = {"model": settings.embedding.model, "by_weight": figures}
        options.out.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
