"""`assistant library twins`: the files, versions and translations of one work, and what people decide of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from assistant.cli.options import IndexOption, JsonOption, SettingsOption, opened, say
from assistant.cli.output import emit, emit_json, note, one_line
from assistant.types import Language, Pair, TwinKind, TwinState

_NONE: dict[Language, str] = {
    "fr": "Aucun ouvrage n'a plusieurs fichiers.",
    "en": "No work has several files.",
}
_KINDS: dict[TwinKind, dict[Language, str]] = {
    "duplicate": {"fr": "doublon", "en": "duplicate"},
    "same_text": {"fr": "même texte", "en": "same text"},
    "version": {"fr": "version", "en": "version"},
    "translation": {"fr": "traduction", "en": "translation"},
}
_STATES: dict[TwinState, dict[Language, str]] = {
    "found": {"fr": "trouvé", "en": "found"},
    "confirmed": {"fr": "confirmé", "en": "confirmed"},
    "refused": {"fr": "refusé", "en": "refused"},
}

_NAME_HELP = say(
    "Identifiant, source ou titre d'un document, ou une partie.", "Id, source or title of a document, or a part."
)
FirstArgument = Annotated[str, typer.Argument(metavar="A", help=_NAME_HELP)]
SecondArgument = Annotated[str, typer.Argument(metavar="B", help=_NAME_HELP)]

twins_app = typer.Typer(no_args_is_help=False, add_completion=False, rich_markup_mode=None)


@twins_app.callback(invoke_without_command=True)
def twins(
    context: typer.Context,
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """List the pairs where no command is named."""
    if context.invoked_subcommand is None:
        list_twins(as_json, index, settings_file)


@twins_app.command(
    "list",
    help=say(
        "Donne les paires de fichiers d'un même ouvrage, le plus récent d'abord.",
        "List the pairs of files of one work, the newer one first.",
    ),
)
def list_twins(as_json: JsonOption = False, index: IndexOption = None, settings_file: SettingsOption = None) -> None:
    """List the pairs."""
    with opened(index, settings_file, as_json) as (assistant, settings):
        _show(assistant.works.pairs(), settings.language, as_json)


@twins_app.command(
    "confirm",
    help=say(
        "Retient que deux documents sont un même ouvrage, trouvés ou non.",
        "Keep that two documents are one work, found to be or not.",
    ),
)
def confirm(
    first: FirstArgument,
    second: SecondArgument,
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """Keep that two documents are one work."""
    with opened(index, settings_file, as_json) as (assistant, settings):
        _show([assistant.works.confirm(first, second)], settings.language, as_json)


@twins_app.command(
    "refuse",
    help=say(
        "Retient que deux documents sont deux ouvrages\u202f; une nouvelle ingestion n'y change rien.",
        "Keep that two documents are two works; ingesting them again changes nothing.",
    ),
)
def refuse(
    first: FirstArgument,
    second: SecondArgument,
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """Keep that two documents are two works."""
    with opened(index, settings_file, as_json) as (assistant, settings):
        _show([assistant.works.refuse(first, second)], settings.language, as_json)


def _show(pairs: Sequence[Pair], language: Language, as_json: bool) -> None:
    from assistant.wire_works import pair_dict

    if as_json:
        emit_json([pair_dict(pair) for pair in pairs])
    elif pairs:
        emit("\n".join(_line(pair, language) for pair in pairs))
    else:
        note(_NONE[language])


def _line(pair: Pair, language: Language) -> str:
    kind = f"{_KINDS[pair.kind][language]}, {_STATES[pair.state][language]}"
    return f"{one_line(pair.newer.source)}  =  {one_line(pair.older.source)}  ({kind})"
