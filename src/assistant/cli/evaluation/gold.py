"""What commands that read case files share: holding cases against an index, and saying what does not match."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.cli.output import note, printable
from assistant.types import Language

if TYPE_CHECKING:
    from assistant.evaluation.sets.anchors import Anchors
    from assistant.evaluation.sets.cases import Case


def checked_cases(
    file: Path, cases: Sequence[Case], anchors: Anchors, language: Language, outputs: Sequence[Path | None] = ()
) -> int:
    """Hold cases against an index before anything is run; each thing that does not match is said on stderr.

    The cases are measured all the same, what is missing counting as not found; the command then ends with 3. But a
    measurement of that kind never takes the place of an earlier one.

    Args:
        file: where the cases are from, for the messages.
        cases: those to measure.
        anchors: of the index.
        language: of the messages.
        outputs: files that the measurement will write.

    Returns:
        The number of things that do not match.

    Raises:
        UsageError: cases_not_in_index (a BadFileError), where an output exists already: nothing is measured.
    """
    from assistant.evaluation.sets.case_checks import check_cases
    from assistant.evaluation.sets.cases import read_case_file
    from assistant.evaluation.sets.problems import BadFileError

    problems = check_cases(cases, anchors, read_case_file(file).lines)
    if problems and any(path is not None and path.is_file() for path in outputs):
        raise BadFileError("cases_not_in_index", file, problems)
    for problem in problems:
        note(printable(problem.sentence(language)))
    return len(problems)
