"""What every command shares: options, exit statuses, opening the assistant, saying what went wrong."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from assistant.cli.output import emit_json, note, printable
from assistant.errors import AssistantError, SettingsError, UsageError
from assistant.types import Language
from assistant.wire import clean_text, error_dict

if TYPE_CHECKING:
    from assistant.service import Assistant
    from assistant.settings import Settings

DONE, FAILED, WRONG_USAGE, SOME_FAILED = 0, 1, 2, 3


def locale_language() -> Language:
    """The language of words said before the settings are read: ASSISTANT_LANGUAGE, the locale, else French."""
    for name in ("ASSISTANT_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")[:2].lower()
        if value in ("fr", "en"):
            return cast(Language, value)
    return "fr"


def say(fr: str, en: str) -> str:
    """One of two wordings, for help texts."""
    return en if locale_language() == "en" else fr


IndexOption = Annotated[
    Path | None, typer.Option("--index", metavar="DIR", help=say("Dossier de l'index.", "Folder of the index."))
]
SettingsOption = Annotated[
    Path | None,
    typer.Option("--settings", metavar="FILE", help=say("Fichier de réglages (TOML).", "Settings file (TOML).")),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help=say("Résultat en JSON sur la sortie standard.", "Result as JSON on stdout."))
]


def read_settings(index: Path | None, file: Path | None, **server: Any) -> Settings:
    """The settings of a command; options given on the command line win.

    Args:
        index: --index.
        file: --settings.
        server: values of the section [server]; None means not given.

    Raises:
        SettingsError: the file or a value is not valid.
    """
    from assistant.settings import Server, load_settings

    settings = load_settings(file, {"index": index} if index is not None else None)
    given = {name: value for name, value in server.items() if value is not None}
    if not given:
        return settings
    return settings.model_copy(update={"server": Server(**{**settings.server.model_dump(), **given})})


@contextmanager
def reporting(as_json: bool, settings: Settings | None = None) -> Iterator[None]:
    """Turn an AssistantError into one clear sentence on stderr (and JSON on stdout) and an exit status.

    Usage and settings errors end with 2, all others with 1.
    """
    try:
        yield
    except AssistantError as error:
        language = settings.language if settings is not None else locale_language()
        raise typer.Exit(tell(error, language, as_json)) from None


def tell(error: AssistantError, language: Language, as_json: bool) -> int:
    """Say what went wrong on stderr (and as JSON on stdout); returns the exit status."""
    if as_json:
        emit_json(error_dict(error, language))
    message = error.render(language)
    note(printable(f"{message.reason} {message.hint}".strip()))
    return WRONG_USAGE if isinstance(error, UsageError | SettingsError) else FAILED


@contextmanager
def opened(
    index: Path | None, file: Path | None, as_json: bool, create: bool = False
) -> Iterator[tuple[Assistant, Settings]]:
    """The assistant and its settings for the time of one command; errors are reported, the index is given back."""
    with reporting(as_json):
        settings = read_settings(index, file)
    with reporting(as_json, settings):
        from assistant.build import build_assistant

        with build_assistant(settings, notify=note, create=create) as assistant:
            yield assistant, settings


def question_text(argument: str) -> str:
    """The question itself, read from standard input for "-". Bytes that are not UTF-8 are replaced."""
    return clean_text(sys.stdin.read() if argument == "-" else argument)
