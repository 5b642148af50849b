"""One open file to documents: detect, read, complete what the file does not say. Runs in the child process."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from typing import Any

from assistant.errors import DocumentError
from assistant.ingest.bodies import body_on_cover, published_by
from assistant.ingest.detect import Detected, detect
from assistant.ingest.first_page import said_on_first_page, title_of_minutes, with_what_it_is
from assistant.ingest.kinds import guess_kind
from assistant.ingest.legibility import is_private, is_unreadable
from assistant.ingest.limits import ReadLimits
from assistant.ingest.metadata import date_in_text, title_from_stem
from assistant.ingest.office.unlock import unlocked
from assistant.ingest.office.unlock_opendocument import unlocked_opendocument
from assistant.ingest.source import Source
from assistant.ingest.stated import stated
from assistant.ingest.texts.turns import with_turns
from assistant.text.assertions import has_verb
from assistant.text.normalise import fold
from assistant.types import DocumentKind, Failure, FileFormat, Origin, ReadDocument

# Where each format is read; a module is loaded when first used.
READERS: dict[FileFormat, str] = {
    "pdf": "pdf.reader:read_pdf",
    "html": "texts.html_reader:read_html",
    "markdown": "texts.markdown_reader:read_markdown",
    "text": "texts.text_reader:read_text",
    "docx": "office.docx_reader:read_docx",
    "odt": "office.odt_reader:read_odt",
    "jsonl": "texts.jsonl_reader:read_jsonl",
    "pptx": "office.pptx_reader:read_pptx",
    "odp": "office.odp_reader:read_odp",
    "xlsx": "office.sheet_reader:read_sheets",
    "xls": "office.sheet_reader:read_sheets",
    "ods": "office.sheet_reader:read_sheets",
    "csv": "office.csv_reader:read_csv",
    "epub": "texts.epub_reader:read_epub",
    "eml": "texts.mail_reader:read_mail",
    "vtt": "texts.subtitle_reader:read_subtitles",
    "srt": "texts.subtitle_reader:read_subtitles",
    "image": "ocr.image_reader:read_image",
    "doc": "office.legacy_reader:read_legacy",
    "ppt": "office.legacy_reader:read_legacy",
    "rtf": "office.legacy_reader:read_legacy",
}
_BEGINNING = 600
_DATE_LINES = 6
_LONGEST_DATE_LINE = 120
_MOST_DATE_WORDS = 16  # more are a sentence
_LETTERS: frozenset[FileFormat] = frozenset({"pdf", "docx", "odt", "doc", "rtf"})  # may have a head, or a cover
_OPENDOCUMENT: frozenset[FileFormat] = frozenset({"odt", "odp", "ods"})
_TABLES: frozenset[FileFormat] = frozenset({"xlsx", "xls", "ods", "csv"})
_DATED_BY_PROGRAMS: frozenset[FileFormat] = frozenset({"pdf", "docx", "odt", "doc", "rtf", "pptx", "odp", "ppt"})
_SAYS_WHEN = re.compile(
    r"\b(?:publiee?s?|parue?s?|mise? (?:a jour|en ligne)|date[es]*|redigee?s?|editee?s?|adoptee?s?|signee?s?"
    r"|fait (?:a|le)|published|updated|dated|issued|written|adopted|signed)\b"
)
_YEARS_NEAR = 2  # between a printed date and the file's: one that is further away is of something else
_BY_PAGE: frozenset[FileFormat] = frozenset({"pdf", "image"})  # their readers judge each page
_MAY_HAVE_TURNS: frozenset[FileFormat] = frozenset({"text", "markdown", "docx", "odt", "html", "vtt", "srt"})
_DEFAULT_KIND: dict[FileFormat, DocumentKind] = {"html": "web_page", "markdown": "article", "jsonl": "article"}


def read_source(source: Source, limits: ReadLimits) -> Iterator[ReadDocument | Failure]:
    """Documents of a file, and the records of it that can't be read, in order.

    One whose text is noise is a record that can't be read, or where nothing else was found, a file that can't.

    Raises:
        DocumentError: the file can't be read; see `messages` for the codes.
    """
    source = unlocked(source)
    detected = detect(source)
    if detected.format in _OPENDOCUMENT:
        source = unlocked_opendocument(source, limits)
    for item in _legible(_read(detected, source, limits), source.name):
        if not isinstance(item, ReadDocument):
            yield item
            continue
        document = replace(item, warnings=tuple(dict.fromkeys(chain(detected.warnings, item.warnings))))
        document = with_turns(document) if document.format in _MAY_HAVE_TURNS else document
        yield document if document.ocr_wanted else complete(document, source.stem)


def _read(detected: Detected, source: Source, limits: ReadLimits) -> Iterable[ReadDocument | Failure]:
    """Each reader takes a Source and limits, and gives a ReadDocument or several items."""
    module, function = READERS[detected.format].split(":")
    result = getattr(importlib.import_module(f"assistant.ingest.{module}"), function)(source, limits)
    return (result,) if isinstance(result, ReadDocument) else result


def _legible(items: Iterable[ReadDocument | Failure], name: str) -> Iterator[ReadDocument | Failure]:
    """What was read, with a Failure in place of each document whose text is noise.

    Raises:
        DocumentError: unreadable_text, where that is the file itself, and it holds nothing else.
    """
    noise = others = False
    for item in items:
        if not (isinstance(item, ReadDocument) and _is_noise(item)):
            others = True
            yield item
        elif item.record_id is not None:
            others = True
            yield Failure(item.record_id, "unreadable_text")
        else:
            noise = True
    if noise and not others:
        raise DocumentError("unreadable_text")
    if noise:
        yield Failure(name, "unreadable_text")


def _is_noise(document: ReadDocument) -> bool:
    if document.format in _BY_PAGE:
        return False
    text = "\n".join(page.text for page in document.pages)
    return is_private(text) if document.format in _TABLES else is_unreadable(text)


def complete(document: ReadDocument, stem: str) -> ReadDocument:
    """Title, date and kind where the file does not state them, by the name of the file and by the text.

    Where pages have yet to be recognised this is done after it, by who asked: their text counts.
    """
    beginning = _beginning(document)
    is_file = document.record_id is None
    named = title_from_stem(stem) if is_file else document.record_id
    said = said_on_first_page(_first_text(document)) if is_file else {}
    said_title = title_of_minutes(_first_text(document)) if is_file else None
    if document.title and document.origins.get("title") == "first_page":
        whole = _with_what_it_is(document)
        document = replace(document, title=None if said_title else whole)  # a heading below what is said
    title = document.title or said_title or named or stem
    sources: list[tuple[Origin, Mapping[str, Any]]] = [("first_page", said)]
    sources.append(("first_page", {"title": said_title, "authors": _authors_by_place(document) if is_file else ()}))
    if is_file:
        printed = said.get("date") or date_in_text(_first_lines(beginning))
        document = _with_printed_date(document, printed)
        sources.append(("first_page", {"date": printed}))
        title_origin = document.origins.get("title", "first_page") if document.title else "file_name"
        sources.insert(1, (title_origin, {"date": date_in_text(title)}))
    hint = f"{title}\n{named}" if is_file else title
    sources += _kinds(document, hint, "" if document.format in _DEFAULT_KIND else beginning)
    sources.append(("file_name", {"title": title}))
    return _filled(document, stated(*sources))


def _with_what_it_is(document: ReadDocument) -> str | None:
    if document.title is None or document.format not in _LETTERS:
        return document.title
    return with_what_it_is(document.title, _first_text(document))


def _authors_by_place(document: ReadDocument) -> tuple[str, ...]:
    """Who a text is by, where no label tells: the State's body at its head, or the person named at its end."""
    if document.format in _TABLES or not document.pages:
        return ()
    head = body_on_cover(_first_text(document)) if document.format in _LETTERS else None
    found = head or published_by(document.pages[-1].text)
    return (found,) if found else ()


