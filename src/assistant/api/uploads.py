"""The API's routes that feed the library: files deposited, addresses given, what failed tried again.

A file comes as the body of one request, written to disk as it arrives; its name is in a header, so that no page of
another site can send one unasked, and so that it stands in no address. What is deposited is read by a background job.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Protocol, TypeVar
from urllib.parse import unquote

from anyio import to_thread
from fastapi import FastAPI, Header, Request
from pydantic import Field, SecretStr
from starlette.requests import ClientDisconnect

from assistant.api.common import Count, StrictModel, language_of
from assistant.api.ingestions import (
    discarding,
    failed_dict,
    is_web_address,
    of_addresses,
    of_corpus,
    of_feeds,
    of_files,
    of_items,
)
from assistant.api.jobs import JobModel, job_dict
from assistant.api.models import ErrorModel
from assistant.api.watch_models import FailureModel
from assistant.errors import UsageError, WebError
from assistant.jobs import Job
from assistant.service import Assistant
from assistant.types import ANONYMOUS, MARKS, shown_address

UPLOADS = "/api/uploads"
_ERRORS: dict[int | str, dict[str, Any]] = {code: {"model": ErrorModel} for code in (400, 404, 413, 422, 503, 507)}
_MARKS = rf"^(?:(?:{'|'.join(MARKS)})(?:,|$))*$"
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
_BLOCK = 1_000_000  # bytes written at once: what one upload holds in memory


class Receiver(Protocol[T_co]):
    """What takes a file in: its bytes, then its end, or what undoes it."""

    def write(self, data: bytes) -> None:
        """Take some more bytes."""
        ...

    def keep(self) -> T_co:
        """The file is whole."""
        ...

    def drop(self) -> None:
        """Leave nothing of the file, if it was not kept."""
        ...


class DepositModel(StrictModel):
    """A file that was taken in; `already`: one of this name was there with the same content."""

    path: str
    size: int
    already: bool


class FailedFileModel(FailureModel):
    """A file that could not be read; `deposited`: it came through the browser, and can be discarded."""

    id: str
    deposited: bool


class IngestionRequest(StrictModel):
    """What to ingest: one of these lists, or the whole corpus folder."""

    files: list[str] = Field(default_factory=list, max_length=5000, description="Paths that deposits were given.")
    addresses: list[str] = Field(default_factory=list, max_length=1000, description="Web addresses.")
    failed: list[str] = Field(default_factory=list, max_length=5000, description="Ids of files to try again.")
    items: list[Count] = Field(default_factory=list, max_length=1000, description="Items that feeds propose.")
    feeds: list[Count] | None = Field(None, max_length=1000, description="Feeds to check; none in the list: all.")
    corpus: bool = Field(False, description="Look through the corpus folder.")
    password: SecretStr | None = Field(None, max_length=500, description="Opens these files; kept nowhere.")
    kind: str | None = Field(None, max_length=30, description="Of all these deposited files.")
    marks: list[str] = Field(default_factory=list, max_length=2, description="Of all these deposited files.")


class DiscardRequest(StrictModel):
    """Deposited files that could not be read, by their ids."""

    failed: list[str] = Field(min_length=1, max_length=5000)


def add_uploads(app: FastAPI, assistant: Assistant) -> None:
    """Put the routes on the API's app."""

    @app.post("/api/uploads", response_model=DepositModel, status_code=201, responses=_ERRORS)
    async def deposit(
        request: Request,
        upload_name: Annotated[str, Header(max_length=4000)],
        upload_kind: Annotated[str, Header(max_length=30)] = "",
        upload_marks: Annotated[str, Header(pattern=_MARKS)] = "",
    ) -> dict[str, Any]:
        """Take a file in: its bytes are the body, its name is in the header, percent-encoded.

        Its kind and its marks (parted by commas) are in headers, too: whoever reads the file finds them beside it.
        """
        name = unquote(upload_name)
        said = {"kind": upload_kind, "marks": [mark for mark in upload_marks.split(",") if mark]}
        known = {field: value for field, value in said.items() if value}
        incoming = await to_thread.run_sync(assistant.deposits.receive, name, told_length(request), known)
        kept = await taken(request, incoming, name)
        return {"path": kept.path, "size": kept.size, "already": kept.already}

    @app.post("/api/uploads/discard", response_model=JobModel, status_code=202, responses=_ERRORS)
    def discard(body: DiscardRequest, request: Request) -> dict[str, Any]:
        """Delete deposited files that could not be read."""
        files = assistant.shelf.locate_failed(body.failed)
        if not all(_deposited(assistant, path) for path in files):
            raise UsageError("unknown_failure")
        return job_dict(assistant.jobs.start("discard", discarding(assistant, files)), language_of(request))

    @app.get("/api/library/failures", response_model=list[FailedFileModel])
    def failures(request: Request) -> list[dict[str, Any]]:
        """The files that could not be read, and why."""
        language = language_of(request)
        return [
            {**failed_dict(each, language), "deposited": _deposited(assistant, each.location)}
            for each in assistant.shelf.failed()
        ]

    @app.post("/api/ingestions", response_model=JobModel, status_code=202, responses=_ERRORS)
    def ingest(body: IngestionRequest, request: Request) -> dict[str, Any]:
        """Have files, addresses, items of feeds or the corpus folder ingested by a background job."""
        return job_dict(_start(assistant, body), language_of(request))


