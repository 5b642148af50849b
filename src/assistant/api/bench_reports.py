"""The API's routes of measurements: the suite run as a job; reports listed, read, compared, made a reference."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request
from fastapi.responses import HTMLResponse

from assistant.api.bench_models import ComparisonModel, ReportModel, RunRequest
from assistant.api.common import language_of
from assistant.api.jobs import JobModel, job_dict
from assistant.api.models import ErrorModel
from assistant.bench.bench import Bench
from assistant.bench.gate_text import reason_text
from assistant.bench.reports import Kept
from assistant.bench.runs import Plan
from assistant.bench.wire import comparison_json
from assistant.evaluation.reports.gate import Gate
from assistant.evaluation.reports.html import page_policy
from assistant.evaluation.reports.known_metrics import KNOWN
from assistant.jobs import Task
from assistant.preferences import chosen_language
from assistant.types import Language

_ERRORS: dict[int | str, dict[str, Any]] = {code: {"model": ErrorModel} for code in (400, 404, 409, 422, 503)}
_Name = Annotated[str, Query(max_length=200)]


def add_bench_reports(app: FastAPI, bench: Bench) -> None:
    """Put the routes on the API's app."""
    reports = bench.reports

    @app.post("/api/bench/runs", response_model=JobModel, status_code=202, responses=_ERRORS)
    def run(body: RunRequest, request: Request) -> dict[str, Any]:
        """Measure the search, the answers or both on sets of questions, as a job; its result names the reports."""
        plan = Plan(tuple(dict.fromkeys(body.files)), tuple(body.kinds), body.judge, body.limit, body.trial.value())
        bench.check(plan)
        job = bench.assistant.jobs.start("bench_run", _suite(bench, plan), plan.files)
        return job_dict(job, language_of(request))

    @app.get("/api/bench/reports", response_model=list[ReportModel])
    def listed(request: Request) -> list[dict[str, Any]]:
        """The reports, latest first, each with its colour beside the reference of its set."""
        return [_report_dict(each, language_of(request)) for each in reports.list()]

    @app.get("/api/bench/reports/{report}/page", response_class=HTMLResponse, responses=_ERRORS)
    def page(report: str, request: Request, against: _Name = "", language: _Name = "") -> HTMLResponse:
        """A report as a page of its own, which runs nothing and asks nobody for anything."""
        shown: Language = "en" if (language or chosen_language(request.headers)) == "en" else "fr"
        headers = {"Content-Security-Policy": page_policy(), "Cache-Control": "no-store"}
        return HTMLResponse(reports.page(report, against, shown), headers=headers)

    @app.post("/api/bench/reports/{report}/reference", status_code=204, responses=_ERRORS)
    def make_reference(report: str) -> None:
        """Hold later measurements of the same kind and set against this one."""
        reports.make_reference(report)

    @app.delete("/api/bench/reports/{report}", status_code=204, responses=_ERRORS)
    def remove(report: str) -> None:
        """Forget a report."""
        reports.remove(report)

    @app.get("/api/bench/comparison", response_model=ComparisonModel, responses=_ERRORS)
    def compare(before: _Name, after: _Name, request: Request) -> dict[str, Any]:
        """Two reports on the same questions: differences with their intervals, and what they allow to say."""
        compared = reports.compare(before, after)
        shown = comparison_json(*compared)
        for side, told in zip(shown["runs"], compared[2], strict=True):
            side["metrics"] = {name: side["metrics"][name] for name, each in told.differences.items() if each.judged}
        names = dict.fromkeys(name for run in shown["runs"] for name in run["metrics"])
        return {
            **shown,
            "says": {name: KNOWN[name].says[language_of(request)] for name in names},
            "better": {name: KNOWN[name].better for name in names},
        }


def _suite(bench: Bench, plan: Plan) -> Callable[[Task], Callable[[Language], Mapping[str, Any]]]:
    def work(task: Task) -> Callable[[Language], Mapping[str, Any]]:
        done = bench.run(plan, task.tell)
        return lambda language: {
            "reports": list(done.reports),
            "problems": [each.to_json(language) for each in done.problems],
        }

    return work


def _report_dict(kept: Kept, language: Language) -> dict[str, Any]:
    figures = dict(kept.figures or {})
    return {
        "name": kept.name,
        "kind": kept.kind,
        "set": kept.set_name,
        "made_at": kept.made_at,
        "questions": kept.questions,
        "run": kept.run,
        "judge": kept.judge,
        "figures": figures,
        "says": {name: KNOWN[name].says[language] for name in figures},
        "settings": dict(kept.settings or {}),
        "gate": None if kept.gate is None else _gate_dict(kept.gate, language),
        "is_reference": kept.is_reference,
        "error": "" if kept.error is None else kept.error.render(language).reason,
    }


def _gate_dict(gate: Gate, language: Language) -> dict[str, Any]:
    return {
        "colour": gate.colour,
        "invariants": gate.invariants,
        "compared": gate.compared,
        "reasons": [{"colour": each.colour, "text": f"{reason_text(each, language)}."} for each in gate.reasons],
    }
