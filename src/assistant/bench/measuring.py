"""Measurements of an open assistant, as reports: answers and retrieval, on cases of a file or of a BEIR set."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from assistant.bench.configuration import configuration, digest
from assistant.errors import UsageError
from assistant.support.base import SupportJudge

if TYPE_CHECKING:
    from assistant.evaluation.answers.measure import AnswerEvaluation
    from assistant.evaluation.reports.report import Report, Run
    from assistant.evaluation.retrieval.measure import LegRun
    from assistant.evaluation.sets.cases import Case
    from assistant.evaluation.sets.placing import Placed
    from assistant.service import Assistant
    from assistant.settings import Settings
    from assistant.types import Answer

Progress = Callable[[int, int], None]
ProgressOf = Callable[[str], Progress]
"""What is told how many questions are done, for a run that begins, by its name."""

LEGS = ("lexical", "vector", "fused")
_COUNTS = ("questions", "judged", "unjudged", "unanswerable", "documents", "documents_failed", "missing_documents")


@dataclass(frozen=True, slots=True)
class Asked:
    """A set of questions: its name, the cases, a digest of the files that they come from, and how many documents could
    not be read when the index was made for it.
    """

    name: str
    cases: Sequence[Case]
    data_hash: str
    documents_failed: int = 0


@dataclass(frozen=True)
class Measured:
    """Retrieval: what is printed, what each leg gave, what the report says of how it was made, what did not match."""

    summary: dict[str, Any]
    runs: tuple[LegRun, ...]
    data_hash: str
    stamp: dict[str, Any]
    problems: int = 0


def answers_report(
    settings: Settings,
    assistant: Assistant,
    asked: Asked,
    run_names: Sequence[str],
    judge: SupportJudge,
    progress_of: ProgressOf,
) -> tuple[Report, tuple[tuple[str, Answer], ...]]:
    """Make the runs on an open assistant; one that no question can take part in is left out.

    Returns:
        The report, and the answers of the assistant's own run with the ids of their questions.

    Raises:
        UsageError: empty_corpus; no_run: no question can take part in any run.
    """
    from assistant.evaluation.answers.measure import AnswerEvaluation
    from assistant.evaluation.answers.metrics import ANSWER_METRICS
    from assistant.evaluation.reports.report import Report
    from assistant.evaluation.sets.anchors import Anchors
    from assistant.evaluation.sets.placing import place_cases

    if not assistant.documents():
        raise UsageError("empty_corpus")
    placed, missing = place_cases(asked.cases, Anchors(assistant), assistant)
    evaluation = AnswerEvaluation(assistant, judge)
    runs = _made(evaluation, run_names, placed, progress_of)
    settled = configuration(settings)
    report = Report(
        kind="answers",
        set_name=asked.name,
        data_hash=asked.data_hash,
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        configuration=settled,
        configuration_hash=digest(settled),
        stamp=stamp_facts(assistant),
        metrics=ANSWER_METRICS,
        runs=tuple(runs),
        judge=judge_facts(judge),
        extra={
            **_extra(runs, missing, [answer for _, answer in evaluation.answers]),
            "documents_failed": asked.documents_failed,
        },
    )
    return report, tuple(evaluation.answers)


def retrieval_measured(
    assistant: Assistant, asked: Asked, legs: Sequence[str] | None, progress: Progress | None = None, problems: int = 0
) -> Measured:
    """Search the questions of cases that have an answer, on each leg (None: all that there are).

    Raises:
        UsageError: unknown_leg, nothing_to_judge.
    """
    from assistant.evaluation.retrieval.measure import measure_legs
    from assistant.evaluation.retrieval.summary import cases_summary
    from assistant.evaluation.sets.anchors import Anchors
    from assistant.evaluation.sets.relevance import case_target

    anchors = Anchors(assistant)
    targets = [case_target(case, anchors) for case in asked.cases if case.answerable]
    runs = measure_legs(assistant, targets, legs, progress=progress)
    summary = {"set": asked.name, **cases_summary(runs, targets, len(asked.cases) - len(targets))}
    return Measured(summary, runs, asked.data_hash, stamp_facts(assistant), problems)


def retrieval_report(measured: Measured, settings: Settings) -> Report:
    """What was measured of the retrieval, as a Report."""
    from assistant.evaluation.reports.report import Report
    from assistant.evaluation.retrieval.summary import latencies, measured_metrics

    configured = configuration(settings)
    return Report(
        kind="retrieval",
        set_name=measured.summary["set"],
        data_hash=measured.data_hash,
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        configuration=configured,
        configuration_hash=digest(configured),
        stamp=measured.stamp,
        metrics=measured_metrics(measured.runs),
        runs=tuple(run.run for run in measured.runs),
        extra={
            "latency_ms": dict(latencies(measured.runs)),
            **{name: measured.summary[name] for name in _COUNTS if name in measured.summary},
        },
    )


def stamp_facts(assistant: Assistant) -> dict[str, Any]:
    """What the index was made with, as a report keeps it."""
    return asdict(assistant.status().stamp)


def judge_facts(judge: SupportJudge) -> dict[str, Any]:
    """A judge as a report names it: with its own accuracy where that was measured."""
    from assistant.evaluation.judges.measured import measured_accuracy

    accuracy: Mapping[str, Any] | None = measured_accuracy(judge.fingerprint)
    return {"name": judge.name, "fingerprint": judge.fingerprint, "accuracy": dict(accuracy) if accuracy else None}


def _made(
    evaluation: AnswerEvaluation, names: Sequence[str], placed: Sequence[Placed], progress_of: ProgressOf
) -> list[Run]:
    """The runs that hold a question: the oracle's holds none where no evidence is in the index."""
    made = [evaluation.run(name, placed, progress_of(name)) for name in names]
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
