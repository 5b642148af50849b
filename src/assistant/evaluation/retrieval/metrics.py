"""Retrieval metrics: pure functions of qrels and runs. Values are between 0 and 1, averaged over judged questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

RETRIEVAL_METRICS = ("nDCG@10", "R@10", "R@20", "R@100", "RR@10", "Success@1", "Success@5", "Judged@10")
_GRADED = ("nDCG@10", "Judged@10")  # these look at the grades, and at judgements of 0; the others ask: relevant or not

Ranking = Sequence[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Latency:
    """Median and 95th percentile, in milliseconds."""

    p50: float
    p95: float


def retrieval_values(
    qrels: Mapping[str, Mapping[str, int]], rankings: Mapping[str, Sequence[str]], least: int = 1
) -> dict[str, dict[str, float | None]]:
    """Metrics question by question, computed by ir_measures.

    A judged question that has no ranking, or an empty one, counts 0 everywhere, but for Judged@10: there is nothing of
    which a share could be judged, so it is None. Only the order of a ranking counts: scores are made from ranks,
    because trec_eval reorders equal scores by document id.

    Args:
        qrels: relevance by question and document, 0 (judged, not relevant) included.
        rankings: document ids by question, best first, each once. Questions outside the qrels are passed over.
        least: lowest relevance that counts as relevant where a metric asks yes or no. The gains of nDCG are the grades.

    Returns:
        A value for each of RETRIEVAL_METRICS for each question of the qrels that has a relevant document.
    """
    import ir_measures

    relevant = {
        question: {document: 1 for document, grade in documents.items() if grade >= least}
        for question, documents in qrels.items()
    }
    judged = {question: dict(qrels[question]) for question, documents in relevant.items() if documents}
    run = {
        question: {document: float(-rank) for rank, document in enumerate(rankings[question])}
        for question in judged
        if rankings.get(question)
    }
    values: dict[str, dict[str, float | None]] = {
        question: {name: None if name == "Judged@10" else 0.0 for name in RETRIEVAL_METRICS} for question in judged
    }
    for names, truth in ((_GRADED, judged), (tuple(set(RETRIEVAL_METRICS) - set(_GRADED)), relevant)):
        measures = {ir_measures.parse_measure(name): name for name in names}
        # Questions without a ranking are left out of both: what a provider makes of them differs from one to the other.
        asked = {question: truth[question] for question in run}
        for metric in ir_measures.iter_calc(list(measures), asked, run) if asked else ():
            values[metric.query_id][measures[metric.measure]] = float(metric.value)
    return values


def retrieval_metrics(
    qrels: Mapping[str, Mapping[str, int]], rankings: Mapping[str, Sequence[str]], least: int = 1
) -> dict[str, float | None] | None:
    """Average metrics over the questions that have a relevant document: see `retrieval_values`.

    Returns:
        A value for each of RETRIEVAL_METRICS, or None where there is nothing to judge.
    """
    values = retrieval_values(qrels, rankings, least)
    return means(list(values.values()), RETRIEVAL_METRICS) if values else None


def means(rows: Sequence[Mapping[str, float | None]], names: Iterable[str]) -> dict[str, float | None]:
    """The mean of each value over the rows that have it; None where none has."""
    found = {name: [value for row in rows if (value := row.get(name)) is not None] for name in names}
    return {name: sum(values) / len(values) if values else None for name, values in found.items()}


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
