"""`assistant eval`: the group of commands that measure. Each command has its module, registered in `__init__`."""

from __future__ import annotations

import typer

eval_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@eval_app.callback()
def group() -> None:
    """Keep each command under its own name: a single one would be merged into `eval` by Typer."""
