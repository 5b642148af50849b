"""Drawings of the page, as coordinates: bars and the risk-coverage curve. The template turns them into SVG."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.evaluation.answers.abstention import risk_coverage
from assistant.evaluation.reports.page.wording import Both, percent
from assistant.evaluation.reports.report import Row
from assistant.evaluation.reports.statistics import Interval

LEFT, RIGHT, TOP, BOTTOM = 58.0, 560.0, 14.0, 250.0
_MOST_POINTS = 400
_SHARES_TOLD = (0.25, 0.5, 0.75)


@dataclass(frozen=True, slots=True)
class Bar:
    """A share on a line from 0 to 100: the figure, and its interval where there is one."""

    value: float
    low: float | None
    width: float | None


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis, with its words."""

    at: float
    shown: Both


@dataclass(frozen=True, slots=True)
class RiskChart:
    """The risk-coverage curve in the drawing's coordinates.

    `curve` and `before` are SVG points; `end` is where the assistant itself stops answering; `flat` the height of a
    confidence that tells nothing; `told` says in numbers what the curve shows: (share answered, share wrong).
    """

    curve: str
    before: str
    end: tuple[float, float]
    flat: float
    horizontal: tuple[Tick, ...]
    vertical: tuple[Tick, ...]
    told: tuple[tuple[Both, Both], ...]
    today: tuple[Both, Both]


def bar(value: float, interval: Interval | None) -> Bar:
    """A bar of a share."""
    if interval is None:
        return Bar(_per_cent(value), None, None)
    low, high = _per_cent(interval.low), _per_cent(interval.high)
    return Bar(_per_cent(value), low, round(high - low, 2))


def risk_chart(rows: Sequence[Row], before: Sequence[Row] = ()) -> RiskChart | None:
    """The curve of rows that have a confidence and were judged right or wrong; None where fewer than two points."""
    points = _points(rows)
    if len(points) < 2:
        return None
    earlier = _points(before)
    top = _round_up(max(risk for _, risk in (*points, *earlier)))
    end = points[-1]
    return RiskChart(
        curve=_drawn(points, top),
        before=_drawn(earlier, top) if len(earlier) > 1 else "",
        end=_place(end, top),
        flat=_place(end, top)[1],
        horizontal=tuple(Tick(_place((share, 0), top)[0], _whole(share)) for share in (0, 0.2, 0.4, 0.6, 0.8, 1)),
        vertical=tuple(Tick(_place((0, top * i / 4), top)[1], _whole(top * i / 4)) for i in range(5)),
        told=tuple(_told(points, share) for share in _SHARES_TOLD if points[0][0] <= share < end[0]),
        today=(_whole(end[0]), percent(end[1])),
    )


def _points(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """(coverage, risk), from the surest answers on; rows without a confidence have no place on the curve."""
    known = [row for row in rows if row.values.get("confidence") is not None]
    return risk_coverage(known) if known else []


def _told(points: Sequence[tuple[float, float]], share: float) -> tuple[Both, Both]:
    coverage, risk = max(point for point in points if point[0] <= share)
    return _whole(coverage), percent(risk)


def _drawn(points: Sequence[tuple[float, float]], top: float) -> str:
    step = max(1, math.ceil(len(points) / _MOST_POINTS))
    kept = [*points[:-1:step], points[-1]]
    return " ".join(f"{x},{y}" for x, y in (_place(point, top) for point in kept))


def _place(point: tuple[float, float], top: float) -> tuple[float, float]:
    coverage, risk = point
    return round(LEFT + coverage * (RIGHT - LEFT), 1), round(BOTTOM - risk / top * (BOTTOM - TOP), 1)


def _round_up(risk: float) -> float:
    """A height for the drawing: a whole number of 20 points, so that its quarters are whole too."""
    return max(0.2, math.ceil(risk * 5 - 1e-9) / 5)


def _whole(share: float) -> Both:
    return Both(f"{share * 100:.0f}\u202f%", f"{share * 100:.0f}%")


def _per_cent(share: float) -> float:
    return round(min(max(share, 0.0), 1.0) * 100, 2)
