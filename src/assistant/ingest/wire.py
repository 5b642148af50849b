"""What goes over the pipe between the child that reads and the process that asked: lines of JSON, checked on arrival.

The child reads hostile files, so what it writes is hostile too: JSON only (nothing that could run), every value
checked for its type and range, anything unexpected refused.

One line a message: {"document": ...}, {"failure": ...}, at the end {"done": number of messages} or
{"error": {"code", "params"}}.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, TypeVar, get_args

from assistant.errors import DocumentError
from assistant.ingest.limits import ReadLimits
from assistant.messages import DOCUMENT_CODES, WARNING_CODES
from assistant.ports import ReadResult
from assistant.types import (
    DOCUMENT_KINDS,
    DocumentKind,
    Failure,
    FileFormat,
    Heading,
    Language,
    Page,
    ReadDocument,
    WordBox,
)

_FORMATS = get_args(FileFormat)
_LANGUAGES = get_args(Language)
_TENTHS = 10.0
_BOX_FIELDS = 6
_MOST_LEVELS = 9
_FARTHEST = 10_000_000
_Value = TypeVar("_Value")


READY = b"ready\n"
STOP = b"stop\n"


class WireError(Exception):
    """What arrived is not what a reader sends."""


def encode_request(name: str, limits: ReadLimits) -> bytes:
    """What the child is asked for: the file's name and the limits of its reading."""
    return _line({"name": name, "limits": asdict(limits)})


def encode(item: ReadDocument | Failure) -> bytes:
    """One message, with its line end."""
    if isinstance(item, Failure):
        return _line({"failure": {"source": item.source, "code": item.code, "params": dict(item.params)}})
    return _line(
        {
            "document": {
                "format": item.format,
                "pages": [_encode_page(page) for page in item.pages],
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
            }
        }
    )


def encode_done(count: int) -> bytes:
    """The message that ends a reading that went well."""
    return _line({"done": count})


def encode_error(error: DocumentError) -> bytes:
    """The message that ends a reading that failed."""
    return _line({"error": {"code": error.code, "params": dict(error.params)}})


def decode_result(lines: Iterable[bytes]) -> ReadResult:
    """The result the messages make.

    Raises:
        DocumentError: what the reader reports.
        WireError: a message is not valid, or the last one is missing.
    """
    documents: list[ReadDocument] = []
    failures: list[Failure] = []
    done = False
    for line in lines:
        message = _parse(line)
        if done:
            raise WireError("after the end")
        if "document" in message:
            documents.append(_decode_document(_mapping(message["document"])))
        elif "failure" in message:
            failures.append(_decode_failure(_mapping(message["failure"])))
        elif "error" in message:
            raise _decode_error(_mapping(message["error"]))
        else:
            done = message.get("done") == len(documents) + len(failures)
            if not done:
                raise WireError("count")
    if not done or not (documents or failures):
        raise WireError("no end")
    return ReadResult(tuple(documents), tuple(failures))


def _line(message: dict[str, Any]) -> bytes:
    return json.dumps(message, ensure_ascii=True, separators=(",", ":")).encode("ascii") + b"\n"


def _encode_page(page: Page) -> dict[str, Any]:
    numbers: list[int] = []
    for box in page.boxes:
        numbers += (
            box.start, box.end, _tenths(box.left), _tenths(box.bottom), _tenths(box.right), _tenths(box.top),
        )  # fmt: skip
    return {
        "number": page.number,
        "text": page.text,
        "label": page.label,
        "width": page.width,
        "height": page.height,
        "boxes": numbers,
        "ocr_confidence": page.ocr_confidence,
    }


def _tenths(value: float) -> int:
    return round(min(max(value, -_FARTHEST), _FARTHEST) * _TENTHS)


def _parse(line: bytes) -> dict[str, Any]:
    try:
        return _mapping(json.loads(line))
    except (ValueError, RecursionError) as error:
        raise WireError("not JSON") from error


