"""Measurements that several commands make: answers measured on cases or on a BEIR set, as a Report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.cli.evaluation.configuration import configuration, digest, files_digest
from assistant.cli.evaluation.gold import checked_cases
from assistant.cli.evaluation.indexes import QuestionsLine, filled, index_folder
from assistant.cli.output import note
from assistant.errors import UsageError
from assistant.support.base import SupportJudge

if TYPE_CHECKING:
    from assistant.evaluation.answers.measure import AnswerEvaluation
    from assistant.evaluation.reports.report import Report, Run
    from assistant.evaluation.sets.cases import Case
    from assistant.evaluation.sets.placing import Placed
    from assistant.service import Assistant
    from assistant.settings import Settings
    from assistant.types import Answer, Language


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
class Asked:
    """A set of questions: its name, the cases, a digest of the files that they come from, and how many documents could
    not be read when the index was made for it.
    """

    name: str
    cases: Sequence[Case]
    data_hash: str
    documents_failed: int = 0


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
    """Make the runs on an open assistant; one that no question can take part in is left out.

    Returns:
        The report, and the answers of the assistant's own run with the ids of their questions.

    Raises:
        UsageError: empty_corpus; no_run: no question can take part in any run.
    """
    from assistant.cli.evaluation.retrieval_text import LOST
    from assistant.evaluation.answers.measure import AnswerEvaluation
    from assistant.evaluation.answers.metrics import ANSWER_METRICS
    from assistant.evaluation.reports.report import Report
    from assistant.evaluation.sets.anchors import Anchors
    from assistant.evaluation.sets.placing import place_cases

    if not assistant.documents():
        raise UsageError("empty_corpus")
    if asked.documents_failed:
        note(LOST[settings.language].format(count=asked.documents_failed))
    placed, missing = place_cases(asked.cases, Anchors(assistant), assistant)
    evaluation = AnswerEvaluation(assistant, judge)
    runs = _made(evaluation, run_names, placed, settings.language)
    settled = configuration(settings)
    report = Report(
        kind="answers",
        set_name=asked.name,
        data_hash=asked.data_hash,
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        configuration=settled,
        configuration_hash=digest(settled),
        stamp=asdict(assistant.status().stamp),
        metrics=ANSWER_METRICS,
        runs=tuple(runs),
        judge=judge_facts(judge),
        extra={
            **_extra(runs, missing, [answer for _, answer in evaluation.answers]),
            "documents_failed": asked.documents_failed,
        },
    )
    return report, tuple(evaluation.answers)


def _made(
    evaluation: AnswerEvaluation, names: Sequence[str], placed: Sequence[Placed], language: Language
) -> list[Run]:
    """The runs that hold a question: the oracle's holds none where no evidence is in the index."""
    made: list[Run] = []
    for name in names:
        note(name)
        made.append(evaluation.run(name, placed, QuestionsLine(language)))
    if not any(run.rows for run in made):
        raise UsageError("no_run", names=", ".join(names))
    return [run for run in made if run.rows]


def _extra(runs: Sequence[Run], missing: Sequence[str], answers: Sequence[Answer]) -> dict[str, Any]:
    from assistant.evaluation.answers.measure import counts, invariants
    from assistant.evaluation.retrieval.measure import latency_json
    from assistant.evaluation.retrieval.metrics import latency

    times = [answer.timings_ms.get("total", 0.0) for answer in answers]
    return {
        "latency_ms": latency_json(latency(times)),
        "counts": {run.name: counts(run) for run in runs},
        "missing_documents": list(missing),
        "invariants": [{"name": each, "ok": ok, "detail": detail} for each, ok, detail in invariants(runs)],
    }


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


def judge_facts(judge: SupportJudge) -> dict[str, Any]:
    """A judge as a report names it: with its own accuracy where that was measured."""
    from assistant.evaluation.judges.measured import measured_accuracy

    accuracy = measured_accuracy(judge.fingerprint)
    return {"name": judge.name, "fingerprint": judge.fingerprint, "accuracy": dict(accuracy) if accuracy else None}
