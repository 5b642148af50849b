"""Reports as JSON files, and back. Figures are written for readers; reading computes them again from the rows."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.errors import UsageError
from assistant.evaluation.reports.figures import Figure, run_figures
from assistant.evaluation.reports.files import replace_text
from assistant.evaluation.reports.known_metrics import KNOWN
from assistant.evaluation.reports.report import FORMAT, Metric, Report, ReportKind, Row, Run


def report_json(report: Report) -> dict[str, Any]:
    """A report as JSON-ready values: what was measured, each metric once, and by run its figures and rows.

    JSON has neither NaN nor infinity: a value that is no number was not judged.
    """
    return {
        "format": FORMAT,
        "kind": report.kind,
        "set": report.set_name,
        "data_hash": report.data_hash,
        "made_at": report.made_at,
        "configuration": dict(report.configuration),
        "configuration_hash": report.configuration_hash,
        "stamp": dict(report.stamp),
        "judge": None if report.judge is None else dict(report.judge),
        "extra": dict(report.extra),
        "metrics": [_metric_json(metric) for metric in report.metrics],
        "runs": [_run_json(report.metrics, Run(run.name, tuple(map(_finite, run.rows)))) for run in report.runs],
    }


def write_report(path: Path, report: Report) -> None:
    """Write a report, whole or not at all.

    Raises:
        UsageError: output_unwritable. What stood there before is untouched.
    """
    replace_text(path, json.dumps(report_json(report), ensure_ascii=False, indent=1) + "\n")


def read_report(path: Path) -> Report:
    """Read a report from its file.

    Raises:
        UsageError: bad_report: there is no such file, it is not a report, or it is one of another version.
    """
    try:
        parsed = _ReportJson.model_validate_json(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
        return _report(parsed)
    except OSError as error:
        raise UsageError("bad_report", path=path, detail=error.strerror) from error
    except ValidationError as error:
        raise UsageError("bad_report", path=path, detail=_complaint(error)) from error
    except _BadReportError as error:
        raise UsageError("bad_report", path=path, detail=error) from error


# --- writing -----------------------------------------------------------------------------------------------------


def _metric_json(metric: Metric) -> dict[str, Any]:
    return {
        "name": metric.name,
        "better": metric.better,
        "binary": metric.binary,
        "share": metric.share,
        "mean": metric.aggregate is None,
        "says": dict(metric.says),
    }


def _run_json(metrics: Sequence[Metric], run: Run) -> dict[str, Any]:
    figures = run_figures(metrics, run)
    return {
        "name": run.name,
        "questions": len(run.rows),
        "figures": _figures_json(figures.overall),
        "by_kind": {
            kind: {"questions": figures.questions[kind], "figures": _figures_json(of_kind)}
            for kind, of_kind in figures.by_kind.items()
        },
        "rows": [_row_json(row) for row in run.rows],
    }


def _figures_json(figures: Mapping[str, Figure]) -> dict[str, Any]:
    return {
        name: {
            "value": figure.value,
            "low": figure.interval.low if figure.interval else None,
            "high": figure.interval.high if figure.interval else None,
            "judged": figure.judged,
            "detectable": figure.detectable,
        }
        for name, figure in figures.items()
    }


def _row_json(row: Row) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind,
        "question": row.question,
        "values": dict(row.values),
        "detail": dict(row.detail),
    }


def _finite(row: Row) -> Row:
    values = {name: value if value is None or math.isfinite(value) else None for name, value in row.values.items()}
    return replace(row, values=values)


# --- reading -----------------------------------------------------------------------------------------------------


class _BadReportError(Exception):
    """What is written is not a report, though its form is that of one."""


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, allow_inf_nan=False, extra="ignore")


class _MetricJson(_Strict):
    name: str


class _RowJson(_Strict):
    id: str
    kind: str
    question: str
    values: dict[str, float | None]
    detail: dict[str, Any]


class _RunJson(_Strict):
    name: str
    rows: list[_RowJson]


class _ReportJson(_Strict):
    format: Literal[1]
    kind: ReportKind
    set: str
    data_hash: str
    made_at: str
    configuration: dict[str, Any]
    configuration_hash: str
    stamp: dict[str, Any]
    judge: dict[str, Any] | None
    extra: dict[str, Any]
    metrics: list[_MetricJson]
    runs: list[_RunJson]


def _report(parsed: _ReportJson) -> Report:
    runs = tuple(Run(run.name, tuple(Row(**dict(row)) for row in run.rows)) for run in parsed.runs)
    _check_unique("run", [run.name for run in runs])
    for run in runs:
        _check_unique(f'question of run "{run.name}"', [row.id for row in run.rows])
    return Report(
        kind=parsed.kind,
        set_name=parsed.set,
        data_hash=parsed.data_hash,
        made_at=parsed.made_at,
        configuration=parsed.configuration,
        configuration_hash=parsed.configuration_hash,
        stamp=parsed.stamp,
        metrics=tuple(_known(metric.name) for metric in parsed.metrics),
        runs=runs,
        judge=parsed.judge,
        extra=parsed.extra,
    )


def _known(name: str) -> Metric:
    if name not in KNOWN:
        raise _BadReportError(f'no metric is called "{name}" in this version')
    return KNOWN[name]


def _check_unique(what: str, names: list[str]) -> None:
    if not names:
        raise _BadReportError(f"there is no {what}")
    name, times = Counter(names).most_common(1)[0]
    if times > 1:
        raise _BadReportError(f'the {what} "{name}" is there twice')


def _complaint(error: ValidationError) -> str:
    """The first thing that is wrong, and where."""
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    message = first["msg"][:1].lower() + first["msg"][1:]
    return f"{where}: {message}" if where else message
