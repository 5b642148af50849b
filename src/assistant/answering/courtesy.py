"""What is said to a greeting, to thanks or to a plain yes or no: one friendly line, and nothing is searched."""

from __future__ import annotations

from assistant.messages import render
from assistant.retrieval.courtesy import courtesy_of
from assistant.types import Answer, Coverage


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
    return Answer(
        question=message,
        language=language,
        status="no_evidence",
        text=f"{said.reason} {said.hint}",
        claims=(),
        citations=(),
        confidence=0.0,
        coverage=Coverage(documents, 0, 0),
        mode="extractive",
        incomplete=False,
        timings_ms={},
        courtesy=True,
    )
