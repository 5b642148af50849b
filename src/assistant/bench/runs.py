"""The suite run on an open assistant while it serves: case files asked, measured, reports kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from assistant.bench.configuration import digest, files_digest
from assistant.bench.folder import BenchFolder
from assistant.bench.judges import judge_named
from assistant.bench.measuring import Asked, Progress, answers_report, retrieval_measured, retrieval_report
from assistant.errors import UsageError
from assistant.evaluation.answers.measure import ANSWER_RUNS
from assistant.evaluation.reports.report import Report
from assistant.evaluation.reports.report_json import write_report
from assistant.evaluation.sets.anchors import Anchors
from assistant.evaluation.sets.case_checks import check_cases
from assistant.evaluation.sets.cases import load_cases
from assistant.evaluation.sets.problems import Problem
from assistant.service import Assistant
from assistant.types import Trial

Kind = Literal["retrieval", "answers"]
Tell = Callable[[str, int, int, str], None]
"""Told what is being run, how many of how many questions are done, and for which file."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run: which case files, what of them, who judges support, on how many first questions (None: all)."""

    files: tuple[str, ...]
    kinds: tuple[Kind, ...]
    judge: str = "lexical"
    limit: int | None = None
    trial: Trial = field(default_factory=Trial)


@dataclass(frozen=True, slots=True)
class Done:
    """Names of the reports written, and where cases do not match the index: what is missing counts as not found."""

    reports: tuple[str, ...]
    problems: tuple[Problem, ...]


def check_plan(assistant: Assistant, folder: BenchFolder, plan: Plan) -> None:
    """Find out at once what a run could only tell later.

    Raises:
        UsageError: nothing_to_run, unknown_case_file, empty_corpus, bad_cases, no_cases, unknown_judge.
    """
    if not plan.files or not plan.kinds:
        raise UsageError("nothing_to_run")
    if assistant.document_count == 0:
        raise UsageError("empty_corpus")
    judge_named(plan.judge, assistant.settings.answering.nli, assistant.settings)
    for name in plan.files:
        load_cases(folder.case_file(name))


def run_suite(assistant: Assistant, folder: BenchFolder, plan: Plan, tell: Tell) -> Done:
    """Run what was planned, report after report; each is kept as soon as it is done.

    Raises:
        UsageError: as for `check_plan`; nothing_to_judge, no_run, output_unwritable.
    """
    check_plan(assistant, folder, plan)
    tried = assistant.tried(plan.trial) if plan.trial.changes else assistant
    reports: list[str] = []
    problems: list[Problem] = []
    for name in plan.files:
        path = folder.case_file(name)
        cases = load_cases(path)[: plan.limit]
        problems += check_cases(cases, Anchors(assistant))
        asked = Asked(path.name, cases, _data_hash(files_digest([path]), plan.limit))
        for kind in plan.kinds:
            report = _measured(tried, asked, kind, plan, tell)
            target = folder.new_report(kind, name)
            write_report(target, report)
            reports.append(target.stem)
    return Done(tuple(reports), tuple(problems))


def _measured(assistant: Assistant, asked: Asked, kind: Kind, plan: Plan, tell: Tell) -> Report:
    name = asked.name.removesuffix(".jsonl")

    def progress_of(run: str) -> Progress:
        return lambda done, total: tell(run, done, total, name)

    tell(kind, 0, len(asked.cases), name)
    if kind == "retrieval":
        measured = retrieval_measured(assistant, asked, None, progress_of("retrieval"))
        return retrieval_report(measured, assistant.settings)
    settings = assistant.settings
    judge = judge_named(plan.judge, settings.answering.nli, settings)
    report, _ = answers_report(settings, assistant, asked, ANSWER_RUNS, judge, progress_of)
    return report


def _data_hash(of_file: str, limit: int | None) -> str:
    """What tells data apart: the first questions of a file are other data than all of them."""
    return of_file if limit is None else digest({"cases": of_file, "limit": limit})


def known_judges(assistant: Assistant) -> Sequence[str]:
    """The judges that the settings allow, the one by words first."""
    settings = assistant.settings
    known = ["lexical"]
    if settings.answering.nli:
        known.append("nli")
    if settings.model_server.base_url and settings.model_server.model:
        known.append("llm")
    return known
