"""The command line: parse, call the service, print. Results on stdout, everything else on stderr."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point of the console script; ends the process with the exit status of the command.

    Args:
        arguments: the command line without the program's name; None: this process's own.
    """
    import typer

    from assistant.cli.app import app
    from assistant.cli.options import FAILED, locale_language, tell
    from assistant.cli.output import show_what_can_be_shown
    from assistant.cli.refusals import refuse
    from assistant.errors import AssistantError

    show_what_can_be_shown()
    try:
        sys.exit(app(arguments, standalone_mode=False))
    except typer.TyperException as error:
        sys.exit(refuse(error, locale_language()))
    except typer.Abort:
        sys.exit(FAILED)
    except AssistantError as error:
        sys.exit(tell(error, locale_language(), "--json" in (sys.argv if arguments is None else arguments)))
