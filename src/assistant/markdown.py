"""The little Markdown that answers are written in, as runs of text: no other structure can come out of it. Pure.

Blocks stand apart by a blank line; `**…**` is strong, `~~…~~` struck out, `[3]` a citation, a backslash takes the sign
after it as it is, and `&amp;`, `&lt;`, `&gt;` stand for their signs. Everything else is text, whatever it
looks like: links, images and HTML do not exist here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

RunKind = Literal["text", "strong", "struck", "citation"]

_TOKEN = re.compile(
    r"\\(?P<escaped>[^\w\s]|_)|(?P<entity>&(?:amp|lt|gt);)|(?P<strong>\*\*)|(?P<struck>~~)|"
    r"\[(?P<number>\d{1,4})\]",
    re.ASCII,
)
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a block; the text of a citation is its number."""

    kind: RunKind
    text: str


def parse(markdown: str) -> list[list[Run]]:
    """The blocks of an answer, each a list of runs."""
    return [_runs(block.strip()) for block in re.split(r"\n[ \t]*\n", markdown) if block.strip()]


def plain(markdown: str) -> str:
    """An answer as plain text, citations as [3]; what is struck out stays between its marks."""
    return "\n\n".join("".join(_plain(run) for run in runs) for runs in parse(markdown))


def _plain(run: Run) -> str:
    if run.kind == "citation":
        return f"[{run.text}]"
    return f"~~{run.text}~~" if run.kind == "struck" else run.text


def _runs(block: str) -> list[Run]:
    runs: list[Run] = []
    kind: Literal["text", "strong", "struck"] = "text"
    pending: list[str] = []

    def flush() -> None:
        if pending:
            runs.append(Run(kind, "".join(pending)))
            pending.clear()

    end = 0
    for match in _TOKEN.finditer(block):
        pending.append(block[end : match.start()])
        end = match.end()
        if match["escaped"]:
            pending.append(match["escaped"])
        elif match["entity"]:
            pending.append(_ENTITIES[match["entity"]])
        elif match["strong"]:
            flush()
            kind = "strong" if kind != "strong" else "text"
        elif match["struck"]:
            flush()
            kind = "struck" if kind != "struck" else "text"
        else:
            flush()
            runs.append(Run("citation", match["number"]))
    pending.append(block[end:])
    flush()
    return [run for run in runs if run.text]
