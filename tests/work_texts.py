"""Made reports that are long enough to be compared, as documents with their words."""

from __future__ import annotations

import random
from dataclasses import replace

from assistant.text.shingles import folded_words
from assistant.types import Document
from assistant.works.worded import Worded
from fakes import make_document

_NOUNS = [
    "budget",
    "atelier",
    "quartier",
    "service",
    "élu",
    "agent",
    "projet",
    "enquête",
    "réunion",
    "habitant",
    "jardin",
    "école",
    "marché",
    "navette",
]
_VERBS = [
    "finance",
    "ouvre",
    "transforme",
    "mesure",
    "raconte",
    "évalue",
    "prépare",
    "partage",
    "discute",
    "prolonge",
    "ferme",
    "invente",
]
_REST = [
    "pendant",
    "l'hiver",
    "avec",
    "prudence",
    "sans",
    "attendre",
    "au",
    "printemps",
    "chaque",
    "semaine",
    "malgré",
    "les",
    "doutes",
    "dès",
    "l'été",
]


def paragraphs(seed: int, count: int = 12) -> list[str]:
    """Paragraphs of 40 words or so, others for each seed; each has a number."""
    chance = random.Random(seed)
    made = []
    for _ in range(count):
        words = [chance.choice(words) for _ in range(13) for words in (_NOUNS, _VERBS, _REST)]
        made.append(" ".join([*words, f"soit {chance.randrange(100, 9999)} euros."]))
    return made


def worded(document_id: str, text: str, **fields: object) -> Worded:
    """A document of this text, and its words."""
    document: Document = replace(make_document(document_id, [text]).document, **fields)  # type: ignore[arg-type]
    return Worded(document, folded_words(text))
