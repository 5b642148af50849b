"""Figures and tables as text for a terminal, in French or in English."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.types import Language

if TYPE_CHECKING:
    from assistant.evaluation.reports.statistics import Interval

NONE = "-"


def decimal(text: str, language: Language) -> str:
    """A number as written in the language: French has a comma."""
    return text.replace(".", ",") if language == "fr" else text


def figure(value: float | None, language: Language) -> str:
    """A figure, three decimals."""
    return NONE if value is None else decimal(f"{value:.3f}", language)


def signed(value: float | None, language: Language) -> str:
    """A difference with its sign, three decimals; what rounds to nothing has none."""
    if value is None:
        return NONE
    shown = f"{value:+.3f}"
    return decimal("0.000" if float(shown) == 0 else shown, language)


def interval(bounds: Interval | None, language: Language) -> str:
    """An interval of a difference."""
    if bounds is None:
        return NONE
    between = "\u202f; " if language == "fr" else ", "
    return f"[{signed(bounds.low, language)}{between}{signed(bounds.high, language)}]"


def p_shown(value: float | None, language: Language) -> str:
    """A p value; three decimals are more than it is worth below 0.001."""
    if value is None:
        return NONE
    return decimal("<0.001" if value < 0.001 else f"{value:.3f}", language)


def table(rows: Sequence[Sequence[str]], indent: str = "") -> list[str]:
    """Lines of a table: the first column to the left, the others to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        lines.append(indent + "  ".join(cells).rstrip())
    return lines
