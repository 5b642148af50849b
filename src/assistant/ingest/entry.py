"""What a document is called and known by: from what was read of a file to its entry in the catalogue."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean

from assistant.ingest.page_warnings import LANGUAGE_OTHER
from assistant.ingest.plan import FoundFile
from assistant.text.ids import document_id
from assistant.text.language import clear_language, detect
from assistant.text.quotation_ban import is_banned
from assistant.text.third_language import is_third_language
from assistant.types import NOT_FOR_QUOTATION, Document, Language, Origin, ReadDocument

_LANGUAGE_SAMPLE = 2000  # characters that tell a language; more are not looked at


def catalogue_entry(file: FoundFile, content_hash: str, read: ReadDocument) -> Document:
    """The catalogue's Document for what was read; what the file does not state is filled in here.

    A text that is clearly in neither of our languages is warned of; its `language` is then the likelier of the two.
    """
    source = file.path if read.record_id is None else f"{file.path}#{read.record_id}"
    place = file.path if read.record_id is None else f"{file.path}\0{read.record_id}"  # no file is named so
    text_hash = content_hash if read.record_id is None else _record_hash(read)
    text = "\n".join(page.text for page in read.pages)
    recognised = [page.ocr_confidence for page in read.pages if page.ocr_confidence is not None]
    clear = _clear_language(text)
    origins: dict[str, Origin] = dict(read.origins)
    if clear or not read.language:
        origins["language"] = "detected"
    return Document(
        id=document_id(file.root, place),
        source=source,
        format=read.format,
        content_hash=text_hash,
        title=read.title or Path(file.path).stem,
        authors=read.authors,
        date=read.date,
        kind=read.kind or "grey_literature",
        language=clear or read.language or detect(_beginning(read)),
        page_count=len(read.pages) if read.paged else None,
        passage_count=0,
        characters=sum(len(page.text) for page in read.pages),
        added_at=datetime.now(UTC).isoformat(timespec="seconds"),
        warnings=_warnings(read, text),
        ocr_pages=len(recognised),
        record_id=read.record_id,
        ocr_confidence=fmean(recognised) if recognised else None,
        publisher=read.publisher,
        place=read.place,
        licence=read.licence,
        url=read.url,
        identifier=read.identifier,
        retrieved_at=read.retrieved_at,
        origins=origins,
    )


def _warnings(read: ReadDocument, text: str) -> tuple[str, ...]:
    """Those of the reader, and what the text tells: that it is in a third language, that it is not to be quoted."""
    other = (LANGUAGE_OTHER,) if is_third_language(text) else ()
    banned = (NOT_FOR_QUOTATION,) if read.pages and is_banned(read.pages[0].text) else ()
    return tuple(dict.fromkeys((*read.warnings, *other, *banned)))


def _record_hash(read: ReadDocument) -> str:
    fields = [read.record_id, read.title, read.authors, read.date, read.language, [page.text for page in read.pages]]
    fields += [NOT_FOR_QUOTATION] if NOT_FOR_QUOTATION in read.warnings else []
    return hashlib.sha256(json.dumps(fields, ensure_ascii=True).encode()).hexdigest()


def _clear_language(text: str) -> Language | None:
    """The language that a text is clearly in, whatever the file states: programs state their own.

    None where nothing is clear, or where the beginning, the middle and the end are not in one language.
    """
    starts = {0, max(0, (len(text) - _LANGUAGE_SAMPLE) // 2), max(0, len(text) - _LANGUAGE_SAMPLE)}
    found = {clear_language(text[start : start + _LANGUAGE_SAMPLE]) for start in starts} - {None}
    return found.pop() if len(found) == 1 else None


def _beginning(read: ReadDocument) -> str:
    sample = ""
    for page in read.pages:
        sample += page.text[:_LANGUAGE_SAMPLE] + "\n"
        if len(sample) >= _LANGUAGE_SAMPLE:
            break
    return sample[:_LANGUAGE_SAMPLE]