def _with_printed_date(document: ReadDocument, printed: str | None) -> ReadDocument:
    """A document without the date of its file, where one near to it is printed on top of the first page.

    What programs note in a PDF or an office file is when it was made: minutes are written days after, exports months.
    """
    noted = document.date if document.origins.get("date") == "file_metadata" else None
    if noted is None or printed is None or noted.startswith(printed) or document.format not in _DATED_BY_PROGRAMS:
        return document
    return replace(document, date=None) if abs(int(noted[:4]) - int(printed[:4])) <= _YEARS_NEAR else document


def _kinds(document: ReadDocument, hint: str, beginning: str) -> list[tuple[Origin, Mapping[str, Any]]]:
    """The kind that the title or the name of the file, else the first lines speak of; else that of the format."""
    kind, of_text = guess_kind(hint, "", None), guess_kind("", beginning, None)
    of_title = guess_kind(document.title or "", "", None) == kind
    default = _DEFAULT_KIND.get(document.format, "grey_literature")
    return [
        (document.origins.get("title", "first_page") if of_title else "file_name", {"kind": kind}),
        ("first_page", {"kind": of_text}),
        ("default", {"kind": default}),
    ]


def _filled(document: ReadDocument, found: Mapping[str, Any]) -> ReadDocument:
    """A document with the fields found where it has none."""
    new = {name: value for name, value in found.items() if name != "origins" and not getattr(document, name)}
    unnamed: dict[str, Origin] = {"title": "first_page"} if document.title else {}  # recognised on a picture
    origins = {**unnamed, **document.origins, **{name: found["origins"][name] for name in new}}
    return replace(document, **new, origins=origins)


def _first_text(document: ReadDocument) -> str:
    return "" if document.format in _TABLES else next((page.text for page in document.pages if page.text), "")


def _beginning(document: ReadDocument) -> str:
    """The text a document opens with; none of a table, whose values say nothing of it."""
    if document.format in _TABLES:
        return ""
    return next((page.text[:_BEGINNING] for page in document.pages if page.text), "")


def _first_lines(beginning: str) -> str:
    """The short lines a document opens with: where its date stands. A date in a sentence is of something else."""
    whole = beginning.rpartition("\n")[0] if len(beginning) == _BEGINNING else beginning  # its last line is cut
    lines = [line for line in whole.split("\n") if line.strip()][:_DATE_LINES]
    return "\n".join(line for line in lines if _may_date(line))


def _may_date(line: str) -> bool:
    """Whether a line is short, and no sentence but for one that says when the document was made."""
    if len(line) > _LONGEST_DATE_LINE or len(line.split()) > _MOST_DATE_WORDS:
        return False
    return not has_verb(line) or _SAYS_WHEN.search(fold(line)) is not None
