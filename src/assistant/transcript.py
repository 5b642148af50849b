"""Conversations as JSON-ready dictionaries and as Markdown to read elsewhere, for every front alike.

In the Markdown, what comes from a document or a person is text and nothing else: no link, picture or HTML is in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.keeping import Kept
from assistant.messages.scopes import scope_text
from assistant.text.dates import date_text
from assistant.types import (
    Citation,
    CitationState,
    Conversation,
    ConversationHead,
    Feedback,
    JudgedTurn,
    Language,
    ReopenedTurn,
)
from assistant.wire import Json, answer_dict, error_dict
from assistant.wording import (
    coverage_line,
    near_line,
    nearest_words,
    notice_lines,
    plural,
    searched_line,
    state_words,
    status_words,
)

_SIGNS = re.compile(r"[\\`*_\[\]~|<>&$]")
_LINE_START = re.compile(r"^(\s*)(?:([#+-])|(\d+)([.)]))", re.MULTILINE)
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def head_dict(head: ConversationHead) -> Json:
    """A conversation of a list."""
    return {
        "id": head.id,
        "title": head.title,
        "created_at": head.created_at,
        "updated_at": head.updated_at,
        "questions": head.turns,
    }


def conversation_dict(conversation: Conversation) -> Json:
    """A conversation with its answers; each citation has a `state`: "current", "changed" or "gone"."""
    return {**head_dict(conversation.head), "turns": [_turn_dict(turn) for turn in conversation.turns]}


def _turn_dict(turn: ReopenedTurn) -> Json:
    answer = answer_dict(turn.kept.answer)
    answer["citations"] = [{**each, "state": turn.states[each["number"]]} for each in answer["citations"]]
    return {
        "number": turn.kept.number,
        "asked_at": turn.kept.asked_at,
        "answer": answer,
        "feedback": [feedback_dict(each) for each in turn.feedback],
    }


def feedback_dict(feedback: Feedback) -> Json:
    """What somebody judged of an answer, a claim or a citation."""
    return {
        "target": feedback.target,
        "number": feedback.number,
        "rating": feedback.rating,
        "comment": feedback.comment,
        "given_at": feedback.given_at,
    }


def judged_dict(turn: JudgedTurn) -> Json:
    """A question with its answer and the feedback on it, whoever gave it."""
    return {
        "asked_at": turn.kept.asked_at,
        "answer": answer_dict(turn.kept.answer),
        "feedback": [feedback_dict(each) for each in turn.feedback],
    }


def kept_dict(kept: Kept, language: Language) -> Json:
    """Where an answer is kept: its conversation and its number there; None, with the reason, where it could not be."""
    place = kept.place
    return {
        "id": None if place is None else place.conversation_id,
        "turn": None if place is None else place.turn,
        "error": None if kept.fault is None else error_dict(kept.fault, language)["error"],
    }


def conversation_markdown(conversation: Conversation, language: Language) -> str:
    """A conversation as Markdown: each question, its answer, and its sources with their quotes.

    Args:
        conversation: what to write.
        language: of the words around it; each answer speaks its own.
    """
    head = conversation.head
    count = plural(head.turns, "question", "questions", language)
    first, last = (date_text(time[:10], language) for time in (head.created_at, head.updated_at))
    lines = [f"# {escaped(head.title)}", "", f"{first} – {last}, {count}"]
    for turn in conversation.turns:
        lines += ["", *_turn_lines(turn)]
    return "\n".join(lines) + "\n"


def _turn_lines(turn: ReopenedTurn) -> Iterator[str]:
    answer = turn.kept.answer
    language = answer.language
    yield f"## {turn.kept.number}. {escaped(_flat(answer.question))}"
    yield ""
    if not answer.courtesy:
        yield f"**{status_words(answer.status, language)}** ({coverage_line(answer.coverage, language)})"
        yield ""
    for said in (searched_line(answer.searched, language), scope_text(answer.scope, language), *notice_lines(answer)):
        if said:
            yield from (escaped(said), "")
    yield answer.text
    if answer.nearest:
        yield from ("", escaped(nearest_words(language)), "")
        yield from (f"- {escaped(_flat(near_line(each)))}" for each in answer.nearest)
    if answer.citations:
        yield from ("", "Sources" + ("\u00a0:" if language == "fr" else ":"), "")
    for citation in answer.citations:
        yield from _source_lines(citation, turn.states[citation.number], language)


def _source_lines(citation: Citation, state: CitationState, language: Language) -> Iterator[str]:
    document = citation.document
    page = f"p. {citation.quote.page}" if document.paged else ""
    facts = ", ".join(fact for fact in (document.title, *document.authors, document.date or "", page) if fact)
    mark = "" if state == "current" else f" – {state_words(state, language)}"
    yield f"- \\[{citation.number}\\] {escaped(_flat(facts))} ({escaped(_flat(document.source))}){mark}"
    yield ""
    yield from (f"  > {escaped(line)}".rstrip() for line in citation.quote.text.splitlines())
    yield ""


def _flat(text: str) -> str:
    return " ".join(text.split())


def escaped(text: str) -> str:
    """Text as Markdown that shows that text and nothing else."""
    safe = _SIGNS.sub(lambda sign: _ENTITIES.get(sign[0], f"\\{sign[0]}"), text)
    safe = _LINE_START.sub(
        lambda found: f"{found[1]}\\{found[2]}" if found[2] else f"{found[1]}{found[3]}\\{found[4]}", safe
    )
    return safe.replace("://", "\\://").replace("www.", "www\\.")
