"""What a measurement of retrieval says: the figures of each leg for machines, and the report that is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.evaluation.reports.figures import rows_by_kind
from assistant.evaluation.reports.known_metrics import DOCUMENT_METRICS, GROUP_METRICS, PASSAGE_METRICS
from assistant.evaluation.reports.report import Metric, Row
from assistant.evaluation.retrieval.measure import FUSED, LegRun, latency_json
from assistant.evaluation.retrieval.metrics import means
from assistant.evaluation.sets.relevance import Target


def main_leg(runs: Sequence[LegRun]) -> LegRun:
    """The leg that the figures at the top are of: the fusion where it was measured, else the last one."""
    return next((run for run in runs if run.name == FUSED), runs[-1])


def measured_metrics(runs: Sequence[LegRun]) -> tuple[Metric, ...]:
    """Those of documents, and the others that some question has a value of: a BEIR set has none of passages."""
    rows = [row for run in runs for row in run.run.rows]
    return DOCUMENT_METRICS + tuple(
        metric
        for metric in (*PASSAGE_METRICS, *GROUP_METRICS)
        if any(row.values.get(metric.name) is not None for row in rows)
    )


def beir_summary(runs: Sequence[LegRun], targets: Sequence[Target], documents: int) -> dict[str, Any]:
    """The figures on a BEIR set, JSON-ready: those of the main leg at the top, then of each leg."""
    judged = sum(target.judged for target in targets)
    return {
        **_summary(runs),
        "questions": len(targets),
        "judged": judged,
        "unjudged": len(targets) - judged,
        "documents": documents,
    }


def cases_summary(runs: Sequence[LegRun], targets: Sequence[Target], unanswerable: int) -> dict[str, Any]:
    """The figures on a case file, JSON-ready: those of the main leg at the top, then of each leg."""
    return {
        **_summary(runs),
        "questions": len(targets) + unanswerable,
        "judged": len(targets),
        "unanswerable": unanswerable,
        "missing_documents": sorted({name for target in targets for name in target.missing}),
        "document_ranks": {row.id: row.detail["document_rank"] for row in main_leg(runs).run.rows},
    }


def _summary(runs: Sequence[LegRun]) -> dict[str, Any]:
    names = [metric.name for metric in measured_metrics(runs)]
    legs = {run.name: _leg(run, names) for run in runs}
    main = legs[main_leg(runs).name]
    return {**main, "leg": main_leg(runs).name, "legs": legs}


def _leg(run: LegRun, names: Sequence[str]) -> dict[str, Any]:
    kinds = rows_by_kind(run.run.rows)
    return {
        **_figures(run.run.rows, names),
        "latency_ms": latency_json(run.latency_ms),
        "failed": run.failed,
        "by_kind": {kind: {"judged": _judged(rows), **_figures(rows, names)} for kind, rows in kinds.items()},
    }


def _figures(rows: Sequence[Row], names: Sequence[str]) -> dict[str, float | None]:
    figures = means([row.values for row in rows], names)
    ranks = [row.detail["document_rank"] for row in rows if row.values["nDCG@10"] is not None]
    found = [rank is not None and rank <= 10 for rank in ranks]
    return {**figures, "Success@10": sum(found) / len(found) if found else None}


def _judged(rows: Sequence[Row]) -> int:
    return sum(row.values["nDCG@10"] is not None for row in rows)


def latencies(runs: Sequence[LegRun]) -> Mapping[str, dict[str, float] | None]:
    """Latency of each leg, as a report keeps it."""
    return {run.name: latency_json(run.latency_ms) for run in runs}
