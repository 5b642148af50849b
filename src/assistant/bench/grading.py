"""Passages graded by people, blind to what found them: series, each person's grades, agreement, adoption."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.bench.cases import GoldSet
from assistant.bench.folder import BenchFolder
from assistant.errors import UsageError
from assistant.evaluation.gold.adoption import Decided, adopt, decide
from assistant.evaluation.gold.agreement import Agreement, agreement
from assistant.evaluation.gold.pooling import Pooled, pool_cases, read_pool, save_pool
from assistant.evaluation.sets.cases import Case, load_cases
from assistant.service import Assistant

Progress = Callable[[int, int], None]
ADJUDICATOR = "arbitrage"
"""The name under which grades are given that end a disagreement."""


@dataclass(frozen=True, slots=True)
class Series:
    """Passages to grade: of which case file, how many for how many cases, and how many each person has graded."""

    name: str
    file: str
    passages: int
    cases: int
    graded: dict[str, int]


class Grading:
    """The series of a bench. All methods may be called from several threads."""

    def __init__(self, assistant: Assistant, folder: BenchFolder, gold: GoldSet) -> None:
        self._assistant = assistant
        self._folder = folder
        self._gold = gold
        self._writing = threading.Lock()

    def start(self, file: str, ids: Sequence[str], depth: int, progress: Progress | None = None) -> Series:
        """Search the first passages of each leg for the cases of a file, and keep them in an order that says nothing.

        Args:
            file: the case file.
            ids: of the cases, proposals too; none: all that are measured.
            depth: passages taken of each leg.
            progress: told (cases done, cases).

        Raises:
            UsageError: unknown_case_file, no_cases, unknown_case; pool_empty where the search finds nothing.
        """
        pool = pool_cases(self._assistant, self._cases(file, ids), depth, progress=progress)
        if not pool.lines:
            raise UsageError("series_empty")
        path = self._folder.new_series(file)
        save_pool(path, pool.lines)
        return self._told(path)

    def _cases(self, file: str, ids: Sequence[str]) -> Sequence[Case]:
        path = self._folder.case_file(file)
        if not ids:
            return load_cases(path)
        known = {case.id: case for case in load_cases(path, proposed=True)}
        for name in ids:
            if name not in known:
                raise UsageError("unknown_case", case=name)
        return [known[name] for name in dict.fromkeys(ids)]

    def series(self) -> Sequence[Series]:
        """The series, latest first."""
        return [self._told(path) for path in self._folder.series()]

    def lines(self, name: str, judge: str) -> Sequence[Pooled]:
        """The passages of a series with one person's grades, and nobody else's.

        Raises:
            UsageError: unknown_series, bench_name.
        """
        return self._graded(self._folder.one_series(name), judge)

    def shown(self) -> Callable[[Pooled], bool]:
        """Which passages may be shown today: a series is a file, and may be older than a mark or an erasure."""
        documents = self._assistant.documents()
        hidden = {name for each in documents if not each.text_shown for name in (each.source, each.content_hash)}
        there = {name for each in documents for name in (each.source, each.content_hash)}

        def may(line: Pooled) -> bool:
            names = set(line.place[:2])
            return not names & hidden and bool(names & there)

        return may

    def grade(self, name: str, judge: str, number: int, grade: int | None) -> None:
        """Keep what a person says of one passage.

        Args:
            name: the series.
            judge: who says it.
            number: of the passage in the series, from 0.
            grade: 0 to 3; None takes it back.

        Raises:
            UsageError: unknown_series, bench_name, unknown_passage, output_unwritable.
        """
        with self._writing:
            series = self._folder.one_series(name)
            lines = list(self._graded(series, judge))
            if not 0 <= number < len(lines):
                raise UsageError("unknown_passage")
            lines[number] = replace(lines[number], grade=grade)
            save_pool(self._folder.grades(series, judge), lines)

    def agreement(self, name: str, first: str, second: str) -> Agreement:
        """How far two people agree.

        Raises:
            UsageError: unknown_series, unknown_judge_of_series.
        """
        series = self._folder.one_series(name)
        return agreement(self._of(series, first), self._of(series, second))

    def adopt(self, name: str, first: str, second: str = "") -> Decided:
        """Put one person's grades, or what two (and whoever ended their disagreements) say, into the case file.

        Raises:
            UsageError: unknown_series, unknown_judge_of_series, grades_to_adjudicate, no_grades, bad_cases.
        """
        series = self._folder.one_series(name)
        final = self._of(series, ADJUDICATOR) if second and ADJUDICATOR in self._folder.judges(series) else ()
        decided = decide(self._of(series, first), self._of(series, second) if second else (), final)
        self._gold.rewrite(_file_of(series), lambda file, text: adopt(file, text, decided))
        return decided

    def _of(self, series: Path, judge: str) -> Sequence[Pooled]:
        if judge not in self._folder.judges(series):
            raise UsageError("unknown_judge_of_series", name=judge)
        return self._graded(series, judge)

    def _graded(self, series: Path, judge: str) -> Sequence[Pooled]:
        path = self._folder.grades(series, judge)
        lines = read_pool(series)
        given = {line.key: line.grade for line in read_pool(path)} if path.is_file() else {}
        return [replace(line, grade=given.get(line.key)) for line in lines]

    def _told(self, path: Path) -> Series:
        lines = read_pool(path)
        graded = {
            judge: sum(line.grade is not None for line in self._graded(path, judge))
            for judge in self._folder.judges(path)
        }
        return Series(path.stem, _file_of(path), len(lines), len({line.case for line in lines}), graded)


def _file_of(series: Path) -> str:
    return series.stem.rpartition("--")[0]
