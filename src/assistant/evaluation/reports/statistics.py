"""How far figures can be trusted, and whether two runs differ: intervals, tests, detectable changes. Pure."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.evaluation.reports.report import Metric, Row
from assistant.evaluation.reports.resampling import (
    DIGITS,
    RESAMPLES,
    SEED,
    Values,
    blocks,
    resampled_figures,
    resampled_means,
    rounded,
    values_of,
)

LEVEL = 0.95
POWER = 0.80
EXACT_UP_TO = 14  # differences that are not 0: beyond 2^14 sign patterns, 10,000 random ones do
CORRELATION = 0.5  # supposed between two runs where there is only one to look at


@dataclass(frozen=True, slots=True)
class Interval:
    """Bounds of a 95 % interval."""

    low: float
    high: float

    @property
    def sign(self) -> int:
        """1 where all of it lies above 0, -1 where all of it lies below, 0 where it includes 0."""
        return int(self.low > 0) - int(self.high < 0)


@dataclass(frozen=True, slots=True)
class Precision:
    """How sure a figure or a difference is: its interval, and the smallest change that would show beside it.

    `interval` is None where fewer than two questions are judged; `detectable` also where nothing varies, which tells
    nothing of what could be seen.
    """

    interval: Interval | None
    detectable: float | None


# --- intervals ---------------------------------------------------------------------------------------------------


def precisions(metrics: Sequence[Metric], rows: Sequence[Row]) -> dict[str, Precision]:
    """95 % percentile bootstrap interval by question (Efron and Tibshirani 1993, chapter 13) of each metric.

    With few questions (under 20, say) it is somewhat too narrow. Values that are all equal leave it without width: for
    all 0 or all 1 of a binary metric the exact interval of Clopper and Pearson (1934) stands in (20 right of 20: from
    83 % to 100 %); for graded ones the width stays 0.

    `detectable` is judged from this one run: it supposes a later run that spreads as this one does and correlates with
    it by r = 0.5, question by question. The standard deviation of the differences is then s * sqrt(2 * (1 - r)) = s,
    the metric's own. Two versions of one system often correlate better, and smaller changes show.
    """
    means = [metric for metric in metrics if metric.aggregate is None]
    found = _of_means(means, [values_of(metric, rows) for metric in means], _from_one_run, exact=True)
    for metric in metrics:
        if metric.aggregate is not None:
            found[metric.name] = _of_figures(resampled_figures(metric, rows)[0], len(rows), _from_one_run)
    return {metric.name: found[metric.name] for metric in metrics}


def paired_precisions(metrics: Sequence[Metric], before: Sequence[Row], after: Sequence[Row]) -> dict[str, Precision]:
    """95 % percentile bootstrap interval of `after - before`, the same questions drawn on both sides.

    `detectable` is the smallest true difference that such a pair of runs would show on this set, from the standard
    deviation of the differences (see the function of that name).

    Args:
        metrics: what is compared.
        before: rows of one run.
        after: rows of the other run: the same questions in the same order.
    """
    means = [metric for metric in metrics if metric.aggregate is None]
    found = _of_means(means, [values_of(metric, after) - values_of(metric, before) for metric in means], detectable)
    for metric in metrics:
        if metric.aggregate is not None:
            first, second = resampled_figures(metric, before, after)
            found[metric.name] = _of_figures(rounded(second - first), len(before), detectable)
    return {metric.name: found[metric.name] for metric in metrics}


def paired_differences(metric: Metric, before: Sequence[Row], after: Sequence[Row]) -> Values:
    """`after - before` of a mean metric for the questions judged on both sides."""
    differences = values_of(metric, after) - values_of(metric, before)
    return differences[~np.isnan(differences)]


def detectable(standard_error: float | None) -> float | None:
    """Smallest difference found four times in five (power 80 %) by a two-sided test at 5 %.

    (z[0.975] + z[0.80]) * standard error = 2.80 standard errors, the standard error of a mean of n differences being
    their standard deviation over sqrt(n) (Bloom 1995, "Minimum detectable effects", Evaluation Review 19(5):547-556).
    Normal quantiles make it a little too hopeful under 20 questions.
    """
    if not standard_error:
        return None
    normal = NormalDist()
    return (normal.inv_cdf((1 + LEVEL) / 2) + normal.inv_cdf(POWER)) * standard_error


# --- tests -------------------------------------------------------------------------------------------------------


def p_value(metric: Metric, before: Sequence[Row], after: Sequence[Row]) -> float | None:
    """Two-sided p that two runs are alike: McNemar's for binary metrics, sign flips for graded ones.

    None for aggregates, which have no value by question (their paired interval says what can be said), and where no
    question is judged on both sides.
    """
    if metric.aggregate is not None:
        return None
    differences = paired_differences(metric, before, after)
    if not len(differences):
        return None
    return mcnemar_p(differences) if metric.binary else sign_flip_p(differences)


def sign_flip_p(differences: Values) -> float:
    """Two-sided p of paired differences by the sign-flip permutation test (Fisher 1935; Smucker et al. 2007).

    If two runs are alike, each difference could as well have had the other sign. p is the share of sign patterns whose
    sum is at least as far from 0 as the one seen: over all patterns up to 14 differences that are not 0, else over
    10,000 random ones, counted (k + 1) / (n + 1) (Phipson and Smyth 2010), so that p is never 0.
    """
    moved = differences[differences != 0]
    if not len(moved):
        return 1.0
    total = moved.sum()
    least = abs(total) - 1e-9 * np.abs(moved).sum()  # equal sums added in another order count as equal

    def extreme(kept: NDArray[Any]) -> int:
        """How many patterns go as far: lines of 1 where a difference keeps its sign, 0 where it is flipped."""
        return int(np.count_nonzero(np.abs(2 * (kept @ moved) - total) >= least))

    if len(moved) <= EXACT_UP_TO:
        patterns = np.arange(2 ** len(moved))[:, None] >> np.arange(len(moved)) & 1
        return extreme(patterns) / len(patterns)
    rng = np.random.default_rng(SEED)
    reached = sum(extreme(_coins(rng, size, len(moved))) for size in blocks(RESAMPLES, len(moved)))
    return (reached + 1) / (RESAMPLES + 1)


def mcnemar_p(differences: Values) -> float:
    """Two-sided exact p of McNemar's test (1947), from the differences of values that are 0 or 1.

    Only questions that changed count: were the runs alike, gains among them would be heads of a fair coin (a binomial
    test).
    """
    gained = int(np.count_nonzero(differences > 0))
    lost = int(np.count_nonzero(differences < 0))
    tail = sum(math.comb(gained + lost, count) for count in range(min(gained, lost) + 1))
    return min(1.0, 2 * tail / (1 << gained + lost))


def holm(p_values: Sequence[float | None]) -> list[float | None]:
    """Holm's correction (1979) of p values for their number, in their order; None stays None and is not counted."""
    ranked = sorted((p, position) for position, p in enumerate(p_values) if p is not None)
    corrected: list[float | None] = [None] * len(p_values)
    highest = 0.0
    for rank, (p, position) in enumerate(ranked):
        highest = max(highest, min(1.0, p * (len(ranked) - rank)))
        corrected[position] = highest
    return corrected


