"""Asking in a conversation: what was said before it, the answer, and the answer kept. The same for every front."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.errors import AssistantError
from assistant.service import Assistant
from assistant.types import Answer, Filters, KeptPlace

NEW = "new"
"""What stands for a conversation that is yet to begin."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Where an answer is kept, or what kept it from being so: the answer stands all the same."""

    place: KeptPlace | None
    fault: AssistantError | None = None


def keep(assistant: Assistant, owner: str, conversation: str, answer: Answer) -> Kept:
    """Keep an answer in a conversation of an owner, or in a new one ("new")."""
    try:
        return Kept(assistant.conversations.keep(owner, None if conversation == NEW else conversation, answer))
    except AssistantError as error:
        return Kept(None, error)


def ask_in(
    assistant: Assistant, owner: str, conversation: str, question: str, filters: Filters | None = None
) -> tuple[Answer, Kept]:
    """Answer a question as the next one of a conversation, or as the first of a new one ("new"), and keep the answer.

    Raises:
        UsageError: unknown_conversation, or as for `Assistant.ask`.
    """
    history = () if conversation == NEW else assistant.conversations.history(owner, conversation)
    answer = assistant.ask(question, history, filters)
    return answer, keep(assistant, owner, conversation, answer)
