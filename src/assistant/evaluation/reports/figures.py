"""Figures of a run: value, interval, questions judged, smallest detectable change; over all and by kind. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.evaluation.reports.report import Metric, Row, Run
from assistant.evaluation.reports.statistics import Interval, Precision, precisions


@dataclass(frozen=True, slots=True)
class Figure:
    """What a metric gives on some rows; `value` is None where nothing could be judged (see statistics.Precision)."""

    value: float | None
    interval: Interval | None
    judged: int
    detectable: float | None


@dataclass(frozen=True, slots=True)
class RunFigures:
    """Figures of a run by metric, the same by kind of question, and how many questions there are of each kind.

    By kind, aggregates have no interval: most kinds hold too few questions for one to mean anything.
    """

    overall: Mapping[str, Figure]
    by_kind: Mapping[str, Mapping[str, Figure]]
    questions: Mapping[str, int]


def run_figures(metrics: Sequence[Metric], run: Run) -> RunFigures:
    """All figures of a run; kinds in the order in which they first appear."""
    kinds = rows_by_kind(run.rows)
    return RunFigures(
        overall=figures(metrics, run.rows),
        by_kind={kind: figures(metrics, rows, aggregates=False) for kind, rows in kinds.items()},
        questions={kind: len(rows) for kind, rows in kinds.items()},
    )


def figures(metrics: Sequence[Metric], rows: Sequence[Row], *, aggregates: bool = True) -> dict[str, Figure]:
    """Figures by metric; `aggregates` says whether those too get an interval."""
    precise = precisions([metric for metric in metrics if aggregates or metric.aggregate is None], rows)
    return {metric.name: _figure(metric, rows, precise) for metric in metrics}


def rows_by_kind(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """Rows by kind of question, kinds in the order in which they first appear."""
    kinds: dict[str, list[Row]] = {}
    for row in rows:
        kinds.setdefault(row.kind, []).append(row)
    return kinds


def _figure(metric: Metric, rows: Sequence[Row], precise: Mapping[str, Precision]) -> Figure:
    value = metric.of(rows)
    precision = precise.get(metric.name)
    if precision is None or value is None:
        return Figure(value, None, metric.judged(rows), None)
    return Figure(value, precision.interval, metric.judged(rows), precision.detectable)
