"""Comparisons, gates and agreement as JSON-ready dictionaries, for the command line and the API alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.evaluation.gold.agreement import Agreement
    from assistant.evaluation.reports.comparison import Difference, RunComparison
    from assistant.evaluation.reports.gate import Gate
    from assistant.evaluation.reports.report import Report


def comparison_json(before: Report, after: Report, compared: tuple[RunComparison, ...]) -> dict[str, Any]:
    """What both reports are, then by run: each metric on both sides, and differences by kind of question."""
    return {
        "before": _report_json(before),
        "after": _report_json(after),
        "runs": [
            {
                "run": each.run,
                "questions": each.questions,
                "metrics": {name: _difference_json(difference) for name, difference in each.differences.items()},
                "by_kind": {kind: dict(differences) for kind, differences in each.by_kind.items()},
            }
            for each in compared
        ],
    }


def _report_json(report: Report) -> dict[str, Any]:
    return {
        "set": report.set_name,
        "data_hash": report.data_hash,
        "made_at": report.made_at,
        "configuration": dict(report.configuration),
        "configuration_hash": report.configuration_hash,
        "stamp": dict(report.stamp),
        "judge": None if report.judge is None else dict(report.judge),
    }


def _difference_json(found: Difference) -> dict[str, Any]:
    return {
        "before": found.before,
        "after": found.after,
        "difference": found.difference,
        "low": found.interval.low if found.interval else None,
        "high": found.interval.high if found.interval else None,
        "p": found.p,
        "p_holm": found.p_holm,
        "test": found.test,
        "detectable": found.detectable,
        "pairs": found.pairs,
        "verdict": found.verdict,
    }


def gate_json(gate: Gate) -> dict[str, Any]:
    """One gate for machines."""
    return {
        "set": gate.set_name,
        "colour": gate.colour,
        "invariants": gate.invariants,
        "compared": gate.compared,
        "reasons": [
            {
                "colour": reason.colour,
                "finding": reason.finding,
                "subject": reason.subject,
                "metric": reason.difference.metric.name if reason.difference else None,
                "difference": reason.difference.difference if reason.difference else None,
                "detail": reason.detail,
            }
            for reason in gate.reasons
        ],
    }


def agreement_json(found: Agreement) -> dict[str, Any]:
    """How far two people agree, and what they are to talk over."""
    return {
        "both": sum(found.pairs.values()),
        "agreed": found.agreed,
        "kappa": found.kappa,
        "weighted_kappa": found.weighted_kappa,
        "pairs": [
            {"first": first, "second": second, "count": count} for (first, second), count in sorted(found.pairs.items())
        ],
        "first_only": found.first_only,
        "second_only": found.second_only,
        "ungraded": found.ungraded,
        "disagreements": [
            {
                "case": each.line.case,
                "question": each.line.question,
                **dict(zip(("doc", "sha256", "page", "start", "end"), each.line.place, strict=True)),
                "text": each.line.text,
                "first": each.first,
                "second": each.second,
            }
            for each in found.disagreements
        ],
    }
