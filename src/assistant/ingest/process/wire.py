"""What goes between the process that asks and the child that reads: lines of JSON, checked on arrival.

The child reads hostile files, so what it writes is hostile too: JSON only (nothing that could run), every value
checked for its type and range, anything unexpected refused.

The answer to a reading is one line a message: {"document": ...} and as many {"page": ...} as it has pages,
{"failure": ...}, at the end {"done": number of documents and failures} or {"error": {"code", "params"}}; between them,
{"progress": [pages done, pages in all]}. The answer to the recognition of a page is {"page": ...} (null where nothing
on it is legible) and {"done": 1}, or an error. Drawn pages: see `wire_picture`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, get_args

from assistant.errors import DocumentError
from assistant.ingest.limits import MOST_HEADINGS, MOST_RECORDS, ReadLimits
from assistant.ingest.process.wire_boxes import decode_boxes, encode_boxes
from assistant.ingest.process.wire_values import (
    WireError,
    among,
    exactly,
    items,
    mapping,
    page_numbers,
    parse,
    share,
    size,
    text,
    text_or_none,
)
from assistant.messages import DOCUMENT_CODES, is_warning
from assistant.ports import ReadResult
from assistant.types import (
    DOCUMENT_KINDS,
    FIELDS,
    ORIGINS,
    DocumentKind,
    Failure,
    FileFormat,
    Heading,
    Language,
    Origin,
    Page,
    ReadDocument,
)

__all__ = [
    "PROGRESS",
    "WireError",
    "decode_error",
    "decode_page",
    "decode_progress",
    "decode_result",
    "encode",
    "encode_done",
    "encode_error",
    "encode_page",
    "encode_progress",
    "line",
]

PROGRESS = b'{"progress":'  # what a line of progress starts with

_FORMATS = get_args(FileFormat)
_LANGUAGES = get_args(Language)
_STATED = ("publisher", "place", "licence", "url", "identifier", "retrieved_at")
_MOST_LEVELS = 9
_FARTHEST = 10_000_000


def encode(item: ReadDocument | Failure) -> Iterator[bytes]:
    """The messages of one item, each with its line end."""
    if isinstance(item, Failure):
        yield line({"failure": {"source": item.source, "code": item.code, "params": dict(item.params)}})
        return
    yield line(
        {
            "document": {
                "format": item.format,
                "pages": len(item.pages),
                "paged": item.paged,
                "title": item.title,
                "authors": item.authors,
                "date": item.date,
                "language": item.language,
                "kind": item.kind,
                "headings": [(one.page, one.start, one.end, one.level, one.title) for one in item.headings],
                "warnings": item.warnings,
                "record_id": item.record_id,
                "ocr_wanted": item.ocr_wanted,
                "record": {name: getattr(item, name) for name in _STATED},
                "origins": dict(item.origins),
            }
        }
    )
    for page in item.pages:
        yield encode_page(page)


def encode_page(page: Page | None) -> bytes:
    """The message that holds a page; None: one on which nothing was recognised."""
    return line({"page": None if page is None else _encode_page(page)})


def encode_progress(done: int, total: int) -> bytes:
    """The message that tells how many pages are read."""
    return line({"progress": [done, total]})


def encode_done(count: int) -> bytes:
    """The message that ends a reading that went well."""
    return line({"done": count})


def encode_error(error: DocumentError) -> bytes:
    """The message that ends a reading that failed."""
    return line({"error": {"code": error.code, "params": dict(error.params)}})


def decode_result(lines: Iterable[bytes], limits: ReadLimits) -> ReadResult:
    """The result the messages make (progress left out).

    Raises:
        DocumentError: what the reader reports.
        WireError: a message is not valid, the last one is missing, or they hold more than a reader within the limits
            sends.
    """
    documents: list[ReadDocument] = []
    failures: list[Failure] = []
    room = limits.characters
    messages = map(parse, lines)
    for message in messages:
        if room < 0 or len(documents) + len(failures) > MOST_RECORDS:
            raise WireError("too much")
        if "document" in message:
            documents.append(_decode_document(mapping(message["document"]), messages, limits))
            room -= sum(len(page.text) for page in documents[-1].pages)
        elif "failure" in message:
            failures.append(_decode_failure(mapping(message["failure"])))
        elif "error" in message:
            raise decode_error(mapping(message["error"]))
        else:
            if message.get("done") != len(documents) + len(failures) or not (documents or failures):
                raise WireError("count")
            if any(True for _ in messages):
                raise WireError("after the end")
            return ReadResult(tuple(documents), tuple(failures))
    raise WireError("no end")


def decode_page(lines: Iterable[bytes], number: int, limits: ReadLimits) -> Page | None:
    """The recognised page of that number; None where nothing on it is legible.

    Raises:
        DocumentError: what the child reports.
        WireError: a message is not valid, or the page is another one or longer than the limits let it be.
    """
    messages = [parse(line) for line in lines]
    for message in messages:
        if "error" in message:
            raise decode_error(mapping(message["error"]))
    if len(messages) != 2 or "page" not in messages[0] or messages[1].get("done") != 1:
        raise WireError("no page")
    if messages[0]["page"] is None:
        return None
    page = _decode_page(mapping(messages[0]["page"]))
    if page.number != number or page.ocr_confidence is None or not 0 < len(page.text) <= limits.characters:
        raise WireError("page")
    return page


def decode_progress(line: bytes) -> tuple[int, int]:
    """Pages done and pages in all.

    Raises:
        WireError: the message is not valid.
    """
    numbers = items(parse(line).get("progress"))
    if len(numbers) != 2:
        raise WireError("progress")
    done, total = (exactly(number, int) for number in numbers)
    if not 0 <= done <= total < _FARTHEST:
        raise WireError("progress")
    return done, total


def line(message: dict[str, Any]) -> bytes:
    """A message as one line."""
    return json.dumps(message, ensure_ascii=True, separators=(",", ":")).encode("ascii") + b"\n"


def _encode_page(page: Page) -> dict[str, Any]:
    return {
        "number": page.number,
        "text": page.text,
        "label": page.label,
        "width": page.width,
        "height": page.height,
        "boxes": encode_boxes(page.boxes),
        "ocr_confidence": page.ocr_confidence,
        "notes": page.notes,
    }


def _decode_document(value: dict[str, Any], messages: Iterator[dict[str, Any]], limits: ReadLimits) -> ReadDocument:
    """A document whose pages are the messages that follow."""
    count = exactly(value.get("pages"), int)
    paged = exactly(value.get("paged"), bool)
    headings = items(value.get("headings"))
    if not 0 < count <= limits.pages or len(headings) > MOST_HEADINGS:
        raise WireError("too many")
    pages = tuple(_decode_page(mapping(each.get("page"))) for each in islice(messages, count))
    numbers = [page.number for page in pages]
    if numbers != list(range(1, count + 1)) or (not paged and count > 1):
        raise WireError("pages")
    return ReadDocument(
        format=among(value.get("format"), _FORMATS),
        pages=pages,
        paged=paged,
        title=text_or_none(value.get("title")),
        authors=tuple(text(author) for author in items(value.get("authors"))),
        date=text_or_none(value.get("date")),
        language=_language(value.get("language")),
        kind=_kind(value.get("kind")),
        headings=tuple(_decode_heading(items(heading), pages) for heading in headings),
        warnings=tuple(map(_warning, items(value.get("warnings")))),
        record_id=text_or_none(value.get("record_id")),
        ocr_wanted=page_numbers(value.get("ocr_wanted"), len(pages)),
        origins=_origins(value.get("origins")),
        **_stated(mapping(value.get("record"))),
    )


def _stated(value: dict[str, Any]) -> dict[str, str | None]:
    if set(value) != set(_STATED):
        raise WireError("record")
    return {name: text_or_none(value[name]) for name in _STATED}


def _origins(value: Any) -> dict[str, Origin]:
    found = mapping(value)
    if not set(found) <= set(FIELDS):
        raise WireError("origins")
    return {name: among(origin, ORIGINS) for name, origin in found.items()}


def _decode_page(value: dict[str, Any]) -> Page:
    content = text(value.get("text"))
    return Page(
        number=exactly(value.get("number"), int),
        text=content,
        label=text_or_none(value.get("label")),
        width=size(value.get("width")),
        height=size(value.get("height")),
        boxes=decode_boxes(value.get("boxes"), len(content)),
        ocr_confidence=share(value.get("ocr_confidence")),
        notes=_place(value.get("notes"), len(content)),
    )


def _place(value: Any, length: int) -> int | None:
    if value is None:
        return None
    place = exactly(value, int)
    if not 0 <= place < length:
        raise WireError("place")
    return place


def _decode_heading(value: list[Any], pages: tuple[Page, ...]) -> Heading:
    if len(value) != 5:
        raise WireError("heading")
    page, start, end, level = (exactly(number, int) for number in value[:4])
    if not (1 <= page <= len(pages) and 1 <= level <= _MOST_LEVELS and 0 <= start < end <= len(pages[page - 1].text)):
        raise WireError("heading")
    return Heading(page, start, end, level, text(value[4]))


def _decode_failure(value: dict[str, Any]) -> Failure:
    code, params = _code_and_params(value)
    return Failure(text(value.get("source")), code, params)


def decode_error(value: dict[str, Any]) -> DocumentError:
    """The error that a child reports."""
    code, params = _code_and_params(value)
    return DocumentError(code, **params)


def _code_and_params(value: dict[str, Any]) -> tuple[str, dict[str, str]]:
    params = mapping(value.get("params"))
    if "code" in params or "self" in params or not all(name.isidentifier() for name in params):
        raise WireError("params")
    return among(value.get("code"), tuple(DOCUMENT_CODES)), {name: text(one) for name, one in params.items()}


def _warning(value: Any) -> str:
    warning = text(value)
    if not is_warning(warning):
        raise WireError("warning")
    return warning


def _language(value: Any) -> Language | None:
    return None if value is None else among(value, _LANGUAGES)


def _kind(value: Any) -> DocumentKind | None:
    return None if value is None else among(value, DOCUMENT_KINDS)
