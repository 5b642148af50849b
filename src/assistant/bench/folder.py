"""Where the bench keeps its files: case files, grades, reports, references. Names come from browsers: each is checked.

cases/NAME.jsonl                      gold sets, the same files as those of `assistant eval`
pools/NAME--WHEN.jsonl                passages to grade for such a file, and beside it
pools/NAME--WHEN--JUDGE.jsonl         the same as a person has graded them
reports/KIND--NAME--WHEN.json         measurements
references/NAME-KIND.json             the ones that later measurements are held against
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from assistant.errors import UsageError

_NAME = re.compile(r"[^\W_](?:[\w.-]{0,58}[\w])?")


class BenchFolder:
    """The folder's parts. Nothing is made before something is written."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def case_files(self) -> Sequence[Path]:
        """The case files, by name; those whose name the bench could not say are left out."""
        return [path for path in sorted((self._path / "cases").glob("*.jsonl")) if _is_name(path.stem)]

    def case_file(self, name: str) -> Path:
        """A case file that is there.

        Raises:
            UsageError: unknown_case_file.
        """
        path = self._path / "cases" / f"{name}.jsonl"
        if not _is_name(name) or not path.is_file():
            raise UsageError("unknown_case_file", name=name)
        return path

    def new_case_file(self, name: str) -> Path:
        """A case file that is not there yet.

        Raises:
            UsageError: bench_name, output_exists.
        """
        path = self._made("cases") / f"{checked_name(name)}.jsonl"
        if path.exists():
            raise UsageError("output_exists", path=path.name)
        return path

    def new_series(self, name: str) -> Path:
        """Where passages to grade for a case file are to be written."""
        return self._made("pools") / f"{name}--{_now()}.jsonl"

    def series(self) -> Sequence[Path]:
        """The passages to grade, latest first."""
        found = [path for path in (self._path / "pools").glob("*--*.jsonl") if path.stem.count("--") == 1]
        return sorted(found, key=lambda path: path.stem.rpartition("--")[2], reverse=True)

    def one_series(self, name: str) -> Path:
        """One of them.

        Raises:
            UsageError: unknown_series.
        """
        for path in self.series():
            if path.stem == name:
                return path
        raise UsageError("unknown_series", name=name)

    def judges(self, series: Path) -> Sequence[str]:
        """Who has graded passages of a series."""
        found = series.parent.glob(f"{glob_escaped(series.stem)}--*.jsonl")
        return sorted(path.stem.rpartition("--")[2] for path in found)

    def grades(self, series: Path, judge: str) -> Path:
        """Where a person's grades are, or will be.

        Raises:
            UsageError: bench_name.
        """
        return series.with_name(f"{series.stem}--{checked_name(judge)}.jsonl")

    def new_report(self, kind: str, name: str) -> Path:
        """Where a measurement is to be written."""
        return self._made("reports") / f"{kind}--{name}--{_now()}.json"

    def reports(self) -> Sequence[Path]:
        """The measurements, latest first."""
        found = (self._path / "reports").glob("*--*--*.json")
        return sorted(found, key=lambda path: path.stem.rpartition("--")[2], reverse=True)

    def report(self, name: str) -> Path:
        """One of them.

        Raises:
            UsageError: unknown_report.
        """
        for path in self.reports():
            if path.stem == name:
                return path
        raise UsageError("unknown_report", name=name)

    def reference(self, kind: str, set_name: str) -> Path:
        """What measurements of a kind on a set are held against, be it there or not."""
        return self._path / "references" / f"{Path(set_name).stem}-{kind}.json"

    def made_reference(self, kind: str, set_name: str) -> Path:
        """The same, to be written."""
        self._made("references")
        return self.reference(kind, set_name)

    def _made(self, name: str) -> Path:
        folder = self._path / name
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError("output_unwritable", path=folder, detail=error.strerror) from error
        return folder


def checked_name(name: str) -> str:
    """A name of a file or a person, fit for a file name.

    Raises:
        UsageError: bench_name.
    """
    if not _is_name(name):
        raise UsageError("bench_name", name=name)
    return name


def glob_escaped(name: str) -> str:
    """A name with nothing in it that `glob` would read as a pattern."""
    return re.sub(r"([*?[])", r"[\1]", name)


def _is_name(name: str) -> bool:
    return bool(_NAME.fullmatch(name)) and "--" not in name and ".." not in name


def _now() -> str:
    return datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")[:-3]
