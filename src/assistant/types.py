"""The values that flow through the assistant. Standard library only, all frozen.

Offsets are always character offsets into a page's text (a document without pages has one page, number 1,
and `Document.paged` is False). Spans are half open: `text[start:end]`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import repeat
from typing import Literal, NamedTuple, get_args

Language = Literal["fr", "en"]
DocumentKind = Literal["article", "study", "grey_literature", "interview", "visit", "minutes", "web_page"]
DOCUMENT_KINDS: tuple[DocumentKind, ...] = get_args(DocumentKind)
FileFormat = Literal[
    "pdf", "html", "markdown", "text", "docx", "odt", "jsonl", "pptx", "odp", "xlsx", "xls", "ods", "csv", "epub",
    "eml", "vtt", "srt", "image", "doc", "ppt", "rtf",
]  # fmt: skip
Verdict = Literal["supported", "unsupported", "contradicted", "nothing_to_check"]
AnswerStatus = Literal["answered", "partial", "no_evidence"]
AnswerMode = Literal["extractive", "generative"]


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
    picture, because there is none or it can't be read.
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


@dataclass(frozen=True, slots=True)
class Document:
    """A catalogued work: bibliographic data and source.

    `source` is what people see and what cases name: the path below the ingested folder, with `#record` for a
    record of a JSON Lines file or an attachment of an e-mail. `content_hash` is the SHA-256 of the original file, or of
    the record; `record_id` names the record, or is None where the document is a whole file. `page_count` is None where
    the format has no pages. `ocr_pages` counts the pages whose text was recognised on their picture, `ocr_confidence`
    is the mean of theirs (None where there is none). `added_at` is ISO 8601, UTC.
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

    @property
    def paged(self) -> bool:
        """Whether citations of this document carry a page number."""
        return self.page_count is not None

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


@dataclass(frozen=True, slots=True)
class QueryWord:
    """One content word of a question.

    `terms` are its analysed forms (French and English analysis; often one). `named` marks what the question is
    precisely about: a proper name, an acronym or a number. `carried` marks a word of an earlier turn.
    """

    surface: str
    terms: tuple[str, ...]
    named: bool = False
    carried: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A question made ready for the legs.

    `text` is what was asked; `search_text` is what is searched (a follow-up carries the turn before it). `words`
    serve to judge what was found, `weighted_terms` (each term once) to search the lexical index.
    """

    text: str
    search_text: str
    language: Language
    words: tuple[QueryWord, ...]
    weighted_terms: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One result of one index: higher scores are better, whatever their scale."""

    passage_id: str
    score: float


@dataclass(frozen=True, slots=True)
class LegScore:
    """Rank (from 1) and raw score that one leg gave to a passage."""

    rank: int
    score: float


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """A passage with its document, its fused score and what each leg ("lexical", "vector") said of it."""

    passage: Passage
    document: Document
    score: float
    legs: Mapping[str, LegScore] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The passages judged relevant to one question, best first, and how large the corpus was."""

    query: Query
    passages: tuple[ScoredPassage, ...]
    documents_total: int


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim span: `text` equals the page's text[start:end], character for character."""

    document_id: str
    passage_id: str
    page: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A number in an answer, the quote it stands for and the document it is from."""

    number: int
    quote: Quote
    document: Document


@dataclass(frozen=True, slots=True)
class Claim:
    """One checkable statement of an answer, the numbers of its citations, and what checking it gave."""

    text: str
    citations: tuple[int, ...]
    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many documents there are, how many were considered for this answer, and how many it cites."""

    documents_total: int
    documents_considered: int
    documents_cited: int


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer whose every sentence is cited, or which says that the corpus does not say.

    `text` is Markdown with numbers in brackets. `confidence` is between 0 and 1. `timings_ms` holds
    milliseconds by stage, with "total".
    """

    question: str
    language: Language
    status: AnswerStatus
    text: str
    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    confidence: float
    coverage: Coverage
    mode: AnswerMode
    incomplete: bool
    timings_ms: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier turn of a dialogue."""

    role: Literal["user", "assistant"]
    text: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be read, or was with a reservation: its source, its message's code and parameters."""

    source: str
    code: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What one ingestion did: numbers of documents, files (or records) that failed, warnings of all documents."""

    added: int
    updated: int
    unchanged: int
    removed: int
    failed: tuple[Failure, ...]
    warnings: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class IngestProgress:
    """Where an ingestion stands: files done of total, passages embedded so far, and the file being read.

    `pages_done` of `pages_total` pages of that file are read, where it is one that takes time (0 of 0 elsewhere), and
    it has been being read for `file_seconds`. `seconds_left` is an estimate, None while there is too little to go by.
    """

    stage: Literal["reading", "embedding", "indexing"]
    files_done: int
    files_total: int
    passages: int
    source: str
    pages_done: int = 0
    pages_total: int = 0
    seconds_left: float | None = None
    file_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class VectorWeight:
    """Share of the vector leg in the fusion, 0 to 1, by how much of the question the best lexical passage covers.

    `covered` where it covers enough of it, `uncovered` where it covers nothing; between them, in proportion.
    """

    covered: float
    uncovered: float


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an index was made with; a cache whose stamp differs from the catalogue's is rebuilt.

    `vector_weight` is how the index is searched, not what a cache holds: no cache is rebuilt for it.
    """

    schema: int
    analyser: str
    embedding_model: str
    embedding_fingerprint: str
    generation: int
    vector_weight: VectorWeight = VectorWeight(0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Status:
    """What the index holds: numbers, failures not mended yet, the stamp, bytes on disk by part, warnings, documents."""

    documents: int
    pages: int
    passages: int
    failures: tuple[Failure, ...]
    stamp: Stamp
    sizes: Mapping[str, int]
    warnings: tuple[Failure, ...] = ()
    by_document: tuple[Document, ...] = ()
