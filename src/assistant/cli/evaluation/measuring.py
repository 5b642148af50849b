"""Measurements that several commands make: answers measured on cases or on a BEIR set, as a Report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.bench import measuring as shared
from assistant.bench.configuration import files_digest
from assistant.bench.measuring import Asked
from assistant.cli.evaluation.gold import checked_cases
from assistant.cli.evaluation.indexes import QuestionsLine, filled, index_folder
from assistant.cli.output import note
from assistant.errors import UsageError
from assistant.support.base import SupportJudge

if TYPE_CHECKING:
    from assistant.evaluation.reports.report import Report
    from assistant.service import Assistant
    from assistant.settings import Settings
    from assistant.types import Answer


@dataclass(frozen=True, slots=True)
class Measurement:
    """What to measure: a case file on an existing index, or a BEIR set; which runs; with which judge."""

    cases: Path | None
    beir: Path | None
    keep: bool
    runs: tuple[str, ...]
    limit: int | None
    judge: SupportJudge
    outputs: tuple[Path | None, ...] = ()


@dataclass(frozen=True, slots=True)
class MeasuredAnswers:
    """The report, the answers of the assistant's own run with the ids of their questions, and how much of the cases
    does not match the index.
    """

    report: Report
    answers: tuple[tuple[str, Answer], ...]
    problems: int


def chosen_runs(names: str) -> tuple[str, ...]:
    """Names of runs, separated by commas, in the order in which reports hold them.

    Raises:
        UsageError: unknown_run.
    """
    from assistant.evaluation.answers.measure import ANSWER_RUNS

    wanted = [name.strip() for name in names.split(",") if name.strip()]
    for name in wanted:
        if name not in ANSWER_RUNS:
            raise UsageError("unknown_run", name=name, known=", ".join(ANSWER_RUNS))
    if not wanted:
        raise UsageError("unknown_run", name="", known=", ".join(ANSWER_RUNS))
    return tuple(name for name in ANSWER_RUNS if name in wanted)


def measure_answers(settings: Settings, wanted: Measurement) -> MeasuredAnswers:
    """Ask every question and score every answer."""
    from assistant.evaluation.sets.anchors import Anchors

    with _opened(settings, wanted) as (assistant, asked):
        problems = 0
        if wanted.cases is not None:
            anchors = Anchors(assistant)
            problems = checked_cases(wanted.cases, asked.cases, anchors, settings.language, wanted.outputs)
        report, answers = answers_report(settings, assistant, asked, wanted.runs, wanted.judge)
    return MeasuredAnswers(report, answers, problems)


def answers_report(
    settings: Settings, assistant: Assistant, asked: Asked, run_names: Sequence[str], judge: SupportJudge
) -> tuple[Report, tuple[tuple[str, Answer], ...]]:
    """Make the runs on an open assistant, telling on stderr how far they have come.

    Raises:
        UsageError: as for `bench.measuring.answers_report`.
    """
    from assistant.cli.evaluation.retrieval_text import LOST

    def progress_of(name: str) -> QuestionsLine:
        note(name)
        return QuestionsLine(settings.language)

    if asked.documents_failed:
        note(LOST[settings.language].format(count=asked.documents_failed))
    return shared.answers_report(settings, assistant, asked, run_names, judge, progress_of)


@contextmanager
def _opened(settings: Settings, wanted: Measurement) -> Iterator[tuple[Assistant, Asked]]:
    """The assistant on the right index, and what to ask it."""
    if wanted.beir is not None:
        from assistant.evaluation.sets.beir import as_cases, load_beir

        beir = load_beir(wanted.beir)
        if wanted.limit is not None:
            beir = beir.first(wanted.limit)
        with index_folder(settings, keep=wanted.keep) as placed, filled(placed, beir) as (assistant, failed):
            yield assistant, Asked(wanted.beir.resolve().name, as_cases(beir), files_digest(beir.files), failed)
        return
    from assistant.build import build_assistant
    from assistant.evaluation.sets.cases import load_cases

    file = wanted.cases or Path()
    cases = load_cases(file)[: wanted.limit]
    with build_assistant(settings, notify=note) as assistant:
        yield assistant, Asked(file.name, cases, files_digest([file]))
