"""What is said to a greeting, to thanks or to a plain yes or no: one friendly line, and nothing is searched."""

from __future__ import annotations

from assistant.messages import render
from assistant.retrieval.courtesy import courtesy_of
from assistant.types import Answer, Coverage, Language


def courtesy_answer(message: str, documents: int) -> Answer | None:
    """A word said back to a message that asks nothing; None for any other message.

    Args:
        message: as it was written.
        documents: how many there are.
    """
    found = courtesy_of(message)
    if found is None:
        return None
    code, language = found
    said = render(code, {}, language)
    return said_back(message, language, f"{said.reason} {said.hint}", documents)


def said_back(message: str, language: Language, text: str, documents: int) -> Answer:
    """A friendly line that quotes nothing, because nothing was searched; `documents` is how many there are."""
    return Answer(
        question=message,
        language=language,
        status="no_evidence",
        text=text,
        claims=(),
        citations=(),
        confidence=0.0,
        coverage=Coverage(documents, 0, 0),
        mode="extractive",
        incomplete=False,
        timings_ms={},
        courtesy=True,
    )
