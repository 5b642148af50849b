"""The API's routes of the library's page: the list, one document's details and text, exports, pairs of documents."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from assistant.api.common import MEDIA, Count, Ordinal, language_of
from assistant.api.library_models import EntryModel
from assistant.api.models import ErrorModel
from assistant.api.shelf_models import (
    ComparedModel,
    DecisionRequest,
    DetailsModel,
    ListExportRequest,
    PairModel,
    TextModel,
)
from assistant.library_csv import csv_text
from assistant.library_wire import entry_dict, revised_dict
from assistant.service import Assistant
from assistant.shelf import Entry
from assistant.wire import document_dict
from assistant.wire_works import other_files_list, pair_dict

_ERRORS: dict[int | str, dict[str, Any]] = {code: {"model": ErrorModel} for code in (403, 404, 422, 503)}
_MEDIA: dict[str, tuple[str, str]] = {"csv": ("text/csv", "csv")} | {str(form): each for form, each in MEDIA.items()}


def add_shelf(app: FastAPI, assistant: Assistant) -> None:
    """Put the routes on the API's app."""
    shelf = assistant.shelf

    @app.get("/api/library/entries", response_model=list[EntryModel])
    def entries() -> JSONResponse:
        """All entries of the library, in short: what the list shows, searches and sorts."""
        listed = [entry_dict(entry.record, entry.document) for entry in shelf.entries()]
        return JSONResponse(listed, headers={"Cache-Control": "no-store"})  # thousands: not checked one by one

    @app.get("/api/documents/{document_id}/details", response_model=DetailsModel, responses=_ERRORS)
    def details(document_id: str, request: Request) -> dict[str, Any]:
        """A document with its record and the other files of its work; a reference without text, too."""
        return _details(assistant, shelf.entry(document_id), request)

    @app.get("/api/documents/{document_id}/text", response_model=TextModel, responses=_ERRORS)
    def text(document_id: str, page: Ordinal = 1, start: Count = 0) -> dict[str, Any]:
        """The text of a page as it was read, 20,000 characters at most: the whole of a document without pages."""
        found = shelf.text(document_id, page, start)
        names = ("page", "label", "text", "start", "end", "total", "ocr_confidence")
        return {"document_id": document_id, **{name: getattr(found, name) for name in names}}

    @app.post("/api/library/export", response_class=Response, responses=_ERRORS)
    def export(body: ListExportRequest, request: Request) -> Response:
        """Entries as a table for a spreadsheet, or as a bibliography."""
        language = language_of(request)
        if body.format == "csv":
            wanted = set(body.ids)
            chosen = [each for each in shelf.entries() if not wanted or each.record.id in wanted]
            content = csv_text(chosen, language).encode("utf-8-sig", "replace")
        else:
            written = assistant.library.export(body.format, body.ids, body.style, language)
            content = written.encode("utf-8", "replace")
        media, ending = _MEDIA[body.format]
        headers = {
            "Content-Disposition": f'attachment; filename="bibliotheque.{ending}"',
            "Cache-Control": "no-store",
        }
        return Response(content, media_type=f"{media}; charset=utf-8", headers=headers)

    _add_works(app, assistant)


def _add_works(app: FastAPI, assistant: Assistant) -> None:
    shelf = assistant.shelf

    @app.get("/api/works", response_model=list[PairModel])
    def pairs() -> list[dict[str, Any]]:
        """Documents that are taken for one work, two by two."""
        return [pair_dict(pair) for pair in shelf.pairs()]

    @app.post("/api/works", response_model=PairModel, responses=_ERRORS)
    def decide(body: DecisionRequest) -> dict[str, Any]:
        """Confirm that two documents are one work, or refuse it; it stays so when they are read again."""
        with assistant.library.soon():
            return pair_dict(shelf.decide(body.first, body.second, body.state))

    @app.get("/api/works/difference", response_model=ComparedModel, responses=_ERRORS)
    def difference(first: str, second: str) -> dict[str, Any]:
        """In which sentences two documents of a pair differ."""
        compared = shelf.compare(first, second)
        found = compared.difference
        return {**pair_dict(compared.pair), "difference": None if found is None else asdict(found)}


def _details(assistant: Assistant, entry: Entry, request: Request) -> dict[str, Any]:
    document, location = entry.document, assistant.shelf.file_of(entry.record.id)
    language = language_of(request)
    return {
        "record": revised_dict(entry.record),
        "document": None if document is None else document_dict(document, language),
        "other_files": [] if document is None else other_files_list(assistant.shelf.other_files(document)),
        "original": document is not None and not document.anonymous,
        "text": document is not None and document.text_shown,
        "deposited": location is not None and location.is_relative_to(assistant.deposits.folder),
    }
