"""The few words that stand around what a language model wrote, in French and in English."""

from __future__ import annotations

from assistant.types import Language

UNVERIFIED: dict[Language, str] = {"fr": "non vérifié", "en": "not verified"}
TRANSLATION: dict[Language, str] = {
    "fr": "Traduction du modèle, qui n'est pas une citation\u00a0:",
    "en": "Translation by the model, which is no quote:",
}
