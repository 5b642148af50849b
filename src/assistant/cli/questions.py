"""The commands that question the index: search, ask."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.options import (
    SOME_FAILED,
    IndexOption,
    JsonOption,
    SettingsOption,
    opened,
    question_text,
    reporting,
    say,
)
from assistant.cli.output import emit, emit_json, printable
from assistant.errors import AssistantError, UsageError
from assistant.types import Language, Turn
from assistant.wire import answer_dict, clean_text, error_dict, parse_history, passages_list

if TYPE_CHECKING:
    from assistant.service import Assistant

QuestionArgument = Annotated[
    str,
    typer.Argument(
        metavar="QUESTION",
        help=say(
            "La question\u202f; «\u00a0-\u00a0» la lit sur l'entrée standard.",
            'The question; "-" reads it from standard input.',
        ),
    ),
]
OptionalQuestion = Annotated[
    str | None,
    typer.Argument(
        metavar="QUESTION",
        help=say(
            "La question\u202f; «\u00a0-\u00a0» la lit sur l'entrée standard.",
            'The question; "-" reads it from standard input.',
        ),
    ),
]
CountOption = Annotated[
    int, typer.Option("-k", min=1, max=1000, help=say("Nombre de passages.", "Number of passages."))
]
HistoryOption = Annotated[
    Path | None,
    typer.Option(
        "--history",
        metavar="FILE",
        help=say(
            "Tours précédents\u00a0: liste JSON de textes (question, réponse…) ou de {role, content}.",
            "Earlier turns: a JSON list of texts (question, answer…) or of {role, content}.",
        ),
    ),
]
BatchOption = Annotated[
    Path | None,
    typer.Option(
        "--batch",
        metavar="FILE.jsonl",
        help=say(
            "Un lot de questions, une par ligne\u00a0: {question, history?, id?}\u202f; une réponse JSON par ligne.",
            "A batch of questions, one a line: {question, history?, id?}; one JSON answer a line.",
        ),
    ),
]


def search(
    question: QuestionArgument,
    count: CountOption = 10,
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """Find the best passages for a question."""
    text = question_text(question)
    with opened(index, settings_file, as_json) as (assistant, settings):
        from assistant.cli.words import results_text

        results = assistant.search(text, limit=count)
        if as_json:
            emit_json(passages_list(results))
        else:
            emit(printable(results_text(results, settings.language)))


def ask(
    question: OptionalQuestion = None,
    history: HistoryOption = None,
    batch: BatchOption = None,
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """Answer a question from the documents, each sentence cited; or a batch of questions."""
    if (question is None) == (batch is None):
        raise typer.BadParameter(
            say("donnez une question, ou un lot avec --batch.", "give one question, or a batch with --batch.")
        )
    if batch is not None:
        if history is not None:
            raise typer.BadParameter(
                say("avec --batch, l'historique est dans chaque ligne.", "with --batch, the history is in each line.")
            )
        _ask_batch(batch, index, settings_file)
        return
    with reporting(as_json):
        turns = read_history(history) if history is not None else ()
    text = question_text(question or "")
    with opened(index, settings_file, as_json) as (assistant, _):
        from assistant.cli.words import answer_text

        answer = assistant.ask(text, history=turns)
        if as_json:
            emit_json(answer_dict(answer))
        else:
            emit(printable(answer_text(answer)))


def read_history(path: Path) -> tuple[Turn, ...]:
    """The turns in a history file.

    Raises:
        UsageError: the file can't be read (code bad_history).
    """
    try:
        items = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError("bad_history", path=path, detail=_first_line(error)) from error
    return parse_history(items, path)


def _ask_batch(batch: Path, index: Path | None, settings_file: Path | None) -> None:
    with reporting(True):
        lines = list(_batch_lines(batch))
    failed = False
    with opened(index, settings_file, True) as (assistant, settings):
        for number, line in lines:
            result = _answer_line(assistant, batch, number, line, settings.language)
            failed = failed or "error" in result
            emit_json(result)
    if failed:
        raise typer.Exit(SOME_FAILED)


def _batch_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Number and text of each line that is not blank."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise UsageError("bad_batch", path=path, line=1, detail=_first_line(error)) from error
    # Not splitlines: JSON strings may hold U+2028 and its like unescaped.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, line


def _answer_line(assistant: Assistant, path: Path, number: int, line: str, language: Language) -> dict[str, Any]:
    """The Answer to one line of a batch, or what is wrong with it; the line's "id" comes back with it."""
    head: dict[str, Any] = {"question": None}
    try:
        item = _parse_line(path, number, line)
        head = {"question": item["question"]} | ({"id": item["id"]} if "id" in item else {})
        turns = parse_history(item.get("history"), path)
        return head | answer_dict(assistant.ask(clean_text(item["question"]), history=turns))
    except AssistantError as error:
        return head | error_dict(error, language)


def _parse_line(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        item = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UsageError("bad_batch", path=path, line=number, detail=_first_line(error)) from error
    if not isinstance(item, dict) or not isinstance(item.get("question"), str):
        raise UsageError("bad_batch", path=path, line=number, detail='"question"')
    return item


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
