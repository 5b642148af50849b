"""Words of the page, French and English: those of the frame follow the browser, those of an answer the question."""

from __future__ import annotations

from assistant.types import Language

TITLE = "Assistant documentaire"

FRAME: dict[Language, dict[str, str]] = {
    "fr": {
        "intro": "# Assistant documentaire\n\nDes réponses courtes, tirées des seuls documents du groupe. "
        "Chaque phrase renvoie à sa citation exacte.",
        "question": "Votre question",
        "placeholder": "Posez une question sur les documents… (Entrée pour envoyer)",
        "send": "Envoyer",
        "new": "Nouvelle conversation",
        "sources": "## Sources",
        "conversation": "Conversation",
    },
    "en": {
        "intro": "# Document assistant\n\nShort answers, drawn from the group's documents alone. "
        "Every sentence points to its exact quote.",
        "question": "Your question",
        "placeholder": "Ask a question about the documents… (Enter to send)",
        "send": "Send",
        "new": "New conversation",
        "sources": "## Sources",
        "conversation": "Conversation",
    },
}

WORDS: dict[Language, dict[str, str]] = {
    "fr": {
        "welcome": "Posez une question en français ou en anglais. Si les documents ne contiennent pas la réponse, "
        "l'assistant le dit.",
        "empty_corpus": "Le corpus est vide\u00a0: il n'y a encore aucun document à interroger. Déposez des fichiers "
        "(PDF, DOCX, ODT, HTML, Markdown, texte) dans le dossier corpus/, arrêtez l'assistant, lancez "
        "«\u00a0assistant ingest\u00a0», puis relancez-le.",
        "searching": "Recherche",
        "reading": "Lecture",
        "checking": "Vérification",
        "checked": "Citations vérifiées mot pour mot dans les documents · {seconds} s",
        "looked": "Recherche dans tout le corpus · {seconds} s",
        "no_sources_yet": "Les passages cités s'afficheront ici\u00a0: document, page, et la citation dans son "
        "contexte.",
        "no_sources": "Aucune source pour cette question.",
        "open": "Ouvrir le document",
        "download": "Télécharger le document",
        "page": "p. {page}",
        "back": "Retour à la réponse",
    },
    "en": {
        "welcome": "Ask in French or in English. Where the documents do not hold the answer, the assistant says so.",
        "empty_corpus": "The corpus is empty: there is no document to ask yet. Put files (PDF, DOCX, ODT, HTML, "
        'Markdown, text) in the folder corpus/, stop the assistant, run "assistant ingest", then start it again.',
        "searching": "Searching",
        "reading": "Reading",
        "checking": "Checking",
        "checked": "Quotes checked word for word in the documents · {seconds} s",
        "looked": "The whole corpus was searched · {seconds} s",
        "no_sources_yet": "Cited passages will show here: document, page, and the quote in its context.",
        "no_sources": "No source for this question.",
        "open": "Open the document",
        "download": "Download the document",
        "page": "p. {page}",
        "back": "Back to the answer",
    },
}
EXAMPLES: dict[Language, tuple[str, ...]] = {
    "fr": (
        "Qu'est-ce que l'innovation publique\u202f?",
        "Quels leviers ont été retenus\u202f?",
        "Quelles expérimentations ont été abandonnées, et pourquoi\u202f?",
    ),
    "en": ("What is a city lab?", "Why do pilots stop?", "What obstacles do city labs meet?"),
}
"""Questions to start with: what the group is about, so that a corpus of its own has something to say."""
