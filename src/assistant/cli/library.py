"""`assistant library`: the library of documents and what is known of them."""

from __future__ import annotations

import typer

from assistant.cli.options import say
from assistant.cli.twins import twins_app

library_app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)
library_app.add_typer(
    twins_app,
    name="twins",
    help=say(
        "Fichiers d'un même ouvrage\u00a0: doublons, versions, traductions.",
        "Files of one work: duplicates, versions, translations.",
    ),
)