def _decode_document(value: dict[str, Any]) -> ReadDocument:
    pages = tuple(_decode_page(_mapping(page)) for page in _list(value.get("pages")))
    paged = _one(value.get("paged"), bool)
    if not pages or [page.number for page in pages] != list(range(1, len(pages) + 1)) or (not paged and len(pages) > 1):
        raise WireError("pages")
    return ReadDocument(
        format=_among(value.get("format"), _FORMATS),
        pages=pages,
        paged=paged,
        title=_text_or_none(value.get("title")),
        authors=tuple(_text(author) for author in _list(value.get("authors"))),
        date=_text_or_none(value.get("date")),
        language=_language(value.get("language")),
        kind=_kind(value.get("kind")),
        headings=tuple(_decode_heading(_list(heading), pages) for heading in _list(value.get("headings"))),
        warnings=tuple(_among(warning, tuple(WARNING_CODES)) for warning in _list(value.get("warnings"))),
        record_id=_text_or_none(value.get("record_id")),
        ocr_wanted=_page_numbers(value.get("ocr_wanted"), len(pages)),
    )


def _decode_page(value: dict[str, Any]) -> Page:
    text = _text(value.get("text"))
    numbers = _list(value.get("boxes"))
    if len(numbers) % _BOX_FIELDS or not all(type(number) is int for number in numbers):
        raise WireError("boxes")
    length = len(text)
    fields = iter(numbers)
    boxes = tuple(
        WordBox(start, end, left / _TENTHS, bottom / _TENTHS, right / _TENTHS, top / _TENTHS)
        for start, end, left, bottom, right, top in zip(*[fields] * _BOX_FIELDS, strict=True)
        if 0 <= start < end <= length
    )
    if len(boxes) * _BOX_FIELDS != len(numbers):
        raise WireError("boxes")
    return Page(
        number=_one(value.get("number"), int),
        text=text,
        label=_text_or_none(value.get("label")),
        width=_size(value.get("width")),
        height=_size(value.get("height")),
        boxes=boxes,
        ocr_confidence=_share(value.get("ocr_confidence")),
    )


def _decode_heading(value: list[Any], pages: tuple[Page, ...]) -> Heading:
    if len(value) != 5:
        raise WireError("heading")
    page, start, end, level = (_one(number, int) for number in value[:4])
    if not (1 <= page <= len(pages) and 1 <= level <= _MOST_LEVELS and 0 <= start < end <= len(pages[page - 1].text)):
        raise WireError("heading")
    return Heading(page, start, end, level, _text(value[4]))


def _decode_failure(value: dict[str, Any]) -> Failure:
    code, params = _code_and_params(value)
    return Failure(_text(value.get("source")), code, params)


def _decode_error(value: dict[str, Any]) -> DocumentError:
    code, params = _code_and_params(value)
    return DocumentError(code, **params)


def _code_and_params(value: dict[str, Any]) -> tuple[str, dict[str, str]]:
    params = _mapping(value.get("params"))
    if "code" in params or "self" in params or not all(name.isidentifier() for name in params):
        raise WireError("params")
    return _among(value.get("code"), tuple(DOCUMENT_CODES)), {name: _text(one) for name, one in params.items()}


def _one(value: Any, kind: type[_Value]) -> _Value:
    if type(value) is not kind:
        raise WireError(f"not {kind.__name__}")
    return value


def _mapping(value: Any) -> dict[str, Any]:
    found: dict[str, Any] = _one(value, dict)
    return found


def _list(value: Any) -> list[Any]:
    found: list[Any] = _one(value, list)
    return found


def _text(value: Any) -> str:
    text = _one(value, str)
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in set(text)):
        raise WireError("surrogate")
    return text


def _text_or_none(value: Any) -> str | None:
    return None if value is None else _text(value)


def _size(value: Any) -> float | None:
    if value is None:
        return None
    if type(value) not in (int, float) or not 0 <= value < _FARTHEST:
        raise WireError("size")
    return float(value)


def _share(value: Any) -> float | None:
    if value is None:
        return None
    if type(value) not in (int, float) or not 0 <= value <= 1:
        raise WireError("share")
    return float(value)


def _page_numbers(value: Any, count: int) -> tuple[int, ...]:
    numbers = tuple(_one(number, int) for number in _list(value))
    if not all(1 <= number <= count for number in numbers) or len(set(numbers)) < len(numbers):
        raise WireError("page numbers")
    return numbers


def _among(value: Any, allowed: tuple[_Value, ...]) -> _Value:
    for one in allowed:
        if value == one and type(value) is type(one):
            return one
    raise WireError("value")


def _language(value: Any) -> Language | None:
    return None if value is None else _among(value, _LANGUAGES)


def _kind(value: Any) -> DocumentKind | None:
    return None if value is None else _among(value, DOCUMENT_KINDS)
