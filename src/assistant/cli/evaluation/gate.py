"""`assistant eval gate`: may a change go in? The suite on the sample corpus, held against the committed baseline."""

from __future__ import annotations

import errno
import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.bench.measuring import LEGS
from assistant.bench.wire import gate_json
from assistant.cli.evaluation.app import eval_app
from assistant.cli.options import FAILED, JsonOption, SettingsOption, read_settings, reporting, say
from assistant.cli.output import emit, emit_json, note, printable

if TYPE_CHECKING:
    from assistant.bench.measuring import Asked
    from assistant.evaluation.reports.gate import Gate
    from assistant.evaluation.reports.report import Report
    from assistant.service import Assistant
    from assistant.settings import Settings
    from assistant.types import Language

CASES, BASELINES = Path("evals/cases/samples.jsonl"), Path("evals/baselines")
GATED_LEGS = LEGS
GATED_RUNS = ("assistant", "oracle")
_PARTS: dict[str, dict[Language, str]] = {
    "retrieval": {"fr": "recherche", "en": "retrieval"},
    "answers": {"fr": "réponses", "en": "answers"},
}
_SAID: dict[str, dict[Language, str]] = {
    "renewed": {"fr": "Référence renouvelée\u00a0: {paths}", "en": "Baseline renewed: {paths}"},
    "kept": {
        "fr": "Une promesse est rompue\u00a0: la référence n'est pas renouvelée.",
        "en": "A promise is broken: the baseline is not renewed.",
    },
    "replaced": {
        "fr": "L'ancienne référence n'est pas lisible et sera remplacée\u00a0: {detail}",
        "en": "The old baseline can't be read and will be replaced: {detail}",
    },
}

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
            "Dossier de l'index, fait et gardé\u202f; sans lui, un index provisoire.",
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
        read = read_settings(index, settings_file)
        settings = read.model_copy(update={"model_server": type(read.model_server)()})  # the same figures everywhere
    with reporting(as_json, settings):
        from assistant.bench.gate_text import gates_text
        from assistant.evaluation.reports.gate import gravest

        paths = {part: baselines / f"{cases.stem}-{part}.json" for part in _PARTS}
        _check_writable(html, baselines, paths.values() if renew else (), cases, settings.index)
        before = {part: _baseline(path, settings.language, renew=renew) for part, path in paths.items()}
        reports = _measure(settings, cases, corpus, keep=index is not None, renewed=paths.values() if renew else ())
        gates = {part: _judged(report, before[part]) for part, report in reports.items()}
        if html is not None:
            _write_page(html, reports["answers"], before["answers"], settings.language)
        broken = any(reason.finding == "broken" for each in gates.values() for reason in each.reasons)
        if renew:
            _renew(paths, reports, settings.language, broken=broken)
    colour = gravest(gates.values())
    if as_json:
        emit_json({"colour": colour, "gates": [{"part": part, **gate_json(each)} for part, each in gates.items()]})
    else:
        emit(printable(gates_text(_named(gates, settings.language), settings.language)))
    if colour == "red" and (broken or not renew):
        raise typer.Exit(FAILED)


def _check_writable(html: Path | None, folder: Path, paths: Iterable[Path], cases: Path, index: Path) -> None:
    """Find out before the measurement what could not be written after it.

    Raises:
        UsageError: output_unwritable (also where the folder of the baselines is none), output_in_use.
    """
    from assistant.errors import UsageError
    from assistant.evaluation.reports.files import check_outputs

    if folder.exists() and not folder.is_dir():
        raise UsageError("output_unwritable", path=folder, detail=os.strerror(errno.ENOTDIR))
    there = next(each for each in (folder, *folder.parents) if each.exists())  # missing folders are made later
    check_outputs([html, *(there / path.name for path in paths)], [cases], [index])


def _baseline(path: Path, language: Language, *, renew: bool) -> Report | None:
    """The baseline; None where there is none yet, or none that can be read and it is to be replaced anyway.

    Raises:
        UsageError: bad_report.
    """
    from assistant.errors import UsageError
    from assistant.evaluation.reports.report_json import read_report

    if not path.exists():
        return None
    try:
        return read_report(path)
    except UsageError as error:
        if not renew:
            raise
        note(printable(_SAID["replaced"][language].format(detail=error.render(language).reason)))
        return None


