"""`assistant eval answers`: measure answers, citations and refusals on a case file or on a BEIR set with answers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.evaluation.app import eval_app
from assistant.cli.evaluation.options import (
    BaselineOption,
    CasesOption,
    EvalIndexOption,
    HtmlOption,
    LimitOption,
    ReportOption,
)
from assistant.cli.options import SOME_FAILED, JsonOption, SettingsOption, read_settings, reporting, say
from assistant.cli.output import emit, emit_json, note, printable

if TYPE_CHECKING:
    from assistant.evaluation.reports.report import Report
    from assistant.settings import Settings
    from assistant.types import Answer

BeirOption = Annotated[
    Path | None,
    typer.Option(
        "--beir",
        metavar="DIR",
        help=say(
            "Dossier BEIR dont les questions ont des réponses (metadata.answers).",
            "BEIR folder whose questions have answers (metadata.answers).",
        ),
    ),
]
JudgeOption = Annotated[
    str,
    typer.Option(
        "--judge",
        metavar="lexical|nli|llm",
        help=say("Qui juge si une citation soutient une phrase.", "Who judges whether a quote supports a sentence."),
    ),
]
NliOption = Annotated[
    str,
    typer.Option(
        "--model",
        metavar="MODEL",
        help=say("Avec --judge nli\u00a0: dossier ou nom du modèle.", "With --judge nli: the model's folder or name."),
    ),
]
RunsOption = Annotated[
    str,
    typer.Option(
        "--runs",
        metavar="NAMES",
        help=say(
            "Mesures faites\u00a0: assistant, oracle, empty, copy-top-passage.",
            "Runs made: assistant, oracle, empty, copy-top-passage.",
        ),
    ),
]
OutOption = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FILE",
        help=say("Écrit chaque réponse, une par ligne (JSON).", "Write every Answer, one a line (JSON)."),
    ),
]


@eval_app.command(
    "answers",
    help=say(
        "Mesure les réponses\u00a0: citations, fidélité, justesse, refus, à côté de mesures témoins.",
        "Measure answers: citations, faithfulness, correctness, refusals, beside control runs.",
    ),
)
def answers(
    cases: CasesOption = None,
    beir: BeirOption = None,
    index: EvalIndexOption = None,
    judge: JudgeOption = "lexical",
    model: NliOption = "",
    runs: RunsOption = "assistant,oracle,empty,copy-top-passage",
    limit_queries: LimitOption = None,
    out: OutOption = None,
    report: ReportOption = None,
    html: HtmlOption = None,
    baseline: BaselineOption = None,
    as_json: JsonOption = False,
    settings_file: SettingsOption = None,
) -> None:
    """Measure answers on a case file or on a BEIR set."""
    if (beir is None) == (cases is None):
        raise typer.BadParameter(say("il faut --beir DIR ou --cases FILE", "give either --beir DIR or --cases FILE"))
    if baseline is not None and html is None:
        raise typer.BadParameter(say("--baseline demande --html", "--baseline needs --html"))
    with reporting(as_json):
        settings = read_settings(index, settings_file)
    with reporting(as_json, settings):
        from assistant.bench.judges import judge_named
        from assistant.cli.evaluation.measuring import Measurement, chosen_runs, measure_answers
        from assistant.evaluation.reports.files import check_outputs, replace_text
        from assistant.evaluation.reports.report_json import read_report, write_report
        from assistant.evaluation.sets.beir import set_files

        wanted = Measurement(
            cases=cases,
            beir=beir,
            keep=index is not None,
            runs=chosen_runs(runs),
            limit=limit_queries,
            judge=judge_named(judge, model, settings),
            outputs=(out, report, html),
        )
        check_outputs(wanted.outputs, (cases, baseline, *set_files(beir)), [settings.index])
        before = read_report(baseline) if baseline is not None else None
        measured = measure_answers(settings, wanted)
        if out is not None:
            replace_text(out, _lines(measured.answers))
        if report is not None:
            write_report(report, measured.report)
        if html is not None:
            from assistant.evaluation.reports.html import render_html

            replace_text(html, render_html(measured.report, before, settings.language))
    _print(measured.report, settings, as_json)
    if measured.problems:
        raise typer.Exit(SOME_FAILED)


def _print(report: Report, settings: Settings, as_json: bool) -> None:
    from assistant.cli.evaluation.answers_text import answers_json, answers_text

    missing = report.extra.get("missing_documents", [])
    if missing:
        note(printable(say("Absents de l'index\u00a0: ", "Not in the index: ") + ", ".join(missing)))
    if settings.writes and (report.judge or {}).get("name") == "lexical":
        note(
            say(
                "Le juge par les mots a aussi choisi les phrases rédigées\u00a0: leur fidélité se mesure par un autre "
                "(--judge nli ou llm).",
                "The judge by words has also chosen the written sentences: measure how faithful they are by another "
                "(--judge nli or llm).",
            )
        )
    if as_json:
        emit_json(answers_json(report))
    else:
        emit(printable(answers_text(report, settings.language)))


def _lines(said: Sequence[tuple[str, Answer]]) -> str:
    """Answers as JSON Lines, each with the id of its question."""
    import json

    from assistant.wire import answer_dict

    lines: list[dict[str, Any]] = [{"id": key, **answer_dict(answer)} for key, answer in said]
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
