"""What the chat does, without its components: a question in, the growing conversation with its sources out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.errors import AssistantError, UsageError
from assistant.keeping import NEW, Kept, keep
from assistant.service import Assistant, QuoteContext
from assistant.types import (
    Answer,
    Citation,
    Draft,
    Feedback,
    KeptPlace,
    Language,
    ReopenedTurn,
    Turn,
)
from assistant.ui import render
from assistant.ui.feedback import answer_buttons, citation_buttons
from assistant.ui.sources import sources_html
from assistant.ui.words import WORDS
from assistant.wire import parse_wanted, scope_dict

_KEEP_TURNS = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page asks: `filters` as JSON has them, `again` the turn whose question is asked once more.

    `request` is the page's number of it, by which it knows the exchange that answers it.
    """

    question: str
    filters: Mapping[str, Any] = field(default_factory=dict)
    again: int | None = None
    request: int = 0


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question of a conversation and what was shown for it; `answer` is None where it failed.

    `turn` counts from 1 in the conversation.
    """

    turn: int
    question: str
    shown: str
    answer: str | None = None
    frame: render.Frame | None = None


Conversation = tuple[Exchange, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows: the exchanges, and the conversation that they are kept in ("new")."""

    exchanges: Conversation
    name: str = NEW


class Chat:
    """Asks the service for a visitor; holds nothing of the visitor itself. An owner of None keeps nothing."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def ask(
        self, asked: Asked, past: Conversation, language: Language, owner: str | None = None, name: str = NEW
    ) -> Iterator[Shown]:
        """Answer a question.

        Args:
            asked: as the page asks it.
            past: the exchanges before it.
            language: the visitor's, for all words around the answer.
            owner: who the answer is kept for.
            name: the conversation that it is kept in.

        Yields:
            The conversation, its last exchange growing.
        """
        past = tuple(each for each in past[-_KEEP_TURNS:] if not render.is_unfinished(each.shown))
        turn = past[-1].turn + 1 if past else 1
        growing = render.Frame(turn, language, name, dict(asked.filters), request=asked.request)
        try:
            wanted = parse_wanted(dict(asked.filters))
            for item in self._assistant.ask_stream(asked.question, _history(past, asked.again), wanted):
                if isinstance(item, Answer):
                    yield from self._answered(item, growing, past, owner)
                    continue
                body = (
                    render.answer_steps(item.answer, turn, language)[-1]
                    if isinstance(item, Draft)
                    else render.stages_html(item, language, warming=self._assistant.warming)
                )
                yield Shown((*past, _exchange(growing, asked.question, body)), name)
        except AssistantError as error:
            body = render.error_html(error, language)
            yield Shown((*past, _exchange(replace(growing, state="failed"), asked.question, body)), name)

    def _answered(
        self, answer: Answer, growing: render.Frame, past: Conversation, owner: str | None
    ) -> Iterator[Shown]:
        turn, language, name = growing.turn, growing.language, growing.conversation
        steps = render.answer_steps(answer, turn, language)
        # Shown once before it is kept: what was stopped by then is not kept.
        yield Shown((*past, _exchange(growing, answer.question, steps[0], answer)), name)
        kept = Kept(None) if owner is None else keep(self._assistant, owner, name, answer)
        if kept.place is not None:
            name = kept.place.conversation_id
        elif kept.fault is not None:
            steps[-1] += _fault_html(kept.fault, language)
            name = NEW if kept.fault.code in ("unknown_conversation", "conversation_full") else name
        growing = replace(growing, conversation=name)
        for shown in steps[1:-1]:
            yield Shown((*past, _exchange(growing, answer.question, shown, answer)), name)
        whole = steps[-1] + self._below(answer, growing, kept.place)
        done = replace(growing, state="done")
        yield Shown((*past, _exchange(done, answer.question, whole, answer)), name)

    def stopped(self, past: Conversation, language: Language) -> Conversation:
        """A conversation whose last answer was stopped."""
        if not past or not render.is_unfinished(past[-1].shown):
            return past
        last = past[-1]
        frame = replace(last.frame or render.Frame(last.turn, language), state="stopped")
        return (*past[:-1], _exchange(frame, last.question, render.stopped_html(language)))

    def failed(self, error: AssistantError, language: Language) -> Shown:
        """That a conversation can't be shown, and why; there is no question to ask again."""
        message = error.render(language)
        return Shown((Exchange(1, "", render.notice_html(f"{message.reason} {message.hint}", "error")),))

    def reopen(self, owner: str, name: str, language: Language) -> Shown:
        """A conversation as it was, its sources marked where they have changed or gone.

        Raises:
            UsageError: unknown_conversation.
        """
        turns = self._assistant.conversations.show(owner, name).turns
        return Shown(tuple(self._reopened(each, name, language) for each in turns), name)

    def _reopened(self, turn: ReopenedTurn, name: str, language: Language) -> Exchange:
        answer, number = turn.kept.answer, turn.kept.number
        scope = scope_dict(answer.scope, language)
        filters = {} if scope is None else {key: value for key, value in scope["applied"].items() if value}
        frame = render.Frame(number, language, name, filters, state="done")
        body = render.answer_steps(answer, number, language)[-1]
        if any(state != "current" for state in turn.states.values()):
            body += render.notice_html(WORDS[language]["stale"], "unkept")
        body += self._below(answer, frame, KeptPlace(name, number), turn)
        return _exchange(frame, answer.question, body, answer)

    def _below(
        self, answer: Answer, frame: render.Frame, place: KeptPlace | None, reopened: ReopenedTurn | None = None
    ) -> str:
        """What stands below an answer: what may be done with it, and its sources."""
        if answer.courtesy:
            return ""
        states = {} if reopened is None else reopened.states
        given: Sequence[Feedback] = () if reopened is None else reopened.feedback
        language = frame.language

        def context_of(citation: Citation) -> QuoteContext:
            return self._context(citation, current=states.get(citation.number, "current") == "current")

        def judging(number: int) -> str:
            return "" if place is None else citation_buttons(number, place, given, language)

        judged = "" if place is None else answer_buttons(answer, place, given, language)
        sources = sources_html(answer, frame.turn, language, context_of, states, judging)
        return render.actions_html(language, judged, cited=bool(answer.citations)) + sources

    def _context(self, citation: Citation, *, current: bool) -> QuoteContext:
        """A citation in the text around it; alone where its document is another one now, or shows no more of itself."""
        quote, document = citation.quote, citation.document
        page = quote.page if document.paged else None
        alone = QuoteContext(document, page, "", quote.text, "", citation.ocr_confidence)
        if not current:
            return alone
        version, width = document.content_hash, render.CONTEXT_WIDTH
        try:
            return self._assistant.quote_context(quote.document_id, page, quote.start, quote.end, width, version)
        except UsageError:
            return alone


def _exchange(frame: render.Frame, question: str, body: str, answer: Answer | None = None) -> Exchange:
    spoken = None if answer is None else answer.language
    shown = render.exchange_html(frame, question, body, spoken)
    return Exchange(frame.turn, question, shown, None if answer is None else answer.text, frame)


def _fault_html(fault: AssistantError, language: Language) -> str:
    """That an answer is not kept, and why."""
    message = fault.render(language)
    return render.notice_html(f"{WORDS[language]['not_kept']} {message.reason} {message.hint}", "unkept")


def done_html(conversation: Conversation) -> str:
    """All exchanges but the last."""
    return "".join(exchange.shown for exchange in conversation[:-1])


def live_html(conversation: Conversation) -> str:
    """The last exchange."""
    return conversation[-1].shown if conversation else ""


def _history(past: Conversation, again: int | None) -> tuple[Turn, ...]:
    """What a question may lean on: what was said before it was asked the first time."""
    turns: list[Turn] = []
    for exchange in past:
        if again is not None and exchange.turn >= again:
            break
        if exchange.answer is not None:
            turns += [Turn("user", exchange.question), Turn("assistant", exchange.answer)]
    return tuple(turns)
