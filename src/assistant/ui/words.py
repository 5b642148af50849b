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
        "mine": "Mes conversations",
        "title": "Titre de cette conversation",
        "rename": "Renommer",
        "erase": "Effacer…",
        "confirm": "Effacer définitivement cette conversation et vos avis\u202f? Cela ne se défait pas.",
        "really": "Oui, effacer",
        "cancel": "Annuler",
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
        "mine": "My conversations",
        "title": "Title of this conversation",
        "rename": "Rename",
        "erase": "Erase…",
        "confirm": "Erase this conversation and your feedback for good? This can't be undone.",
        "really": "Yes, erase",
        "cancel": "Cancel",
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
        "writing": "Rédaction",
        "checking": "Vérification",
        "going_on": "La rédaction continue…",
        "checked": "Citations vérifiées mot pour mot dans les documents · {seconds} s",
        "looked": "Recherche dans tout le corpus · {seconds} s",
        "no_sources_yet": "Les passages cités s'afficheront ici\u00a0: document, page, et la citation dans son "
        "contexte.",
        "no_sources": "Aucune source pour cette question.",
        "open": "Ouvrir le document",
        "download": "Télécharger le document",
        "page": "p. {page}",
        "back": "Retour à la réponse",
        "open_now": "Ouvrir la version actuelle",
        "download_now": "Télécharger la version actuelle",
        "stale": "Des sources de cette réponse ont changé ou ne sont plus dans le corpus\u00a0: reposez la question "
        "pour une réponse à jour.",
        "not_kept": "Cette réponse n'est pas conservée\u00a0:",
        "no_cookie": "Votre navigateur refuse les cookies\u00a0: vos conversations ne sont pas conservées.",
        "none_mine": "Vos conversations seront conservées ici, pour ce navigateur seulement.",
        "some_mine": "Conservées avec l'index, pour ce navigateur seulement. Choisissez-en une pour la rouvrir.",
        "export_markdown": "Exporter en Markdown",
        "export_json": "Exporter en JSON",
        "renamed": "Titre enregistré.",
        "erased": "Conversation effacée.",
        "judge_answer": "Cette réponse vous semble",
        "judge_claims": "Juger phrase par phrase",
        "judge_note": "Votre avis et la question, sans votre nom, seront lus par les animateurs.",
        "right": "Juste",
        "wrong_passage": "Mauvais passage",
        "missing_source": "Source manquante",
        "comment": "Précisez (facultatif)",
        "send_comment": "Envoyer",
        "thanks": "Merci, c'est noté.",
        "taken_back": "Avis retiré.",
        "not_sent": "L'avis n'a pas pu être envoyé.",
    },
    "en": {
        "welcome": "Ask in French or in English. Where the documents do not hold the answer, the assistant says so.",
        "empty_corpus": "The corpus is empty: there is no document to ask yet. Put files (PDF, DOCX, ODT, HTML, "
        'Markdown, text) in the folder corpus/, stop the assistant, run "assistant ingest", then start it again.',
        "searching": "Searching",
        "reading": "Reading",
        "writing": "Writing",
        "checking": "Checking",
        "going_on": "Still writing…",
        "checked": "Quotes checked word for word in the documents · {seconds} s",
        "looked": "The whole corpus was searched · {seconds} s",
        "no_sources_yet": "Cited passages will show here: document, page, and the quote in its context.",
        "no_sources": "No source for this question.",
        "open": "Open the document",
        "download": "Download the document",
        "page": "p. {page}",
        "back": "Back to the answer",
        "open_now": "Open the present version",
        "download_now": "Download the present version",
        "stale": "Sources of this answer have changed or are no longer in the corpus: ask again for a new answer.",
        "not_kept": "This answer is not kept:",
        "no_cookie": "Your browser refuses cookies: your conversations are not kept.",
        "none_mine": "Your conversations will be kept here, for this browser alone.",
        "some_mine": "Kept with the index, for this browser alone. Choose one to reopen it.",
        "export_markdown": "Export as Markdown",
        "export_json": "Export as JSON",
        "renamed": "Title saved.",
        "erased": "Conversation erased.",
        "judge_answer": "This answer seems",
        "judge_claims": "Judge claim by claim",
        "judge_note": "Your feedback and the question, without your name, will be read by the facilitators.",
        "right": "Right",
        "wrong_passage": "Wrong passage",
        "missing_source": "Missing source",
        "comment": "Tell more (optional)",
        "send_comment": "Send",
        "thanks": "Thank you, noted.",
        "taken_back": "Taken back.",
        "not_sent": "It could not be sent.",
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
