"""Words around questions and answers, French and English: they follow the visitor. Those of the page: `page_words`."""

from __future__ import annotations

from assistant.types import Language

TITLE: dict[Language, str] = {"fr": "Assistant documentaire", "en": "Document assistant"}

WORDS: dict[Language, dict[str, str]] = {
    "fr": {
        "asked": "Question\u00a0:",
        "searching": "Recherche",
        "reading": "Lecture",
        "writing": "Rédaction",
        "checking": "Vérification",
        "going_on": "La rédaction continue…",
        "stopped": "Réponse arrêtée. Elle n'est pas conservée.",
        "checked": "Citations vérifiées mot pour mot dans les documents · {seconds} s",
        "looked": "Recherche terminée · {seconds} s",
        "asked_in_vain": "Les animateurs verront cette question, sans votre nom, pour compléter le corpus.",
        "copy_answer": "Copier avec les sources",
        "ask_again": "Reposer la question",
        "sources": "Sources",
        "no_sources": "Aucune source pour cette question.",
        "source_number": "Source {number}",
        "page": "p. {page}",
        "why_anonymous": "Ce document est anonyme\u00a0: seule la citation est montrée, ni le nom du document ni ses "
        "pages ne le sont.",
        "why_changed": "Le document a changé depuis cette réponse\u00a0: voici la citation telle qu'elle y était. "
        "Reposez la question pour une réponse à jour.",
        "why_gone": "Le document n'est plus dans le corpus\u00a0: voici la citation telle qu'elle y était, sans "
        "sa page.",
        "why_withheld": "Ce document n'est plus à citer ou est devenu anonyme\u00a0: la citation n'est plus montrée.",
        "stale": "Des sources de cette réponse ont changé ou ne sont plus dans le corpus\u00a0: reposez la question "
        "pour une réponse à jour.",
        "not_kept": "Cette réponse n'est pas conservée\u00a0:",
        "judge_answer": "Cette réponse vous semble",
        "judge_citation": "Cette citation vous semble",
        "judge_claim": "Cette phrase vous semble",
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
        "asked": "Question:",
        "searching": "Searching",
        "reading": "Reading",
        "writing": "Writing",
        "checking": "Checking",
        "going_on": "Still writing…",
        "stopped": "Answer stopped. It is not kept.",
        "checked": "Quotes checked word for word in the documents · {seconds} s",
        "looked": "Search done · {seconds} s",
        "asked_in_vain": "The facilitators will see this question, without your name, to complete the corpus.",
        "copy_answer": "Copy with its sources",
        "ask_again": "Ask again",
        "sources": "Sources",
        "no_sources": "No source for this question.",
        "source_number": "Source {number}",
        "page": "p. {page}",
        "why_anonymous": "This document is anonymous: the quote alone is shown, neither its name nor its pages.",
        "why_changed": "The document has changed since this answer: here is the quote as it stood there. Ask again for "
        "a new answer.",
        "why_gone": "The document is no longer in the corpus: here is the quote as it stood there, without its page.",
        "why_withheld": "This document is no longer to be quoted, or is anonymous now: the quote is no longer shown.",
        "stale": "Sources of this answer have changed or are no longer in the corpus: ask again for a new answer.",
        "not_kept": "This answer is not kept:",
        "judge_answer": "This answer seems",
        "judge_citation": "This quote seems",
        "judge_claim": "This sentence seems",
        "judge_claims": "Judge sentence by sentence",
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
