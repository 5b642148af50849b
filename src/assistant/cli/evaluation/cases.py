"""`assistant eval cases`: is a case file as it should be, and does it match an index?"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.bench.tables import table
from assistant.cli.evaluation.app import eval_app
from assistant.cli.options import WRONG_USAGE, IndexOption, JsonOption, SettingsOption, read_settings, reporting, say
from assistant.cli.output import emit, emit_json, note, printable
from assistant.types import Language

if TYPE_CHECKING:
    from assistant.evaluation.sets.cases import CaseFile
    from assistant.evaluation.sets.problems import Problem
    from assistant.settings import Settings

_WORDS: dict[str, dict[Language, str]] = {
    "cases": {"fr": "cas", "en": "cases"},
    "answerable": {"fr": "avec réponse", "en": "answerable"},
    "graded": {"fr": "passages notés", "en": "graded passages"},
    "proposals": {
        "fr": "{count} propositions, que personne n'a acceptées, ne sont pas mesurées.",
        "en": "{count} proposals, which no person has accepted, are not measured.",
    },
    "good": {"fr": "Rien à corriger.", "en": "Nothing to mend."},
    "bad": {"fr": "{count} points à corriger.", "en": "{count} points to mend."},
}

FileArgument = Annotated[
    Path,
    typer.Argument(metavar="FILE", help=say("Fichier de cas (JSON Lines).", "Case file (JSON Lines).")),
]


@eval_app.command(
    "cases",
    help=say(
        "Vérifie un fichier de cas, ligne par ligne\u202f; avec --index, aussi que ses documents et citations y sont. "
        "Fin avec 2 s'il y a à corriger.",
        "Check a case file, line by line; with --index, also that its documents and quotes are there. Ends with 2 "
        "where there is something to mend.",
    ),
)
def cases(
    file: FileArgument,
    index: IndexOption = None,
    as_json: JsonOption = False,
    settings_file: SettingsOption = None,
) -> None:
    """Print the counts by kind and every problem of a case file."""
    with reporting(as_json):
        settings = read_settings(index, settings_file)
    with reporting(as_json, settings):
        from assistant.evaluation.sets.cases import read_case_file

        read = read_case_file(file)
        problems = list(read.problems)
        if index is not None:
            problems += _held_against_index(read, settings)
            problems.sort(key=lambda problem: problem.line)
    if as_json:
        emit_json(_to_json(read, problems, settings.language))
    else:
        emit(printable(_text(read, problems, settings.language)))
    if problems:
        raise typer.Exit(WRONG_USAGE)


def _held_against_index(read: CaseFile, settings: Settings) -> tuple[Problem, ...]:
    from assistant.build import build_assistant
    from assistant.evaluation.sets.anchors import Anchors
    from assistant.evaluation.sets.case_checks import check_cases

    with build_assistant(settings, notify=note) as assistant:
        return check_cases((*read.cases, *read.proposals), Anchors(assistant), read.lines)


def _to_json(read: CaseFile, problems: list[Problem], language: Language) -> dict[str, Any]:
    kinds = Counter(case.kind for case in read.cases)
    return {
        "file": str(read.path),
        "cases": len(read.cases),
        "answerable": sum(case.answerable for case in read.cases),
        "proposals": len(read.proposals),
        "graded_passages": sum(len(case.passages) for case in read.cases),
        "by_kind": dict(kinds),
        "problems": [problem.to_json(language) for problem in problems],
    }


def _text(read: CaseFile, problems: list[Problem], language: Language) -> str:
    words = {key: wording[language] for key, wording in _WORDS.items()}
    kinds: dict[str, list[Any]] = {}
    for case in read.cases:
        kinds.setdefault(case.kind, []).append(case)
    rows = [["", words["cases"], words["answerable"], words["graded"]]]
    for kind, some in [*kinds.items(), ("", read.cases)]:
        answerable, graded = sum(case.answerable for case in some), sum(len(case.passages) for case in some)
        rows.append([kind, str(len(some)), str(answerable), str(graded)])
    lines = table(rows)
    if read.proposals:
        lines.append(words["proposals"].format(count=len(read.proposals)))
    for problem in problems:
        lines.append(f"- {problem.sentence(language)} {problem.message(language).hint}")
    return "\n".join([*lines, words["bad" if problems else "good"].format(count=len(problems))])
