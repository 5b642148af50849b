"""The gate: may a change go in? Red, amber or green, with reasons, from a report, its baseline and invariants. Pure.

- **red**: an invariant is broken, or a gated metric is worse by a paired 95 % interval that lies wholly beyond 0.
- **amber**: a gated metric is worse by more than MARGIN though the interval includes 0; or nothing can be compared
  (no baseline, other data, other questions, a run or a metric that is gone: renew the baseline); or the baseline was
  measured with another configuration.
- **green**: none of these.

The suite has no chance in it: where nothing changed, every difference is exactly 0, so the number of metrics raises no
false alarm. What a small set can not tell (a question or two lost among seventy) is amber, not red.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from assistant.errors import UsageError
from assistant.evaluation.reports.comparison import Difference, changed, check_same_data, common_metrics, compare_runs
from assistant.evaluation.reports.report import Report, Run

Colour = Literal["red", "amber", "green"]
Finding = Literal[
    "broken", "worse", "maybe_worse", "better", "no_baseline", "not_comparable", "gone", "not_judged", "configuration"
]
MARGIN = 0.01  # in the metric's own unit (a point of a share): less is not worth a person's look


class Invariant(NamedTuple):
    """Something that must always hold: its name, whether it does, and what was seen."""

    name: str
    ok: bool
    detail: str


@dataclass(frozen=True, slots=True)
class Reason:
    """One finding: the colour it asks for, what was found, where (a run, or an invariant's name) and what was seen.

    `difference` is there where a metric moved; `detail` says anything else: names of runs, metrics or settings.
    """

    colour: Colour
    finding: Finding
    subject: str
    detail: str = ""
    difference: Difference | None = None


@dataclass(frozen=True, slots=True)
class Gate:
    """The colour of a measurement, and why: gravest reasons first."""

    set_name: str
    colour: Colour
    reasons: tuple[Reason, ...]
    invariants: int
    compared: int

    @property
    def exit_status(self) -> int:
        """Of the command: 1 for red, else 0."""
        return int(self.colour == "red")


def check(
    current: Report,
    baseline: Report | None,
    invariants: Iterable[tuple[str, bool, str]],
    *,
    runs: Sequence[str] | None = None,
    metrics: Sequence[str] | None = None,
) -> Gate:
    """Judge a report.

    Args:
        current: what was just measured.
        baseline: what was measured before, on the same set; None where there is none.
        invariants: what must hold in `current`: (name, ok, detail).
        runs: names of the gated runs; None: all of the baseline's.
        metrics: names of the gated metrics; None: all that are better one way.
    """
    checked = [Invariant(*each) for each in invariants]
    reasons = [Reason("red", "broken", each.name, each.detail) for each in checked if not each.ok]
    compared = 0
    if baseline is None:
        reasons.append(Reason("amber", "no_baseline", current.set_name))
    else:
        moved, compared = _against(baseline, current, runs, metrics)
        reasons += moved
        reasons += _configuration(baseline, current)
    reasons.sort(key=lambda reason: _GRAVITY[reason.colour])
    colour = reasons[0].colour if reasons else "green"
    return Gate(current.set_name, colour, tuple(reasons), len(checked), compared)


def gravest(gates: Iterable[Gate]) -> Colour:
    """The colour of several measurements together."""
    return min((gate.colour for gate in gates), key=_GRAVITY.__getitem__, default="amber")


_GRAVITY: Mapping[Colour, int] = {"red": 0, "amber": 1, "green": 2}


def _against(
    baseline: Report, current: Report, runs: Sequence[str] | None, metrics: Sequence[str] | None
) -> tuple[list[Reason], int]:
    """What moved, and how many figures were compared."""
    try:
        check_same_data(baseline, current)
    except UsageError as error:
        return [Reason("amber", "not_comparable", current.set_name, error.code)], 0
    before, after = ({run.name: run for run in report.runs} for report in (baseline, current))
    reasons = _gone(baseline, current, metrics)
    compared = 0
    for name in before if runs is None else runs:
        if name not in before or name not in after:
            reasons.append(Reason("amber", "gone", name))
            continue
        found, count = _run_reasons(baseline, current, before[name], after[name], metrics)
        reasons += found
        compared += count
        if not count and not found:
            reasons.append(Reason("amber", "not_comparable", name))
    if not compared and not reasons:
        reasons.append(Reason("amber", "not_comparable", current.set_name))
    return reasons, compared


def _run_reasons(
    baseline: Report, current: Report, before: Run, after: Run, metrics: Sequence[str] | None
) -> tuple[list[Reason], int]:
    gated = [
        metric
        for metric in common_metrics(baseline, current)
        if metric.better != "neither" and (metrics is None or metric.name in metrics)
    ]
    try:
        compared = compare_runs(gated, before, after)
    except UsageError as error:
        return [Reason("amber", "not_comparable", after.name, error.code)], 0
    judged = {metric.name for metric in gated if metric.of(before.rows) is not None}
    reasons = [_reason(after.name, each, each.metric.name in judged) for each in compared.differences.values()]
    compared_figures = sum(each.difference is not None for each in compared.differences.values())
    return [reason for reason in reasons if reason is not None], compared_figures


def _reason(run: str, difference: Difference, judged_before: bool) -> Reason | None:
    """What a difference asks for, if anything."""
    if difference.difference is None:
        return Reason("amber", "not_judged", run, difference.metric.name) if judged_before else None
    if difference.verdict == "worse":
        return Reason("red", "worse", run, difference=difference)
    if difference.verdict == "better":
        return Reason("green", "better", run, difference=difference)
    loss = difference.difference * (1 if difference.metric.better == "lower" else -1)
    return Reason("amber", "maybe_worse", run, difference=difference) if loss > MARGIN else None


def _gone(baseline: Report, current: Report, metrics: Sequence[str] | None) -> list[Reason]:
    """Gated metrics that are not on both sides: dropping or renaming one must not be a way through."""
    both = {metric.name for metric in common_metrics(baseline, current)}
    named = dict.fromkeys(metric.name for report in (baseline, current) for metric in report.metrics)
    wanted = list(named) if metrics is None else metrics
    return [Reason("amber", "gone", name) for name in wanted if name not in both]


def _configuration(baseline: Report, current: Report) -> list[Reason]:
    """Other settings, or another judge: figures of two judges don't compare."""
    same_settings = baseline.configuration_hash == current.configuration_hash
    judges = {(report.judge or {}).get("fingerprint") for report in (baseline, current)}
    if same_settings and len(judges) == 1:
        return []
    moved = [] if same_settings else list(changed(baseline.configuration, current.configuration))
    moved += ["judge"] if len(judges) > 1 else []
    return [Reason("amber", "configuration", current.set_name, ", ".join(moved))]
