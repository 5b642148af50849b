"""Serve the chat and the API: the same as `assistant serve`, with the same options.

Importing this module does nothing and loads nothing: child processes that read files may import it again.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Entry point; ends the process with the exit status of the command."""
    from assistant.cli import main as command_line

    command_line(["serve", *sys.argv[1:]])


if __name__ == "__main__":
    main()
