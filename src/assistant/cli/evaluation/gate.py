"""`assistant eval gate`: may a change go in? The suite on the sample corpus, held against the committed baseline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.evaluation.app import eval_app
from assistant.cli.options import FAILED, JsonOption, SettingsOption, read_settings, reporting, say
from assistant.cli.output import ProgressLine, emit, emit_json, note, printable

if TYPE_CHECKING:
    from assistant.cli.evaluation.measuring import Asked
    from assistant.evaluation.gate import Gate
    from assistant.evaluation.report import Report
    from assistant.service import Assistant
    from assistant.settings import Settings

CASES, BASELINES = Path("evals/cases/samples.jsonl"), Path("evals/baselines")
GATED_LEGS = ("lexical", "vector", "fused")
GATED_RUNS = ("assistant", "oracle")
_MADE_RUNS = ("assistant", "oracle", "empty", "copy-top-passage")

CasesOption = Annotated[Path, typer.Option("--cases", metavar="FILE", help=say("Fichier de cas.", "Case file."))]
CorpusOption = Annotated[
    Path,
    typer.Option(
        "--corpus",
        metavar="DIR",
        help=say("Dossier des documents de ces cas.", "Folder of the documents of these cases."),
    ),
]
BaselinesOption = Annotated[
    Path,
    typer.Option(
        "--baselines",
        metavar="DIR",
        help=say("Dossier des mesures de référence.", "Folder of the baselines."),
    ),
]
GateIndexOption = Annotated[
    Path | None,
    typer.Option(
        "--index",
        metavar="DIR",
        help=say(
            "Dossier de l'index, fait et gardé ; sans lui, un index provisoire.",
            "Folder of the index, made and kept; without it, a temporary one.",
        ),
    ),
]
RenewOption = Annotated[
    bool,
    typer.Option(
        "--renew",
        help=say(
            "Remplace la référence par cette mesure, si aucune promesse n'est rompue.",
            "Make this measurement the baseline, where no promise is broken.",
        ),
    ),
]
HtmlOption = Annotated[
    Path | None,
    typer.Option(
        "--html",
        metavar="FILE",
        help=say("Écrit le rapport des réponses en HTML.", "Write the report on answers as HTML."),
    ),
]


@eval_app.command(
    "gate",
    help=say(
        "Dit si un changement peut entrer\u00a0: promesses tenues, rien de moins bon qu'avant. Fin avec 1 si rouge.",
        "Say whether a change may go in: promises kept, and nothing worse than the baseline. Ends with 1 where red.",
    ),
)
def gate(
    cases: CasesOption = CASES,
    corpus: CorpusOption = Path("corpus"),
    baselines: BaselinesOption = BASELINES,
    renew: RenewOption = False,
    html: HtmlOption = None,
    index: GateIndexOption = None,
    as_json: JsonOption = False,
    settings_file: SettingsOption = None,
) -> None:
    """Measure the sample corpus in a temporary index and compare with the baseline. No model server is used."""
    with reporting(as_json):
        settings = read_settings(index, settings_file)
    with reporting(as_json, settings):
        from assistant.cli.evaluation.gate_text import gates_text
        from assistant.evaluation.gate import gravest

        retrieval, answers = _measure(settings, cases, corpus, keep=index is not None)
        gates = [
            _judged(retrieval, baselines / f"{cases.stem}-retrieval.json", GATED_LEGS),
            _judged(answers, baselines / f"{cases.stem}-answers.json", GATED_RUNS),
        ]
        if html is not None:
            _write_page(html, answers, baselines / f"{cases.stem}-answers.json", settings)
        broken = any(reason.finding == "broken" for each in gates for reason in each.reasons)
        if renew and not broken:
            _renew(baselines, cases.stem, retrieval, answers)
    if as_json:
        emit_json({"colour": gravest(gates), "gates": [gate_json(each) for each in gates]})
    else:
        emit(printable(gates_text(gates, settings.language)))
    if gravest(gates) == "red" and not (renew and not broken):
        raise typer.Exit(FAILED)


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


def _measure(settings: Settings, file: Path, corpus: Path, *, keep: bool) -> tuple[Report, Report]:
    """Retrieval and answers on the cases, in an index of the corpus: a temporary one unless `keep`."""
    from assistant.build import build_assistant
    from assistant.cli.evaluation.configuration import digest, files_digest
    from assistant.cli.evaluation.indexes import index_folder
    from assistant.cli.evaluation.measuring import Asked, answers_report
    from assistant.evaluation.cases import load_cases
    from assistant.evaluation.judges.lexical import LexicalJudge

    cases = load_cases(file)
    with index_folder(settings, keep=keep) as placed, build_assistant(placed, notify=note, create=True) as assistant:
        progress = ProgressLine(settings.language)
        try:
            assistant.ingest([str(corpus)], progress)
        finally:
            progress.close()
        documents = {document.source: document.content_hash for document in assistant.documents()}
        asked = Asked(file.name, cases, digest({"cases": files_digest([file]), "documents": documents}))
        retrieval = _retrieval(settings, assistant, asked)
        answers, _ = answers_report(settings, assistant, asked, _MADE_RUNS, LexicalJudge())
    return retrieval, answers


def _retrieval(settings: Settings, assistant: Assistant, asked: Asked) -> Report:
    from assistant.cli.evaluation.retrieval_output import Measured, retrieval_report
    from assistant.evaluation.anchors import Anchors
    from assistant.evaluation.relevance import case_target
    from assistant.evaluation.retrieval import measure_legs
    from assistant.evaluation.retrieval_summary import cases_summary

    anchors = Anchors(assistant)
    targets = [case_target(case, anchors) for case in asked.cases if case.answerable]
    runs = measure_legs(assistant, targets, GATED_LEGS)
    summary = {"set": asked.name, **cases_summary(runs, targets, len(asked.cases) - len(targets))}
    return retrieval_report(Measured(summary, runs, asked.data_hash, asdict(assistant.status().stamp)), settings)


def _judged(report: Report, baseline: Path, runs: Sequence[str]) -> Gate:
    from assistant.evaluation.gate import check
    from assistant.evaluation.report_json import read_report

    before = read_report(baseline) if baseline.exists() else None
    promises = [(each["name"], each["ok"], each["detail"]) for each in report.extra.get("invariants", [])]
    return check(report, before, promises, runs=runs)


def _renew(folder: Path, name: str, retrieval: Report, answers: Report) -> None:
    """Write both reports as the baseline, without what is only for people: the files are committed."""
    from assistant.evaluation.report_json import write_report

    folder.mkdir(parents=True, exist_ok=True)
    for report, part in ((retrieval, "retrieval"), (answers, "answers")):
        runs = tuple(replace(run, rows=tuple(replace(row, detail={}) for row in run.rows)) for run in report.runs)
        write_report(folder / f"{name}-{part}.json", replace(report, runs=runs))


def _write_page(html: Path, report: Report, baseline: Path, settings: Settings) -> None:
    from assistant.evaluation.files import replace_text
    from assistant.evaluation.html import render_html
    from assistant.evaluation.report_json import read_report

    before = read_report(baseline) if baseline.exists() else None
    replace_text(html, render_html(report, before, settings.language))
