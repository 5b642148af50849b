"""The command that serves the chat and the API."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.cli.options import IndexOption, SettingsOption, read_settings, reporting, say
from assistant.cli.output import note

HostOption = Annotated[
    str | None,
    typer.Option(
        "--host",
        help=say(
            "Adresse d'écoute (par défaut\u00a0: cette machine seulement).",
            "Address to listen on (default: this machine only).",
        ),
    ),
]
PortOption = Annotated[
    int | None, typer.Option("--port", min=1, max=65535, help=say("Port d'écoute.", "Port to listen on."))
]


def serve(
    host: HostOption = None,
    port: PortOption = None,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """Serve the chat and the API on one port, until Ctrl-C."""
    with reporting(False):
        settings = read_settings(index, settings_file, host=host, port=port)
    with reporting(False, settings):
        from assistant.server import serve as run_server

        run_server(settings, notify=note)
