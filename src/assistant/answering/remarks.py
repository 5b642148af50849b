"""The few words that stand around what a language model wrote, in French and in English."""

from __future__ import annotations

from assistant.text.marks import quoted
from assistant.types import Language, Notice, Query

UNVERIFIED: dict[Language, str] = {"fr": "non vérifié", "en": "not verified"}
TRANSLATION: dict[Language, str] = {
    "fr": "Traduction du modèle, qui n'est pas une citation\u00a0:",
    "en": "Translation by the model, which is no quote:",
}


def phrases_notice(query: Query) -> Notice:
    """That no document holds what stands in quotation marks in a question, so that its words were searched."""
    phrases = ", ".join(quoted(" ".join(phrase.split()), query.language) for phrase in query.phrases_missing)
    return Notice("phrase_not_found", {"phrases": phrases})
