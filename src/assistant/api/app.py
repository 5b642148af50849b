"""The API's routes. Questions travel in bodies only: an address ends up in logs and browser histories."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import FileResponse
from starlette.middleware import Middleware

from assistant import __version__
from assistant.api import errors
from assistant.api.administration import add_administration
from assistant.api.bench import add_bench
from assistant.api.choices import add_choices
from assistant.api.common import Count, Ordinal, language_of
from assistant.api.conversation_models import AskedModel
from assistant.api.conversations import add_conversations
from assistant.api.exchanges import MOST_BYTES, SENT_BACKUPS, add_exchanges
from assistant.api.gate import Gate
from assistant.api.guards import Guard
from assistant.api.jobs import add_jobs
from assistant.api.library import add_library
from assistant.api.models import (
    AskRequest,
    ContextModel,
    DocumentModel,
    ErrorModel,
    PassageModel,
    QuestionRequest,
    SearchRequest,
    StateModel,
)
from assistant.api.owners import Owners, owner_of
from assistant.api.page_images import add_page_images
from assistant.api.proposal_files import VERIFIED, add_proposal_files
from assistant.api.proposals import add_proposals
from assistant.api.shelf import add_shelf
from assistant.api.uploads import UPLOADS, add_uploads
from assistant.api.watch import add_watch
from assistant.errors import UsageError
from assistant.keeping import ask_in
from assistant.service import Assistant
from assistant.settings import Settings
from assistant.transcript import kept_dict
from assistant.types import FileFormat, Turn
from assistant.wire import answer_dict, context_dict, document_dict, parse_history, parse_wanted, passages_list

_BYTES = "application/octet-stream"
MEDIA_TYPES: dict[FileFormat, str] = {
    "pdf": "application/pdf",
    "html": "text/html",
    "markdown": "text/markdown",
    "text": "text/plain",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "jsonl": "application/jsonl",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xls": "application/vnd.ms-excel",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv",
    "epub": "application/epub+zip",
    "eml": "message/rfc822",
    "vtt": "text/vtt",
    "srt": "application/x-subrip",
    "image": _BYTES,
    "doc": "application/msword",
    "ppt": "application/vnd.ms-powerpoint",
    "rtf": "application/rtf",
}
_PDF_POLICY = "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
"""Browsers' PDF viewers do not open in a sandboxed page; they run no script of the document in our origin."""
_ERRORS: dict[int | str, dict[str, Any]] = {code: {"model": ErrorModel} for code in (400, 413, 422, 503)}
_NOT_FOUND: dict[int | str, dict[str, Any]] = {404: {"model": ErrorModel}}


def create_app(assistant: Assistant, settings: Settings) -> FastAPI:
    """The API over one assistant. It neither opens nor closes the assistant."""
    most = settings.limits.file_mb * 1_000_000 + 1  # one more is told of by name
    larger = {UPLOADS: most, VERIFIED: 20_000_000, SENT_BACKUPS: MOST_BYTES}
    app = FastAPI(
        title="Assistant",
        version=__version__,
        docs_url=None,  # the interactive pages load scripts from other hosts
        redoc_url=None,
        openapi_url="/api/openapi.json",
        middleware=[
            Middleware(Guard, host=settings.server.host, larger=larger),
            Middleware(Owners),
        ],
    )
    errors.install(app)
    _add_state(app, assistant)
    gate = Gate(settings.server.concurrency, settings.server.queue)
    _add_questions(app, assistant, gate)
    _add_documents(app, assistant)
    add_conversations(app, assistant)
    add_watch(app, assistant, gate)
    add_library(app, assistant)
    add_proposal_files(app, assistant, gate)
    add_page_images(app, assistant)
    add_proposals(app, assistant, gate)
    add_jobs(app, assistant)
    add_bench(app, assistant, gate)
    add_choices(app, assistant)
    add_uploads(app, assistant)
    add_shelf(app, assistant)
    add_administration(app, assistant, settings)
    add_exchanges(app, assistant, settings)
    _refuse_the_rest(app)
    return app


