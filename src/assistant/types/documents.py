"""What is read and kept: documents, their pages, headings and passages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import repeat
from typing import Literal, NamedTuple, get_args

Language = Literal["fr", "en"]
DocumentKind = Literal["article", "study", "grey_literature", "interview", "visit", "minutes", "web_page"]
DOCUMENT_KINDS: tuple[DocumentKind, ...] = get_args(DocumentKind)
NOT_FOR_QUOTATION = "not_for_quotation"
"""The warning on a document that is not to be quoted: it says so itself, or its record does."""
ANONYMOUS = "anonymous"
"""The warning on a document whose record says that neither its authors nor its name are to be shown."""
Origin = Literal[
    "correction", "sidecar", "bibliography", "markup", "file_metadata", "first_page", "file_name", "default",
    "detected", "work",
]  # fmt: skip
"""Where a field of a record comes from, the strongest first (see `types.records` for what stands outside a file).
`work`: marks, from another file of the same work."""
ORIGINS: tuple[Origin, ...] = get_args(Origin)
FileFormat = Literal[
    "pdf", "html", "markdown", "text", "docx", "odt", "jsonl", "pptx", "odp", "xlsx", "xls", "ods", "csv", "epub",
    "eml", "vtt", "srt", "image", "doc", "ppt", "rtf",
]  # fmt: skip


class WordBox(NamedTuple):
    """Where one word of a page's text is drawn: span in the page's text, rectangle in PDF points from bottom left.

    A tuple, because there are hundreds on a page.
    """

    start: int
    end: int
    left: float
    bottom: float
    right: float
    top: float

    @staticmethod
    def of_rows(rows: Iterable[tuple[int, int, float, float, float, float]]) -> tuple[WordBox, ...]:
        """The boxes whose fields, in their order, are those of the rows: faster than one call for each."""
        return tuple(map(tuple.__new__, repeat(WordBox), rows))


class Rectangle(NamedTuple):
    """A part of a page as shown, in PDF points from bottom left."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page as read: number counts from 1, label is what is printed on it, width and height are in PDF points.

    `ocr_confidence` is set where the text was recognised on the page's picture: how sure its words are, 0 to 1.
    `notes` is where the page's footnotes begin, which stand at the end of its text.
    """

    number: int
    text: str
    label: str | None = None
    width: float | None = None
    height: float | None = None
    boxes: tuple[WordBox, ...] = ()
    ocr_confidence: float | None = None
    notes: int | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading found in a page's text: level counts from 1; text[start:end] of that page holds the title."""

    page: int
    start: int
    end: int
    level: int
    title: str


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """What a reader makes of a file (or of one record of it), before it is stored.

    `record_id` is set for a document inside a file that holds several (a record of JSON Lines, an attachment of an
    e-mail). `date` is ISO 8601, possibly only a year or a month. `paged` is False where the format has no pages: then
    there is exactly one Page, number 1. `ocr_wanted` names the pages whose text has yet to be recognised on their
    picture, because there is none or it can't be read. `origins` says where each field comes from.
    """

    format: FileFormat
    pages: tuple[Page, ...]
    paged: bool
    title: str | None = None
    authors: tuple[str, ...] = ()
    date: str | None = None
    language: Language | None = None
    kind: DocumentKind | None = None
    headings: tuple[Heading, ...] = ()
    warnings: tuple[str, ...] = ()
    record_id: str | None = None
    ocr_wanted: tuple[int, ...] = ()
    publisher: str | None = None
    place: str | None = None
    licence: str | None = None
    url: str | None = None
    identifier: str | None = None
    retrieved_at: str | None = None
    origins: Mapping[str, Origin] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Unsaid:
    """Folded words that give an anonymous source away: those of names are never said, others not as names."""

    names: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Document:
    """A catalogued work: bibliographic data and source.

    `source` is what people see and what cases name: the path below the ingested folder, with `#record` for a
    record of a JSON Lines file or an attachment of an e-mail. `content_hash` is the SHA-256 of the original file, or of
    the record; `record_id` names the record, or is None where the document is a whole file. `page_count` is None where
    the format has no pages. `ocr_pages` counts the pages whose text was recognised on their picture, `ocr_confidence`
    is the mean of theirs (None where there is none). `added_at` is ISO 8601, UTC. `identifier` is a DOI or an ISBN,
    `retrieved_at` the day on which a web page was fetched. `origins` says, by field, where it comes from. `work` is the
    id of the newest document of the work that it is one of several files of (of one text, that with the better record);
    None where it is alone. `places` are the
    names of the places it is about, the most named first; `authority` is the one that the first of them belongs to.
    `unsaid` is known of an anonymous document alone, is stored nowhere and shown to nobody.
    """

    id: str
    source: str
    format: FileFormat
    content_hash: str
    title: str
    authors: tuple[str, ...]
    date: str | None
    kind: DocumentKind
    language: Language
    page_count: int | None
    passage_count: int
    characters: int
    added_at: str
    warnings: tuple[str, ...] = ()
    ocr_pages: int = 0
    record_id: str | None = None
    ocr_confidence: float | None = None
    publisher: str | None = None
    place: str | None = None
    licence: str | None = None
    url: str | None = None
    identifier: str | None = None
    retrieved_at: str | None = None
    origins: Mapping[str, Origin] = field(default_factory=dict, hash=False)
    work: str | None = None
    places: tuple[str, ...] = ()
    authority: str | None = None
    unsaid: Unsaid = field(default=Unsaid(), repr=False, compare=False)

    @property
    def work_id(self) -> str:
        """What the files of one work have in common."""
        return self.work or self.id

    @property
    def paged(self) -> bool:
        """Whether citations of this document carry a page number."""
        return self.page_count is not None

    @property
    def quotable(self) -> bool:
        """Whether answers may quote it: a document can say that it is not to be."""
        return NOT_FOR_QUOTATION not in self.warnings

    @property
    def anonymous(self) -> bool:
        """Whether neither its authors nor its name are to be shown."""
        return ANONYMOUS in self.warnings

    @property
    def text_shown(self) -> bool:
        """Whether its text may be shown where it was not chosen sentence by sentence."""
        return self.quotable and not self.anonymous

    @property
    def file(self) -> str:
        """Path of the file that the document is, or is a part of, below the ingested folder."""
        return self.source if self.record_id is None else self.source.removesuffix(f"#{self.record_id}")


@dataclass(frozen=True, slots=True)
class Span:
    """Characters start to end (half open) of the text of one page."""

    page: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A citable span of a document.

    One span, or two where a sentence runs over a page break. `text` is the spans' page text joined by a newline,
    so with one span it is exactly `page.text[start:end]`.
    """

    id: str
    document_id: str
    ordinal: int
    spans: tuple[Span, ...]
    heading_path: tuple[str, ...]
    text: str
    language: Language

    @property
    def page_start(self) -> int:
        """Number of the first page the passage stands on."""
        return self.spans[0].page

    @property
    def page_end(self) -> int:
        """Number of the last page the passage stands on."""
        return self.spans[-1].page
