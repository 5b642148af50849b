"""The commands that feed and describe the index: ingest, status."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

import typer

from assistant.cli.options import SOME_FAILED, IndexOption, JsonOption, SettingsOption, opened, say
from assistant.cli.output import ProgressLine, emit, emit_json, printable
from assistant.types import Failure, IngestReport
from assistant.wire import report_dict, status_dict

TargetsArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PATH|URL ...]",
        help=say("Fichiers ou dossiers (par défaut\u00a0: corpus).", "Files or folders (default: corpus)."),
    ),
]


def ingest(
    targets: TargetsArgument = None,
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """Bring the index up to date with files or folders; exit status 3 where some could not be read."""
    paths, addresses = split_targets(targets or [])
    with opened(index, settings_file, as_json, create=True) as (assistant, settings):
        from assistant.cli.words import report_text

        report = IngestReport(0, 0, 0, 0, ())
        if paths or not addresses:
            line = ProgressLine(settings.language)
            try:
                report = assistant.ingest(paths, progress=line)
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


def status(as_json: JsonOption = False, index: IndexOption = None, settings_file: SettingsOption = None) -> None:
    """Say what the index holds and what could not be read."""
    with opened(index, settings_file, as_json) as (assistant, settings):
        from assistant.cli.words import status_text

        state = assistant.status()
        if as_json:
            emit_json(status_dict(state, settings.language))
        else:
            emit(printable(status_text(state, settings.language)))
