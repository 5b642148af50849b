"""What a measurement gives: runs of rows, one row a question, and the metrics computed from them. Pure values.

A Report holds one or several runs over the same questions (legs of the retrieval, or the assistant and its
baselines). Every figure is computed from the rows, so that it can be computed again, resampled and compared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean
from typing import Any, Literal

from assistant.types import Language

FORMAT = 1
ReportKind = Literal["retrieval", "answers"]
Better = Literal["higher", "lower", "neither"]


@dataclass(frozen=True, slots=True)
class Row:
    """One question of one run.

    `values` holds a number by metric, None where there was nothing to judge (never 0 in its stead). `detail` is for
    people and JSON-ready: what was retrieved, what was answered, what was judged and why.
    """

    id: str
    kind: str
    question: str
    values: Mapping[str, float | None]
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Metric:
    """What a figure is: its name, which way is better, what it says, and how it comes from rows.

    `aggregate` is None for a mean over the rows that have a value of that name; such a metric can be tested question
    by question. `binary` marks values that are 0 or 1. `share` marks figures between 0 and 1.
    """

    name: str
    better: Better
    says: Mapping[Language, str]
    binary: bool = False
    share: bool = True
    aggregate: Callable[[Sequence[Row]], float | None] | None = None

    def of(self, rows: Sequence[Row]) -> float | None:
        """The figure over some rows; None where none of them could be judged."""
        if self.aggregate is not None:
            return self.aggregate(rows)
        values = [value for row in rows if (value := row.values.get(self.name)) is not None]
        return fmean(values) if values else None

    def judged(self, rows: Sequence[Row]) -> int:
        """How many rows the figure rests on."""
        if self.aggregate is not None:
            return len(rows)
        return sum(row.values.get(self.name) is not None for row in rows)


@dataclass(frozen=True, slots=True)
class Run:
    """One configuration measured: its name ("fused", "assistant", "copy-top-passage"...) and its rows."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A measurement as it is written to JSON.

    `set_name` names the questions, `data_hash` is the SHA-256 of their files; `configuration` holds the settings that
    can change a figure and `configuration_hash` their digest; `stamp` says what the index was made with; `judge` names
    the support judge with its measured accuracy; `extra` holds what is said once (latency, counts, missing documents).
    """

    kind: ReportKind
    set_name: str
    data_hash: str
    made_at: str
    configuration: Mapping[str, Any]
    configuration_hash: str
    stamp: Mapping[str, Any]
    metrics: tuple[Metric, ...]
    runs: tuple[Run, ...]
    judge: Mapping[str, Any] | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
