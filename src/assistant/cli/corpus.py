"""The commands that feed and describe the index: ingest, status."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.options import SOME_FAILED, IndexOption, JsonOption, SettingsOption, opened, reporting, say
from assistant.cli.output import ProgressLine, emit, emit_json, note_odd_places, printable
from assistant.errors import UsageError
from assistant.types import Failure
from assistant.wire import clean_text, report_dict, status_dict

_LARGEST_LIST = 1_000_000  # bytes
_LONGEST = 100  # characters of a line that is told

TargetsArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PATH|URL ...]",
        help=say(
            "Fichiers, dossiers, adresses web ou plans de site (par défaut\u00a0: corpus).",
            "Files, folders, web addresses or sitemaps (default: corpus).",
        ),
    ),
]
ListOption = Annotated[
    Path | None,
    typer.Option(
        "--list",
        metavar="FILE",
        help=say("Fichier d'adresses web, une par ligne.", "File of web addresses, one a line."),
    ),
]
PasswordOption = Annotated[
    bool,
    typer.Option(
        "--password",
        help=say(
            "Demande le mot de passe des fichiers nommés (ou le lit sur l'entrée standard)\u202f; "
            "il n'est gardé nulle part.",
            "Ask for the password of the files named (or read it from standard input); it is kept nowhere.",
        ),
    ),
]
RetryOption = Annotated[
    bool,
    typer.Option(
        "--retry",
        help=say(
            "Retente aussi les fichiers en échec, même s'ils n'ont pas changé.",
            "Also try again the files that failed, even if they have not changed.",
        ),
    ),
]
DocumentsOption = Annotated[
    bool,
    typer.Option(
        "--documents", help=say("Liste les documents, si nombreux soient-ils.", "List the documents, however many.")
    ),
]


def ingest(
    targets: TargetsArgument = None,
    url_list: ListOption = None,
    password: PasswordOption = False,
    retry: RetryOption = False,
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """Bring the index up to date with files, folders or web addresses; exit status 3 where some could not be read."""
    given = list(targets or [])
    with reporting(as_json):
        listed, bad = read_url_list(url_list) if url_list is not None else ([], [])
        secret = ask_password([*given, *listed]) if password else None
    with opened(index, settings_file, as_json, create=True) as (assistant, settings):
        from assistant.cli.words import report_text

        line = ProgressLine(settings.language)
        try:
            report = assistant.ingest(given, line, secret, retry, listed)
        finally:
            line.close()
        report = replace(report, failed=(*report.failed, *bad))
        if as_json:
            emit_json(report_dict(report, settings.language))
        else:
            emit(printable(report_text(report, settings.language)))
        note_odd_places(assistant.places.odd_lines(), settings.language)
    if report.failed:
        raise typer.Exit(SOME_FAILED)


def read_url_list(path: Path) -> tuple[list[str], list[Failure]]:
    """The web addresses of a file, one a line, and a failure for each line that is none.

    Empty lines and those that begin with # are left out.

    Raises:
        UsageError: url_list_unreadable: it can't be read, is too large, or holds no address.
    """
    from assistant.ingestion import is_address

    try:
        with path.open("rb") as stream:
            text = stream.read(_LARGEST_LIST + 1).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        detail = getattr(error, "strerror", None) or str(error)
        raise UsageError("url_list_unreadable", path=path, detail=detail) from error
    lines = [line.strip() for line in text.splitlines()]
    given = [(number, line) for number, line in enumerate(lines, 1) if line and not line.startswith("#")]
    addresses = [line for _, line in given if is_address(line)]
    if not addresses or len(text) > _LARGEST_LIST:
        detail = "too large" if len(text) > _LARGEST_LIST else "not one address a line"
        raise UsageError("url_list_unreadable", path=path, detail=detail)
    bad = [
        Failure(f"{path.name}:{number}", "bad_list_line", {"line": str(number), "text": clean_text(line)[:_LONGEST]})
        for number, line in given
        if not is_address(line)
    ]
    return addresses, bad


def ask_password(paths: Sequence[str]) -> str:
    """The password of the files named: asked for on the terminal, with no echo, else one line of standard input.

    Raises:
        UsageError: no file is named, or a folder is (password_without_files); none is given (password_missing).
    """
    from assistant.ingestion import is_address

    if all(map(is_address, paths)) or any(Path(path).is_dir() for path in paths):
        raise UsageError("password_without_files")
    try:
        if sys.stdin.isatty():
            given = getpass.getpass(say("Mot de passe\u00a0: ", "Password: "), sys.stderr)
        else:
            given = sys.stdin.readline().rstrip("\r\n")
    except EOFError:
        given = ""
    if not given:
        raise UsageError("password_missing")
    return clean_text(given)


def status(
    documents: DocumentsOption = False,
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """Say what the index holds and what could not be read."""
    with opened(index, settings_file, as_json) as (assistant, settings):
        from assistant.cli.words import status_text

        state = assistant.status()
        if as_json:
            emit_json(status_dict(state, settings.language))
        else:
            emit(printable(status_text(state, settings.language, documents)))
