"""What is said of conversations and feedback that can not be kept or found, and to a greeting."""

from __future__ import annotations

from assistant.types import Language

CONVERSATIONS: dict[str, dict[Language, tuple[str, str]]] = {
    "unknown_conversation": {
        "fr": ("Cette conversation n'existe pas, ou n'existe plus.", "Choisissez-en une dans la liste."),
        "en": ("There is no such conversation, or no longer.", "Choose one of the list."),
    },
    "conversation_full": {
        "fr": (
            "Cette conversation compte déjà {limit} questions\u00a0: la réponse n'y est pas conservée.",
            "Commencez une nouvelle conversation, ou relevez conversations.turns.",
        ),
        "en": (
            "This conversation has {limit} questions already: the answer is not kept in it.",
            "Start a new conversation, or raise conversations.turns.",
        ),
    },
    "too_many_conversations": {
        "fr": (
            "{limit} conversations sont déjà conservées\u00a0: celle-ci ne l'est pas.",
            "Effacez-en, ou relevez conversations.per_owner et conversations.in_all.",
        ),
        "en": (
            "{limit} conversations are kept already: this one is not.",
            "Erase some, or raise conversations.per_owner and conversations.in_all.",
        ),
    },
    "title_empty": {
        "fr": ("Le titre est vide.", "Écrivez un titre."),
        "en": ("The title is empty.", "Write a title."),
    },
    "title_too_long": {
        "fr": ("Le titre est trop long ({length} caractères\u202f; la limite est de {limit}).", "Raccourcissez-le."),
        "en": ("The title is too long ({length} characters; the limit is {limit}).", "Shorten it."),
    },
    "comment_too_long": {
        "fr": (
            "Le commentaire est trop long ({length} caractères\u202f; la limite est de {limit}).",
            "Raccourcissez-le.",
        ),
        "en": ("The comment is too long ({length} characters; the limit is {limit}).", "Shorten it."),
    },
    "unknown_target": {
        "fr": (
            "Cette réponse n'a pas d'élément {target} numéro {number}.",
            "Jugez la réponse (answer, 0), une de ses phrases (claim, dès 1) ou de ses citations (citation).",
        ),
        "en": (
            "This answer has no {target} number {number}.",
            "Judge the answer (0), one of its claims (from 1) or citations.",
        ),
    },
    "history_and_conversation": {
        "fr": (
            "Un historique et une conversation sont donnés à la fois.",
            "Donnez l'un ou l'autre\u00a0: une conversation a son propre historique.",
        ),
        "en": (
            "Both a history and a conversation are given.",
            "Give one of them: a conversation has a history of its own.",
        ),
    },
    "erase_unconfirmed": {
        "fr": (
            "Rien n'a été effacé\u00a0: un effacement ne se défait pas et n'a pas été confirmé.",
            "Ajoutez --yes.",
        ),
        "en": ("Nothing was erased: erasing can't be undone, and was not confirmed.", "Add --yes."),
    },
    "erase_what": {
        "fr": ("Il n'est pas dit ce qu'il faut effacer.", "Donnez l'identifiant d'une conversation, ou --all."),
        "en": ("It is not said what to erase.", "Give the identifier of a conversation, or --all."),
    },
    "no_feedback": {
        "fr": (
            "Il n'y a aucun avis à exporter.",
            "Les membres en donnent dans le chat\u202f; --all exporte aussi les questions sans passage juste.",
        ),
        "en": (
            "There is no feedback to export.",
            "Members give it in the chat; --all exports questions without a right passage, too.",
        ),
    },
}

COURTESIES: dict[str, dict[Language, tuple[str, str]]] = {
    "courtesy_greeting": {
        "fr": ("Bonjour\u202f! Je réponds à partir des documents du groupe.", "Posez votre question."),
        "en": ("Hello! I answer from the group's documents.", "Ask your question."),
    },
    "courtesy_thanks": {
        "fr": ("Avec plaisir.", "Posez une autre question quand vous voulez."),
        "en": ("You are welcome.", "Ask another question whenever you like."),
    },
    "courtesy_farewell": {
        "fr": ("Au revoir.", "Cette conversation reste dans votre liste, si vous voulez y revenir."),
        "en": ("Goodbye.", "This conversation stays in your list, should you want to come back to it."),
    },
    "courtesy_yes": {
        "fr": ("Très bien.", "Posez la question suivante quand vous voulez."),
        "en": ("Very well.", "Ask the next question whenever you like."),
    },
    "courtesy_no": {
        "fr": (
            "D'accord.",
            "Dites ce qu'il faut corriger (par exemple «\u00a0non, à Rennes\u00a0»), ou posez la question autrement.",
        ),
        "en": ("All right.", 'Say what to correct (for instance "no, in Rennes"), or ask in other words.'),
    },
    "courtesy_order": {
        "fr": (
            "Ce message donne une consigne\u202f; il ne pose pas de question au corpus.",
            "Posez une question\u00a0: la réponse citera les documents. La bibliothèque en donne la liste.",
        ),
        "en": (
            "This message gives an order; it asks the corpus no question.",
            "Ask a question: the answer will quote the documents. The library lists them.",
        ),
    },
}
