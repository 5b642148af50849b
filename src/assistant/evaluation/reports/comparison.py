"""Two reports on the same questions, compared run by run and metric by metric. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from assistant.errors import UsageError
from assistant.evaluation.reports.figures import rows_by_kind
from assistant.evaluation.reports.report import Metric, Report, Row, Run
from assistant.evaluation.reports.statistics import Interval, Precision, holm, p_value, paired_precisions

Verdict = Literal["better", "worse", "moved", "same", "unclear"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One metric on both sides, over the questions judged on both (`pairs`): so `after - before` is `difference`.

    `judged` says whether one side at least had something to judge, be it for other questions than the other side.
    `interval` is the 95 % interval of the difference, `p` of McNemar's test (binary metrics) or of sign flips (graded
    ones), None for aggregates; `p_holm` the same corrected for the number of metrics; `detectable` the smallest true
    difference that this comparison would show.
    """

    metric: Metric
    before: float | None
    after: float | None
    pairs: int
    judged: bool
    interval: Interval | None
    p: float | None
    p_holm: float | None
    detectable: float | None

    @property
    def difference(self) -> float | None:
        """What was gained, in the metric's own unit."""
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def test(self) -> str | None:
        """The test that `p` comes from."""
        if self.p is None:
            return None
        return "mcnemar" if self.metric.binary else "sign_flip"

    @property
    def verdict(self) -> Verdict:
        """What the interval allows to say: "moved" where neither way is better, "same" where no question changed."""
        if self.interval == Interval(0.0, 0.0):
            return "same"
        sign = self.interval.sign if self.interval is not None else 0
        if not sign:
            return "unclear"
        if self.metric.better == "neither":
            return "moved"
        return "better" if (sign > 0) == (self.metric.better == "higher") else "worse"


@dataclass(frozen=True, slots=True)
class RunComparison:
    """A run on both sides: differences by metric, and differences alone by kind of question."""

    run: str
    questions: int
    differences: Mapping[str, Difference]
    by_kind: Mapping[str, Mapping[str, float | None]]


def compare(before: Report, after: Report, run: str | None = None) -> tuple[RunComparison, ...]:
    """Compare the runs of the same name of two reports.

    Configurations may differ (that is what comparing is for); the data and the questions may not.

    Args:
        before: the one that was there first, or the simpler one.
        after: the other one.
        run: the only run to compare; None: all that both have.

    Raises:
        UsageError: reports_differ...: they can not be compared, saying why.
    """
    check_same_data(before, after)
    first = {each.name: each for each in before.runs}
    second = {each.name: each for each in after.runs}
    names = [name for name in second if name in first and run in (None, name)]
    if not names:
        raise UsageError("reports_differ_runs", run=run or "*", before=", ".join(first), after=", ".join(second))
    metrics = common_metrics(before, after)
    return tuple(compare_runs(metrics, first[name], second[name]) for name in names)


def check_same_data(before: Report, after: Report) -> None:
    """Make sure that two reports measure the same thing on the same data.

    Raises:
        UsageError: reports_differ_kind, reports_differ.
    """
    if before.kind != after.kind:
        raise UsageError("reports_differ_kind", before=before.kind, after=after.kind)
    if before.data_hash != after.data_hash:
        raise UsageError(
            "reports_differ",
            before=f"{before.set_name} ({before.data_hash[:12]})",
            after=f"{after.set_name} ({after.data_hash[:12]})",
        )


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Entries that differ between two configurations or stamps: (before, after) by dotted name, None where missing."""
    found: dict[str, tuple[Any, Any]] = {}
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name), after.get(name)
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            found |= {f"{name}.{inner}": pair for inner, pair in changed(old, new).items()}
        elif old != new:
            found[name] = (old, new)
    return found


def common_metrics(before: Report, after: Report) -> tuple[Metric, ...]:
    """Metrics that both reports have, as the second one lists them."""
    known = {metric.name for metric in before.metrics}
    return tuple(metric for metric in after.metrics if metric.name in known)


def compare_runs(metrics: Sequence[Metric], before: Run, after: Run) -> RunComparison:
    """Compare two runs over the same questions, whatever their names.

    Raises:
        UsageError: reports_differ_questions: a question is on one side only.
    """
    first, second = paired_rows(before, after)
    tests = [p_value(metric, first, second) for metric in metrics]
    precisions = paired_precisions(metrics, first, second)
    differences = {
        metric.name: _difference(metric, first, second, precisions[metric.name], (p, corrected))
        for metric, p, corrected in zip(metrics, tests, holm(tests), strict=True)
    }
    return RunComparison(after.name, len(second), differences, _by_kind(metrics, first, second))


def paired_rows(before: Run, after: Run) -> tuple[list[Row], list[Row]]:
    """Rows of both sides, in the order of the second.

    Raises:
        UsageError: reports_differ_questions.
    """
    first = {row.id: row for row in before.rows}
    second = {row.id: row for row in after.rows}
    alone = [key for key in (*first, *second) if (key in first) != (key in second)]
    if alone:
        raise UsageError("reports_differ_questions", run=after.name, count=len(alone), question=alone[0])
    return [first[key] for key in second], list(second.values())


def _difference(
    metric: Metric,
    before: Sequence[Row],
    after: Sequence[Row],
    precision: Precision,
    tests: tuple[float | None, float | None],
) -> Difference:
    first, second = _judged_on_both(metric, before, after)
    value_before, value_after = metric.of(first), metric.of(second)
    return Difference(
        metric=metric,
        before=value_before,
        after=value_after,
        pairs=len(first),
        judged=metric.of(before) is not None or metric.of(after) is not None,
        interval=None if value_before is None or value_after is None else precision.interval,
        p=tests[0],
        p_holm=tests[1],
        detectable=precision.detectable,
    )


def _judged_on_both(metric: Metric, before: Sequence[Row], after: Sequence[Row]) -> tuple[Sequence[Row], Sequence[Row]]:
    if metric.aggregate is not None:
        return before, after
    known = [
        (a, b)
        for a, b in zip(before, after, strict=True)
        if a.values.get(metric.name) is not None and b.values.get(metric.name) is not None
    ]
    return [a for a, _ in known], [b for _, b in known]


def _by_kind(
    metrics: Sequence[Metric], before: Sequence[Row], after: Sequence[Row]
) -> dict[str, dict[str, float | None]]:
    known = {row.id: row for row in before}
    found: dict[str, dict[str, float | None]] = {}
    for kind, rows in rows_by_kind(after).items():
        sides = [known[row.id] for row in rows], rows
        found[kind] = {metric.name: _gain(metric, *sides) for metric in metrics}
    return found


def _gain(metric: Metric, before: Sequence[Row], after: Sequence[Row]) -> float | None:
    first, second = _judged_on_both(metric, before, after)
    value_before, value_after = metric.of(first), metric.of(second)
    return None if value_before is None or value_after is None else value_after - value_before
