"""Numbers and dates as read in French and in English. The page holds both languages, so everything comes twice."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from assistant.evaluation.reports.report import Metric
from assistant.evaluation.reports.statistics import Interval

_MONTHS = (
    ("janvier", "January"),
    ("février", "February"),
    ("mars", "March"),
    ("avril", "April"),
    ("mai", "May"),
    ("juin", "June"),
    ("juillet", "July"),
    ("août", "August"),
    ("septembre", "September"),
    ("octobre", "October"),
    ("novembre", "November"),
    ("décembre", "December"),
)
_LONGEST_VALUE = 300


class Both(NamedTuple):
    """The same thing said in French and in English."""

    fr: str
    en: str


def same(text: str) -> Both:
    """A text that is not translated: a name, a hash, words of a document."""
    return Both(text, text)


def figure(metric: Metric, value: float) -> Both:
    """A figure: a percentage for a share, else a number."""
    return percent(value) if metric.share else number(value)


def percent(value: float, sign: str = "") -> Both:
    """A share as a percentage, one decimal."""
    shown = _number(value * 100, 1, sign)
    return Both(f"{shown.fr}\u202f%", f"{shown.en}%")


def number(value: float, sign: str = "") -> Both:
    """A number with as many decimals as it needs to be told from its neighbours."""
    return _number(value, 1 if abs(value) >= 10 else 2, sign)


def gap(metric: Metric, value: float) -> Both:
    """A difference with its sign: in points for a share."""
    if not metric.share:
        return number(value, "+")
    shown = _number(value * 100, 1, "+")
    many = abs(value * 100) >= 2
    return Both(f"{shown.fr}\u00a0{'points' if many else 'point'}", f"{shown.en}\u00a0points")


def bounds(metric: Metric, interval: Interval) -> Both:
    """From where to where a figure may lie."""
    low, high = figure(metric, interval.low), figure(metric, interval.high)
    return Both(f"de {low.fr} à {high.fr}", f"{low.en} to {high.en}")


def gap_bounds(metric: Metric, interval: Interval) -> Both:
    """From where to where a difference may lie."""
    scale, digits = (100, 1) if metric.share else (1, 2)
    low, high = (_number(bound * scale, digits, "+") for bound in (interval.low, interval.high))
    return Both(f"de {low.fr} à {high.fr}", f"{low.en} to {high.en}")


def p_value(value: float) -> Both:
    """A p value; below a thousandth, that is all there is to say."""
    return Both("p\u00a0<\u00a00,001", "p\u00a0<\u00a00.001") if value < 0.001 else _equals("p", value)


def date(text: str) -> Both:
    """An ISO date and time as one writes it; anything else as it is."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return same(text)
    clock = f"{moment:%H:%M}" + (" UTC" if moment.utcoffset() is not None and not moment.utcoffset() else "")
    day, month = moment.day, Both(*_MONTHS[moment.month - 1])
    french = f"{'1er' if day == 1 else day} {month.fr} {moment.year}, {clock}"
    return Both(french, f"{day} {month.en} {moment.year}, {clock}")


def clean(text: str) -> str:
    """Text without control characters: a document must not reach whoever opens the page in another program."""
    return "".join(c for c in text if c in "\n\t" or not (ord(c) < 32 or 127 <= ord(c) < 160))


def facts(values: Any, prefix: str = "") -> list[tuple[str, str]]:
    """Name and value of everything in nested mappings, one line each."""
    if not isinstance(values, dict):
        text = clean(", ".join(map(str, values)) if isinstance(values, list) else str(values))
        return [(prefix, text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…")]
    lines: list[tuple[str, str]] = []
    for name, value in values.items():
        lines += facts(value, f"{prefix}.{name}" if prefix else str(name))
    return lines


def _equals(name: str, value: float) -> Both:
    shown = _number(value, 3, "")
    return Both(f"{name}\u00a0=\u00a0{shown.fr}", f"{name}\u00a0=\u00a0{shown.en}")


def _number(value: float, digits: int, sign: str) -> Both:
    shown = f"{value:{sign}.{digits}f}"
    if float(shown) == 0:
        shown = shown.lstrip("+-")  # what rounds to nothing has no sign
    shown = shown.replace("-", "\u2212")
    return Both(shown.replace(".", ","), shown)
