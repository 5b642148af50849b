"""`assistant eval`: measure retrieval on a BEIR set or on a case file."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.options import JsonOption, SettingsOption, read_settings, reporting, say
from assistant.cli.output import ProgressLine, emit, emit_json, note, printable
from assistant.types import Language

if TYPE_CHECKING:
    from assistant.evaluation.beir import BeirSet
    from assistant.service import Assistant
    from assistant.settings import Settings

eval_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

_WORDS: dict[str, dict[Language, str]] = {
    "searching": {"fr": "{done} questions sur {total}", "en": "{done} questions of {total}"},
    "failed": {
        "fr": "{count} documents n'ont pas pu être lus : les questions qui en dépendent comptent 0.",
        "en": "{count} documents could not be read: questions that rest on them count 0.",
    },
    "missing": {"fr": "Absents de l'index : {names}", "en": "Not in the index: {names}"},
    "questions": {"fr": "questions", "en": "questions"},
    "judged": {"fr": "jugées", "en": "judged"},
    "unanswerable": {
        "fr": "sans réponse dans le corpus (non comptées)",
        "en": "not answered by the corpus (not counted)",
    },
    "unjudged": {"fr": "sans document pertinent (non comptées)", "en": "with no relevant document (not counted)"},
    "refused": {"fr": "refusées (comptées 0)", "en": "refused (counted 0)"},
    "latency": {"fr": "latence p50 / p95 (ms)", "en": "latency p50 / p95 (ms)"},
}
_PROGRESS_EVERY = 500

BeirOption = Annotated[
    Path | None,
    typer.Option(
        "--beir",
        metavar="DIR",
        help=say(
            "Dossier BEIR : corpus.jsonl, queries.jsonl, qrels/test.tsv.",
            "BEIR folder: corpus.jsonl, queries.jsonl, qrels/test.tsv.",
        ),
    ),
]
CasesOption = Annotated[
    Path | None,
    typer.Option(
        "--cases",
        metavar="FILE",
        help=say("Fichier de cas, posés à un index existant.", "Case file, asked of an existing index."),
    ),
]
EvalIndexOption = Annotated[
    Path | None,
    typer.Option(
        "--index",
        metavar="DIR",
        help=say(
            "Dossier de l'index. Avec --beir : il y est fait et gardé ; sans lui, un index provisoire est fait.",
            "Folder of the index. With --beir: made there and kept; without it, a temporary one is made.",
        ),
    ),
]
RunOption = Annotated[
    Path | None,
    typer.Option(
        "--run",
        metavar="FILE",
        help=say(
            "Avec --beir : écrit un run TREC d'identifiants de documents.",
            "With --beir: write a TREC run of document ids.",
        ),
    ),
]
LimitOption = Annotated[
    int | None,
    typer.Option(
        "--limit-queries",
        metavar="N",
        min=1,
        help=say("Seulement les N premières questions.", "Only the first N questions."),
    ),
]


@eval_app.callback()
def group() -> None:
    """Keep `retrieval` a command of its own: alone, Typer would merge it into `eval`."""


@eval_app.command(
    "retrieval",
    help=say(
        "Mesure si les bons documents sont trouvés : nDCG@10, R@10, R@100, RR@10, Success@1, Success@5, latence.",
        "Measure whether the right documents are found: nDCG@10, R@10, R@100, RR@10, Success@1, Success@5, latency.",
    ),
)
def retrieval(
    beir: BeirOption = None,
    cases: CasesOption = None,
    index: EvalIndexOption = None,
    run: RunOption = None,
    limit_queries: LimitOption = None,
    as_json: JsonOption = False,
    settings_file: SettingsOption = None,
) -> None:
    """Measure retrieval on a BEIR set or on a case file."""
    if (beir is None) == (cases is None):
        raise typer.BadParameter(say("il faut --beir DIR ou --cases FILE", "give either --beir DIR or --cases FILE"))
    if run is not None and beir is None:
        raise typer.BadParameter(say("--run demande --beir", "--run needs --beir"))
    with reporting(as_json):
        settings = read_settings(index, settings_file)
    with reporting(as_json, settings):
        if beir is not None:
            report = _measure_beir(settings, beir, keep=index is not None, run=run, limit_queries=limit_queries)
        elif cases is not None:
            report = _measure_cases(settings, cases, limit_queries)
    if as_json:
        emit_json(report)
    else:
        emit(printable(_table(report, settings.language)))


def _measure_beir(
    settings: Settings, folder: Path, *, keep: bool, run: Path | None, limit_queries: int | None
) -> dict[str, Any]:
    from assistant.evaluation.beir import load_beir
    from assistant.evaluation.retrieval import evaluate_retrieval
    from assistant.evaluation.runs import check_writable, write_trec_run

    beir = load_beir(folder)
    if limit_queries is not None:
        beir = beir.first(limit_queries)
    if run is not None:
        check_writable(run)
    progress = _QuestionsLine(settings.language)
    with _index_folder(settings, keep=keep) as placed, _filled(placed, beir) as (assistant, failed):
        report = evaluate_retrieval(assistant, beir, progress=progress)
    if failed:
        note(_WORDS["failed"][settings.language].format(count=failed))
    if run is not None:
        write_trec_run(run, report.rankings)
    return {"set": beir.path.resolve().name, **report.to_json(), "documents_failed": failed}


def _measure_cases(settings: Settings, file: Path, limit_queries: int | None) -> dict[str, Any]:
    from assistant.build import build_assistant
    from assistant.evaluation.cases import load_cases
    from assistant.evaluation.retrieval import evaluate_cases

    cases = load_cases(file)[:limit_queries]
    with build_assistant(settings, notify=note) as assistant:
        report = evaluate_cases(assistant, cases, assistant.documents(), progress=_QuestionsLine(settings.language))
    if report.missing_documents:
        note(_WORDS["missing"][settings.language].format(names=", ".join(report.missing_documents)))
    return {"set": file.name, **report.to_json()}


@contextmanager
def _index_folder(settings: Settings, *, keep: bool) -> Iterator[Settings]:
    """Settings whose index is the one asked for, or a temporary one: never the group's own by default."""
    if keep:
        yield settings
        return
    with tempfile.TemporaryDirectory(prefix="assistant-eval-") as folder:
        yield settings.model_copy(update={"index": Path(folder) / "index"})


