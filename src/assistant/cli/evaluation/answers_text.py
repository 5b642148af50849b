"""What a measurement of answers gave: for machines, and as text for a terminal in French or in English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.bench.tables import NONE, figure, table
from assistant.evaluation.reports.figures import Figure, RunFigures, run_figures
from assistant.evaluation.reports.page.words import PROMISES
from assistant.evaluation.reports.report import Report
from assistant.types import Language

_WORDS: dict[str, dict[Language, str]] = {
    "questions": {"fr": "{count} questions", "en": "{count} questions"},
    "figure": {"fr": "mesure", "en": "figure"},
    "kind": {"fr": "par type de question ({run})", "en": "by kind of question ({run})"},
    "counted": {
        "fr": "{run}\u00a0: {answered} réponses, {statements} affirmations, dont {nothing_to_judge} sans rien à "
        "vérifier et {not_judged} que le juge n'a pu juger\u202f; {failed} erreurs",
        "en": "{run}: {answered} answers, {statements} statements, of which {nothing_to_judge} with nothing to check "
        "and {not_judged} that the judge could not judge; {failed} errors",
    },
    "judge": {
        "fr": "juge {name}\u00a0: AUROC {auroc} [{low}\u202f; {high}], exactitude équilibrée {balanced} "
        "({statements} phrases jugées par des personnes{crossed}, {data})",
        "en": "judge {name}: AUROC {auroc} [{low}; {high}], balanced accuracy {balanced} "
        "({statements} sentences judged by people{crossed}, {data})",
    },
    "unknown_judge": {
        "fr": "juge {name}\u00a0: exactitude jamais mesurée (assistant eval judge)",
        "en": "judge {name}: accuracy never measured (assistant eval judge)",
    },
    "crossed": {"fr": ", validation croisée", "en": ", cross-validated"},
    "broken": {"fr": "PROMESSE ROMPUE\u00a0: {promise} ({detail})", "en": "BROKEN PROMISE: {promise} ({detail})"},
    "latency": {
        "fr": "durée p50 / p95 (ms)\u00a0: {p50:.0f} / {p95:.0f}",
        "en": "time p50 / p95 (ms): {p50:.0f} / {p95:.0f}",
    },
}
_KIND_METRICS = ("vital_strict", "contains_gold", "document_right", "over_refusal", "answered_unanswerable")


def answers_json(report: Report) -> dict[str, Any]:
    """The figures without the rows: those of the assistant's run at the top, then run by run with intervals."""
    figures = {run.name: run_figures(report.metrics, run) for run in report.runs}
    first = next(iter(figures.values()))
    return {
        "set": report.set_name,
        "questions": max(len(run.rows) for run in report.runs),
        **{name: each.value for name, each in first.overall.items()},
        "judge": report.judge,
        **report.extra,
        "runs": {name: _run_json(each) for name, each in figures.items()},
    }


def answers_text(report: Report, language: Language) -> str:
    """The figures of every run side by side, by kind for the first, and what they rest on."""
    words = {key: wording[language] for key, wording in _WORDS.items()}
    figures = {run.name: run_figures(report.metrics, run) for run in report.runs}
    count = max(len(run.rows) for run in report.runs)
    lines = [f"{report.set_name} — {words['questions'].format(count=count)}", ""]
    rows = [[words["figure"], *figures]]
    for metric in report.metrics:
        found = [each.overall[metric.name] for each in figures.values()]
        if any(each.value is not None for each in found):
            says = metric.says[language]
            rows.append([f"{metric.name} ({says})", *(_shown(each, language) for each in found)])
    lines += [*table(rows), "", *_by_kind(report, figures, language), ""]
    for name, counted in report.extra.get("counts", {}).items():
        lines.append(words["counted"].format(run=name, **counted))
    latency = report.extra.get("latency_ms")
    if latency:
        lines.append(words["latency"].format(**latency))
    lines.append(judge_line(report.judge, language))
    lines += [
        words["broken"].format(promise=getattr(PROMISES[each["name"]], language), detail=each["detail"])
        for each in report.extra.get("invariants", [])
        if not each["ok"]
    ]
    return "\n".join(lines)


def judge_line(judge: Mapping[str, Any] | None, language: Language) -> str:
    """Who judged, and how well that judge agrees with people."""
    if judge is None:
        return ""
    accuracy = judge.get("accuracy")
    if not accuracy:
        return _WORDS["unknown_judge"][language].format(name=judge["name"])
    return _WORDS["judge"][language].format(
        name=judge["name"],
        auroc=figure(accuracy["auroc"], language),
        low=figure(accuracy["auroc_low"], language),
        high=figure(accuracy["auroc_high"], language),
        balanced=figure(accuracy["balanced_accuracy"], language),
        statements=accuracy["statements"],
        crossed=_WORDS["crossed"][language] if accuracy["cross_validated"] else "",
        data=accuracy["data"],
    )


def _by_kind(report: Report, figures: Mapping[str, RunFigures], language: Language) -> list[str]:
    name, first = next(iter(figures.items()))
    if len(first.by_kind) < 2:
        return []
    shown = [metric for metric in _KIND_METRICS if first.overall[metric].value is not None]
    rows = [["", "n", *shown]]
    for kind, of_kind in first.by_kind.items():
        rows.append([kind, str(first.questions[kind]), *(figure(of_kind[each].value, language) for each in shown)])
    return [_WORDS["kind"][language].format(run=name), *table(rows, indent="  ")]


def _shown(found: Figure, language: Language) -> str:
    if found.value is None:
        return NONE
    if found.interval is None:
        return figure(found.value, language)
    low, high = figure(found.interval.low, language), figure(found.interval.high, language)
    return f"{figure(found.value, language)} [{low}\u202f; {high}]" if language == "fr" else (
        f"{figure(found.value, language)} [{low}, {high}]"
    )  # fmt: skip


def _run_json(figures: RunFigures) -> dict[str, Any]:
    return {
        "metrics": {name: _figure_json(each) for name, each in figures.overall.items()},
        "by_kind": {
            kind: {"questions": figures.questions[kind], **{name: each.value for name, each in of_kind.items()}}
            for kind, of_kind in figures.by_kind.items()
        },
    }


def _figure_json(found: Figure) -> dict[str, Any]:
    return {
        "value": found.value,
        "low": found.interval.low if found.interval else None,
        "high": found.interval.high if found.interval else None,
        "judged": found.judged,
    }
