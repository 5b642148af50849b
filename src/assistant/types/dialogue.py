"""What is kept of a dialogue: conversations by owner, their answers with the evidence they were made from, feedback."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from assistant.types.answers import Answer, Turn

CitationState = Literal["current", "changed", "gone", "withheld"]
"""What has become of a kept citation: it stands where it stood, its document is another one now, or has gone, or may no
longer be quoted or named."""

FeedbackTarget = Literal["answer", "claim", "citation"]
Rating = Literal["right", "wrong_passage", "missing_source"]
FEEDBACK_TARGETS: tuple[FeedbackTarget, ...] = get_args(FeedbackTarget)
RATINGS: tuple[Rating, ...] = get_args(Rating)


@dataclass(frozen=True, slots=True)
class ConversationHead:
    """A conversation without what was said in it; times are ISO 8601, UTC."""

    id: str
    title: str
    created_at: str
    updated_at: str
    turns: int


@dataclass(frozen=True, slots=True)
class KeptPlace:
    """Where an answer is kept: its conversation, and its number there, from 1."""

    conversation_id: str
    turn: int


@dataclass(frozen=True, slots=True)
class KeptTurn:
    """One question of a conversation with its answer, as it was given; `number` counts from 1."""

    number: int
    asked_at: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Feedback:
    """What somebody judged of an answer, of one of its claims (by its place, from 1) or citations (by its number).

    `number` is 0 for the answer as a whole.
    """

    target: FeedbackTarget
    number: int
    rating: Rating
    comment: str = ""
    given_at: str = ""


@dataclass(frozen=True, slots=True)
class ReopenedTurn:
    """A kept turn seen again: what has become of each citation, by its number, and the feedback on it."""

    kept: KeptTurn
    states: Mapping[int, CitationState]
    feedback: tuple[Feedback, ...] = ()


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation reopened, oldest turn first."""

    head: ConversationHead
    turns: tuple[ReopenedTurn, ...]


@dataclass(frozen=True, slots=True)
class JudgedTurn:
    """A turn with the turns before it and the feedback on it, if there is any; it does not say whose it is."""

    place: KeptPlace
    kept: KeptTurn
    history: tuple[Turn, ...]
    feedback: tuple[Feedback, ...]
