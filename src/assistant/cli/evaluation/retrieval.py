"""`assistant eval retrieval`: measure each leg of the retrieval on a BEIR set or on a case file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.bench.configuration import files_digest
from assistant.bench.measuring import LEGS, Asked, Measured, retrieval_measured, stamp_facts
from assistant.cli.evaluation.app import eval_app
from assistant.cli.evaluation.gold import checked_cases
from assistant.cli.evaluation.indexes import QuestionsLine, filled, index_folder
from assistant.cli.evaluation.options import (
    BaselineOption,
    CasesOption,
    EvalIndexOption,
    HtmlOption,
    LimitOption,
    ReportOption,
)
from assistant.cli.evaluation.retrieval_output import Outputs, write_outputs
from assistant.cli.evaluation.retrieval_text import LOST, retrieval_text
from assistant.cli.options import SOME_FAILED, JsonOption, SettingsOption, read_settings, reporting, say
from assistant.cli.output import emit, emit_json, note, printable

if TYPE_CHECKING:
    from assistant.settings import Settings

RERANKED = "reranked"

BeirOption = Annotated[
    Path | None,
    typer.Option(
        "--beir",
        metavar="DIR",
        help=say(
            "Dossier BEIR\u00a0: corpus.jsonl, queries.jsonl, qrels/test.tsv.",
            "BEIR folder: corpus.jsonl, queries.jsonl, qrels/test.tsv.",
        ),
    ),
]
LegsOption = Annotated[
    str | None,
    typer.Option(
        "--legs",
        metavar="LIST",
        help=say(
            "Seulement ces voies de la recherche, séparées par des virgules\u00a0: lexical, vector, fused, reranked, "
            "shown (les 10 passages que voit un membre, sur plusieurs documents si la question en demande plusieurs).",
            "Only these legs of the search, separated by commas: lexical, vector, fused, reranked, shown (the 10 "
            "passages that a member sees, of several documents where the question asks for several).",
        ),
    ),
]
RunOption = Annotated[
    Path | None,
    typer.Option(
        "--run",
        metavar="FILE",
        help=say(
            "Avec --beir\u00a0: écrit un run TREC d'identifiants de documents.",
            "With --beir: write a TREC run of document ids.",
        ),
    ),
]


@dataclass(frozen=True)
class _Options:
    """What was asked for on the command line."""

    keep: bool
    legs: tuple[str, ...] | None
    limit: int | None
    outputs: tuple[Path | None, ...]


@eval_app.command(
    "retrieval",
    help=say(
        "Mesure si les bons documents et passages sont trouvés, voie par voie\u00a0: nDCG@10, R@10, R@20, R@100, "
        "RR@10, Success@1, Success@5, Judged@10, latence.",
        "Measure whether the right documents and passages are found, leg by leg: nDCG@10, R@10, R@20, R@100, RR@10, "
        "Success@1, Success@5, Judged@10, latency.",
    ),
)
def retrieval(
    beir: BeirOption = None,
    cases: CasesOption = None,
    index: EvalIndexOption = None,
    legs: LegsOption = None,
    run: RunOption = None,
    report: ReportOption = None,
    html: HtmlOption = None,
    baseline: BaselineOption = None,
    limit_queries: LimitOption = None,
    as_json: JsonOption = False,
    settings_file: SettingsOption = None,
) -> None:
    """Measure retrieval on a BEIR set or on a case file."""
    if (beir is None) == (cases is None):
        raise typer.BadParameter(say("il faut --beir DIR ou --cases FILE", "give either --beir DIR or --cases FILE"))
    if run is not None and beir is None:
        raise typer.BadParameter(say("--run demande --beir", "--run needs --beir"))
    if baseline is not None and html is None:
        raise typer.BadParameter(say("--baseline demande --html", "--baseline needs --html"))
    names = None if legs is None else tuple(name.strip() for name in legs.split(",") if name.strip())
    outputs = (run, report, html)
    options = _Options(keep=index is not None, legs=names or None, limit=limit_queries, outputs=outputs)
    with reporting(as_json):
        settings = read_settings(index, settings_file)
    with reporting(as_json, settings):
        from assistant.evaluation.reports.report_json import read_report

        _check(settings, options, (cases, baseline), beir)
        before = read_report(baseline) if baseline is not None else None
        if beir is not None:
            measured = _measure_beir(settings, beir, options)
        elif cases is not None:
            measured = _measure_cases(settings, cases, options)
        write_outputs(measured, settings, Outputs(*outputs), before)
    if as_json:
        emit_json(measured.summary)
    else:
        emit(printable(retrieval_text(measured.summary, settings.language)))
    if measured.problems:
        raise typer.Exit(SOME_FAILED)


def _check(settings: Settings, options: _Options, inputs: tuple[Path | None, ...], beir: Path | None) -> None:
    """Find out before anything is run what is not there to measure, and what could not be written after it.

    Raises:
        UsageError: unknown_leg, output_unwritable or output_in_use.
    """
    from assistant.evaluation.reports.files import check_outputs
    from assistant.evaluation.retrieval.measure import check_legs
    from assistant.evaluation.sets.beir import set_files

    check_legs((*LEGS, *([RERANKED] if settings.retrieval.reranker else [])), options.legs)
    check_outputs(options.outputs, (*inputs, *set_files(beir)), [settings.index])


def _measure_beir(settings: Settings, folder: Path, options: _Options) -> Measured:
    from assistant.evaluation.retrieval.measure import check_judged, measure_legs
    from assistant.evaluation.retrieval.summary import beir_summary
    from assistant.evaluation.sets.beir import load_beir
    from assistant.evaluation.sets.relevance import beir_targets

    beir = load_beir(folder)
    if options.limit is not None:
        beir = beir.first(options.limit)
    targets = beir_targets(beir)
    check_judged(targets)
    progress = QuestionsLine(settings.language)
    with index_folder(settings, keep=options.keep) as placed, filled(placed, beir) as (assistant, failed):
        runs = measure_legs(assistant, targets, options.legs, progress=progress)
        stamp = stamp_facts(assistant)
    if failed:
        note(LOST[settings.language].format(count=failed))
    summary = beir_summary(runs, targets, len(beir.documents))
    return Measured(
        {"set": beir.path.resolve().name, **summary, "documents_failed": failed}, runs, files_digest(beir.files), stamp
    )


def _measure_cases(settings: Settings, file: Path, options: _Options) -> Measured:
    from assistant.build import build_assistant
    from assistant.evaluation.sets.anchors import Anchors
    from assistant.evaluation.sets.cases import load_cases

    cases = load_cases(file)[: options.limit]
    with build_assistant(settings, notify=note) as assistant:
        problems = checked_cases(file, cases, Anchors(assistant), settings.language, options.outputs)
        asked = Asked(file.name, cases, files_digest([file]))
        return retrieval_measured(assistant, asked, options.legs, QuestionsLine(settings.language), problems)
