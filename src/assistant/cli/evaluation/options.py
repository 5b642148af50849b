"""Options that several commands of `assistant eval` take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.options import say

CasesOption = Annotated[
    Path | None,
    typer.Option(
        "--cases",
        metavar="FILE",
        help=say("Fichier de cas, posés à un index existant.", "Case file, asked of an existing index."),
    ),
]
EvalIndexOption = Annotated[
    Path | None,
    typer.Option(
        "--index",
        metavar="DIR",
        help=say(
            "Dossier de l'index. Avec --beir\u00a0: il y est fait et gardé\u202f; sans lui, un index provisoire.",
            "Folder of the index. With --beir: made there and kept; without it, a temporary one is made.",
        ),
    ),
]
ReportOption = Annotated[
    Path | None,
    typer.Option(
        "--report",
        metavar="FILE",
        help=say(
            "Écrit le rapport (JSON, une ligne par question), à comparer avec «\u00a0eval compare\u00a0».",
            'Write the report (JSON, a row a question), for "eval compare".',
        ),
    ),
]
HtmlOption = Annotated[
    Path | None,
    typer.Option(
        "--html",
        metavar="FILE",
        help=say("Écrit le rapport en une page HTML.", "Write the report as one HTML page."),
    ),
]
BaselineOption = Annotated[
    Path | None,
    typer.Option(
        "--baseline",
        metavar="FILE",
        help=say(
            "Avec --html\u00a0: rapport dont montrer les écarts.", "With --html: report to show differences from."
        ),
    ),
]
LimitOption = Annotated[
    int | None,
    typer.Option(
        "--limit-queries",
        metavar="N",
        min=1,
        help=say("Seulement les N premières questions.", "Only the first N questions."),
    ),
]
