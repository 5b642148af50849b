"""What is said of background jobs."""

from __future__ import annotations

from assistant.types import Language

JOBS: dict[str, dict[Language, tuple[str, str]]] = {
    "unknown_job": {
        "fr": (
            "Cette tâche n'est pas connue, ou elle est finie depuis longtemps.",
            "Rechargez la page pour voir où en est la bibliothèque.",
        ),
        "en": (
            "This task is not known, or it ended long ago.",
            "Load the page again to see how the library stands.",
        ),
    },
    "job_not_cancellable": {
        "fr": ("Cette tâche ne peut plus être arrêtée.", "Attendez qu'elle soit finie."),
        "en": ("This task can no longer be stopped.", "Wait until it is done."),
    },
    "job_exchanged": {
        "fr": (
            "L'index ou son modèle a été remplacé pendant que cette tâche attendait\u00a0: elle n'a pas été faite.",
            "Demandez-la de nouveau\u00a0: l'assistant est rouvert.",
        ),
        "en": (
            "While this task waited for its turn, the index or its model was replaced: it was not done.",
            "Ask for it again: the assistant is open again.",
        ),
    },
    "job_broken": {
        "fr": (
            "La tâche s'est arrêtée sur une erreur du programme\u202f; ce qui était enregistré le reste.",
            "Relancez-la\u202f; si cela se répète, le journal du serveur dit pourquoi.",
        ),
        "en": (
            "The task stopped on an error of the program; what was stored stays.",
            "Start it again; if it happens again, the server's log tells why.",
        ),
    },
    "jobs_full": {
        "fr": ("Trop de tâches attendent déjà.", "Réessayez quand les premières seront finies."),
        "en": ("Too many tasks are waiting already.", "Try again when the first ones are done."),
    },
    "exchange_impossible": {
        "fr": (
            "L'assistant ne peut pas se refermer et se rouvrir ici\u00a0: il s'arrête, ou il n'est pas servi par "
            "«\u00a0assistant serve\u00a0».",
            "Relancez-le, puis recommencez\u00a0: rien n'a été changé.",
        ),
        "en": (
            "The assistant can't be closed and opened again here: it is being stopped, or not served by "
            '"assistant serve".',
            "Start it again, then try again: nothing was changed.",
        ),
    },
}
