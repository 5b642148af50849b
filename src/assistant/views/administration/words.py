"""Words of the administration page."""

from __future__ import annotations

from assistant.types import Language

TITLE: dict[Language, str] = {"fr": "Administration", "en": "Administration"}

WORDS: dict[Language, dict[str, str]] = {
    "fr": {
        "lead": "Ce que contient l'index, avec quels modèles il est fait, et la place qu'il prend.",
        "index": "Index",
        "documents": "Documents",
        "pages": "Pages",
        "passages": "Passages",
        "model": "Modèle de langue des vecteurs",
        "sizes": "Place occupée",
    },
    "en": {
        "lead": "What the index holds, with which models it is made, and the room it takes.",
        "index": "Index",
        "documents": "Documents",
        "pages": "Pages",
        "passages": "Passages",
        "model": "Embedding model",
        "sizes": "Room taken",
    },
}
