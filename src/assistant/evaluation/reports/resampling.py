"""Figures over questions drawn again with replacement (the bootstrap's first half). Pure, and seeded.

Questions are drawn whole: claims or citations of one answer are not independent of each other.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.evaluation.reports.report import Metric, Row
from assistant.evaluation.reports.weighted import WEIGHTED

RESAMPLES = 10_000
SEED = 2027
_FEWEST_RESAMPLES = 1_000
_ROWS_RECOMPUTED = 1_000_000  # by an aggregate in plain Python: a second or two
_CELLS = 2_000_000  # of one block of resamples: 16 MB
DIGITS = 12

Values = NDArray[np.float64]


def values_of(metric: Metric, rows: Sequence[Row]) -> Values:
    """Values of a mean metric by row, NaN where nothing was judged."""
    values = [row.values.get(metric.name) for row in rows]
    return np.array([math.nan if value is None else value for value in values], dtype=np.float64)


def resampled_means(values: Values) -> Values:
    """Means of columns (rows x columns) over 10,000 drawings of rows (10,000 x columns), all columns on the same draws.

    NaN is left out of a mean; a drawing with nothing else gives NaN.
    """
    if not values.size:
        return np.empty((0, values.shape[1]))
    known = ~np.isnan(values)
    filled = np.where(known, values, 0.0)
    rng = np.random.default_rng(SEED)
    means = []
    for size in blocks(RESAMPLES, len(values)):
        counts = _drawn_counts(rng, size, len(values))
        with np.errstate(invalid="ignore"):
            means.append((counts @ filled) / (counts @ known))
    return rounded(np.concatenate(means))


def resampled_figures(metric: Metric, *sides: Sequence[Row]) -> list[Values]:
    """An aggregate metric over drawn rows, by side; the same questions are drawn on each. NaN where it has no value.

    10,000 drawings. An aggregate that weighted.py does not know is computed from the rows themselves, which is slow:
    fewer drawings beyond 100 questions, never under 1,000.
    """
    count = len(sides[0])
    if not count or metric.aggregate is None:
        return [np.empty(0) for _ in sides]
    rng = np.random.default_rng(SEED)
    weighted = WEIGHTED.get(metric.aggregate)
    if weighted is None:
        return _recomputed(metric, sides, rng)
    figures: list[list[Values]] = [[] for _ in sides]
    for size in blocks(RESAMPLES, count):
        counts = _drawn_counts(rng, size, count)
        for side, rows in zip(figures, sides, strict=True):
            side.append(weighted(rows, counts))
    return [rounded(np.concatenate(side)) for side in figures]


def rounded(values: Values) -> Values:
    """Values without the last digits, in which sums taken in another order differ: what is 0 compares equal to 0."""
    return np.asarray(np.round(values, DIGITS), dtype=np.float64)


def blocks(total: int, width: int) -> Iterator[int]:
    """Sizes of blocks of drawings of so many cells each, small enough for memory, `total` in all."""
    size = max(1, _CELLS // width)
    for start in range(0, total, size):
        yield min(size, total - start)


def _drawn_counts(rng: np.random.Generator, resamples: int, rows: int) -> Values:
    """How often each row is drawn in each resample: drawn once, it serves every metric by one matrix product."""
    drawn = rng.integers(rows, size=(resamples, rows)) + rows * np.arange(resamples)[:, None]
    return np.bincount(drawn.ravel(), minlength=resamples * rows).reshape(resamples, rows).astype(np.float64)


def _recomputed(metric: Metric, sides: Sequence[Sequence[Row]], rng: np.random.Generator) -> list[Values]:
    count = len(sides[0])
    figures: list[list[float]] = [[] for _ in sides]
    for _ in range(min(RESAMPLES, max(_FEWEST_RESAMPLES, _ROWS_RECOMPUTED // count))):
        drawn = rng.integers(count, size=count).tolist()
        for side, rows in zip(figures, sides, strict=True):
            figure = metric.of([rows[position] for position in drawn])
            side.append(math.nan if figure is None else figure)
    return [rounded(np.array(side, dtype=np.float64)) for side in figures]
