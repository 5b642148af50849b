"""What the chat page does, without its components: a question in, the growing conversation and its sources out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.errors import AssistantError
from assistant.service import Assistant, QuoteContext
from assistant.types import Answer, Citation, Document, Language, Turn
from assistant.ui import render

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


class Chat:
    """Asks the service for a visitor; holds nothing of the visitor itself."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def ask(self, question: str, past: Conversation, language: Language) -> Iterator[tuple[Conversation, str]]:
        """Answer a question.

        Args:
            question: as typed.
            past: the exchanges before it.
            language: the visitor's, for stages and errors.

        Yields:
            The conversation, its last exchange growing, and the sources panel.
        """
        past = past[-_KEEP_TURNS:]
        turn = past[-1].turn + 1 if past else 1
        sources = panel(past, language)
        try:
            for item in self._assistant.ask_stream(question, _history(past)):
                if isinstance(item, Answer):
                    yield from self._answered(item, turn, past, language)
                else:
                    yield (*past, Exchange(turn, question, render.stages_html(item, language))), sources
        except AssistantError as error:
            yield (*past, Exchange(turn, question, render.error_html(error, language))), sources

    def _answered(
        self, answer: Answer, turn: int, past: Conversation, language: Language
    ) -> Iterator[tuple[Conversation, str]]:
        sources = render.sources_html(answer, turn, self._context)
        for shown in render.answer_steps(answer, turn):
            now = (*past, Exchange(turn, answer.question, shown, sources, answer.text))
            yield now, panel(now, language)

    def _context(self, citation: Citation) -> QuoteContext:
        quote = citation.quote
        page = quote.page if citation.document.paged else None
        version = citation.document.content_hash
        return self._assistant.quote_context(
            quote.document_id, page, quote.start, quote.end, render.CONTEXT_WIDTH, version
        )

    def documents(self) -> list[Document]:
        """The catalogue; empty where it can't be read (a question will say why)."""
        try:
            return list(self._assistant.documents())
        except AssistantError:
            return []


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
    answered = [(each.question, each.sources) for each in conversation if each.answer is not None]
    return render.panel_html(answered, language)
