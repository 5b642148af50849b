"""Retrieval metrics: pure functions of qrels and runs. Values are between 0 and 1, averaged over judged questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

RETRIEVAL_METRICS = ("nDCG@10", "R@10", "R@100", "RR@10", "Success@1", "Success@5")

Ranking = Sequence[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Latency:
    """Median and 95th percentile, in milliseconds."""

    p50: float
    p95: float


def retrieval_metrics(
    qrels: Mapping[str, Mapping[str, int]], rankings: Mapping[str, Sequence[str]]
) -> dict[str, float] | None:
    """Average metrics over the questions of the qrels, computed by ir_measures.

    A judged question that has no ranking, or an empty one, counts 0 everywhere. Only the order of a ranking counts:
    scores are made from ranks, because trec_eval reorders equal scores by document id.

    Args:
        qrels: relevance (1 and up) by question and document; only questions with a relevant document.
        rankings: document ids by question, best first, each once. Questions outside the qrels are passed over.

    Returns:
        A value for each of RETRIEVAL_METRICS, or None where there is nothing to judge.
    """
    import ir_measures

    if not qrels:
        return None
    measures = {name: ir_measures.parse_measure(name) for name in RETRIEVAL_METRICS}
    run = {
        question: {document: float(-rank) for rank, document in enumerate(rankings.get(question, ()))}
        for question in qrels
    }
    judged = {question: dict(documents) for question, documents in qrels.items()}
    # Summed here, not by calc_aggregate: a question that the run lacks must count 0 whatever the provider does.
    sums = dict.fromkeys(RETRIEVAL_METRICS, 0.0)
    names = {measure: name for name, measure in measures.items()}
    for metric in ir_measures.iter_calc(list(measures.values()), judged, run):
        sums[names[metric.measure]] += metric.value
    return {name: total / len(qrels) for name, total in sums.items()}


def best_documents(scored: Iterable[tuple[str, float]], limit: int) -> tuple[tuple[str, float], ...]:
    """Documents ranked by their best passage.

    Args:
        scored: (document, score of one of its passages), in any order.
        limit: documents kept.

    Returns:
        (document, best score), best first; equal scores stay in the order of first appearance.
    """
    best: dict[str, float] = {}
    for document, score in scored:
        best[document] = max(score, best.get(document, score))
    return tuple(sorted(best.items(), key=lambda item: -item[1])[:limit])


def first_rank(ranking: Sequence[str], relevant: frozenset[str]) -> int | None:
    """Rank (from 1) of the first relevant item, or None where there is none."""
    return next((rank for rank, item in enumerate(ranking, start=1) if item in relevant), None)


def share_covered(groups: Sequence[frozenset[str]], found: Iterable[str]) -> float:
    """Share of groups (at least one) of which at least one member was found."""
    found = frozenset(found)
    return sum(not group.isdisjoint(found) for group in groups) / len(groups)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which a share (0..1) of values (at least one) lies, interpolated linearly between neighbours."""
    ordered = sorted(values)
    position = share * (len(ordered) - 1)
    below = int(position)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (position - below)


def latency(milliseconds: Sequence[float]) -> Latency | None:
    """Percentiles of some durations; None where there are none."""
    if not milliseconds:
        return None
    return Latency(p50=percentile(milliseconds, 0.5), p95=percentile(milliseconds, 0.95))
