"""The marks that stand around a quote, by language: inside French ones there are no-break spaces."""

from __future__ import annotations

from assistant.types import Language

QUOTATION_MARKS: dict[Language, tuple[str, str]] = {"fr": ("«\u00a0", "\u00a0»"), "en": ("“", "”")}


def quoted(text: str, language: Language) -> str:
    """A text in quotation marks."""
    opening, closing = QUOTATION_MARKS[language]
    return f"{opening}{text}{closing}"
