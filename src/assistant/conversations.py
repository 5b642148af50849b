"""What an owner does with the conversations kept in the catalogue: go on, reopen, rename, erase, judge.

An owner is an opaque text: whoever asks gives it, and what belongs to another owner is not there for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from assistant.answering.kept import without_withheld
from assistant.conversation_ports import ConversationLimits, ConversationStore
from assistant.errors import UsageError
from assistant.ports import Catalogue
from assistant.text.controls import without_controls
from assistant.text.normalise import fold
from assistant.types import (
    Answer,
    Citation,
    CitationState,
    Conversation,
    ConversationHead,
    Feedback,
    FeedbackTarget,
    JudgedTurn,
    KeptPlace,
    KeptTurn,
    Rating,
    ReopenedTurn,
    Turn,
)

TITLE_CHARACTERS = 120
_FIRST_QUESTION = 80  # characters of the first question that make the title
_CARRIED_TURNS = 10  # questions and answers that the next question may lean on


class Conversations:
    """Conversations by owner. All methods may be called from several threads."""

    def __init__(
        self, store: ConversationStore, catalogue: Catalogue, limits: ConversationLimits, comment_characters: int
    ) -> None:
        self._store = store
        self._catalogue = catalogue
        self._limits = limits
        self._comment_characters = comment_characters

    def heads(self, owner: str) -> Sequence[ConversationHead]:
        """The owner's conversations, the one spoken in last first."""
        return self._store.heads(owner)

    def find(self, owner: str, text: str) -> Sequence[ConversationHead]:
        """The owner's conversations whose title or questions hold all words of a text, whatever their accents."""
        words = fold(text).split()
        asked = self._store.questions(owner)
        return [
            head
            for head in self._store.heads(owner)
            if all(word in fold(" ".join((head.title, *asked.get(head.id, ())))) for word in words)
        ]

    def history(self, owner: str, conversation_id: str) -> tuple[Turn, ...]:
        """What the next question of a conversation may lean on: its last turns, oldest first.

        Raises:
            UsageError: unknown_conversation.
        """
        self._head(owner, conversation_id)
        turns = self._store.turns(owner, conversation_id, _CARRIED_TURNS)
        said = ((each.answer.question, each.answer.text) for each in turns)
        return tuple(turn for asked, told in said for turn in (Turn("user", asked), Turn("assistant", told)))

    def keep(self, owner: str, conversation_id: str | None, answer: Answer) -> KeptPlace:
        """Keep an answer with the evidence it was made from: it survives a kill once this has returned.

        Args:
            owner: whose conversation it is.
            conversation_id: the conversation that it goes on; None: a new one, called after the question.
            answer: as it was given.

        Raises:
            UsageError: unknown_conversation, conversation_full, too_many_conversations.
            StoreError: the index can't be written.
        """
        place = self._store.add_turn(owner, conversation_id, first_title(answer.question), answer, self._limits)
        if place is None:
            raise UsageError("unknown_conversation")
        if place.turn > 1 and not answer.courtesy:
            self._call_by_a_question(owner, place.conversation_id, answer)
        return place

    def _call_by_a_question(self, owner: str, conversation_id: str, answer: Answer) -> None:
        """Call a conversation that is called after a greeting after its first question instead."""
        first, head = self._store.turn(owner, KeptPlace(conversation_id, 1)), self._store.head(owner, conversation_id)
        if first is None or head is None or not first.answer.courtesy:
            return
        if head.title == first_title(first.answer.question):
            self._store.rename(owner, conversation_id, first_title(answer.question))

    def show(self, owner: str, conversation_id: str) -> Conversation:
        """A conversation with what has become of each of its sources.

        Raises:
            UsageError: unknown_conversation.
        """
        head = self._head(owner, conversation_id)
        given = self._store.feedback(owner, conversation_id)
        turns = self._store.turns(owner, conversation_id)
        return Conversation(head, tuple(self._reopened(each, given.get(each.number, ())) for each in turns))

    def rename(self, owner: str, conversation_id: str, title: str) -> ConversationHead:
        """Give a conversation another title, on one line.

        Raises:
            UsageError: unknown_conversation, title_empty, title_too_long.
        """
        shown = one_line(title)
        if not shown:
            raise UsageError("title_empty")
        if len(shown) > TITLE_CHARACTERS:
            raise UsageError("title_too_long", length=len(shown), limit=TITLE_CHARACTERS)
        if not self._store.rename(owner, conversation_id, shown):
            raise UsageError("unknown_conversation")
        return self._head(owner, conversation_id)

    def erase(self, owner: str, conversation_id: str) -> None:
        """Erase a conversation and the feedback given in it, down to the last byte.

        Raises:
            UsageError: unknown_conversation.
            StoreError: it is erased, but the disk is too full to overwrite what it was; that is done at the next start.
        """
        if not self._store.erase(owner, conversation_id):
            raise UsageError("unknown_conversation")

    def erase_all(self, owner: str) -> int:
        """The same of all the owner's conversations; how many there were."""
        return self._store.erase(owner)

    def erase_old(self, days: int) -> int:
        """The same of all conversations, of any owner, not spoken in for so many days; 0 days: of none."""
        if not days:
            return 0
        return self._store.erase_before((datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="milliseconds"))

    def judge(
        self,
        owner: str,
        place: KeptPlace,
        target: FeedbackTarget,
        number: int,
        rating: Rating | None,
        comment: str = "",
    ) -> None:
        """Keep what the owner thinks of an answer, a claim or a citation, in the place of what was said of it before.

        Args:
            owner: whose conversation it is.
            place: the answer.
            target: what of it is judged.
            number: of the citation, or place of the claim, from 1; 0 for the answer.
            rating: None takes back what was said.
            comment: what else there is to say.

        Raises:
            UsageError: unknown_conversation, unknown_target or comment_too_long.
        """
        kept = self._store.turn(owner, place)
        if kept is None:
            raise UsageError("unknown_conversation")
        if not _is_there(kept.answer, target, number):
            raise UsageError("unknown_target", target=target, number=number)
        text = without_controls(comment).strip()
        if len(text) > self._comment_characters:
            raise UsageError("comment_too_long", length=len(text), limit=self._comment_characters)
        feedback = Feedback(target, number, rating or "right", text)
        done = self._store.withdraw if rating is None else self._store.judge
        if not done(owner, place, feedback):
            raise UsageError("unknown_conversation")

    def judged(self) -> Iterator[JudgedTurn]:
        """All turns with feedback, of all owners, without saying whose."""
        return self._store.judged()

    def unanswered(self) -> Iterator[JudgedTurn]:
        """All turns that the corpus had no answer to, of all owners, without saying whose."""
        return self._store.unanswered()

    def _head(self, owner: str, conversation_id: str) -> ConversationHead:
        head = self._store.head(owner, conversation_id)
        if head is None:
            raise UsageError("unknown_conversation")
        return head

    def _reopened(self, kept: KeptTurn, feedback: tuple[Feedback, ...]) -> ReopenedTurn:
        states = {citation.number: self._state(citation) for citation in kept.answer.citations}
        withheld = frozenset(number for number, state in states.items() if state == "withheld")
        ids = {each.quote.document_id for each in kept.answer.citations if each.number in withheld}
        today = {id_: document for id_ in ids if (document := self._catalogue.document(id_)) is not None}
        answer = without_withheld(kept.answer, withheld, today)
        return ReopenedTurn(replace(kept, answer=answer), states, feedback)

    def _state(self, citation: Citation) -> CitationState:
        quote = citation.quote
        document = self._catalogue.document(quote.document_id)
        if document is None:
            return "gone"
        if not document.quotable or (document.anonymous and not citation.document.anonymous):
            return "withheld"
        page = self._catalogue.page(quote.document_id, quote.page)
        stands = page is not None and page.text[quote.start : quote.end] == quote.text
        return "current" if stands and document.content_hash == citation.document.content_hash else "changed"


def first_title(question: str) -> str:
    """A title from a conversation's first question: on one line, cut at a word."""
    text = one_line(question)
    if len(text) <= _FIRST_QUESTION:
        return text
    cut = text[:_FIRST_QUESTION]
    return f"{cut.rsplit(' ', 1)[0] if ' ' in cut else cut}…"


def one_line(text: str) -> str:
    """Text on one line, without control characters."""
    return " ".join(without_controls(text).split())


def _is_there(answer: Answer, target: FeedbackTarget, number: int) -> bool:
    if target == "answer":
        return number == 0
    if target == "claim":
        return 1 <= number <= len(answer.claims)
    return any(citation.number == number for citation in answer.citations)