def _measure(settings: Settings, file: Path, corpus: Path, *, keep: bool, renewed: Iterable[Path]) -> dict[str, Report]:
    """Retrieval and answers on the cases, in an index of the corpus: a temporary one unless `keep`."""
    from assistant.bench.configuration import digest, files_digest, folder_digests
    from assistant.bench.measuring import Asked
    from assistant.build import build_assistant
    from assistant.cli.evaluation.gold import checked_cases
    from assistant.cli.evaluation.indexes import index_folder, ingested
    from assistant.cli.evaluation.measuring import answers_report
    from assistant.evaluation.answers.measure import ANSWER_RUNS
    from assistant.evaluation.sets.anchors import Anchors
    from assistant.evaluation.sets.cases import load_cases
    from assistant.support.lexical import LexicalJudge

    cases = load_cases(file)
    # Of the files as they are, not of what is read of them: a reader that fails is a change for the worse.
    documents = folder_digests(corpus)
    data_hash = digest({"cases": files_digest([file]), "documents": documents})
    with index_folder(settings, keep=keep) as placed, build_assistant(placed, notify=note, create=True) as assistant:
        _check_made_of(documents, corpus, assistant)
        failed = ingested(assistant, corpus, settings.language)
        checked_cases(file, cases, Anchors(assistant), settings.language, tuple(renewed))
        asked = Asked(file.name, cases, data_hash, failed)
        retrieval = _retrieval(settings, assistant, asked)
        answers, _ = answers_report(settings, assistant, asked, ANSWER_RUNS, LexicalJudge())
    return {"retrieval": retrieval, "answers": answers}


def _check_made_of(files: Collection[str], corpus: Path, assistant: Assistant) -> None:
    """Make sure that an index that is kept holds nothing but this corpus: other documents would move the figures.

    Raises:
        UsageError: foreign_index.
    """
    from assistant.errors import UsageError

    for document in assistant.documents():
        if not {document.source, document.source.rpartition("#")[0]} & set(files):  # a record's source: FILE#RECORD
            raise UsageError("foreign_index", path=corpus, document=document.source)


def _retrieval(settings: Settings, assistant: Assistant, asked: Asked) -> Report:
    from assistant.bench.measuring import retrieval_measured, retrieval_report

    return retrieval_report(retrieval_measured(assistant, asked, GATED_LEGS), settings)


def _judged(report: Report, before: Report | None) -> Gate:
    from assistant.evaluation.reports.gate import check

    promises = [(each["name"], each["ok"], each["detail"]) for each in report.extra.get("invariants", [])]
    if report.kind == "answers" and not promises:
        promises = [("invariants", False, "none was checked")]
    return check(report, before, promises, runs=GATED_LEGS if report.kind == "retrieval" else GATED_RUNS)


def _named(gates: Mapping[str, Gate], language: Language) -> list[Gate]:
    """Gates under names that tell them apart."""
    return [replace(each, set_name=f"{each.set_name}, {_PARTS[part][language]}") for part, each in gates.items()]


def _renew(paths: Mapping[str, Path], reports: Mapping[str, Report], language: Language, *, broken: bool) -> None:
    """Make reports the baseline, without what is only for people (the files are committed), unless it is refused."""
    from assistant.evaluation.reports.report_json import write_report

    if broken:
        note(_SAID["kept"][language])
        return
    for part, report in reports.items():
        runs = tuple(replace(run, rows=tuple(replace(row, detail={}) for row in run.rows)) for run in report.runs)
        paths[part].parent.mkdir(parents=True, exist_ok=True)
        write_report(paths[part], replace(report, runs=runs))
    note(printable(_SAID["renewed"][language].format(paths=", ".join(map(str, paths.values())))))


def _write_page(html: Path, report: Report, before: Report | None, language: Language) -> None:
    from assistant.evaluation.reports.files import replace_text
    from assistant.evaluation.reports.html import render_html

    replace_text(html, render_html(report, before, language))
