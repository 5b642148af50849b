"""What the chat page does, without its components: a question in, the growing conversation and its sources out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.errors import AssistantError
from assistant.keeping import NEW, Kept, keep
from assistant.service import Assistant, QuoteContext
from assistant.types import (
    Answer,
    Citation,
    ConversationHead,
    Document,
    Draft,
    Feedback,
    KeptPlace,
    Language,
    ReopenedTurn,
    Turn,
)
from assistant.ui import render
from assistant.ui.feedback import answer_buttons, citation_buttons
from assistant.ui.words import WORDS

_KEEP_TURNS = 50


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question of a conversation and what was shown for it; `answer` is None where it failed.

    `turn` counts from 1 in the conversation.
    """

    turn: int
    question: str
    shown: str
    sources: str = ""
    answer: str | None = None


Conversation = tuple[Exchange, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows: the exchanges, the sources panel, and the conversation that they are kept in ("new")."""

    exchanges: Conversation
    sources: str
    name: str = NEW


class Chat:
    """Asks the service for a visitor; holds nothing of the visitor itself. An owner of None keeps nothing."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def ask(
        self, question: str, past: Conversation, language: Language, owner: str | None = None, name: str = NEW
    ) -> Iterator[Shown]:
        """Answer a question.

        Args:
            question: as typed.
            past: the exchanges before it.
            language: the visitor's, for stages and errors.
            owner: who the answer is kept for.
            name: the conversation that it is kept in.

        Yields:
            The conversation, its last exchange growing, and the sources panel.
        """
        past = past[-_KEEP_TURNS:]
        turn = past[-1].turn + 1 if past else 1
        sources = panel(past, language)
        try:
            for item in self._assistant.ask_stream(question, _history(past)):
                if isinstance(item, Answer):
                    yield from self._answered(item, turn, past, language, owner, name)
                    continue
                shown = (
                    render.answer_steps(item.answer, turn)[-1]
                    if isinstance(item, Draft)
                    else render.stages_html(item, language)
                )
                yield Shown((*past, Exchange(turn, question, shown)), sources, name)
        except AssistantError as error:
            yield Shown((*past, Exchange(turn, question, render.error_html(error, language))), sources, name)

    def _answered(
        self, answer: Answer, turn: int, past: Conversation, language: Language, owner: str | None, name: str
    ) -> Iterator[Shown]:
        kept = Kept(None) if owner is None else keep(self._assistant, owner, name, answer)
        sources = self._sources(answer, turn, kept.place)
        steps = render.answer_steps(answer, turn)
        if kept.place is not None:
            name = kept.place.conversation_id
        elif kept.fault is not None:
            steps[-1] += _fault_html(kept.fault, language)
            name = NEW if kept.fault.code in ("unknown_conversation", "conversation_full") else name
        for shown in steps:
            now = (*past, Exchange(turn, answer.question, shown, sources, answer.text))
            yield Shown(now, panel(now, language), name)

    def reopen(self, owner: str, name: str, language: Language) -> Shown:
        """A conversation as it was, its sources marked where they have changed or gone.

        Raises:
            UsageError: unknown_conversation.
        """
        turns = self._assistant.conversations.show(owner, name).turns
        exchanges = tuple(self._reopened(each, KeptPlace(name, each.kept.number)) for each in turns)
        return Shown(exchanges, panel(exchanges, language), name)

    def _reopened(self, turn: ReopenedTurn, place: KeptPlace) -> Exchange:
        answer, number = turn.kept.answer, turn.kept.number
        sources, shown = self._sources(answer, number, place, turn), render.answer_steps(answer, number)[-1]
        if any(state != "current" for state in turn.states.values()):
            shown += render.notice_html(WORDS[answer.language]["stale"], "unkept")
        return Exchange(number, answer.question, shown, sources, answer.text)

    def _sources(self, answer: Answer, turn: int, place: KeptPlace | None, reopened: ReopenedTurn | None = None) -> str:
        states = {} if reopened is None else reopened.states
        given: Sequence[Feedback] = () if reopened is None else reopened.feedback
        if answer.courtesy:
            return ""

        def context_of(citation: Citation) -> QuoteContext:
            return self._context(citation, current=states.get(citation.number, "current") == "current")

        if place is None:
            return render.sources_html(answer, turn, context_of, states)
        language = answer.language
        shown = render.sources_html(
            answer, turn, context_of, states, lambda number: citation_buttons(number, place, given, language)
        )
        return answer_buttons(answer, place, given) + shown

    def _context(self, citation: Citation, *, current: bool) -> QuoteContext:
        """A citation in the text around it; alone where its document is another one now."""
        quote, document = citation.quote, citation.document
        page = quote.page if document.paged else None
        if current:
            version = document.content_hash
            width = render.CONTEXT_WIDTH
            return self._assistant.quote_context(quote.document_id, page, quote.start, quote.end, width, version)
        return QuoteContext(document, page, "", quote.text, "", citation.ocr_confidence)

    def documents(self) -> list[Document]:
        """The catalogue; empty where it can't be read (a question will say why)."""
        try:
            return list(self._assistant.documents())
        except AssistantError:
            return []

    def mine(self, owner: str | None) -> Sequence[ConversationHead]:
        """The visitor's conversations, the one spoken in last first; none where they can't be read."""
        try:
            return [] if owner is None else self._assistant.conversations.heads(owner)
        except AssistantError:
            return []

    def rename(self, owner: str, name: str, title: str) -> None:
        """Give a conversation another title.

        Raises:
            UsageError: see `Conversations.rename`.
        """
        self._assistant.conversations.rename(owner, name, title)

    def erase(self, owner: str, name: str) -> None:
        """Erase a conversation.

        Raises:
            UsageError: unknown_conversation.
        """
        self._assistant.conversations.erase(owner, name)


def _fault_html(fault: AssistantError, language: Language) -> str:
    """That an answer is not kept, and why."""
    message = fault.render(language)
    return render.notice_html(f"{WORDS[language]['not_kept']} {message.reason} {message.hint}", "unkept")


def messages(conversation: Conversation) -> list[dict[str, str]]:
    """A conversation as chat messages."""
    shown = []
    for exchange in conversation:
        shown.append({"role": "user", "content": render.question_html(exchange.question)})
        shown.append({"role": "assistant", "content": exchange.shown})
    return shown


def _history(past: Conversation) -> tuple[Turn, ...]:
    turns: list[Turn] = []
    for exchange in past:
        if exchange.answer is not None:
            turns += [Turn("user", exchange.question), Turn("assistant", exchange.answer)]
    return tuple(turns)


def panel(conversation: Conversation, language: Language) -> str:
    """The sources panel of a conversation."""
    answered = [(each.question, each.sources) for each in conversation if each.answer is not None and each.sources]
    return render.panel_html(answered, language)
