"""Reports made by hand for tests: two small measurements of the same questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from assistant.evaluation.reports.known_metrics import KNOWN
from assistant.evaluation.reports.report import Report, ReportKind, Row, Run

HOSTILE = "<script>alert(1)</script>\"'&<img src=x onerror=alert(2)>"


def report(
    runs: Mapping[str, Sequence[Row]], metrics: Sequence[str], kind: ReportKind = "answers", **changes: Any
) -> Report:
    """A report on a set called "essai"."""
    made = Report(
        kind=kind,
        set_name="essai",
        data_hash="d" * 64,
        made_at="2026-11-23T14:05:00+00:00",
        configuration={"retrieval": {"vector_weight": 0.15, "candidates": 100}},
        configuration_hash="c" * 64,
        stamp={"schema": 7, "embedding_model": "embedded"},
        metrics=tuple(KNOWN[name] for name in metrics),
        runs=tuple(Run(name, tuple(rows)) for name, rows in runs.items()),
    )
    return replace(made, **changes)


def rows_of(metric: str, values: Sequence[float | None], kinds: Sequence[str] = ("fact",)) -> list[Row]:
    """A row for each value; kinds are taken in turn."""
    return [
        Row(f"q{number}", kinds[number % len(kinds)], f"Question {number} ?", {metric: value})
        for number, value in enumerate(values)
    ]


def answer_row(name: str, kind: str = "fact", question: str = "Combien ?", **values: float | None) -> Row:
    """A row as the answers runner makes it, with all that a page can show."""
    detail = {
        "status": "answered",
        "answer": "« Vingt-trois » [1]",
        "reference": "23 laboratoires",
        "citations": [
            {"number": 1, "source": "étude.pdf", "page": 4, "quote": "Vingt-trois laboratoires", "supported": False}
        ],
        "nuggets": [{"text": "23 laboratoires", "vital": True, "matched": 0.5}],
        "reasons": ["Vingt-trois — le nombre n'est pas dans la source"],
        "found": [{"rank": 1, "source": "étude.pdf", "page": None, "text": "Le passage trouvé", "relevant": True}],
    }
    return Row(name, kind, question, values, detail)


ANSWER_NAMES = (
    "quote_fidelity",
    "faithfulness",
    "unsupported_answers",
    "vital_strict",
    "correct",
    "words",
    "answered_unanswerable",
    "over_refusal",
    "aurc",
    "auroc_correct",
)


def answers_report(gain: float = 0.0, **changes: Any) -> Report:
    """Twelve questions answered by two runs; `gain` moves the share of vital nuggets."""
    rows = [
        answer_row(
            f"a{number}",
            kind=("fact", "multi")[number % 2],
            quote_fidelity=1.0,
            faithfulness=1.0 if number % 3 else 0.5,
            unsupported_answers=float(number % 3 == 0),
            vital_strict=min(1.0, number / 15 + gain),
            correct=float(number % 4 > 0),
            words=40.0 + number,
            over_refusal=0.0,
            answered=1.0,
            answerable=1.0,
            confidence=1 - number / 20,
        )
        for number in range(12)
    ]
    copied = [replace(row, values={**row.values, "words": 150.0}) for row in rows]
    judge = {
        "name": "lexical",
        "fingerprint": "f" * 64,
        "accuracy": {"auroc": 0.8, "statements": 100, "data": "claims"},
    }
    extra = {"invariants": [{"name": "quote_fidelity", "ok": True, "detail": ""}], "latency_ms": {"p50": 20.5}}
    return report(
        {"assistant": rows, "copy-top-passage": copied}, ANSWER_NAMES, **{"judge": judge, "extra": extra, **changes}
    )
