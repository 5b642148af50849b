"""The values of `types` as plain JSON-ready dictionaries, and a dialogue's history read back from JSON.

One serialiser for the command line and the HTTP API, so that the two never differ.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from assistant.errors import AssistantError, UsageError
from assistant.messages import parted_warning, render
from assistant.messages.scopes import scope_text
from assistant.types import (
    Answer,
    Citation,
    Document,
    Duplicate,
    Failure,
    Filters,
    IngestReport,
    Language,
    NearPassage,
    QuoteContext,
    Scope,
    ScoredPassage,
    Status,
    Turn,
)
from assistant.wire_works import other_files_list

Json = dict[str, Any]

_STATUS_KEYS = ("source", "title", "format", "pages", "passages", "ocr_pages", "ocr_confidence", "warnings")


def answer_dict(answer: Answer) -> Json:
    """An Answer; `page` counts from 1 and is None where the document has no pages."""
    return {
        "question": answer.question,
        "language": answer.language,
        "status": answer.status,
        "answer": answer.text,
        "claims": [
            {"text": c.text, "citations": list(c.citations), "verdict": c.verdict, "reason": c.reason}
            for c in answer.claims
        ],
        "citations": [citation_dict(citation) for citation in answer.citations],
        "confidence": answer.confidence,
        "coverage": {**asdict(answer.coverage), "kinds": dict(answer.coverage.kinds)},
        "mode": answer.mode,
        "incomplete": answer.incomplete,
        "timings_ms": {stage: round(ms, 1) for stage, ms in answer.timings_ms.items()},
        "filters": scope_dict(answer.scope, answer.language),
        "searched": answer.searched,
        "notices": [_message_dict(each.code, each.params, answer.language) for each in answer.notices],
        "generation": None if answer.generation is None else asdict(answer.generation),
        "nearest": [near_dict(each) for each in answer.nearest],
        "disagreement": answer.disagreement,
    }


def near_dict(near: NearPassage) -> Json:
    """Where to look where the corpus does not answer: a place, no quote; `page` is None where there are none."""
    document = near.document
    return {
        "document_id": document.id,
        "source": document.source,
        "title": document.title,
        "page": near.page if document.paged else None,
        "heading": near.heading or None,
        "passage_id": near.passage_id,
    }


def scope_dict(scope: Scope | None, language: Language) -> Json | None:
    """What a question was searched in, in words and as filters that `parse_filters` reads; None: all documents.

    `documents` counts those searched, None where all are; `undated` those that would fit if they had a date; `ignored`
    was read in the question, but fits no document.
    """
    if scope is None:
        return None
    searched = scope.document_ids
    return {
        "text": scope_text(scope, language),
        "documents": None if searched is None else len(searched),
        "undated": scope.undated,
        "applied": _filters_dict(scope.filters),
        "ignored": _filters_dict(scope.ignored),
        "recent_first": scope.filters.recent_first,
    }


def _filters_dict(filters: Filters) -> Json:
    given = asdict(filters)
    del given["recent_first"]  # no filter
    return {name: list(value) if isinstance(value, tuple) else value for name, value in given.items()}


def citation_dict(citation: Citation) -> Json:
    """A citation: `start` and `end` are offsets in the page's text, or in the document's where it has no pages.

    `content_hash` names the version of the document that is cited.

    `ocr_confidence` is how sure the words are, 0 to 1, where that text was recognised on a picture, else None.
    """
    document, quote = citation.document, citation.quote
    return {
        "number": citation.number,
        "document_id": document.id,
        "source": document.source,
        "title": document.title,
        "authors": list(document.authors),
        "date": document.date,
        "kind": document.kind,
        "publisher": document.publisher,
        "url": document.url,
        "page": quote.page if document.paged else None,
        "quote": quote.text,
        "start": quote.start,
        "end": quote.end,
        "passage_id": quote.passage_id,
        "content_hash": document.content_hash,
        "ocr_confidence": citation.ocr_confidence,
        "also_in": other_files_list(citation.also_in),
    }


def passages_list(results: Sequence[ScoredPassage]) -> list[Json]:
    """Search results, best first, ranked from 1."""
    return [passage_dict(rank, result) for rank, result in enumerate(results, start=1)]


def passage_dict(rank: int, result: ScoredPassage) -> Json:
    """One search result; `quotable` is False where its document is marked as not for quotation, or as anonymous.

    `start` is an offset in the text of `page_start` and `end` one in the text of `page_end`; `spans` says the same
    page by page, for a passage that runs over a page break.
    """
    passage, document = result.passage, result.document
    paged = document.paged
    return {
        "rank": rank,
        "passage_id": passage.id,
        "document_id": document.id,
        "source": document.source,
        "title": document.title,
        "heading": " > ".join(passage.heading_path) or None,
        "page_start": passage.page_start if paged else None,
        "page_end": passage.page_end if paged else None,
        "start": passage.spans[0].start,
        "end": passage.spans[-1].end,
        "spans": [{"page": s.page if paged else None, "start": s.start, "end": s.end} for s in passage.spans],
        "score": result.score,
        "text": passage.text,
        "legs": {name: {"rank": leg.rank, "score": leg.score} for name, leg in result.legs.items()},
        "ocr_confidence": result.ocr_confidence,
        "quotable": document.text_shown,
        "duplicates": [_duplicate_dict(each) for each in result.duplicates],
        "also_in": other_files_list(result.also_in),
        "context_before": result.context_before,
    }


def _duplicate_dict(duplicate: Duplicate) -> Json:
    """Where else nearly the same text stands."""
    passage, document = duplicate.passage, duplicate.document
    return {
        "passage_id": passage.id,
        "document_id": document.id,
        "source": document.source,
        "title": document.title,
        "page_start": passage.page_start if document.paged else None,
        "page_end": passage.page_end if document.paged else None,
    }


def document_dict(document: Document, language: Language) -> Json:
    """A catalogue entry, its warnings in words; `pages` is None where the format has no pages.

    `ocr_confidence` is how sure the words are, 0 to 1, on the `ocr_pages` whose text was recognised on their picture.
    """
    return {
        "document_id": document.id,
        "source": document.source,
        "title": document.title,
        "authors": list(document.authors),
        "date": document.date,
        "kind": document.kind,
        "language": document.language,
        "format": document.format,
        "pages": document.page_count,
        "passages": document.passage_count,
        "ocr_pages": document.ocr_pages,
        "ocr_confidence": document.ocr_confidence,
        "characters": document.characters,
        "added_at": document.added_at,
        "quotable": document.quotable,
        "places": [] if document.anonymous else list(document.places),
        "warnings": [_message_dict(*parted_warning(warning), language) for warning in document.warnings],
    }


def context_dict(context: QuoteContext) -> Json:
    """A quote and the text on either side of it."""
    return {
        "document_id": context.document.id,
        "source": context.document.source,
        "title": context.document.title,
        "page": context.page if context.document.paged else None,
        "before": context.before,
        "quote": context.quote,
        "after": context.after,
        "ocr_confidence": context.ocr_confidence,
    }


def failure_dict(failure: Failure, language: Language) -> Json:
    """A document that could not be read, or was with a reservation, in words."""
    return {"source": failure.source, **_message_dict(failure.code, failure.params, language)}


def _message_dict(code: str, params: Mapping[str, str], language: Language) -> Json:
    message = render(code, params, language)
    return {"code": code, "reason": message.reason, "hint": message.hint}


def report_dict(report: IngestReport, language: Language) -> Json:
    """What an ingestion did."""
    return {
        "added": report.added,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "failed": [failure_dict(failure, language) for failure in report.failed],
        "warnings": [failure_dict(warning, language) for warning in report.warnings],
    }


def status_dict(status: Status, language: Language) -> Json:
    """What an index holds, and each document of it as `document_dict` describes it; sizes are in bytes."""
    entries = [document_dict(document, language) for document in status.by_document]
    return {
        "documents": status.documents,
        "pages": status.pages,
        "passages": status.passages,
        "failures": [failure_dict(failure, language) for failure in status.failures],
        "warnings": [failure_dict(warning, language) for warning in status.warnings],
        "stamp": asdict(status.stamp),
        "sizes": dict(status.sizes),
        "by_document": [{key: entry[key] for key in _STATUS_KEYS} for entry in entries],
    }


def error_dict(error: AssistantError, language: Language) -> Json:
    """An error in words, under the key "error"."""
    return {"error": _message_dict(error.code, error.params, language)}


def clean_text(text: str) -> str:
    """Text with lone surrogates (JSON escapes, bytes of a command line that are not UTF-8) replaced by "?"."""
    return text.encode("utf-8", "replace").decode("utf-8")


def parse_wanted(given: Any, recent_first: bool = False) -> Filters | None:
    """What documents must be, from JSON (`{"type": "entretien"}`) or from NAME=VALUE texts; None where it is nothing.

    Raises:
        UsageError: unknown_filter, filter_without_value, bad_filter_value.
    """
    from assistant.retrieval.filters import parse_assignments, parse_filters

    if given is not None and not isinstance(given, dict | list):
        value = _json_kind(given)
        raise UsageError("bad_filter_value", name="filters", value=value, expected='{"type": "entretien"}')
    filters = parse_assignments(given) if isinstance(given, list) else parse_filters(given or {})
    wanted = replace(filters, recent_first=recent_first)
    return wanted if wanted.restricts or recent_first else None


def parse_history(items: Any, path: object = "history") -> tuple[Turn, ...]:
    """A dialogue's history from JSON: texts alternating question and answer, or {"role", "content"} objects.

    Args:
        items: the parsed JSON; None is an empty history.
        path: what to name in the error.

    Raises:
        UsageError: it is neither (code bad_history).
    """
    if items is None:
        return ()
    if not isinstance(items, list):
        raise UsageError("bad_history", path=path, detail=_json_kind(items))
    return tuple(_turn(position, item, path) for position, item in enumerate(items))


def _json_kind(value: Any) -> str:
    """What a value is in JSON, for a message."""
    if isinstance(value, int | float):
        return "true or false" if isinstance(value, bool) else "a number"
    kinds: dict[type, str] = {str: "a text", dict: "an object", list: "a list"}
    return kinds.get(type(value), "null")


def _turn(position: int, item: Any, path: object) -> Turn:
    if isinstance(item, str):
        return Turn("user" if position % 2 == 0 else "assistant", clean_text(item))
    if isinstance(item, dict):
        role, content = item.get("role"), item.get("content")
        if role in ("user", "assistant") and isinstance(content, str):
            return Turn(role, clean_text(content))
    raise UsageError("bad_history", path=path, detail=f"item {position}: {_json_kind(item)}")
