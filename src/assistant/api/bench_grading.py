"""The API's routes of grading: passages without a word of what found them, grades by person, agreement, adoption."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request

from assistant.api.bench_models import (
    AdoptedModel,
    AdoptRequest,
    GradedModel,
    GradeRequest,
    SeriesModel,
    SeriesRequest,
)
from assistant.api.common import language_of
from assistant.api.jobs import JobModel, job_dict
from assistant.api.models import ErrorModel
from assistant.bench.bench import Bench
from assistant.bench.wire import agreement_json
from assistant.evaluation.gold.pooling import Pooled
from assistant.jobs import Task
from assistant.types import Language

_ERRORS: dict[int | str, dict[str, Any]] = {code: {"model": ErrorModel} for code in (400, 404, 422)}
_Judge = Annotated[str, Query(max_length=80)]


def add_bench_grading(app: FastAPI, bench: Bench) -> None:
    """Put the routes on the API's app."""
    grading = bench.grading

    @app.get("/api/bench/series", response_model=list[SeriesModel])
    def series() -> list[dict[str, Any]]:
        """Passages to grade, latest series first."""
        return [asdict(each) for each in grading.series()]

    @app.post("/api/bench/series", response_model=JobModel, status_code=202, responses=_ERRORS)
    def start(body: SeriesRequest, request: Request) -> dict[str, Any]:
        """Gather passages to grade, as a job; its result names the series."""
        bench.folder.case_file(body.file)
        job = bench.assistant.jobs.start("bench_series", _gather(bench, body), (body.file,))
        return job_dict(job, language_of(request))

    @app.get("/api/bench/series/{series}/passages", response_model=list[GradedModel], responses=_ERRORS)
    def passages(series: str, judge: _Judge) -> list[dict[str, Any]]:
        """The passages of a series in an order that says nothing, with one person's grades and nobody else's."""
        shown = grading.shown()
        return [_line(number, line, shown(line)) for number, line in enumerate(grading.lines(series, judge))]

    @app.patch("/api/bench/series/{series}/passages", status_code=204, responses=_ERRORS)
    def grade(series: str, body: GradeRequest) -> None:
        """Keep what a person says of one passage."""
        grading.grade(series, body.judge, body.number, body.grade)

    _add_agreement(app, bench)


def _add_agreement(app: FastAPI, bench: Bench) -> None:
    grading = bench.grading

    @app.get("/api/bench/series/{series}/agreement", response_model=dict[str, Any], responses=_ERRORS)
    def agreement(series: str, first: _Judge, second: _Judge) -> dict[str, Any]:
        """How far two people agree, and the passages that they are to talk over."""
        numbers = {line.key: number for number, line in enumerate(grading.lines(series, first))}
        found = grading.agreement(series, first, second)
        told = agreement_json(found)
        shown = grading.shown()
        for each, one in zip(found.disagreements, told["disagreements"], strict=True):
            one["number"] = numbers[each.line.key]
            if not shown(each.line):
                one.update(doc="", sha256="", text="")
        return told

    @app.post("/api/bench/series/{series}/adopt", response_model=AdoptedModel, responses=_ERRORS)
    def adopt(series: str, body: AdoptRequest) -> dict[str, Any]:
        """Put grades into the cases they were given for."""
        decided = grading.adopt(series, body.first, body.second)
        return {"cases": len(decided.grades), "grades": decided.count, "ungraded": decided.ungraded}


def _line(number: int, line: Pooled, shown: bool) -> dict[str, Any]:
    """A passage to grade; where its document may not be shown any more, without what names it and what it says."""
    return {
        "number": number,
        "case": line.case,
        "question": line.question,
        "history": list(line.history),
        "title": line.title if shown else "",
        "source": line.place[0] if shown else "",
        "page": line.place[2] if shown else None,
        "text": line.text if shown else "",
        "grade": line.grade,
    }


def _gather(bench: Bench, body: SeriesRequest) -> Callable[[Task], Callable[[Language], Mapping[str, Any]]]:
    def work(task: Task) -> Callable[[Language], Mapping[str, Any]]:
        def progress(done: int, total: int) -> None:
            task.tell("bench_series", done, total, body.file)

        made = bench.grading.start(body.file, body.ids, body.depth, progress)
        return lambda _language: asdict(made)

    return work
