"""The measurements that a bench keeps: listed with their colour, read as pages, compared, made a reference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.bench.folder import BenchFolder
from assistant.errors import UsageError
from assistant.evaluation.reports.comparison import RunComparison, compare
from assistant.evaluation.reports.gate import Gate, check
from assistant.evaluation.reports.html import render_html
from assistant.evaluation.reports.report import Report, Run
from assistant.evaluation.reports.report_json import read_report, write_report
from assistant.types import Language

GATED = {"answers": ("assistant", "oracle"), "retrieval": None}
"""Runs that must not get worse; None: all of the reference's."""
_MAIN = {"answers": ("assistant",), "retrieval": ("reranked", "fused")}
HEADLINES = {
    "answers": ("vital_strict", "faithfulness", "quote_fidelity", "answered_unanswerable", "over_refusal"),
    "retrieval": ("nDCG@10", "Success@1", "Success@5", "R@10"),
}


@dataclass(frozen=True, slots=True)
class Kept:
    """A measurement in a list: what it measured, a few figures of its main run, its colour beside the reference.

    `settings` are those of the search; `gate` is None where the report can't be read any more, `broken` says why.
    """

    name: str
    kind: str
    set_name: str
    made_at: str = ""
    questions: int = 0
    run: str = ""
    judge: str = ""
    figures: Mapping[str, float | None] | None = None
    settings: Mapping[str, Any] | None = None
    gate: Gate | None = None
    is_reference: bool = False
    error: UsageError | None = None


class Reports:
    """The reports of a bench. All methods may be called from several threads."""

    def __init__(self, folder: BenchFolder) -> None:
        self._folder = folder

    def list(self) -> Sequence[Kept]:
        """All reports, latest first."""
        return [self._told(path) for path in self._folder.reports()]

    def read(self, name: str) -> Report:
        """One report.

        Raises:
            UsageError: unknown_report, bad_report.
        """
        return _read(self._folder.report(name))

    def page(self, name: str, against: str, language: Language) -> str:
        """A report as an HTML page, with the differences from another one where that is named.

        Raises:
            UsageError: as for `read`.
        """
        return render_html(self.read(name), self.read(against) if against else None, language)

    def compare(self, before: str, after: str) -> tuple[Report, Report, tuple[RunComparison, ...]]:
        """Two reports on the same questions.

        Raises:
            UsageError: as for `read`, and where they can't be compared.
        """
        first, second = self.read(before), self.read(after)
        return first, second, compare(first, second)

    def make_reference(self, name: str) -> None:
        """Hold later measurements of the same kind and set against this one.

        Raises:
            UsageError: as for `read`; reference_broken: it breaks a promise; output_unwritable.
        """
        path = self._folder.report(name)
        report = _read(path)
        if any(reason.finding == "broken" for reason in self._gate(path).reasons):
            raise UsageError("reference_broken")
        runs = tuple(Run(run.name, tuple(replace(row, detail={}) for row in run.rows)) for run in report.runs)
        write_report(self._folder.made_reference(report.kind, report.set_name), replace(report, runs=runs))

    def remove(self, name: str) -> None:
        """Forget a report; the reference that was made of it stays.

        Raises:
            UsageError: unknown_report, output_unwritable.
        """
        path = self._folder.report(name)
        try:
            path.unlink()
        except OSError as error:
            raise UsageError("output_unwritable", path=path.name, detail=error.strerror) from error

    def _reference(self, report: Report) -> Path | None:
        path = self._folder.reference(report.kind, report.set_name)
        return path if path.is_file() else None

    def _gate(self, path: Path) -> Gate:
        reference = self._reference(_read(path))
        known = (None, 0) if reference is None else (reference, _changed(reference))
        return _gate_as_of(path, _changed(path), *known)

    def _told(self, path: Path) -> Kept:
        kind, set_name, _ = path.stem.split("--")
        try:
            report = _read(path)
            gate, reference = self._gate(path), self._reference(report)
        except UsageError as error:
            return Kept(path.stem, kind, set_name, error=error)
        run = _main(report)
        metrics = {metric.name: metric for metric in report.metrics}
        return Kept(
            name=path.stem,
            kind=report.kind,
            set_name=report.set_name,
            made_at=report.made_at,
            questions=len(run.rows),
            run=run.name,
            judge=str((report.judge or {}).get("name", "")),
            figures={name: metrics[name].of(run.rows) for name in HEADLINES[report.kind] if name in metrics},
            settings=dict(report.configuration.get("retrieval", {})),
            gate=gate,
            is_reference=reference is not None and _read(reference).made_at == report.made_at,
        )


def _main(report: Report) -> Run:
    """The run that the figures in a list are of: what people are served."""
    runs = {run.name: run for run in report.runs}
    return next((runs[name] for name in _MAIN[report.kind] if name in runs), report.runs[-1])


def _read(path: Path) -> Report:
    """A report, read once for as long as its file stays as it is.

    Raises:
        UsageError: bad_report.
    """
    return _read_as_of(path, _changed(path))


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError as error:
        raise UsageError("bad_report", path=path.name, detail=error.strerror) from error


@lru_cache(maxsize=64)
def _read_as_of(path: Path, _changed: int) -> Report:
    return read_report(path)


@lru_cache(maxsize=256)
def _gate_as_of(path: Path, changed: int, reference: Path | None, reference_changed: int) -> Gate:
    report = _read_as_of(path, changed)
    promises = [
        (str(each.get("name")), each.get("ok") is True, str(each.get("detail", "")))
        for each in report.extra.get("invariants", [])
    ]
    if report.kind == "answers" and not promises:
        promises = [("invariants", False, "none was checked")]
    before = None if reference is None else _read_as_of(reference, reference_changed)
    return check(report, before, promises, runs=GATED[report.kind])
