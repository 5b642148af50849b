"""The questions to look at first: which ones, why, and what was retrieved and answered. Tolerant of any detail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.evaluation.reports.page.wording import Both, clean, number
from assistant.evaluation.reports.report import ReportKind, Row

MOST = 10
_FIGURES = ("nDCG@10", "R@10", "R@100", "groups@10")


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a document: what was found there, or quoted from it. `good` is None where nobody has said."""

    label: str
    source: str
    page: str
    text: str
    good: bool | None


@dataclass(frozen=True, slots=True)
class Nugget:
    """An expected fact and how far the answer holds it (0, 0.5 or 1; None: not looked for)."""

    text: str
    vital: bool
    matched: float | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A question as the page shows it; `badges` are keys of words.BADGES, `figures` its own values by metric."""

    row: Row
    badges: tuple[str, ...]
    figures: tuple[tuple[str, Both], ...]
    status: str
    answer: str
    reference: str
    citations: tuple[Place, ...]
    nuggets: tuple[Nugget, ...]
    reasons: tuple[str, ...]
    found: tuple[Place, ...]
    first_right: str


def worst(kind: ReportKind, rows: Sequence[Row]) -> list[Shown]:
    """The worst rows of a run, ten at most, worst first; rows with nothing wrong are never among them."""
    weigh = _answer_faults if kind == "answers" else _retrieval_faults
    weighed = [(*weigh(row), position) for position, row in enumerate(rows)]
    faulty = sorted((weight, position, badges) for weight, badges, position in weighed if badges)
    return [_shown(rows[position], badges) for _, position, badges in faulty[:MOST]]


def _answer_faults(row: Row) -> tuple[tuple[float, ...], tuple[str, ...]]:
    """Sort key and badges. In this order: unsupported claim, wrong answer, refused though answerable, facts missing."""
    values = row.values
    vital = values.get("vital_strict")
    faults = {
        "failed": values.get("failed") == 1,
        "unsupported": values.get("unsupported_answers") == 1,
        "invented": values.get("answered_unanswerable") == 1,
        "wrong": values.get("correct") == 0 and values.get("answered_unanswerable") != 1,
        "refused": values.get("over_refusal") == 1,
        "incomplete": vital is not None and vital < 1 and values.get("answered") == 1 and values.get("correct") != 0,
    }
    weight = (
        -float(faults["unsupported"]),
        -float(faults["invented"] or faults["wrong"]),
        -float(faults["refused"] or faults["failed"]),
        1.0 if vital is None else vital,
    )
    return weight, tuple(name for name, there in faults.items() if there)


def _retrieval_faults(row: Row) -> tuple[tuple[float, ...], tuple[str, ...]]:
    """Sort key and badges: lowest nDCG@10 first; where equal, what is not even far down."""
    gain, deep = row.values.get("nDCG@10"), row.values.get("R@100")
    if gain is None or gain >= 1:
        return (1.0, 1.0), ()
    if "error" in row.detail:
        return (gain, 0.0), ("failed",)
    if gain > 0:
        return (gain, deep or 0.0), ("badly_ranked",)
    return (gain, deep or 0.0), ("not_found" if deep == 0 else "far",)


def _shown(row: Row, badges: tuple[str, ...]) -> Shown:
    detail = row.detail
    return Shown(
        row=row,
        badges=badges,
        figures=tuple((name, number(value)) for name in _FIGURES if (value := row.values.get(name)) is not None),
        status=_text(detail.get("status")),
        answer=_text(detail.get("answer")),
        reference=_text(detail.get("reference")),
        citations=tuple(_citation(item) for item in _objects(detail.get("citations"))),
        nuggets=tuple(_nugget(item) for item in _objects(detail.get("nuggets"))),
        reasons=tuple(_text(reason) for reason in (*_list(detail.get("reasons")), detail.get("error")) if reason),
        found=tuple(_found(item) for item in _objects(detail.get("found"))),
        first_right=_text(detail.get("document_rank")),
    )


def _citation(item: Mapping[str, Any]) -> Place:
    return _place(item, "number", "quote", "supported")


def _found(item: Mapping[str, Any]) -> Place:
    return _place(item, "rank", "text", "relevant")


def _place(item: Mapping[str, Any], label: str, text: str, good: str) -> Place:
    verdict = item.get(good)
    return Place(
        label=_text(item.get(label)),
        source=_text(item.get("source")),
        page=_text(item.get("page")),
        text=_text(item.get(text)),
        good=verdict if isinstance(verdict, bool) else None,
    )


def _nugget(item: Mapping[str, Any]) -> Nugget:
    matched = item.get("matched")
    return Nugget(
        text=_text(item.get("text")),
        vital=item.get("vital") is True,
        matched=float(matched) if isinstance(matched, int | float) else None,
    )


def _objects(value: Any) -> list[Mapping[str, Any]]:
    return [item for item in _list(value) if isinstance(item, dict)]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    return "" if value is None else clean(str(value))
