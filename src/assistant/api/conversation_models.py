"""What the API takes and gives of conversations and feedback, as pydantic models: see `api.models`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from assistant.api.common import Count, Ordinal, StrictModel
from assistant.api.models import AnswerModel, CitationModel, ErrorBody
from assistant.wire import clean_text

_Name = Annotated[str, Field(max_length=100)]


class HeadModel(StrictModel):
    """A conversation of a list; times are ISO 8601, UTC."""

    id: str
    title: str
    created_at: str
    updated_at: str
    questions: int


class KeptCitationModel(CitationModel):
    """A citation, and what has become of it since: its document is the same, another one, gone, or withheld."""

    state: Literal["current", "changed", "gone", "withheld"]


class KeptAnswerModel(AnswerModel):
    """An answer as it was given."""

    citations: list[KeptCitationModel]  # type: ignore[assignment]  # a list is invariant, and this one is not written


class FeedbackModel(StrictModel):
    """What was judged of an answer (number 0), of a claim (by its place, from 1) or a citation (by its number)."""

    target: Literal["answer", "claim", "citation"]
    number: int
    rating: Literal["right", "wrong_passage", "missing_source"]
    comment: str
    given_at: str


class TurnModel(StrictModel):
    """A question with its answer, and one's feedback on it."""

    number: int
    asked_at: str
    answer: KeptAnswerModel
    feedback: list[FeedbackModel]


class ConversationModel(HeadModel):
    """A conversation with its answers."""

    turns: list[TurnModel]


class FindRequest(StrictModel):
    """What is looked for among one's conversations."""

    text: Annotated[str, Field(max_length=1000), AfterValidator(clean_text)]


class RenameRequest(StrictModel):
    """Another title."""

    title: Annotated[str, AfterValidator(clean_text)]


class FeedbackRequest(StrictModel):
    """What one judges: `number` is 0 for the answer; a `rating` of null takes back what was said."""

    conversation: _Name
    turn: Ordinal
    target: Literal["answer", "claim", "citation"]
    number: Count = 0
    rating: Literal["right", "wrong_passage", "missing_source"] | None
    comment: Annotated[str, AfterValidator(clean_text)] = ""


class KeptModel(StrictModel):
    """Where an answer is kept; null, with the reason, where it could not be."""

    id: str | None
    turn: int | None
    error: ErrorBody | None


class AskedModel(AnswerModel):
    """An answer, and where it is kept (for a question that was asked in a conversation)."""

    conversation: KeptModel | None = None
