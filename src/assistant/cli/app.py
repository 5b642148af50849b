"""The command line's commands, put together. Nothing heavy is imported before a command needs it."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperGroup

from assistant.cli.backups import backup, restore
from assistant.cli.corpus import ingest, status
from assistant.cli.later import LaterGroup
from assistant.cli.library import remove
from assistant.cli.models import models_app
from assistant.cli.options import say
from assistant.cli.questions import ask, search
from assistant.cli.serve import serve

_HELP = {"help_option_names": ["-h", "--help"]}


def _eval() -> typer.Typer:
    from assistant.cli.evaluation import eval_app

    return eval_app


def _conversations() -> typer.Typer:
    from assistant.cli.conversations import conversations_app

    return conversations_app


def _draft() -> typer.Typer:
    from assistant.cli.drafts import draft_app

    return draft_app


def _feedback() -> typer.Typer:
    from assistant.cli.feedback import feedback_app

    return feedback_app


def _watch() -> typer.Typer:
    from assistant.cli.watch import watch_app

    return watch_app


def _library() -> typer.Typer:
    from assistant.cli.library import library_app

    return library_app


_GROUPS = (
    ("eval", say("Mesure la qualité.", "Measure quality."), _eval),
    (
        "conversations",
        say(
            "Mes conversations\u00a0: revoir, renommer, exporter, effacer.",
            "My conversations: show, rename, export, erase.",
        ),
        _conversations,
    ),
    (
        "draft",
        say(
            "Les propositions\u00a0: plan, citations, sections écrites et vérifiées.",
            "Proposals: outline, quotes, sections written and checked.",
        ),
        _draft,
    ),
    ("feedback", say("Les avis des membres sur les réponses.", "Members' feedback on answers."), _feedback),
    (
        "watch",
        say(
            "La veille\u00a0: flux suivis, propositions, ce qu'il y a de nouveau.",
            "The watch: feeds, proposals, what is new.",
        ),
        _watch,
    ),
    (
        "library",
        say(
            "La bibliothèque\u00a0: notices, corrections, import, export.",
            "The library: records, corrections, import, export.",
        ),
        _library,
    ),
)


class _Root(TyperGroup):
    """All commands; those of groups are imported when a group is used."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        for name, help_text, load in _GROUPS:
            self.commands[name] = LaterGroup(name, help_text, load)


app = typer.Typer(
    name="assistant",
    cls=_Root,
    help=say(
        "Répond aux questions d'un groupe à partir de ses documents, citations à l'appui.",
        "Answers a group's questions from its documents, with citations.",
    ),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=_HELP,
)

app.command(
    "ingest",
    help=say(
        "Met l'index à jour (fichiers, dossiers, adresses web). Fin avec 3 si certains n'ont pas pu être lus.",
        "Bring the index up to date (files, folders, web addresses). Ends with 3 where some could not be read.",
    ),
)(ingest)
app.command(
    "status",
    help=say(
        "Dit ce que contient l'index et ce qui n'a pas pu être lu.",
        "Say what the index holds and what could not be read.",
    ),
)(status)
app.command(
    "search", help=say("Cherche les meilleurs passages pour une question.", "Find the best passages for a question.")
)(search)
app.command(
    "ask",
    help=say(
        "Répond à une question, chaque phrase citée\u202f; ou à un lot de questions.",
        "Answer a question, each sentence cited; or a batch of questions.",
    ),
)(ask)
app.command(
    "serve",
    help=say(
        "Sert le chat et l'API sur un port, jusqu'à Ctrl-C.", "Serve the chat and the API on one port, until Ctrl-C."
    ),
)(serve)
app.command(
    "remove",
    help=say(
        "Retire des documents du catalogue, des copies et des index, avec un reçu.",
        "Erase documents from the catalogue, the kept files and the indexes, with a receipt.",
    ),
)(remove)
app.command(
    "backup",
    help=say(
        "Sauvegarde l'index en un fichier\u00a0: catalogue, fichiers d'origine, conversations.",
        "Save the index in one file: catalogue, originals, conversations.",
    ),
)(backup)
app.command(
    "restore",
    help=say(
        "Rétablit une sauvegarde, entière et vérifiée, ou rien.", "Put a backup back, whole and checked, or not at all."
    ),
)(restore)
app.add_typer(
    models_app,
    name="models",
    help=say(
        "Donne les modèles de vecteurs, et change celui de l'index.",
        "List the embedding models, and change the index's own.",
    ),
)