def told_length(request: Request) -> int | None:
    """The bytes that a request says its body has; None where it does not say."""
    length = request.headers.get("content-length")
    return int(length) if length is not None else None


async def taken(request: Request, incoming: Receiver[T], name: str) -> T:
    """Write the body of a request to disk as it arrives; nothing is left of it where it is not whole."""
    waiting = bytearray()
    try:
        async for chunk in request.stream():
            waiting += chunk
            if len(waiting) >= _BLOCK:
                await to_thread.run_sync(incoming.write, bytes(waiting))
                waiting.clear()
        if waiting:
            await to_thread.run_sync(incoming.write, bytes(waiting))
        return await to_thread.run_sync(incoming.keep)
    except ClientDisconnect as error:
        raise UsageError("upload_cut", name=Path(name).name) from error
    finally:
        incoming.drop()


def _start(assistant: Assistant, body: IngestionRequest) -> Job:
    given = [body.files, body.addresses, body.failed, body.items, body.corpus, body.feeds is not None]
    if sum(map(bool, given)) != 1:
        raise UsageError("ingestion_of_nothing")
    jobs, secret = assistant.jobs, body.password.get_secret_value() if body.password else None
    if body.files:
        return _start_files(assistant, body, secret)
    if body.addresses:
        addresses = list(dict.fromkeys(each.strip() for each in body.addresses))
        wrong = [each for each in addresses if not is_web_address(each)]
        if len(wrong) == len(addresses):
            raise WebError("web_address", url=", ".join(map(shown_address, wrong))[:200])
        return jobs.start("addresses", of_addresses(assistant, addresses), tuple(addresses))
    if body.failed:
        files = assistant.shelf.locate_failed(body.failed)
        return jobs.start("retry", of_files(assistant, files, secret, retry=True, named=False))
    if body.items:
        return jobs.start("items", of_items(assistant, body.items))
    if body.feeds is not None:
        return jobs.start("feeds", of_feeds(assistant, body.feeds))
    return jobs.start("corpus", of_corpus(assistant))


def _start_files(assistant: Assistant, body: IngestionRequest, secret: str | None) -> Job:
    paths = list(dict.fromkeys(body.files))
    files = [assistant.deposits.locate(path) for path in paths]
    said = {"kind": body.kind, "marks": body.marks}
    if body.kind or body.marks:
        for path in paths:
            assistant.deposits.describe(path, {name: value for name, value in said.items() if value})
    named = ANONYMOUS not in body.marks
    about = tuple(file.name for file in files) if named else ()
    return assistant.jobs.start("files", of_files(assistant, files, secret, retry=True, named=named), about)


def _deposited(assistant: Assistant, location: Path) -> bool:
    return location.is_relative_to(assistant.deposits.folder)
