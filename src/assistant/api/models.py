"""What the API takes and gives, as pydantic models: the wire, kept apart from the domain's values.

The response models describe the dictionaries of `assistant.wire`; unknown keys are refused, so the two can't drift.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from assistant.api.common import StrictModel
from assistant.wire import clean_text


class TurnModel(StrictModel):
    """One earlier turn of the dialogue."""

    role: Literal["user", "assistant"]
    content: str


class QuestionRequest(StrictModel):
    """A question, and the turns before it (texts alternate question and answer)."""

    question: Annotated[str, AfterValidator(clean_text)]
    history: list[str | TurnModel] = Field(default_factory=list, max_length=200)
    filters: dict[str, Any] | None = Field(
        None,
        description='What documents must be: `{"type": "interview", "since": 2020}`, also `until`, `date`, `author`, '
        "`language`, `place`, `theme` and `document`, or their French names. A list of values: any of them.",
    )
    recent_first: bool = Field(False, description="What is found, from the latest document to the oldest.")


class AskRequest(QuestionRequest):
    """A question, the turns before it, or the conversation that it goes on."""

    conversation: str | None = Field(
        None, max_length=100, description='Keeps the answer: the id of one of your conversations, or "new".'
    )


class SearchRequest(QuestionRequest):
    """A question, the turns before it, and how many passages to give."""

    k: int = Field(10, ge=1, le=1000, description="Number of passages.")


class ClaimModel(StrictModel):
    """One checkable statement of an answer."""

    text: str
    citations: list[int]
    verdict: Literal["supported", "unsupported", "contradicted", "nothing_to_check"]
    reason: str


class OtherFileModel(StrictModel):
    """Another file of the work that is cited or found; the quote need not stand in it."""

    document_id: str
    source: str
    title: str
    date: str | None
    language: Literal["fr", "en"]
    newest: bool


class CitationModel(StrictModel):
    """A number in an answer and the exact quote it stands for."""

    number: int
    document_id: str
    source: str
    title: str
    authors: list[str]
    date: str | None
    kind: str = Field(description="article, study, grey_literature, interview, visit, minutes or web_page.")
    publisher: str | None
    url: str | None
    page: int | None
    quote: str
    start: int
    end: int
    passage_id: str
    content_hash: str
    ocr_confidence: float | None
    also_in: list[OtherFileModel]


class CoverageModel(StrictModel):
    """How much of the corpus an answer looked at, and what it cites."""

    documents_total: int
    documents_considered: int
    documents_cited: int
    kinds: dict[str, int] = Field(description="Documents cited, by kind.")
    since: str | None = Field(description="Year of the oldest document cited.")
    until: str | None = Field(description="Year of the latest document cited.")
    authorities: int = Field(description="Authorities that the documents cited are about.")


class FiltersModel(StrictModel):
    """Filters by name; an empty list or None asks nothing."""

    documents: list[str]
    kinds: list[str]
    since: str | None
    until: str | None
    authors: list[str]
    languages: list[Literal["fr", "en"]]
    places: list[str]
    themes: list[str]


class ScopeModel(StrictModel):
    """Which documents were searched: `text` says it; `documents` counts them, None where all were."""

    text: str
    documents: int | None
    undated: int
    applied: FiltersModel
    ignored: FiltersModel
    recent_first: bool


class NoticeModel(StrictModel):
    """One thing to know about how an answer was made."""

    code: str
    reason: str
    hint: str


class GenerationModel(StrictModel):
    """What a language model did for an answer: quotes taken and refused, keys made up, claims by verdict."""

    model: str
    quotes: int
    quotes_refused: int
    keys_invented: int
    supported: int
    unsupported: int
    contradicted: int


class NearModel(StrictModel):
    """Where to look where the corpus does not answer: a place, no quote."""

    document_id: str
    source: str
    title: str
    page: int | None
    heading: str | None
    passage_id: str


class AnswerModel(StrictModel):
    """An answer with its citations."""

    question: str
    language: Literal["fr", "en"]
    status: Literal["answered", "partial", "no_evidence"]
    answer: str
    claims: list[ClaimModel]
    citations: list[CitationModel]
    confidence: float
    coverage: CoverageModel
    mode: Literal["extractive", "generative"]
    incomplete: bool
    timings_ms: dict[str, float]
    filters: ScopeModel | None
    searched: str | None
    notices: list[NoticeModel]
    generation: GenerationModel | None
    nearest: list[NearModel]
    disagreement: Literal["numbers", "dates", "definitions"] | None


class LegModel(StrictModel):
    """Rank and score that one index gave to a passage."""

    rank: int
    score: float


class SpanModel(StrictModel):
    """Characters of one page."""

    page: int | None
    start: int
    end: int


class DuplicateModel(StrictModel):
    """Where else nearly the same text stands."""

    passage_id: str
    document_id: str
    source: str
    title: str
    page_start: int | None
    page_end: int | None


class PassageModel(StrictModel):
    """One search result."""

    rank: int
    passage_id: str
    document_id: str
    source: str
    title: str
    heading: str | None
    page_start: int | None
    page_end: int | None
    start: int
    end: int
    spans: list[SpanModel]
    score: float
    text: str
    legs: dict[str, LegModel]
    ocr_confidence: float | None
    quotable: bool
    duplicates: list[DuplicateModel]
    also_in: list[OtherFileModel]
    context_before: str | None


class WarningModel(StrictModel):
    """What a document was read with a reservation about, and what to do."""

    code: str
    reason: str
    hint: str


class DocumentModel(StrictModel):
    """A catalogue entry."""

    document_id: str
    source: str
    title: str
    authors: list[str]
    date: str | None
    kind: str
    language: Literal["fr", "en"]
    format: str
    pages: int | None
    passages: int
    ocr_pages: int
    ocr_confidence: float | None
    characters: int
    added_at: str
    quotable: bool
    places: list[str]
    warnings: list[WarningModel]


class ContextModel(StrictModel):
    """A quote and the text on either side of it."""

    document_id: str
    source: str
    title: str
    page: int | None
    before: str
    quote: str
    after: str
    ocr_confidence: float | None


class StateModel(StrictModel):
    """Whether the service can answer."""

    status: Literal["ok", "ready"]
    documents: int | None = None


class ErrorBody(StrictModel):
    """What went wrong, and what to do."""

    code: str
    reason: str
    hint: str


class ErrorModel(StrictModel):
    """Every error has this shape."""

    error: ErrorBody
