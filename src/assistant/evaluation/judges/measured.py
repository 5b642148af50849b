"""What is known of each judge's accuracy, by fingerprint: it is printed beside every figure that the judge gives.

The record comes with the package (measured.json). A judge whose weights, threshold, model or guidelines change has
another fingerprint: nothing is known of it until it is measured again (`assistant eval judge --save`). The figures of a
judge fitted on the very claims that it is measured on are cross-validated ones, and marked so.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from assistant.errors import UsageError
from assistant.evaluation.reports.files import replace_text

RECORD = "measured.json"


@dataclass(frozen=True, slots=True)
class Measured:
    """One judge's accuracy: who, how good, on what, when.

    `data` names the file of claims that people judged, `data_hash` is its SHA-256. `cross_validated` says that the
    judge was fitted on them, and that each question was scored by a fit which had not seen it.
    """

    judge: str
    auroc: float | None
    auroc_low: float | None
    auroc_high: float | None
    balanced_accuracy: float | None
    statements: int
    questions: int
    share_judged: float
    data: str
    data_hash: str
    cross_validated: bool
    date: str


def measured_accuracy(fingerprint: str) -> Mapping[str, Any] | None:
    """What was measured of the judge with this fingerprint, JSON-ready; None where nothing was."""
    found: Mapping[str, Any] | None = _shipped().get(fingerprint)
    return found


def save_measured(path: Path, fingerprint: str, measured: Measured) -> None:
    """Put one judge's accuracy into a record file, in the stead of what an earlier form of it had on the same claims.

    What stands there of other judges, or on other claims, stays.

    Raises:
        UsageError: measured_unreadable, output_unwritable.
    """
    record = {
        known: values
        for known, values in (_read(path) if path.is_file() else {}).items()
        if (values.get("judge"), values.get("data_hash")) != (measured.judge, measured.data_hash)
    }
    record[fingerprint] = {
        name: round(value, 4) if isinstance(value, float) else value for name, value in asdict(measured).items()
    }
    replace_text(path, json.dumps(record, ensure_ascii=False, indent=2, sort_keys=True) + "\n")
    _shipped.cache_clear()


def shipped_record() -> Path:
    """Where the record of the package stands."""
    return Path(str(files("assistant.evaluation.judges") / RECORD))


@cache
def _shipped() -> dict[str, Any]:
    return _read(shipped_record())


def _read(path: Path) -> dict[str, Any]:
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError("measured_unreadable", path=path) from error
    if not isinstance(record, dict) or not all(isinstance(values, dict) for values in record.values()):
        raise UsageError("measured_unreadable", path=path)
    return record
