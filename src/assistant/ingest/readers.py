"""One open file to documents: detect, read, complete what the file does not say. Runs in the child process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from assistant.ingest.detect import Detected, detect
from assistant.ingest.kinds import guess_kind
from assistant.ingest.limits import ReadLimits
from assistant.ingest.metadata import date_in_text, title_from_stem
from assistant.ingest.source import Source
from assistant.types import DocumentKind, Failure, FileFormat, ReadDocument

_BEGINNING = 600
_DATE_LINES = 6
_LONGEST_DATE_LINE = 120
_DEFAULT_KIND: dict[FileFormat, DocumentKind] = {"html": "web_page", "markdown": "article", "jsonl": "article"}


def read_source(source: Source, limits: ReadLimits) -> Iterator[ReadDocument | Failure]:
    """Documents of a file, and the records of it that can't be read, in order.

    Raises:
        DocumentError: the file can't be read; see `messages` for the codes.
    """
    detected = detect(source)
    for item in _read(detected, source, limits):
        yield _completed(item, detected, source) if isinstance(item, ReadDocument) else item


def _read(detected: Detected, source: Source, limits: ReadLimits) -> Iterable[ReadDocument | Failure]:
    match detected.format:
        case "pdf":
            from assistant.ingest.pdf_reader import read_pdf

            return (read_pdf(source, limits),)
        case "html":
            from assistant.ingest.html_reader import read_html

            return (read_html(source, limits),)
        case "markdown":
            from assistant.ingest.markdown_reader import read_markdown

            return (read_markdown(source, limits),)
        case "text":
            from assistant.ingest.text_reader import read_text

            return (read_text(source, limits),)
        case "docx":
            from assistant.ingest.docx_reader import read_docx

            return (read_docx(source, limits),)
        case "odt":
            from assistant.ingest.odt_reader import read_odt

            return (read_odt(source, limits),)
        case "jsonl":
            from assistant.ingest.jsonl_reader import read_jsonl

            return read_jsonl(source, limits)


def _completed(document: ReadDocument, detected: Detected, source: Source) -> ReadDocument:
    """Title, date and kind where the file does not state them; warnings of detection."""
    beginning = _beginning(document)
    stem_title = title_from_stem(source.stem)
    if document.record_id is not None:
        title = document.title or document.record_id
        date = document.date
    else:
        title = document.title or stem_title
        date = document.date or date_in_text(f"{title}\n{_first_lines(beginning)}")
    hint = title if document.record_id is not None else f"{title}\n{stem_title}"
    kind = document.kind or guess_kind(
        hint,
        "" if document.format in _DEFAULT_KIND else beginning,
        _DEFAULT_KIND.get(document.format, "grey_literature"),
    )
    warnings = tuple(dict.fromkeys(chain(detected.warnings, document.warnings)))
    return replace(document, title=title, date=date, kind=kind, warnings=warnings)


def _beginning(document: ReadDocument) -> str:
    return next((page.text[:_BEGINNING] for page in document.pages if page.text), "")


def _first_lines(beginning: str) -> str:
    """The short lines a document opens with: where its date stands. A date in a paragraph is of something else."""
    lines = [line for line in beginning.split("\n") if line.strip()][:_DATE_LINES]
    return "\n".join(line for line in lines if len(line) <= _LONGEST_DATE_LINE)
