"""What a measurement of retrieval leaves: a TREC run, a report, a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.bench.measuring import Measured, retrieval_report

if TYPE_CHECKING:
    from assistant.evaluation.reports.report import Report
    from assistant.evaluation.retrieval.measure import LegRun
    from assistant.settings import Settings


@dataclass(frozen=True)
class Outputs:
    """The files asked for."""

    run: Path | None
    report: Path | None
    html: Path | None


def write_outputs(measured: Measured, settings: Settings, outputs: Outputs, before: Report | None) -> None:
    """Write the files asked for; the page shows differences from the report `before`.

    Raises:
        UsageError: output_unwritable.
    """
    from assistant.evaluation.reports.report_json import write_report

    if outputs.run is not None:
        _write_run(outputs.run, measured.runs)
    if outputs.report is None and outputs.html is None:
        return
    made = retrieval_report(measured, settings)
    if outputs.report is not None:
        write_report(outputs.report, made)
    if outputs.html is not None:
        from assistant.evaluation.reports.files import replace_text
        from assistant.evaluation.reports.html import render_html

        replace_text(outputs.html, render_html(made, before, settings.language))


def _write_run(path: Path, runs: Sequence[LegRun]) -> None:
    """The main leg's ranking of documents, named by their `_id`."""
    from assistant.evaluation.retrieval.runs import write_trec_run
    from assistant.evaluation.retrieval.summary import main_leg
    from assistant.evaluation.sets.beir import SOURCE_PREFIX

    rankings = main_leg(runs).rankings
    named = {
        question: [(source.removeprefix(SOURCE_PREFIX), score) for source, score in ranking]
        for question, ranking in rankings.items()
    }
    write_trec_run(path, named)
