"""Pandoc asked with a tree of nodes: for the references of a proposal, and for its file."""

from __future__ import annotations

import json

from assistant.bibliography.pandoc import run_pandoc
from assistant.drafting.export.nodes import Node

_SECONDS = 60.0
_MEMORY = "-M1536m"


def asked(tree: Node, *arguments: str) -> bytes:
    """What pandoc makes of a tree in its sandbox.

    Raises:
        DocumentError: too_slow, bibliography_unreadable.
    """
    return run_pandoc(["-f", "json", *arguments], json.dumps(tree).encode(), _SECONDS, memory=_MEMORY)
