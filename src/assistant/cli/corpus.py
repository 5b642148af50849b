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
from assistant.cli.output import ProgressLine, emit, emit_json, printable
from assistant.errors import UsageError
from assistant.types import Failure, IngestReport
from assistant.wire import clean_text, report_dict, status_dict

TargetsArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PATH|URL ...]",
        help=say("Fichiers ou dossiers (par défaut\u00a0: corpus).", "Files or folders (default: corpus)."),
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
    password: PasswordOption = False,
    retry: RetryOption = False,
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """Bring the index up to date with files or folders; exit status 3 where some could not be read."""
    paths, addresses = split_targets(targets or [])
    with reporting(as_json):
        secret = ask_password(paths) if password else None
    with opened(index, settings_file, as_json, create=True) as (assistant, settings):
        from assistant.cli.words import report_text

        report = IngestReport(0, 0, 0, 0, ())
        if paths or not addresses:
            line = ProgressLine(settings.language)
            try:
                report = assistant.ingest(paths, line, secret, retry)
            finally:
                line.close()
        refused = tuple(Failure(address, "web_not_supported", {"path": address}) for address in addresses)
        report = replace(report, failed=report.failed + refused)
        if as_json:
            emit_json(report_dict(report, settings.language))
        else:
            emit(printable(report_text(report, settings.language)))
    if report.failed:
        raise typer.Exit(SOME_FAILED)


def split_targets(targets: Sequence[str]) -> tuple[list[str], list[str]]:
    """Paths, and web addresses."""
    addresses = [target for target in targets if target.lower().startswith(("http://", "https://"))]
    return [target for target in targets if target not in addresses], addresses


def ask_password(paths: Sequence[str]) -> str:
    """The password of the files named: asked for on the terminal, with no echo, else one line of standard input.

    Raises:
        UsageError: no file is named, or a folder is (password_without_files); none is given (password_missing).
    """
    if not paths or any(Path(path).is_dir() for path in paths):
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
