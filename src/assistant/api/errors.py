"""Errors as HTTP answers: one shape, in the language the client reads."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.exceptions import HTTPException

from assistant.api.error_page import POLICY, error_html, is_opened
from assistant.errors import AssistantError, EditConflict, ModelError, StoreError, UsageError, WebError
from assistant.evaluation.sets.problems import BadFileError
from assistant.messages.bodies import problems_text
from assistant.preferences import chosen_language
from assistant.types import Language
from assistant.wire import error_dict
from assistant.wording import accepted_language

_MOST_PROBLEMS = 3  # of a file, told with the refusal
_STATUS_BY_CODE = {
    "unknown_document": 404,
    "unknown_address": 404,
    "unknown_conversation": 404,
    "conversation_full": 409,
    "too_many_conversations": 409,
    "citation_outdated": 410,
    "no_page_image": 404,
    "no_such_span": 404,
    "page_not_drawn": 422,
    "request_too_large": 413,
    "question_too_long": 413,
    "comment_too_long": 413,
    "bad_request": 422,
    "history_and_conversation": 422,
    "title_empty": 422,
    "title_too_long": 422,
    "unknown_target": 422,
    "unknown_filter": 422,
    "filter_without_value": 422,
    "bad_filter_value": 422,
    "filter_document_unknown": 422,
    "filter_document_ambiguous": 422,
    "filter_author_unknown": 422,
    "filter_place_unknown": 422,
    "filter_theme_unknown": 422,
    "unknown_record": 404,
    "record_ambiguous": 422,
    "record_changed": 409,
    "unknown_field": 422,
    "bad_field_value": 422,
    "page_beyond": 422,
    "unknown_style": 422,
    "bad_style": 422,
    "unknown_export_format": 422,
    "draft_quotes_bad": 409,
    "draft_no_converter": 501,
    "draft_not_printed": 503,
    "draft_not_made": 503,
    "draft_too_long": 422,
    "draft_file_unreadable": 422,
    "draft_file_no_notes": 422,
    "draft_file_not_word": 422,
    "draft_file_damaged": 422,
    "draft_file_locked": 422,
    "draft_file_too_large": 422,
    "remove_whole_file": 409,
    "remove_in_bibliography": 409,
    "anonymous_stays": 409,
    "unknown_proposal": 404,
    "unknown_section": 404,
    "unknown_quote": 404,
    "unknown_version": 404,
    "too_many_proposals": 409,
    "too_many_sections": 409,
    "too_many_quotes": 409,
    "field_too_long": 413,
    "quote_too_long": 413,
    "quote_withheld": 409,
    "quote_not_there": 422,
    "no_such_sentence": 422,
    "pick_what": 422,
    "order_wrong": 422,
    "section_locked": 409,
    "section_changed": 409,
    "section_erased": 409,
    "section_edited": 409,
    "section_without_evidence": 409,
    "section_without_text": 409,
    "section_model_silent": 503,
    "host_refused": 421,
    "origin_refused": 403,
    "feed_known": 409,
    "unknown_feed": 404,
    "unknown_item": 404,
    "items_which": 422,
    "bad_since": 422,
    "web_address": 422,
    "web_private": 422,
    "web_never": 422,
    "not_a_feed": 422,
    "page_of_a_feed": 422,
    "text_anonymous": 403,
    "original_anonymous": 403,
    "text_not_for_quotation": 403,
    "upload_name": 422,
    "upload_empty": 422,
    "upload_too_large": 413,
    "upload_no_room": 507,
    "upload_unwritable": 503,
    "upload_cut": 400,
    "unknown_upload": 404,
    "unknown_failure": 404,
    "ingestion_of_nothing": 422,
    "unknown_job": 404,
    "job_not_cancellable": 409,
    "jobs_full": 503,
    "exchange_impossible": 503,
    "model_not_listed": 422,
    "bench_name": 422,
    "unknown_case_file": 404,
    "unknown_case": 404,
    "case_taken": 409,
    "case_changed": 409,
    "bad_case": 422,
    "unknown_turn": 404,
    "unknown_series": 404,
    "unknown_passage": 404,
    "unknown_judge_of_series": 404,
    "unknown_report": 404,
    "reference_broken": 409,
    "nothing_to_run": 422,
    "library_busy": 503,
    "unknown_backup": 404,
    "backup_unreadable": 422,
    "backup_damaged": 422,
    "backup_newer": 422,
    "not_first_run": 409,
    "empty_corpus": 503,
    "busy": 503,
}


def http_status(error: AssistantError) -> int:
    """The HTTP status of an error of the tree."""
    if error.code in _STATUS_BY_CODE:
        return _STATUS_BY_CODE[error.code]
    if isinstance(error, UsageError):
        return 400
    if isinstance(error, WebError):
        return 502
    return 503 if isinstance(error, StoreError | ModelError) else 500


def error_response(error: AssistantError, accept_language: str | None) -> JSONResponse:
    """An error as JSON, in the first language of Accept-Language that we speak."""
    status = http_status(error)
    headers = {"Retry-After": "5"} if error.code == "busy" else None
    language = accepted_language(accept_language)
    told = error_dict(error, language)
    if isinstance(error, BadFileError):
        reasons = [
            told["error"]["reason"],
            *(each.message(language).reason for each in error.problems[:_MOST_PROBLEMS]),
        ]
        told["error"]["reason"] = " ".join(reasons)
    if isinstance(error, EditConflict):
        told["version"] = int(error.params["version"])
    return JSONResponse(told, status, headers)


def _reply(error: AssistantError, request: Request) -> Response:
    """An error to who asked: as a page where a browser opened the address, in the language chosen on the pages."""
    headers, language = request.headers, language_asked(request)
    if not is_opened(request.method, request.url.path):
        return error_response(error, headers.get("accept-language"))
    if "text/html" not in headers.get("accept", ""):
        return error_response(error, language)
    kept = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store"}
    return HTMLResponse(error_html(error, language), http_status(error), kept)


def language_asked(request: Request) -> Language:
    """The language that an error is told in: of an address opened in a browser, the one chosen on the pages."""
    if is_opened(request.method, request.url.path):
        return chosen_language(request.headers)
    return accepted_language(request.headers.get("accept-language"))


def install(app: FastAPI) -> None:
    """Give every error of the API the same shape."""

    @app.exception_handler(AssistantError)
    async def _ours(request: Request, error: AssistantError) -> Response:
        return _reply(error, request)

    @app.exception_handler(RequestValidationError)
    async def _invalid(request: Request, error: RequestValidationError) -> Response:
        # Where and what only: the value itself may hold a question, and goes neither back nor to a log.
        language = language_asked(request)
        ours = AssistantError("bad_request", detail=problems_text(error.errors()[:_MOST_PROBLEMS], language))
        return _reply(ours, request)

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> Response:
        code = "unknown_address" if error.status_code == 404 else "bad_request"
        ours = AssistantError(code, path=request.url.path, detail=error.detail)
        response = _reply(ours, request)
        response.status_code = error.status_code
        response.headers.update(error.headers or {})
        return response
