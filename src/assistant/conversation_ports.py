"""The seam to where conversations and feedback are kept: a Protocol, with what it promises."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.types import Answer, ConversationHead, Feedback, JudgedTurn, KeptPlace, KeptTurn


@dataclass(frozen=True, slots=True)
class ConversationLimits:
    """Most conversations of one owner and of all, and most turns of one conversation."""

    per_owner: int
    in_all: int
    turns: int


class ConversationStore(Protocol):
    """Conversations by owner. What one owner asks of another's is answered as if it were not there.

    Each writing method is one transaction; what it has returned from survives a kill.
    """

    def add_turn(
        self, owner: str, conversation_id: str | None, title: str, answer: Answer, limits: ConversationLimits
    ) -> KeptPlace | None:
        """Keep an answer as the next turn of a conversation, or (None) as the first of a new one with this title.

        Returns:
            Where it is kept; None: the owner has no such conversation.

        Raises:
            UsageError: conversation_full or too_many_conversations; nothing is kept.
        """
        ...

    def heads(self, owner: str) -> Sequence[ConversationHead]:
        """The conversations of an owner, the one spoken in last first."""
        ...

    def questions(self, owner: str) -> Mapping[str, Sequence[str]]:
        """What an owner asked, by conversation."""
        ...

    def head(self, owner: str, conversation_id: str) -> ConversationHead | None:
        """One of them, or None."""
        ...

    def turns(self, owner: str, conversation_id: str, last: int | None = None) -> Sequence[KeptTurn]:
        """The turns of a conversation, oldest first; only so many of the last ones where that is given."""
        ...

    def turn(self, owner: str, place: KeptPlace) -> KeptTurn | None:
        """One turn, or None."""
        ...

    def rename(self, owner: str, conversation_id: str, title: str) -> bool:
        """Give a conversation another title. False where the owner has no such conversation."""
        ...

    def erase(self, owner: str, conversation_id: str | None = None) -> int:
        """Erase a conversation, or all of an owner's, with its feedback, down to the last byte.

        Returns:
            How many there were.
        """
        ...

    def erase_before(self, moment: str) -> int:
        """The same of all conversations that were last spoken in before a moment (ISO 8601, UTC), whoever owns them."""
        ...

    def judge(self, owner: str, place: KeptPlace, feedback: Feedback) -> bool:
        """Keep feedback in the place of what the owner said before of the same target. False for no such turn."""
        ...

    def withdraw(self, owner: str, place: KeptPlace, feedback: Feedback) -> bool:
        """Forget what was said of a target. False for no such turn."""
        ...

    def feedback(self, owner: str, conversation_id: str) -> Mapping[int, tuple[Feedback, ...]]:
        """The feedback given in a conversation, by turn."""
        ...

    def judged(self) -> Iterator[JudgedTurn]:
        """All turns with feedback, of all owners, in the order they were asked."""
        ...

    def unanswered(self) -> Iterator[JudgedTurn]:
        """All turns that the corpus had no answer to, of all owners, in the order they were asked."""
        ...
