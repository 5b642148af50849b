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
from assistant.cli.output import emit, emit_json, note, printable
from assistant.errors import AssistantError, UsageError
from assistant.messages.scopes import scope_text
from assistant.types import Filters, Language, Turn
from assistant.wire import answer_dict, clean_text, error_dict, parse_history, parse_wanted, passages_list
from assistant.wording import third_language_line

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
ConversationOption = Annotated[
    str | None,
    typer.Option(
        "--conversation",
        metavar="ID|new",
        help=say(
            "Conserve la réponse dans une de mes conversations, dont c'est la suite, ou dans une nouvelle.",
            "Keep the answer in one of my conversations, which it goes on, or in a new one.",
        ),
    ),
]
FilterOption = Annotated[
    list[str] | None,
    typer.Option(
        "--filter",
        metavar="NAME=VALUE",
        help=say(
            "Seulement les documents qui conviennent\u00a0: type=entretien, auteur=…, depuis=2020, jusqu'au=…, date=…, "
            "langue=fr, lieu=Rennes, document=… Se répète\u202f; deux valeurs d'un même nom\u00a0: l'une ou l'autre.",
            "Only documents that fit: type=interview, author=…, since=2020, until=…, date=…, language=fr, "
            "place=Rennes, document=… Repeatable; two values of one name: either.",
        ),
    ),
]
RecentOption = Annotated[
    bool,
    typer.Option(
        "--recent-first",
        help=say(
            "Ce qui est trouvé, du document le plus récent au plus ancien.",
            "What is found, from the latest document to the oldest.",
        ),
    ),
]
BatchOption = Annotated[
    Path | None,
    typer.Option(
        "--batch",
        metavar="FILE.jsonl",
        help=say(
            "Un lot de questions, une par ligne\u00a0: {question, history?, filters?, recent_first?, id?}\u202f; une "
            "réponse JSON par ligne.",
            "A batch of questions, one a line: {question, history?, filters?, recent_first?, id?}; one JSON answer a "
            "line.",
        ),
    ),
]
ExplainOption = Annotated[
    bool,
    typer.Option(
        "--explain",
        help=say(
            "Explique la recherche\u00a0: mots, termes, poids, rangs, scores, temps.",
            "Explain the search: words, terms, weights, ranks, scores, times.",
        ),
    ),
]
WhyOption = Annotated[
    str | None,
    typer.Option(
        "--why",
        metavar="DOCUMENT",
        help=say(
            "Explique aussi pourquoi un document (ou un passage, par son identifiant) n'est pas parmi les résultats.",
            "Explain also why a document (or a passage, by its id) is not among the results.",
        ),
    ),
]


def search(
    question: QuestionArgument,
    count: CountOption = 10,
    filters: FilterOption = None,
    recent_first: RecentOption = False,
    explain: ExplainOption = False,
    why: WhyOption = None,
    as_json: JsonOption = False,
    index: IndexOption = None,
    settings_file: SettingsOption = None,
) -> None:
    """Find the best passages for a question."""
    with reporting(as_json):
        wanted = parse_wanted(filters, recent_first)
    text = question_text(question)
    with opened(index, settings_file, as_json) as (assistant, settings):
        from assistant.cli.words import results_text

        if explain or why is not None:
            _explain(assistant, text, count, wanted, why, as_json)
            return
        found = assistant.find(text, limit=count, filters=wanted)
        scope = scope_text(found.query.scope, settings.language)
        for said in (third_language_line(text, settings.language), scope):
            if said:
                note(printable(said))
        if as_json:
            emit_json(passages_list(found.passages))
        else:
            emit(printable(results_text(found.passages, settings.language)))


def _explain(
    assistant: Assistant, question: str, count: int, filters: Filters | None, missed: str | None, as_json: bool
) -> None:
    from assistant.cli.explanation import explanation_text
    from assistant.explanation_wire import explanation_dict

    explanation = assistant.explain(question, limit=count, filters=filters, missed=missed)
    if as_json:
        emit_json(explanation_dict(explanation))
    else:
        emit(printable(explanation_text(explanation)))


def ask(
    question: OptionalQuestion = None,
    history: HistoryOption = None,
    conversation: ConversationOption = None,
    batch: BatchOption = None,
    filters: FilterOption = None,
    recent_first: RecentOption = False,
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
        if history is not None or conversation is not None or filters or recent_first:
            raise typer.BadParameter(
                say(
                    "avec --batch, l'historique et les filtres sont dans chaque ligne, et rien n'est conservé.",
                    "with --batch, the history and the filters are in each line, and nothing is kept.",
                )
            )
        _ask_batch(batch, index, settings_file)
        return
    with reporting(as_json):
        if history is not None and conversation is not None:
            raise UsageError("history_and_conversation")
        turns = read_history(history) if history is not None else ()
        wanted = parse_wanted(filters, recent_first)
    text = question_text(question or "")
    with opened(index, settings_file, as_json) as (assistant, _):
        from assistant.cli.words import answer_text

        if conversation is not None:
            _ask_in(assistant, conversation, text, wanted, as_json)
            return
        answer = assistant.ask(text, history=turns, filters=wanted)
        if as_json:
            emit_json(answer_dict(answer))
        else:
            emit(printable(answer_text(answer)))


def _ask_in(assistant: Assistant, conversation: str, text: str, wanted: Filters | None, as_json: bool) -> None:
    """Answer in a conversation; where it is kept, or why it could not be, is said on standard error."""
    from assistant.cli.words import answer_text
    from assistant.keeping import ask_in
    from assistant.owners import local_owner
    from assistant.transcript import kept_dict

    answer, kept = ask_in(assistant, local_owner(), conversation, text, wanted)
    language = assistant.settings.language
    if as_json:
        emit_json({**answer_dict(answer), "conversation": kept_dict(kept, language)})
    else:
        emit(printable(answer_text(answer)))
    if kept.fault is not None:
        message = kept.fault.render(language)
        note(printable(f"{message.reason} {message.hint}"))
    elif kept.place is not None and not as_json:
        note(f"Conversation\u00a0: {kept.place.conversation_id}")


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
        wanted = parse_wanted(item.get("filters"), item.get("recent_first") is True)
        return head | answer_dict(assistant.ask(clean_text(item["question"]), history=turns, filters=wanted))
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
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error).splitlines()[0] if str(error) else type(error).__name__
