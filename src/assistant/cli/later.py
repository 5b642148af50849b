"""Groups of commands that cost nothing until they are used: the help names them without importing them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperGroup


class LaterGroup(TyperGroup):
    """A group whose commands are imported when one of them is called, or its own help is asked for."""

    def __init__(self, name: str, help_text: str, load: Callable[[], typer.Typer]) -> None:
        """Take what to show and what to load.

        Args:
            name: of the group.
            help_text: what it is for.
            load: imports and gives its commands; it has no options of its own.
        """
        super().__init__(name=name, help=help_text, no_args_is_help=True, rich_markup_mode=None)
        self._load: Callable[[], typer.Typer] | None = load

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of the commands, in their order."""
        self._loaded()
        return super().list_commands(ctx)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """A command, or None."""
        self._loaded()
        return super().get_command(ctx, cmd_name)

    def _loaded(self) -> None:
        if self._load is not None:
            load, self._load = self._load, None
            self.commands.update(typer.main.get_group(load()).commands)