# --- parts -------------------------------------------------------------------------------------------------------


Detect = Callable[[float | None], float | None]


def _of_means(
    metrics: Sequence[Metric], columns: Sequence[Values], detect: Detect, exact: bool = False
) -> dict[str, Precision]:
    """Of means: of values, or of differences, by question (NaN where nothing was judged)."""
    if not metrics:
        return {}
    drawn = resampled_means(np.column_stack(columns))
    found = {}
    for metric, column, means in zip(metrics, columns, drawn.T, strict=True):
        known = column[~np.isnan(column)]
        interval = _exact(known) if exact and metric.binary else None
        found[metric.name] = Precision(interval or _percentiles(means, len(known)), detect(_standard_error(known)))
    return found


def _of_figures(drawn: Values, judged: int, detect: Detect) -> Precision:
    """Of an aggregate: the standard deviation of its bootstrap figures is its standard error."""
    known = drawn[~np.isnan(drawn)]
    return Precision(_percentiles(drawn, judged), detect(float(np.std(known, ddof=1)) if len(known) > 1 else None))


def _from_one_run(standard_error: float | None) -> float | None:
    return detectable(None if standard_error is None else standard_error * math.sqrt(2 * (1 - CORRELATION)))


def _percentiles(drawn: Values, judged: int) -> Interval | None:
    drawn = drawn[~np.isnan(drawn)]
    if judged < 2 or not len(drawn):
        return None
    low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(float(low), float(high))


def _exact(values: Values) -> Interval | None:
    """Clopper and Pearson's interval of at least two values that are all 0, or all 1; None for any others."""
    if len(values) < 2 or not (np.all(values == 0) or np.all(values == 1)):
        return None
    beyond = ((1 - LEVEL) / 2) ** (1 / len(values))
    return Interval(beyond, 1.0) if values[0] else Interval(0.0, 1 - beyond)


def _coins(rng: np.random.Generator, lines: int, width: int) -> Values:
    """Fair coins, 0 or 1."""
    packed = np.frombuffer(rng.bytes(math.ceil(lines * width / 8)), dtype=np.uint8)
    return np.unpackbits(packed, count=lines * width).reshape(lines, width).astype(np.float64)


def _standard_error(values: Values) -> float | None:
    if len(values) < 2:
        return None
    spread = round(float(np.std(values, ddof=1)), DIGITS)
    return spread / math.sqrt(len(values))
