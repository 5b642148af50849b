"""Intervals, tests and detectable changes: hand-computed examples, and agreement with SciPy on random data."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from assistant.evaluation.reports.report import Metric, Row
from assistant.evaluation.reports.statistics import (
    Interval,
    detectable,
    holm,
    mcnemar_p,
    p_value,
    paired_differences,
    paired_precisions,
    precisions,
    sign_flip_p,
)

SAYS = {"fr": "…", "en": "…"}
GRADED = Metric("graded", "higher", SAYS)
BINARY = Metric("binary", "higher", SAYS, binary=True)
MEDIAN = Metric(
    "median", "higher", SAYS, aggregate=lambda rows: float(np.median([row.values["graded"] for row in rows]))
)


def rows(values, name="graded"):
    return [Row(str(i), "fact", "?", {name: value}) for i, value in enumerate(values)]


def interval_of(metric, values):
    return precisions([metric], rows(values, "graded" if metric.aggregate else metric.name))[metric.name].interval


def paired(metric, before, after):
    return paired_precisions([metric], before, after)[metric.name]


def mean_difference(x, y, axis=-1):
    return np.mean(x - y, axis=axis)


# --- intervals ---------------------------------------------------------------------------------------------------


def test_the_interval_of_two_values_is_that_of_the_four_equally_likely_drawings():
    # Means of 00, 01, 10, 11 are 0, 1/2, 1/2, 1: a quarter lies on each bound, so 95 % of them go from end to end.
    assert interval_of(GRADED, [0.0, 1.0]) == Interval(0.0, 1.0)


def test_a_bootstrap_of_three_values_against_all_27_drawings():
    values = [0.1, 0.4, 0.9]
    everything = [np.mean([a, b, c]) for a in values for b in values for c in values]
    found = interval_of(GRADED, values)
    assert found.low == pytest.approx(min(everything))  # 1 drawing of 27, 3.7 %, is the lowest: below 2.5 % lies none
    assert found.high == pytest.approx(max(everything))


@pytest.mark.parametrize(("metric", "near"), [(GRADED, 0.004), (MEDIAN, 0.01)])
def test_intervals_agree_with_scipy(metric, near):
    values = np.random.default_rng(1).beta(2, 1, size=80)
    statistic = np.mean if metric is GRADED else np.median
    theirs = stats.bootstrap((values,), statistic, n_resamples=10_000, method="percentile", rng=3).confidence_interval
    found = interval_of(metric, values.tolist())
    assert found.low == pytest.approx(theirs.low, abs=near)
    assert found.high == pytest.approx(theirs.high, abs=near)


def test_an_interval_covers_the_truth_about_19_times_in_20():
    rng = np.random.default_rng(5)
    samples = rng.beta(3, 2, size=(150, 40))  # mean 0.6
    covered = sum(found.low <= 0.6 <= found.high for found in (interval_of(GRADED, s.tolist()) for s in samples))
    assert 132 <= covered <= 149


def test_a_question_that_was_not_judged_is_left_out_and_never_counts_0():
    with_gaps = precisions([GRADED], rows([0.5, None, 0.7, None, 0.9, 0.6]))["graded"]
    assert with_gaps.interval.low >= 0.5
    assert interval_of(GRADED, [None, 0.4]) is None
    assert interval_of(GRADED, [None, None]) is None
    assert interval_of(GRADED, []) is None


def test_the_same_rows_give_the_same_interval_whatever_is_measured_beside():
    both = [Row(r.id, r.kind, r.question, {**r.values, "binary": 1.0}) for r in rows([0.1, 0.8, 0.3, 0.4])]
    assert precisions([BINARY, GRADED], both)["graded"] == precisions([GRADED], rows([0.1, 0.8, 0.3, 0.4]))["graded"]


def test_twenty_right_of_twenty_is_not_certainty():
    exact = stats.binomtest(20, 20).proportion_ci(0.95, "exact")
    assert interval_of(BINARY, [1.0] * 20) == Interval(pytest.approx(exact.low), 1.0)
    none = stats.binomtest(0, 20).proportion_ci(0.95, "exact")
    assert interval_of(BINARY, [0.0] * 20) == Interval(0.0, pytest.approx(none.high))
    assert interval_of(GRADED, [1.0] * 20) == Interval(1.0, 1.0)
    assert interval_of(BINARY, [1.0]) is None


def test_many_questions_are_resampled_in_blocks_as_one():
    values = np.random.default_rng(2).random(5_000)
    found = interval_of(GRADED, values.tolist())
    half = 1.96 * values.std() / math.sqrt(len(values))
    assert found.low == pytest.approx(values.mean() - half, abs=0.001)
    assert found.high == pytest.approx(values.mean() + half, abs=0.001)


def test_an_aggregate_that_has_no_value_in_some_drawings_is_resampled_in_the_others():
    only_both = Metric("x", "higher", SAYS, aggregate=lambda rows: 0.5 if len({row.id for row in rows}) > 1 else None)
    assert precisions([only_both], rows([1.0, 0.0]))["x"].interval == Interval(0.5, 0.5)


# --- paired ------------------------------------------------------------------------------------------------------


def test_differences_are_of_questions_judged_on_both_sides():
    differences = paired_differences(GRADED, rows([0.5, None, 0.2, 1.0]), rows([0.7, 1.0, None, 0.5]))
    assert differences == pytest.approx([0.2, -0.5])


def test_the_same_questions_are_drawn_on_both_sides():
    before = np.linspace(0, 1, 30)
    shifted = paired(GRADED, rows(before), rows(before + 0.1)).interval
    assert shifted == Interval(pytest.approx(0.1), pytest.approx(0.1))  # drawn apart, it would be some 0.2 wide
    aggregate = paired(MEDIAN, rows(before), rows(before + 0.1)).interval
    assert aggregate == Interval(pytest.approx(0.1), pytest.approx(0.1))


def test_the_paired_interval_agrees_with_scipy():
    rng = np.random.default_rng(11)
    before, after = rng.random(60), rng.random(60) + 0.1
    theirs = stats.bootstrap(
        (after, before), mean_difference, paired=True, n_resamples=10_000, method="percentile", rng=3
    ).confidence_interval
    found = paired(GRADED, rows(before), rows(after)).interval
    assert (found.low, found.high) == (pytest.approx(theirs.low, abs=0.006), pytest.approx(theirs.high, abs=0.006))


@pytest.mark.parametrize(("worse", "sign"), [(3, 0), (4, -1)])
def test_a_bound_of_exactly_0_is_not_past_0(worse, sign):
    # None of 4 worse questions of 73 is drawn with a chance of exp(-4) = 1.8 % < 2.5 %; of 3, exp(-3) = 5 %.
    after = [0.0] * worse + [1.0] * (73 - worse)
    assert paired(GRADED, rows([1.0] * 73), rows(after)).interval.sign == sign


def test_sums_that_cancel_are_exactly_0():
    before, after = [0.0] * 40, [0.1, 0.2, -0.3] * 13 + [0.0]
    drawn = paired(GRADED, rows(before), rows(after)).interval
    assert drawn.sign == 0
    one_each = paired(GRADED, rows([0.1, 0.2, 0.3]), rows([0.1, 0.2, 0.3])).interval
    assert one_each == Interval(0.0, 0.0)


# --- tests -------------------------------------------------------------------------------------------------------


def test_sign_flips_by_hand():
    # 8 patterns of 0.1, 0.2, 0.3: sums 0.6, 0.4, 0.2, 0.0 and their negatives.
    assert sign_flip_p(np.array([0.1, 0.2, 0.3])) == 2 / 8
    assert sign_flip_p(np.array([-0.1, 0.2, 0.3])) == 4 / 8
    assert sign_flip_p(np.array([0.1, 0.2, -0.3])) == 1.0
    assert sign_flip_p(np.array([0.1, 0.0, 0.0])) == 1.0  # a single difference can have either sign
    assert sign_flip_p(np.zeros(5)) == 1.0


@pytest.mark.parametrize("seed", range(6))
def test_exact_sign_flips_agree_with_scipy(seed):
    rng = np.random.default_rng(seed)
    before = np.round(rng.random(12), 1)
    after = np.round(before + rng.normal(0.1, 0.3, 12), 1)
    theirs = stats.permutation_test((after, before), mean_difference, permutation_type="samples", vectorized=True)
    assert sign_flip_p(after - before) == pytest.approx(theirs.pvalue)


@pytest.mark.parametrize("shift", [0.0, 0.05, 0.1, 0.4])
def test_random_sign_flips_agree_with_scipy(shift):
    rng = np.random.default_rng(8)
    before = rng.random(60)
    after = before + rng.normal(shift, 0.3, 60)
    theirs = stats.permutation_test(
        (after, before), mean_difference, permutation_type="samples", vectorized=True, n_resamples=20_000, rng=1
    )
    assert sign_flip_p(after - before) == pytest.approx(theirs.pvalue, abs=0.015)


def test_p_of_random_flips_is_never_0():
    assert sign_flip_p(np.ones(60)) == 1 / 10_001


def test_where_exact_flips_end_the_random_ones_go_on():
    rng = np.random.default_rng(4)
    fourteen = rng.normal(0.2, 0.5, 14)
    almost = np.append(fourteen, 1e-12)  # a fifteenth difference, next to nothing: random flips, nearly the same p
    assert sign_flip_p(almost) == pytest.approx(sign_flip_p(fourteen), abs=0.02)


def test_mcnemar_by_hand():
    # 1 gained and 5 lost: 2 * (1 + 6) / 64.
    assert mcnemar_p(np.array([1.0] + [-1.0] * 5 + [0.0] * 20)) == 14 / 64
    assert mcnemar_p(np.zeros(4)) == 1.0
    assert mcnemar_p(np.array([1.0, -1.0])) == 1.0


@pytest.mark.parametrize(("gained", "lost"), [(0, 5), (3, 9), (10, 10), (40, 61), (900, 1_000)])
def test_mcnemar_agrees_with_scipy(gained, lost):
    differences = np.array([1.0] * gained + [-1.0] * lost)
    assert mcnemar_p(differences) == pytest.approx(stats.binomtest(gained, gained + lost).pvalue)


def test_the_kind_of_metric_chooses_the_test():
    before, after = [0.0] * 9 + [1.0], [1.0] * 6 + [0.0] * 4
    assert p_value(BINARY, rows(before, "binary"), rows(after, "binary")) == pytest.approx(16 / 128)
    assert p_value(GRADED, rows([0.1, 0.2]), rows([0.2, 0.4])) == 0.5
    assert p_value(MEDIAN, rows([0.1, 0.2]), rows([0.2, 0.4])) is None
    assert p_value(GRADED, rows([None]), rows([0.2])) is None


def test_holm_by_hand():
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([0.5, None, 0.9]) == [1.0, None, 1.0]
    assert holm([]) == []


# --- what a set can show -----------------------------------------------------------------------------------------


def test_the_smallest_detectable_change_by_hand():
    # Standard deviation of the differences 0, 0.2, 0, 0.2 is 0.11547, over sqrt(4): 0.057735; times 1.95996 + 0.84162.
    found = paired(GRADED, rows([0.5] * 4), rows([0.5, 0.7, 0.5, 0.7])).detectable
    assert found == pytest.approx(2.80158 * 0.0577350, rel=1e-5)
    assert precisions([GRADED], rows([0.5, 0.7, 0.5, 0.7]))["graded"].detectable == pytest.approx(found)


def test_a_true_difference_of_that_size_is_found_about_four_times_in_five():
    rng = np.random.default_rng(3)
    size = detectable(0.3 / math.sqrt(60))
    found = sum(sign_flip_p(rng.normal(size, 0.3, 60)) < 0.05 for _ in range(200))
    assert 0.72 <= found / 200 <= 0.88


def test_that_of_an_aggregate_comes_from_its_bootstrap_spread():
    values = np.random.default_rng(6).random(60)
    mean = Metric("mean", "higher", SAYS, aggregate=lambda rows: float(np.mean([r.values["graded"] for r in rows])))
    both = precisions([mean, GRADED], rows(values.tolist()))
    assert both["mean"].detectable == pytest.approx(both["graded"].detectable, rel=0.05)


def test_where_nothing_varies_nothing_is_said_of_what_could_be_seen():
    assert precisions([GRADED], rows([0.5] * 5))["graded"].detectable is None
    assert precisions([GRADED], rows([0.5]))["graded"].detectable is None
    assert paired(GRADED, rows([0.5] * 5), rows([0.5] * 5)).detectable is None
    before = np.linspace(0, 1, 7)
    assert paired(GRADED, rows(before), rows(before + 0.1)).detectable is None  # but for rounding
