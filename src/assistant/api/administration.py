"""The API's routes of administration: long work is begun as a job, and told of under /api/jobs."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import FastAPI, Request

from assistant.api.common import StrictModel
from assistant.api.ingestions import telling
from assistant.api.jobs import JobModel, told_job
from assistant.api.models import ErrorModel
from assistant.backups_folder import remove_backup
from assistant.errors import UsageError
from assistant.first_run import first_steps
from assistant.jobs import Task, Told
from assistant.service import Assistant
from assistant.settings import Settings
from assistant.upkeep import make_backup
from assistant.wire import report_dict

_ERRORS: dict[int | str, dict[str, Any]] = {code: {"model": ErrorModel} for code in (409, 503)}
_NOT_FOUND: dict[int | str, dict[str, Any]] = {404: {"model": ErrorModel}}


class BackupRequest(StrictModel):
    """What to save."""

    conversations: bool = True


class FirstRunRequest(StrictModel):
    """What an empty index is to begin with."""

    read: Literal["corpus", "samples"]


def add_administration(app: FastAPI, assistant: Assistant, settings: Settings) -> None:
    """Put the routes on the API's app."""

    @app.post("/api/administration/rebuild", status_code=202, response_model=JobModel, responses=_ERRORS)
    def rebuild(request: Request) -> dict[str, Any]:
        """Make both search indexes anew from the catalogue; questions are answered meanwhile."""
        return told_job(assistant.jobs.start("rebuild", lambda task: _rebuild(assistant, task), (), False), request)

    @app.post("/api/administration/backups", status_code=202, response_model=JobModel, responses=_ERRORS)
    def backup(body: BackupRequest, request: Request) -> dict[str, Any]:
        """Save the index in one file, in the folder of the settings; it is not given out over the network."""
        return told_job(
            assistant.jobs.start("backup", lambda task: _backup(settings, body.conversations, task)), request
        )

    @app.delete("/api/administration/backups/{name}", status_code=204, responses=_NOT_FOUND)
    def forget(name: str) -> None:
        """Delete a backup."""
        remove_backup(settings, name)

    @app.post("/api/first-run", status_code=202, response_model=JobModel, responses=_ERRORS)
    def begin(body: FirstRunRequest, request: Request) -> dict[str, Any]:
        """Read the files of the corpus folder, or the sample documents, into an index that is empty."""
        steps = first_steps(settings)
        target = steps.samples if body.read == "samples" else steps.corpus
        if assistant.document_count or target is None:
            raise UsageError("not_first_run")
        job = assistant.jobs.start("ingest", lambda task: _ingest(assistant, str(target), task), (target.name,))
        return told_job(job, request)


def _rebuild(assistant: Assistant, task: Task) -> Told:
    task.tell("rebuilding")
    assistant.indexes.rebuild()
    return lambda language: {}


def _backup(settings: Settings, conversations: bool, task: Task) -> Told:
    def tell(done: int, total: int) -> None:
        task.tell("copying" if done < total else "checking", done, total)

    task.tell("copying")
    path, facts = make_backup(settings, None, tell, conversations=conversations)
    result = {"name": path.name, "documents": facts.documents, "bytes": facts.bytes, "missing": facts.missing}
    return lambda language: result


def _ingest(assistant: Assistant, target: str, task: Task) -> Told:
    task.tell("reading")
    report = assistant.ingest([target], telling(task, ()))
    return lambda language: report_dict(report, language)
