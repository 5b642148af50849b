"""The gold set as facilitators edit it: the case files themselves, one writer at a time, nobody's change lost."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.bench.folder import BenchFolder
from assistant.errors import UsageError
from assistant.evaluation.gold.editing import case_line, revision, with_case, with_changed, without_case
from assistant.evaluation.reports.files import replace_text
from assistant.evaluation.sets.anchors import Anchors
from assistant.evaluation.sets.case_checks import check_cases
from assistant.evaluation.sets.cases import Case, CaseFile, parse_case, read_case_file
from assistant.evaluation.sets.problems import BadFileError, Problem
from assistant.service import Assistant


@dataclass(frozen=True, slots=True)
class WrittenCase:
    """A case as it is written, which wording that is, and where it does not match the index."""

    record: Mapping[str, Any]
    revision: str
    case: Case
    problems: tuple[Problem, ...] = ()


class GoldSet:
    """The case files of a bench. All methods may be called from several threads."""

    def __init__(self, assistant: Assistant, folder: BenchFolder) -> None:
        self._assistant = assistant
        self._folder = folder
        self._writing = threading.RLock()

    def files(self) -> Sequence[CaseFile]:
        """The case files as read, with what is wrong with their lines; one that can't be read is one problem."""
        return [read_case_file(path) for path in self._folder.case_files()]

    def file(self, name: str) -> CaseFile:
        """One of them.

        Raises:
            UsageError: unknown_case_file, cases_unreadable.
        """
        return read_case_file(self._folder.case_file(name))

    def make(self, name: str) -> None:
        """A new file without a case.

        Raises:
            UsageError: bench_name, output_exists, output_unwritable.
        """
        with self._writing:
            replace_text(self._folder.new_case_file(name), "")

    def cases(self, name: str) -> Sequence[WrittenCase]:
        """The cases of a file that can be read, in its order; what is wrong with others is in `file`."""
        file, text = self._opened(name)
        lines = text.split("\n")
        known = sorted((*file.cases, *file.proposals), key=lambda case: file.lines[case.id])
        return [_written(lines[file.lines[case.id] - 1], case) for case in known]

    def case(self, name: str, case_id: str) -> WrittenCase:
        """One case, held against the index.

        Raises:
            UsageError: unknown_case_file, unknown_case.
        """
        file, text = self._opened(name)
        line = case_line(file, text, case_id)
        parsed = parse_case(json.loads(line), 0)
        if isinstance(parsed, Problem):
            raise BadFileError("bad_case", file.path, [parsed])
        problems = check_cases([parsed], Anchors(self._assistant))
        return _written(line, parsed, problems)

    def add(self, name: str, record: Mapping[str, Any]) -> WrittenCase:
        """One more case.

        Raises:
            UsageError: unknown_case_file, case_taken, bad_case or bad_cases (BadFileErrors), output_unwritable.
        """
        self._change(name, lambda file, text: with_case(file, text, record))
        return self.case(name, str(record["id"]))

    def change(self, name: str, record: Mapping[str, Any], seen: str) -> WrittenCase:
        """A case, known by its id, in another wording; `seen` is the revision that was read.

        Raises:
            UsageError: as for `add`; unknown_case, case_changed.
        """
        self._change(name, lambda file, text: with_changed(file, text, record, seen))
        return self.case(name, str(record["id"]))

    def remove(self, name: str, case_id: str, seen: str) -> None:
        """Take a case out.

        Raises:
            UsageError: unknown_case_file, unknown_case, case_changed, output_unwritable.
        """
        self._change(name, lambda file, text: without_case(file, text, case_id, seen))

    def rewrite(self, name: str, edit: Callable[[CaseFile, str], str]) -> None:
        """Write what an edit makes of a file and its text; nobody else writes meanwhile.

        Raises:
            UsageError: unknown_case_file, bad_cases (a BadFileError), output_unwritable, or what the edit raises.
        """
        self._change(name, edit)

    def _change(self, name: str, edit: Callable[[CaseFile, str], str]) -> None:
        with self._writing:
            file, text = self._opened(name)
            mended = [problem for problem in file.problems if problem.code != "case_file_empty"]
            if mended:
                raise BadFileError("bad_cases", file.path.name, mended)
            replace_text(file.path, edit(file, text))

    def _opened(self, name: str) -> tuple[CaseFile, str]:
        path = self._folder.case_file(name)
        file = read_case_file(path)
        try:
            return file, path.read_bytes().decode("utf-8-sig", "replace")
        except OSError as error:
            raise UsageError("cases_unreadable", path=path.name, detail=error.strerror) from error


def _written(line: str, case: Case, problems: tuple[Problem, ...] = ()) -> WrittenCase:
    return WrittenCase(json.loads(line.removeprefix("\ufeff")), revision(line), case, problems)