def _add_state(app: FastAPI, assistant: Assistant) -> None:
    @app.get("/healthz", response_model=StateModel, response_model_exclude_none=True)
    async def healthz() -> dict[str, Any]:
        """Whether the process is alive."""
        return {"status": "ok"}

    @app.get("/readyz", response_model=StateModel, responses={503: {"model": ErrorModel}})
    def readyz() -> dict[str, Any]:
        """Whether a question can be answered now: 503 with a reason where not."""
        documents = assistant.document_count
        if documents == 0:
            raise UsageError("empty_corpus")
        return {"status": "ready", "documents": documents}


def _add_questions(app: FastAPI, assistant: Assistant, gate: Gate) -> None:
    @app.post("/api/ask", response_model=AskedModel, response_model_exclude_unset=True, responses=_ERRORS)
    async def ask(body: AskRequest, request: Request) -> dict[str, Any]:
        """Answer a question from the documents, each sentence cited; kept where a conversation is named, or "new"."""
        turns, wanted, name = _turns(body), parse_wanted(body.filters, body.recent_first), body.conversation
        if name is None:
            return answer_dict(await gate.run(lambda: assistant.ask(body.question, turns, wanted)))
        if turns:
            raise UsageError("history_and_conversation")
        owner = await owner_of(request)
        answer, kept = await gate.run(lambda: ask_in(assistant, owner, name, body.question, wanted))
        language = language_of(request)
        return {**answer_dict(answer), "conversation": kept_dict(kept, language)}

    @app.post("/api/search", response_model=list[PassageModel], responses=_ERRORS)
    async def search(body: SearchRequest) -> list[dict[str, Any]]:
        """The best passages for a question, best first."""
        turns, wanted = _turns(body), parse_wanted(body.filters, body.recent_first)
        found = await gate.run(lambda: assistant.search(body.question, body.k, turns, filters=wanted))
        return passages_list(found)


def _turns(body: QuestionRequest) -> tuple[Turn, ...]:
    return parse_history([turn if isinstance(turn, str) else turn.model_dump() for turn in body.history])


def _add_documents(app: FastAPI, assistant: Assistant) -> None:
    @app.get("/api/documents", response_model=list[DocumentModel])
    def documents(request: Request) -> list[dict[str, Any]]:
        """The catalogue, by source; warnings in the language that Accept-Language prefers."""
        language = language_of(request)
        return [document_dict(document, language) for document in assistant.documents()]

    @app.get("/api/documents/{document_id}/original", response_class=FileResponse, responses=_NOT_FOUND)
    def original(document_id: str, content_hash: str | None = None) -> FileResponse:
        """The original file: shown by the browser if it is a PDF, saved otherwise."""
        return _file(assistant, document_id, content_hash)

    @app.get("/api/documents/{document_id}/quote", response_model=ContextModel, responses=_NOT_FOUND)
    def quote(
        document_id: str,
        start: Count,
        end: Count,
        page: Ordinal | None = None,
        content_hash: str | None = None,
    ) -> dict[str, Any]:
        """A quote in its surrounding text; with `content_hash`, of that version of the document or not at all."""
        return context_dict(assistant.quote_context(document_id, page, start, end, content_hash=content_hash))


def _refuse_the_rest(app: FastAPI) -> None:
    """Anything else below /api is an error of ours, before the page mounted at / answers in its own way."""
    known = {getattr(route, "path", "") for route in app.routes}
    methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]

    @app.api_route("/api/{path:path}", methods=methods, include_in_schema=False)
    async def unknown(path: str) -> None:
        raise HTTPException(405 if f"/api/{path}" in known else 404)


def _file(assistant: Assistant, document_id: str, content_hash: str | None) -> FileResponse:
    document = assistant.document(document_id)
    is_pdf = document.format == "pdf" and document.record_id is None
    return FileResponse(
        assistant.original(document_id, content_hash),
        media_type=MEDIA_TYPES[document.format] if document.file == document.source else _BYTES,
        filename=PurePosixPath(document.file).name,
        content_disposition_type="inline" if is_pdf else "attachment",
        headers={"Content-Security-Policy": _PDF_POLICY} if is_pdf else None,
    )
