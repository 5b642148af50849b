"""The API's routes of the library: records, their correction and export, the erasure of documents."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request
from fastapi.responses import Response

from assistant.api.common import MEDIA, Ordinal, language_of
from assistant.api.library_models import CorrectionRequest, ReceiptModel, RecordModel
from assistant.api.models import ErrorModel
from assistant.bibliography.writing import Form
from assistant.errors import UsageError
from assistant.library_wire import receipt_dict, record_dict, record_revision, revised_dict
from assistant.preferences import chosen_language
from assistant.service import Assistant
from assistant.types import ANONYMOUS

_ERRORS: dict[int | str, dict[str, Any]] = {code: {"model": ErrorModel} for code in (404, 422, 503)}
FormQuery = Annotated[Form, Query(alias="format")]
StyleQuery = Annotated[str, Query(max_length=100)]


def add_library(app: FastAPI, assistant: Assistant) -> None:
    """Put the routes on the API's app."""
    library = assistant.library

    @app.get("/api/library", response_model=list[RecordModel])
    def records() -> list[dict[str, Any]]:
        """All records: documents, and references without text."""
        return [record_dict(record) for record in library.shown()]

    @app.get("/api/library/export", response_class=Response, responses=_ERRORS)
    def export(request: Request, form: FormQuery = "csl-json", style: StyleQuery = "") -> Response:
        """The library as a bibliography."""
        language = chosen_language(request.headers)
        return _file(library.export(form, (), style, language), form, "bibliotheque")

    @app.get("/api/documents/{document_id}/record", response_model=RecordModel, responses=_ERRORS)
    def record(document_id: str) -> dict[str, Any]:
        """The record of a document."""
        return revised_dict(library.entry(document_id))

    @app.patch("/api/documents/{document_id}/record", response_model=RecordModel, responses=_ERRORS)
    def correct(document_id: str, body: CorrectionRequest) -> dict[str, Any]:
        """Correct fields of a record, or take corrections back. It shows at once, and stays."""
        return _corrected(assistant, document_id, body)

    @app.delete("/api/documents/{document_id}", response_model=list[ReceiptModel], responses=_ERRORS)
    def remove(document_id: str) -> list[dict[str, Any]]:
        """Erase a document, with its file where that was deposited; one that is still there is not taken again."""
        location = assistant.shelf.file_of(document_id)
        with library.soon():
            receipts = library.remove_shown(document_id)
            if location is not None and assistant.deposits.discard(location):
                receipts = [replace(receipt, still_there=False) for receipt in receipts]
        assistant.jobs.forget_names()
        return [receipt_dict(receipt) for receipt in receipts]

    @app.get("/api/documents/{document_id}/reference", response_class=Response, responses=_ERRORS)
    def reference(
        document_id: str,
        request: Request,
        form: FormQuery = "text",
        page: Ordinal | None = None,
        style: StyleQuery = "",
    ) -> Response:
        """The reference of one citation, with its page."""
        language = language_of(request)
        return _file(library.reference(document_id, form, page, style, language), form, document_id)


def _corrected(assistant: Assistant, document_id: str, body: CorrectionRequest) -> dict[str, Any]:
    library = assistant.library
    with library.soon():
        entry = library.entry(document_id)
        if body.revision is not None and body.revision != record_revision(entry):
            raise UsageError("record_changed", source=entry.title)
        record = library.correct_shown(document_id, body.set or {}, body.unset or ())
    if ANONYMOUS in record.marks:
        assistant.jobs.forget_names()
    return revised_dict(record)


def _file(text: str, form: Form, name: str) -> Response:
    media, ending = MEDIA[form]
    safe = "".join(character for character in name if character.isalnum() or character == "-")
    return Response(
        text.encode("utf-8", "replace"),
        media_type=f"{media}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{safe}.{ending}"', "Cache-Control": "no-store"},
    )
