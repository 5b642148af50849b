"""Words of all parts of the bench: (French, English) by key."""

from __future__ import annotations

COMMON: dict[str, tuple[str, str]] = {
    "lead": (
        "Pour les animateurs\u00a0: comprendre ce que l'assistant trouve, bâtir des questions de référence, "
        "mesurer et décider.",
        "For facilitators: understand what the assistant finds, build reference questions, measure and decide.",
    ),
    "parts": ("Parties du banc d'essai", "Parts of the test bench"),
    "empty_corpus": (
        "Il n'y a pas encore de document\u00a0: déposez-en dans la bibliothèque pour utiliser le banc d'essai.",
        "There is no document yet: put some into the library to use the test bench.",
    ),
    "loading": ("Chargement…", "Loading…"),
    "colon": ("\u00a0: ", ": "),
}
