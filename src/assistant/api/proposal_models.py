"""What the API takes and gives of proposals, as pydantic models: see `api.models`."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from assistant.api.common import Count, Ordinal, StrictModel
from assistant.api.models import ErrorModel
from assistant.wire import clean_text

Text = Annotated[str, AfterValidator(clean_text)]
EditorName = Annotated[str, Field(max_length=80), AfterValidator(clean_text)]
_State = Literal["holds", "moved", "changed", "gone", "withheld"]
_Verdict = Literal["supported", "unsupported", "contradicted", "nothing_to_check"]
_PickedFrom = Literal["answer", "search", "suggestion", "document"]


class ProposalHeadModel(StrictModel):
    """A proposal of a list; times are ISO 8601, UTC."""

    id: str
    title: str
    language: Literal["fr", "en"]
    sections: int
    quotes: int
    created: str
    updated: str
    revision: int


class PlaceNowModel(StrictModel):
    """Where a quote stands by now."""

    page: int | None
    start: int | None


class PickedQuoteModel(StrictModel):
    """A quote of a basket and what has become of it (`state` null: not looked up); `now`, where it has moved."""

    id: str
    document_id: str
    content_hash: str
    source: str
    title: str
    page: int | None
    start: int
    end: int
    text: str
    language: Literal["fr", "en"]
    before: str
    after: str
    comment: str
    picked_from: _PickedFrom
    state: _State | None
    now: PlaceNowModel | None


class SentenceModel(StrictModel):
    """A sentence, the quotes it rests on, and what checking it gave (null: it was not checked since it changed)."""

    text: str
    quotes: list[str]
    verdict: _Verdict | None
    reason: str


class BlockModel(StrictModel):
    """A heading, a paragraph or an item of a list."""

    kind: Literal["heading", "paragraph", "item"]
    sentences: list[SentenceModel]


class LockModel(StrictModel):
    """Who is editing a section, until when; `mine`: it is who asks."""

    section_id: str
    editor: str
    until: str
    mine: bool


class SectionModel(StrictModel):
    """A section: its plan, its basket, its text as it is edited and as checked sentences."""

    id: str
    title: str
    question: str
    reader: str
    length: int
    basket: list[PickedQuoteModel]
    text: str
    blocks: list[BlockModel]
    words: int
    written_by: Literal["brief", "model", "person"] | None
    missing: list[str]
    title_verdict: _Verdict | None
    title_reason: str
    revision: int
    text_revision: int
    lock: LockModel | None


class ProposalModel(StrictModel):
    """A proposal whole; `title_verdict` says whether what its title states is in its quotes."""

    id: str
    title: str
    title_verdict: _Verdict | None
    title_reason: str
    language: Literal["fr", "en"]
    created: str
    updated: str
    revision: int
    sections: list[SectionModel]


class VersionModel(StrictModel):
    """A version of a section."""

    section_id: str
    number: int
    kept_at: str
    editor: str
    change: Literal[
        "added", "planned", "picked", "arranged", "commented", "edited", "written", "checked", "restored", "removed",
        "refused",
    ]  # fmt: skip
    title: str
    revision: int
    quotes: int
    words: int


class WholeVersionModel(VersionModel):
    """A version of a section with what the section was."""

    section: SectionModel


class LineChangeModel(StrictModel):
    """A line of two versions compared."""

    change: Literal["same", "removed", "added"]
    text: str


class SuggestionModel(PickedQuoteModel):
    """A quote that is proposed, and the document it is from."""

    authors: list[str]
    date: str | None
    kind: str
    places: list[str]
    authority: str | None
    score: float


class SuggestionsModel(StrictModel):
    """Quotes proposed for a section, what is missing, and titles of documents on it that may not be quoted."""

    quotes: list[SuggestionModel]
    missing: list[str]
    withheld: list[str]


class NoticeModel(StrictModel):
    """One thing to know about how a section was written."""

    code: str
    reason: str
    hint: str


class WrittenModel(StrictModel):
    """A section as it was written or checked."""

    section: SectionModel
    notices: list[NoticeModel]


class QuoteCheckModel(StrictModel):
    """What has become of a quote, and where it stands."""

    quote_id: str
    state: _State
    page: int | None
    start: int | None


class ConflictModel(ErrorModel):
    """Why a change was refused; `version` is the one that a text was kept as which came too late."""

    version: int | None = None


ERRORS: dict[int | str, dict[str, Any]] = {
    **{code: {"model": ErrorModel} for code in (404, 413, 422, 503)},
    409: {"model": ConflictModel},
}


class PlanRequest(StrictModel):
    """What a section is to be: `length` is in words, 0 as it comes."""

    title: Text
    question: Text = ""
    reader: Text = ""
    length: Count = 0
    editor: EditorName = ""


class ReplanRequest(PlanRequest):
    """The same anew; `revision` is that of the section it was made from."""

    revision: Count


class SectionsPlan(StrictModel):
    """A section of a new outline."""

    title: Text
    question: Text = ""
    reader: Text = ""
    length: Count = 0


class ProposalRequest(StrictModel):
    """A new proposal, with its outline."""

    title: Text
    language: Literal["fr", "en"] = "fr"
    sections: list[SectionsPlan] = Field(default_factory=list, max_length=1000)
    editor: EditorName = ""


class RenameProposalRequest(StrictModel):
    """Another title or language."""

    title: Text | None = None
    language: Literal["fr", "en"] | None = None
    editor: EditorName = ""


class OrderRequest(StrictModel):
    """All identifiers in their new order."""

    order: list[str] = Field(max_length=10_000)
    editor: EditorName = ""


class SpanModel(StrictModel):
    """A span of a document: `page` null where it has no pages; `text`, if given, must be what stands there."""

    document_id: str = Field(max_length=200)
    page: Ordinal | None = None
    start: Count
    end: Count
    text: Text | None = None
    content_hash: str | None = None
    comment: Text = ""
    picked_from: _PickedFrom = "document"


class PickRequest(StrictModel):
    """What to pick: spans, citations of an answer of one's own (none named: all), sentences of a passage."""

    spans: list[SpanModel] = Field(default_factory=list, max_length=1000)
    conversation: str | None = Field(None, max_length=100)
    turn: Ordinal = 1
    citations: list[Count] = Field(default_factory=list, max_length=1000)
    passage_id: str | None = Field(None, max_length=200)
    first: Ordinal = Field(1, description="First sentence of the passage.")
    last: Ordinal | None = Field(None, description="Its last one; null: the same as the first.")
    comment: Text = ""
    editor: EditorName = ""


class CommentRequest(StrictModel):
    """What there is to say of a quote."""

    comment: Text
    editor: EditorName = ""


class TextRequest(StrictModel):
    """The text of a section as a person made it of the one with this revision."""

    text: Text
    revision: Count
    editor: EditorName = ""


class WriteRequest(StrictModel):
    """How to write a section; `replace`: also in the place of what a person wrote."""

    mode: Literal["auto", "brief", "model"] = "auto"
    replace: bool = False
    editor: EditorName = ""


class EditorRequest(StrictModel):
    """Who asks, as they call themselves."""

    editor: EditorName = ""


NOBODY = EditorRequest()
"""Where no body is sent: somebody without a name."""
