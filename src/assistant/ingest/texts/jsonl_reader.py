"""JSON Lines: one document a line, read as a stream."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from assistant.errors import DocumentError
from assistant.ingest.limits import ReadLimits
from assistant.ingest.metadata import clean_title
from assistant.ingest.source import Source
from assistant.ingest.stated import stated
from assistant.ingest.texts.markdown_reader import header_fields, header_warnings
from assistant.ingest.texts.text_reader import find_headings
from assistant.text.normalise import clean
from assistant.types import Failure, Page, ReadDocument

_LONGEST_LINE = 50_000_000
_LONGEST_ID = 500


def read_jsonl(source: Source, limits: ReadLimits) -> Iterator[ReadDocument | Failure]:
    """Read the records of a file, in order. A line that is no record gives a Failure, and the others go on.

    A record is a JSON object with "_id" (a string or a number, once in the file) and "text"; "title" and
    "metadata" ({"date", "authors" or "author", "language" or "lang", "kind" or "type"}) may be there too.

    Raises:
        DocumentError: too_much_text, no_text (not one line with something on it).
    """
    seen: set[str] = set()
    characters = records = 0
    for number, line in _lines(source.stream):
        records += 1
        if len(line) >= _LONGEST_LINE:
            raise DocumentError("too_much_text", limit=limits.characters)
        try:
            document = _record(line, seen)
        except _BadRecordError as error:
            yield Failure(error.source or str(number), "bad_record", {"line": str(number), "detail": error.detail})
            continue
        characters += len(document.pages[0].text)
        if characters > limits.characters:
            raise DocumentError("too_much_text", limit=limits.characters)
        yield document
    if not records:
        raise DocumentError("no_text")


class _BadRecordError(Exception):
    def __init__(self, detail: str, source: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.source = source


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Lines that hold something, with their numbers from 1."""
    stream.seek(0)
    number = 0
    while line := stream.readline(_LONGEST_LINE):
        number += 1
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if line.strip():
            yield number, line


def _record(line: bytes, seen: set[str]) -> ReadDocument:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:  # UnicodeDecodeError is a ValueError
        detail = error.msg if isinstance(error, json.JSONDecodeError) else "UTF-8"
        raise _BadRecordError(f"JSON: {detail}") from error
    if not isinstance(value, dict):
        raise _BadRecordError("JSON: not an object")
    record_id = _identifier(value)
    if record_id in seen:
        raise _BadRecordError(f"_id {record_id}: duplicate", record_id)
    text = value.get("text")
    if not isinstance(text, str):
        raise _BadRecordError('"text"', record_id)
    document = _read_document(record_id, text, value)
    if not document.pages[0].text:
        raise _BadRecordError('"text": empty', record_id)
    seen.add(record_id)
    return document


def _identifier(value: Mapping[str, Any]) -> str:
    found = value.get("_id")
    if isinstance(found, int) and not isinstance(found, bool):
        found = str(found)
    if not isinstance(found, str) or not found.strip() or len(found) > _LONGEST_ID:
        raise _BadRecordError('"_id"')
    return found.encode("utf-8", "replace").decode()


def _read_document(record_id: str, text: str, value: Mapping[str, Any]) -> ReadDocument:
    metadata = value.get("metadata")
    fields: Mapping[str, Any] = metadata if isinstance(metadata, dict) else {}
    content = clean(text)
    return ReadDocument(
        format="jsonl",
        pages=(Page(1, content),),
        paged=False,
        headings=find_headings(content),
        warnings=header_warnings(fields),
        record_id=record_id,
        **stated(("file_metadata", {**header_fields(fields), "title": clean_title(value.get("title"))})),
    )
