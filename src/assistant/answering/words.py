"""The few words the answers add around quotes, in French and in English."""

from __future__ import annotations

from assistant.types import Language

NO_EVIDENCE: dict[Language, str] = {
    "fr": "Le corpus ne répond pas à cette question ({searched}).",
    "en": "The corpus does not answer this question ({searched}).",
}
_SEARCHED: dict[Language, tuple[str, str]] = {
    "fr": ("1 document parcouru", "{count} documents parcourus"),
    "en": ("1 document searched", "{count} documents searched"),
}
PARTIAL: dict[Language, str] = {
    "fr": "Le corpus ne répond qu'en partie\u202f; voici ce qui s'en approche le plus.",
    "en": "The corpus answers only in part; this comes closest.",
}
MISSING: dict[Language, str] = {
    "fr": "Le corpus ne contient nulle part\u00a0: {words}.",
    "en": "The corpus nowhere contains: {words}.",
}
QUOTATION_MARKS: dict[Language, tuple[str, str]] = {"fr": ("«\u00a0", "\u00a0»"), "en": ("“", "”")}


def no_evidence(documents: int, language: Language) -> str:
    """That the corpus does not answer, and how many documents were searched."""
    one, many = _SEARCHED[language]
    return NO_EVIDENCE[language].format(searched=(one if documents == 1 else many).format(count=documents))
