"""The API's routes that exchange what the assistant answers from: its model, or the whole index by a backup.

Each is a background job. What takes long is done beside what is in use; then the server closes the index and opens it
again, for some seconds in which requests wait.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any
from urllib.parse import unquote

from anyio import to_thread
from fastapi import FastAPI, Header, Request
from pydantic import Field

from assistant.api.common import StrictModel
from assistant.api.jobs import JobModel, told_job
from assistant.api.models import ErrorModel
from assistant.api.uploads import taken, told_length
from assistant.backups_folder import SentBackup, backup_path
from assistant.bench.folder import BenchFolder
from assistant.errors import AssistantError, UsageError
from assistant.jobs import Task, Told
from assistant.model_change import ModelChange
from assistant.model_list import listed_names
from assistant.model_measures import change_model
from assistant.service import Assistant
from assistant.settings import Settings
from assistant.upkeep import restore_in_service, restored_dict

SENT_BACKUPS = "/api/administration/sent-backups"
MOST_BYTES = 1 << 40
_ERRORS: dict[int | str, dict[str, Any]] = {code: {"model": ErrorModel} for code in (400, 404, 409, 422, 503, 507)}


class MeasuredOn(StrictModel):
    """On which case file of the bench the search is measured before and after; null: it is not."""

    cases: str | None = Field(None, max_length=60)


class ModelRequest(MeasuredOn):
    """Which model is to be used: one of those that the page lists."""

    name: str = Field(max_length=200)


class SentBackupModel(StrictModel):
    """A backup that was taken in: its name in the folder of backups, and how many documents it holds."""

    name: str
    documents: int
    bytes: int


def add_exchanges(app: FastAPI, assistant: Assistant, settings: Settings) -> None:
    """Put the routes on the API's app."""
    _add_models(app, assistant, settings)

    @app.post("/api/administration/backups/{name}/restore", status_code=202, response_model=JobModel, responses=_ERRORS)
    def restore(name: str, request: Request) -> dict[str, Any]:
        """Put a backup in the place of the index; what is there now is kept until the backup is in use."""
        backup_path(settings, name)
        _check_served(assistant)
        return told_job(assistant.jobs.start("restore", lambda task: _restore(assistant, name, task), (name,)), request)

    @app.post("/api/administration/sent-backups", status_code=201, response_model=SentBackupModel, responses=_ERRORS)
    async def send(request: Request, upload_name: Annotated[str, Header(max_length=4000)]) -> dict[str, Any]:
        """Take a backup in: its bytes are the body, its name is in the header, percent-encoded."""
        name = unquote(upload_name)
        kept = await taken(request, await to_thread.run_sync(SentBackup, settings, name, told_length(request)), name)
        assert kept.facts is not None
        return {"name": kept.name, "documents": kept.facts.documents, "bytes": kept.facts.bytes}


def _add_models(app: FastAPI, assistant: Assistant, settings: Settings) -> None:
    def begin(name: str | None, cases: str | None, request: Request) -> dict[str, Any]:
        file = None if cases is None else BenchFolder(settings.bench.folder).case_file(cases)
        _check_served(assistant)
        about = () if name is None else (name,)
        return told_job(
            assistant.jobs.start("model", lambda task: _change(assistant, name, file, task), about), request
        )

    @app.post("/api/administration/models/use", status_code=202, response_model=JobModel, responses=_ERRORS)
    def use(body: ModelRequest, request: Request) -> dict[str, Any]:
        """Change the model of the index: its passages are embedded again, while questions are answered."""
        if body.name not in listed_names():  # other names reach files and programs here: by the command line alone
            raise UsageError("model_not_listed", model=body.name)
        return begin(body.name, body.cases, request)

    @app.post("/api/administration/models/undo", status_code=202, response_model=JobModel, responses=_ERRORS)
    def undo(body: MeasuredOn, request: Request) -> dict[str, Any]:
        """Go back to the model before, whose vectors are kept."""
        return begin(None, body.cases, request)

    @app.post("/api/administration/models/forget", status_code=202, response_model=JobModel, responses=_ERRORS)
    def forget(request: Request) -> dict[str, Any]:
        """Drop the vectors that are kept of the model before, and give their space back."""
        return told_job(assistant.jobs.start("model_forget", lambda task: _forget(assistant), (), False), request)


def _check_served(assistant: Assistant) -> None:
    if not assistant.jobs.exchanges.possible:
        raise AssistantError("exchange_impossible")


def _change(assistant: Assistant, name: str | None, file: Path | None, task: Task) -> Told:
    def embedding(done: int, total: int) -> None:
        task.tell("vectors", done, total)

    def switch() -> None:
        task.tell("exchanging")
        change.switch_in_service()

    task.tell("loading")
    with assistant.library.writing, ModelChange.of(assistant) as change:
        done = change_model(change, name, file, embedding, switch, lambda: task.tell("measuring"))
    result = done.to_json()
    return lambda language: result


def _forget(assistant: Assistant) -> Told:
    with assistant.library.writing, ModelChange.of(assistant) as change:
        before = change.before
        change.forget()
    result = {"forgotten": None if before is None else before.name}
    return lambda language: result


def _restore(assistant: Assistant, name: str, task: Task) -> Told:
    def tell(done: int, total: int) -> None:
        task.tell("unpacking" if done < total else "checking", done, total)

    def saving(done: int, total: int) -> None:
        task.tell("copying" if done < total else "exchanging", done, total)

    task.tell("unpacking")
    report, saved = restore_in_service(assistant, name, tell, saving)
    result = {"name": name, "saved": saved.name, **restored_dict(report)}
    return lambda language: result