@contextmanager
def _filled(settings: Settings, beir: BeirSet) -> Iterator[tuple[Assistant, int]]:
    """An assistant whose index holds the set, and how many of its records could not be read."""
    from assistant.build import build_assistant
    from assistant.evaluation.retrieval import check_made_for

    with build_assistant(settings, notify=note, create=True) as assistant:
        check_made_for(beir, assistant.documents())
        progress = ProgressLine(settings.language)
        try:
            ingested = assistant.ingest([str(beir.corpus_file)], progress)
        finally:
            progress.close()
        yield assistant, len(ingested.failed)


class _QuestionsLine:
    """Says on stderr how many questions are done: a line that moves on a terminal, few lines elsewhere."""

    def __init__(self, language: Language) -> None:
        self._words = _WORDS["searching"][language]
        self._moving = sys.stderr.isatty()

    def __call__(self, done: int, total: int) -> None:
        if done % _PROGRESS_EVERY and done != total:
            return
        text = self._words.format(done=done, total=total)
        end = "\n" if done == total or not self._moving else ""
        sys.stderr.write(("\r" if self._moving else "") + text + end)
        sys.stderr.flush()


def _table(report: dict[str, Any], language: Language) -> str:
    """The figures for a person: a line each, then a line for each kind of question."""
    words = {key: wording[language] for key, wording in _WORDS.items()}
    lines = [f"{report['set']}: {report['questions']} {words['questions']}, {report['judged']} {words['judged']}"]
    for key, word in (("unjudged", "unjudged"), ("unanswerable", "unanswerable"), ("failed", "refused")):
        if report.get(key):
            lines.append(f"{report[key]} {words[word]}")
    lines += [f"{name:<20} {_figure(value)}" for name, value in report.items() if "@" in name]
    if report["latency_ms"]:
        lines.append(f"{words['latency']}: {report['latency_ms']['p50']:.1f} / {report['latency_ms']['p95']:.1f}")
    for kind, values in report.get("by_kind", {}).items():
        shown = ", ".join(f"{name} {_figure(value)}" for name, value in values.items() if "@" in name)
        lines.append(f"  {kind} ({values['judged']}): {shown}")
    return "\n".join(lines)


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.4f}"
