"""`assistant eval compare`: two reports on the same questions, side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.bench.wire import comparison_json
from assistant.cli.evaluation.app import eval_app
from assistant.cli.options import IndexOption, JsonOption, SettingsOption, read_settings, reporting, say
from assistant.cli.output import emit, emit_json, printable

BeforeArgument = Annotated[
    Path,
    typer.Argument(
        metavar="A.json",
        help=say(
            "Rapport de référence, écrit par «\u00a0assistant eval\u00a0».",
            'Report to start from, by "assistant eval".',
        ),
    ),
]
AfterArgument = Annotated[
    Path,
    typer.Argument(
        metavar="B.json",
        help=say(
            "Rapport à lui comparer, sur les mêmes questions.", "Report to compare with it, on the same questions."
        ),
    ),
]
RunOption = Annotated[
    str | None,
    typer.Option(
        "--run",
        metavar="NAME",
        help=say("Ne compare que cette mesure du rapport.", "Compare this run of the reports alone."),
    ),
]
HtmlOption = Annotated[
    Path | None,
    typer.Option(
        "--html",
        metavar="FILE",
        help=say("Écrit aussi la page de B, écarts avec A compris.", "Also write B's page, with differences from A."),
    ),
]


@eval_app.command(
    "compare",
    help=say(
        "Compare deux mesures sur les mêmes questions\u00a0: écarts, intervalles à 95\u00a0%, tests, écart décelable.",
        "Compare two measurements on the same questions: differences, 95 % intervals, tests, smallest detectable one.",
    ),
)
def compare(
    before: BeforeArgument,
    after: AfterArgument,
    run: RunOption = None,
    html: HtmlOption = None,
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """Compare two reports. No index is read: `--index` is there because every command takes it."""
    with reporting(as_json):
        settings = read_settings(index, settings_file)
    with reporting(as_json, settings):
        from assistant.cli.evaluation.compare_text import comparison_text
        from assistant.evaluation.reports.comparison import compare as compare_reports
        from assistant.evaluation.reports.files import check_outputs, replace_text
        from assistant.evaluation.reports.html import render_html
        from assistant.evaluation.reports.report_json import read_report

        check_outputs([html], (before, after), [settings.index])
        first, second = read_report(before), read_report(after)
        compared = compare_reports(first, second, run)
        if html is not None:
            replace_text(html, render_html(second, first, settings.language))
        if as_json:
            emit_json(comparison_json(first, second, compared))
        else:
            emit(printable(comparison_text(first, second, compared, settings.language)))
