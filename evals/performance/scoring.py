"""The same figures for both sides, from the documents that each found."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import mean

from assistant.evaluation.retrieval.metrics import first_rank, percentile, retrieval_metrics
from assistant.evaluation.sets.beir import load_beir
from assistant.evaluation.sets.cases import ANSWERS_IN_PART, load_cases
from assistant.evaluation.sets.relevance import ANSWERS

TARGET_KINDS = ("fact", "definition")
FIRST = 5


def score_cases(cases: Path, rankings: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """Share of answerable cases with an evidence document among the first 5 documents: all, target kinds, by kind."""
    kinds: defaultdict[str, list[bool]] = defaultdict(list)
    for case in load_cases(cases):
        if not case.answerable:
            continue
        wanted = frozenset(_name(item.document) for group in case.groups for item in group)
        rank = first_rank([_name(source) for source in rankings[case.id]], wanted)
        kinds[case.kind].append(rank is not None and rank <= FIRST)
    found = [hit for hits in kinds.values() for hit in hits]
    target = [hit for kind in TARGET_KINDS for hit in kinds[kind]]
    return {"all": mean(found), "fact+definition": mean(target), **{kind: mean(hits) for kind, hits in kinds.items()}}


def score_case_documents(cases: Path, rankings: Mapping[str, Sequence[str]]) -> dict[str, float | None]:
    """Retrieval metrics over documents: each evidence document counts 3 where the answer rests on one piece, else 2."""
    answerable = [case for case in load_cases(cases) if case.answerable]
    qrels = {
        case.id: {
            _name(item.document): ANSWERS if len(case.groups) == 1 else ANSWERS_IN_PART
            for group in case.groups
            for item in group
        }
        for case in answerable
    }
    named = {case.id: [_name(source) for source in rankings[case.id]] for case in answerable}
    return retrieval_metrics(qrels, named, ANSWERS_IN_PART) or {}


def score_beir(
    folder: Path, count: int | None, rankings: Mapping[str, Sequence[str]]
) -> dict[str, float | None] | None:
    """Retrieval metrics on a BEIR folder, or on its first questions."""
    beir = load_beir(folder)
    return retrieval_metrics((beir.first(count) if count else beir).qrels, rankings)


def percentiles(milliseconds: Sequence[float]) -> dict[str, float]:
    """Median and 95th percentile."""
    return {"p50_ms": percentile(milliseconds, 0.5), "p95_ms": percentile(milliseconds, 0.95)}


def _name(source: str) -> str:
    return unicodedata.normalize("NFC", source)
