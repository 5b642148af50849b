"""What the page of a report shows, as values: the template has nothing left to work out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.errors import UsageError
from assistant.evaluation.reports.comparison import Difference, changed, compare
from assistant.evaluation.reports.figures import Figure, figures, run_figures
from assistant.evaluation.reports.page import wording
from assistant.evaluation.reports.page.charts import Bar, RiskChart, bar, risk_chart
from assistant.evaluation.reports.page.head import Judge, Promise, judge_shown, promises
from assistant.evaluation.reports.page.wording import Both
from assistant.evaluation.reports.page.words import GROUPS, KINDS, RUNS
from assistant.evaluation.reports.page.worst import Shown, worst
from assistant.evaluation.reports.report import Metric, Report, ReportKind, Run

_MAIN_RUNS = ("assistant", "reranked", "fused")
_TILES: Mapping[ReportKind, tuple[str, ...]] = {
    "answers": ("faithfulness", "correct", "vital_strict", "answered_unanswerable", "over_refusal"),
    "retrieval": ("nDCG@10", "Success@1", "Success@5", "R@10"),
}
_BY_KIND: Mapping[ReportKind, tuple[str, ...]] = {
    "answers": ("correct", "vital_strict", "faithfulness", "over_refusal", "answered_unanswerable"),
    "retrieval": ("nDCG@10", "Success@1", "Success@5", "R@10", "groups@10"),
}


@dataclass(frozen=True, slots=True)
class Delta:
    """A difference from the baseline in words; `verdict` is a key of words.WORDS."""

    verdict: str
    gap: Both
    before: Both
    interval: Both | None
    p: Both | None
    detectable: Both | None


@dataclass(frozen=True, slots=True)
class Line:
    """A figure in words; everything is None where nothing could be judged."""

    metric: Metric
    judged: int
    value: Both | None = None
    interval: Both | None = None
    bar: Bar | None = None
    detectable: Both | None = None
    delta: Delta | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Figures that belong together, of those that have a value in some run."""

    title: Both
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Column:
    """A run beside the others: its figures by metric, or a kind's."""

    name: str
    says: Both | None
    questions: int
    lines: Mapping[str, Line] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that the template shows."""

    report: Report
    main: Run
    made_at: Both
    judge: Judge | None
    promises: list[Promise]
    baseline: Report | None
    baseline_made_at: Both | None
    comparable: bool
    changes: list[tuple[str, str, str]]
    tiles: list[Line]
    groups: list[Group]
    unjudged: list[Metric]
    runs: list[Column]
    kinds: list[Column]
    kind_metrics: list[Metric]
    risk: RiskChart | None
    worst: list[Shown]
    configuration: list[tuple[str, str]]
    stamp: list[tuple[str, str]]
    extra: list[tuple[str, str]]


def page(report: Report, baseline: Report | None) -> Page:
    """Work out what a report shows, beside a baseline where there is one."""
    main = main_run(report)
    measured = run_figures(report.metrics, main)
    before = next((run for run in baseline.runs if run.name == main.name), None) if baseline else None
    differences = _differences(report, baseline, main.name)
    lines = [_line(metric, measured.overall[metric.name], differences.get(metric.name)) for metric in report.metrics]
    runs = _runs(report, main, measured.overall)
    judged = {metric.name for metric in report.metrics if any(run.lines[metric.name].value for run in runs)}
    kinds = [
        Column(kind, KINDS.get(kind), measured.questions[kind], _plain_lines(report.metrics, found))
        for kind, found in measured.by_kind.items()
    ]
    return Page(
        report=report,
        main=main,
        made_at=wording.date(report.made_at),
        judge=judge_shown(report.judge),
        promises=promises(report.extra),
        baseline=baseline,
        baseline_made_at=wording.date(baseline.made_at) if baseline else None,
        comparable=bool(differences),
        changes=_changes(baseline, report) if baseline else [],
        tiles=_named(lines, _TILES[report.kind]),
        groups=_groups([line for line in lines if line.metric.name in judged]),
        unjudged=[metric for metric in report.metrics if metric.name not in judged],
        runs=runs,
        kinds=kinds,
        kind_metrics=_worth_a_column(report.metrics, _BY_KIND[report.kind], kinds),
        risk=risk_chart(main.rows, before.rows if before and differences else ()),
        worst=worst(report.kind, main.rows),
        configuration=wording.facts(dict(report.configuration)),
        stamp=wording.facts(dict(report.stamp)),
        extra=wording.facts({name: value for name, value in report.extra.items() if name != "invariants"}),
    )


def main_run(report: Report) -> Run:
    """The run that the page is about: the product as it is, where its name is known; else the first."""
    by_name = {run.name: run for run in report.runs}
    return next((by_name[name] for name in _MAIN_RUNS if name in by_name), report.runs[0])


def _differences(report: Report, baseline: Report | None, run: str) -> Mapping[str, Difference]:
    """Differences from the baseline, nothing where the two can't be compared."""
    if baseline is None:
        return {}
    try:
        return compare(baseline, report, run)[0].differences
    except UsageError:
        return {}


