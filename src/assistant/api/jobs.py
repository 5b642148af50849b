"""The API's routes of background jobs: what is being done, how far it is, what came of it. They are the group's."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any, Literal

from fastapi import FastAPI, Request
from pydantic import Field

from assistant.api.common import StrictModel, language_of
from assistant.api.models import ErrorBody, ErrorModel
from assistant.jobs import Job
from assistant.service import Assistant
from assistant.types import Language
from assistant.wire import error_dict

_ERRORS: dict[int | str, dict[str, Any]] = {code: {"model": ErrorModel} for code in (404, 409)}


class JobProgressModel(StrictModel):
    """Where a job stands: its stage, so many done of a total (0: not known), what it is at."""

    stage: str
    done: int
    total: int
    about: str
    seconds_left: float | None
    part: int
    parts: int


class JobModel(StrictModel):
    """A job; `result` is there once it is done (null in lists), `error` once it has failed."""

    id: str
    kind: str
    about: list[str] = Field(description="What it was started for: names of files, addresses, a model.")
    state: Literal["waiting", "running", "done", "failed", "cancelled"]
    created_at: str
    started_at: str | None
    ended_at: str | None
    cancellable: bool
    progress: JobProgressModel
    result: dict[str, Any] | None
    error: ErrorBody | None


def add_jobs(app: FastAPI, assistant: Assistant) -> None:
    """Put the routes on the API's app."""
    jobs = assistant.jobs

    @app.get("/api/jobs", response_model=list[JobModel])
    def recent(request: Request) -> list[dict[str, Any]]:
        """The jobs that wait, run or have ended lately, the latest first; each alone tells its result."""
        return [job_dict(replace(job, result=None), language_of(request)) for job in jobs.recent()]

    @app.get("/api/jobs/{job_id}", response_model=JobModel, responses=_ERRORS)
    def one(job_id: str, request: Request) -> dict[str, Any]:
        """One job as it stands."""
        return job_dict(jobs.get(job_id), language_of(request))

    @app.delete("/api/jobs/{job_id}", response_model=JobModel, responses=_ERRORS)
    def cancel(job_id: str, request: Request) -> dict[str, Any]:
        """Have a job stop, where it can be; what it has stored stays."""
        return job_dict(jobs.cancel(job_id), language_of(request))


def job_dict(job: Job, language: Language) -> dict[str, Any]:
    """A job as `JobModel`, in a language."""
    return {
        "id": job.id,
        "kind": job.kind,
        "about": list(job.about),
        "state": job.state,
        "created_at": job.created_at,
        "started_at": job.started_at,
        "ended_at": job.ended_at,
        "cancellable": job.cancellable and not job.ended,
        "progress": asdict(job.progress),
        "result": None if job.result is None else dict(job.result(language)),
        "error": None if job.error is None else error_dict(job.error, language)["error"],
    }


def told_job(job: Job, request: Request) -> dict[str, Any]:
    """The same, in the language that a request asks for."""
    return job_dict(job, language_of(request))
