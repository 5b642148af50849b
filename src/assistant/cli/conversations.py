"""`assistant conversations`: the conversations that the user of this machine has had on the command line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from assistant.cli.options import IndexOption, JsonOption, SettingsOption, opened, say
from assistant.cli.output import emit, emit_json, note, one_line, printable
from assistant.errors import UsageError
from assistant.types import Conversation, ConversationHead, Language

Form = Literal["markdown", "json"]

_WORDS: dict[str, dict[Language, str]] = {
    "none": {
        "fr": 'Aucune conversation\u00a0: assistant ask "QUESTION" --conversation new en commence une.',
        "en": 'No conversation: assistant ask "QUESTION" --conversation new begins one.',
    },
    "renamed": {"fr": "Renommée\u00a0: {title}", "en": "Renamed: {title}"},
    "erased": {"fr": "Effacé\u00a0: {count}.", "en": "Erased: {count}."},
    "written": {"fr": "Écrit dans {path}.", "en": "Written to {path}."},
    "confirm": {
        "fr": "Effacer définitivement ces conversations et leurs avis ({count})\u202f?",
        "en": "Erase these conversations and their feedback for good ({count})?",
    },
}

NameArgument = Annotated[
    str, typer.Argument(metavar="ID", help=say("Identifiant de la conversation.", "Identifier of the conversation."))
]
OptionalName = Annotated[
    str | None,
    typer.Argument(metavar="ID", help=say("Identifiant de la conversation.", "Identifier of the conversation.")),
]
TitleArgument = Annotated[str, typer.Argument(metavar="TITLE", help=say("Nouveau titre.", "New title."))]
FormatOption = Annotated[
    Form, typer.Option("--format", help=say("Forme du fichier.", "Form of the file."), case_sensitive=False)
]
OutOption = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FILE",
        help=say("Fichier à écrire\u202f; sinon la sortie standard.", "File to write; standard output otherwise."),
    ),
]
AllOption = Annotated[bool, typer.Option("--all", help=say("Toutes les miennes.", "All of mine."))]
YesOption = Annotated[bool, typer.Option("--yes", help=say("Sans demander confirmation.", "Without asking."))]

conversations_app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)


@conversations_app.command("list", help=say("Donne mes conversations.", "List my conversations."))
def list_conversations(
    as_json: JsonOption = False, index: IndexOption = None, settings_file: SettingsOption = None
) -> None:
    """List the conversations of the user, the one spoken in last first."""
    with opened(index, settings_file, as_json) as (assistant, settings):
        from assistant.owners import local_owner
        from assistant.transcript import head_dict

        heads = assistant.conversations.heads(local_owner())
        if as_json:
            emit_json([head_dict(head) for head in heads])
        elif heads:
            emit("\n".join(map(_head_line, heads)))
        else:
            note(_WORDS["none"][settings.language])


def _head_line(head: ConversationHead) -> str:
    return one_line(f"{head.id}  {head.updated_at[:16].replace('T', ' ')}  {head.turns:>3}  {head.title}")


@conversations_app.command(
    "show",
    help=say(
        "Rouvre une conversation\u00a0: ses réponses, et ce que leurs sources sont devenues.",
        "Reopen a conversation: its answers, and what has become of their sources.",
    ),
)
def show(
    name: NameArgument, as_json: JsonOption = False, index: IndexOption = None, settings_file: SettingsOption = None
) -> None:
    """Reopen a conversation."""
    with opened(index, settings_file, as_json) as (assistant, settings):
        from assistant.owners import local_owner
        from assistant.transcript import conversation_dict

        conversation = assistant.conversations.show(local_owner(), name)
        if as_json:
            emit_json(conversation_dict(conversation))
        else:
            emit(printable(_conversation_text(conversation, settings.language)))


def _conversation_text(conversation: Conversation, language: Language) -> str:
    from assistant.cli.words import answer_text
    from assistant.wording import state_words

    parts = [one_line(conversation.head.title)]
    for turn in conversation.turns:
        answer = turn.kept.answer
        parts.append(f"{turn.kept.number}. {one_line(answer.question)}\n\n{answer_text(answer)}")
        marks = [
            f"[{number}] {state_words(state, language)}" for number, state in turn.states.items() if state != "current"
        ]
        if marks:
            parts.append("\n".join(marks))
    return "\n\n".join(parts)


@conversations_app.command("rename", help=say("Donne un autre titre.", "Give another title."))
def rename(
    name: NameArgument,
    title: TitleArgument,
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """Give a conversation another title."""
    with opened(index, settings_file, as_json) as (assistant, settings):
        from assistant.owners import local_owner
        from assistant.transcript import head_dict
        from assistant.wire import clean_text

        head = assistant.conversations.rename(local_owner(), name, clean_text(title))
        if as_json:
            emit_json(head_dict(head))
        else:
            note(_WORDS["renamed"][settings.language].format(title=one_line(head.title)))


@conversations_app.command(
    "export",
    help=say("Écrit une conversation en Markdown ou en JSON.", "Write a conversation as Markdown or as JSON."),
)
def export(
    name: NameArgument,
    form: FormatOption = "markdown",
    out: OutOption = None,
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """Write a conversation to a file, or to standard output."""
    with opened(index, settings_file, as_json) as (assistant, settings):
        import json

        from assistant.owners import local_owner
        from assistant.transcript import conversation_dict, conversation_markdown

        conversation = assistant.conversations.show(local_owner(), name)
        if as_json or form == "json":
            text = json.dumps(conversation_dict(conversation), ensure_ascii=False)
        else:
            text = conversation_markdown(conversation, settings.language)
        if out is None:
            emit(text.rstrip("\n"), encoding="utf-8")
        else:
            from assistant.evaluation.reports.files import replace_text

            replace_text(out, text)
            note(_WORDS["written"][settings.language].format(path=out))


@conversations_app.command(
    "erase",
    help=say(
        "Efface une conversation, ou toutes les miennes, avec leurs avis, sans retour possible.",
        "Erase a conversation, or all of mine, with their feedback, for good.",
    ),
)
def erase(
    name: OptionalName = None,
    everything: AllOption = False,
    yes: YesOption = False,
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """Erase a conversation, or all of the user's."""
    with opened(index, settings_file, as_json) as (assistant, settings):
        from assistant.owners import local_owner

        if (name is None) != everything:
            raise UsageError("erase_what")
        owner, kept = local_owner(), assistant.conversations
        count = len(kept.heads(owner)) if name is None else 1
        if not yes and not _confirmed(_WORDS["confirm"][settings.language].format(count=count)):
            raise UsageError("erase_unconfirmed")
        if name is None:
            count = kept.erase_all(owner)
        else:
            kept.erase(owner, name)
        if as_json:
            emit_json({"erased": count})
        else:
            note(_WORDS["erased"][settings.language].format(count=count))


def _confirmed(question: str) -> bool:
    return sys.stdin.isatty() and typer.confirm(question, err=True)
