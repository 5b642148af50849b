"""The API's routes of proposals as files: exporting one, checking one that comes back."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from unicodedata import normalize
from urllib.parse import quote as percent

from fastapi import FastAPI, Query, Request
from fastapi.responses import Response

from assistant.api.common import StrictModel, language_of
from assistant.api.gate import Gate
from assistant.api.models import ErrorModel
from assistant.proposal_files_wire import check_dict, preview_dict
from assistant.service import Assistant
from assistant.types.proposal_files import Counted, ExportFormat, NotePart, NoteState
from assistant.types.proposals import QuoteState

_ERRORS: dict[int | str, dict[str, Any]] = {code: {"model": ErrorModel} for code in (404, 409, 413, 422, 501, 503)}
_MEDIA: dict[ExportFormat, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "markdown": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "json": "application/json",
}
VERIFIED = "/api/proposals/verify"
"""Takes a whole file as its body."""
FormQuery = Annotated[ExportFormat, Query(alias="format")]
StyleQuery = Annotated[str, Query(max_length=100)]


class NoteFindingModel(StrictModel):
    """What checking one footnote gave; `number` is null where it is no longer in the file."""

    number: int | None
    state: NoteState
    parts: list[NotePart]
    sentence_changed: bool
    displaced: bool
    said: str
    text: str
    section: str | None
    quote_id: str | None
    document_id: str | None
    source: str | None
    page: int | None
    quote: str | None


class BadQuoteModel(StrictModel):
    """A quote that no longer stands in a document which may be quoted."""

    section_id: str
    section: str
    quote_id: str
    state: QuoteState


class ExportPreviewModel(StrictModel):
    """What a file would have; `refused`: there would be none, for the sake of the quotes that no longer hold.

    `holding` counts the footnotes whose quote stands in its document.
    """

    notes: int
    to_check: int
    bad: list[BadQuoteModel]
    refused: bool
    holding: int


class UncheckedModel(StrictModel):
    """What no footnote answers for; `gone` counts the marks of what was to be checked that were taken out."""

    sentences: int
    headings: int
    marks: int | None
    gone: int


class FileCheckModel(StrictModel):
    """What checking a file gave."""

    kind: Literal["docx", "bundle"]
    title: str
    exported: str
    holds: bool
    whole: bool
    counts: dict[Counted, int]
    unchecked: UncheckedModel | None
    said: str
    notes: list[NoteFindingModel]


def add_proposal_files(app: FastAPI, assistant: Assistant, gate: Gate) -> None:
    """Put the routes on the API's app."""
    files = assistant.proposal_files

    @app.get("/api/proposals/{proposal_id}/export", response_class=Response, responses=_ERRORS)
    async def export(proposal_id: str, form: FormQuery = "docx", style: StyleQuery = "") -> Response:
        """A proposal as a file to save, every quote checked first."""
        made = await gate.run(lambda: files.export(proposal_id, form, style))
        plain = normalize("NFKD", made.name).encode("ascii", "ignore").decode()
        headers = {
            "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{percent(made.name)}",
            "Cache-Control": "no-store",
            "X-Notes": str(made.notes),
            "X-To-Check": str(made.marks),
        }
        return Response(made.content, media_type=_MEDIA[form], headers=headers)

    @app.get("/api/proposals/{proposal_id}/export/check", response_model=ExportPreviewModel, responses=_ERRORS)
    async def preview(proposal_id: str) -> dict[str, Any]:
        """What a file would have: its footnotes, the places marked as to be checked, the quotes that no longer hold."""
        return preview_dict(await gate.run(lambda: files.preview(proposal_id)))

    @app.post("/api/proposals/verify", response_model=FileCheckModel, responses=_ERRORS)
    async def verify(request: Request) -> dict[str, Any]:
        """Which footnotes of a file still hold: the body is a DOCX or JSON file that was exported, edited or not."""
        content = await request.body()
        check = await gate.run(lambda: files.verify_bytes(content))
        return check_dict(check, language_of(request))