def _line(metric: Metric, figure: Figure, difference: Difference | None = None) -> Line:
    if figure.value is None:
        return Line(metric, figure.judged, delta=_delta(difference))
    interval = figure.interval
    if interval is not None and interval.low == interval.high:
        interval = None  # where nothing varies, the bootstrap knows nothing: not a certainty to show
    return Line(
        metric=metric,
        judged=figure.judged,
        value=wording.figure(metric, figure.value),
        interval=wording.bounds(metric, interval) if interval else None,
        bar=bar(figure.value, interval) if metric.share else None,
        detectable=_size(metric, figure.detectable),
        delta=_delta(difference),
    )


def _delta(found: Difference | None) -> Delta | None:
    if found is None or found.difference is None or found.before is None:
        return None
    return Delta(
        verdict=found.verdict,
        gap=wording.gap(found.metric, found.difference),
        before=wording.figure(found.metric, found.before),
        interval=wording.gap_bounds(found.metric, found.interval) if found.interval else None,
        p=None if found.p is None else wording.p_value(found.p),
        detectable=_size(found.metric, found.detectable),
    )


def _size(metric: Metric, size: float | None) -> Both | None:
    """A size of change, without a sign."""
    if size is None:
        return None
    shown = wording.gap(metric, size)
    return Both(shown.fr.lstrip("+"), shown.en.lstrip("+"))


def _runs(report: Report, main: Run, overall: Mapping[str, Figure]) -> list[Column]:
    """The runs side by side."""
    columns = []
    for run in report.runs:
        found = overall if run is main else figures(report.metrics, run.rows)
        columns.append(Column(run.name, RUNS.get(run.name), len(run.rows), _plain_lines(report.metrics, found)))
    return columns


def _plain_lines(metrics: Sequence[Metric], found: Mapping[str, Figure]) -> dict[str, Line]:
    return {metric.name: _line(metric, found[metric.name]) for metric in metrics}


def _groups(lines: Sequence[Line]) -> list[Group]:
    """Figures under the titles of words.GROUPS, in the order of these; passages apart from documents."""
    found: dict[str, list[Line]] = {key: [] for key in GROUPS}
    for line in lines:
        name = line.metric.name
        by_name = next((key for key, (_, names) in GROUPS.items() if name in names), "documents")
        found["passages" if name.endswith(" passages") else by_name].append(line)
    return [Group(GROUPS[key][0], members) for key, members in found.items() if members]


def _named(lines: Sequence[Line], names: Sequence[str]) -> list[Line]:
    by_name = {line.metric.name: line for line in lines if line.value is not None}
    return [by_name[name] for name in names if name in by_name]


def _worth_a_column(metrics: Sequence[Metric], names: Sequence[str], kinds: Sequence[Column]) -> list[Metric]:
    by_name = {metric.name: metric for metric in metrics}
    judged = [name for name in names if name in by_name and any(kind.lines[name].value for kind in kinds)]
    return [by_name[name] for name in judged]


def _changes(before: Report, after: Report) -> list[tuple[str, str, str]]:
    """Settings and index facts that differ: name, value before, value now."""
    pairs: dict[str, tuple[Any, Any]] = {}
    pairs |= changed(before.configuration, after.configuration)
    pairs |= changed(before.stamp, after.stamp)
    return [(name, _shown_value(old), _shown_value(new)) for name, (old, new) in pairs.items()]


def _shown_value(value: Any) -> str:
    return "; ".join(f"{name} {text}".strip() for name, text in wording.facts(value))
