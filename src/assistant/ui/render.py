"""Questions and answers as HTML. Everything that comes from a document or a person is text and nothing else. Pure.

What is built here passes through a template before it is shown, so every sign that means anything to HTML, Markdown or
a template is written as a character reference. Words around an answer are in the visitor's language, the answer itself
is in its own: `lang` says which.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import quote as percent

from assistant.errors import AssistantError
from assistant.keeping import NEW
from assistant.markdown import Run, parse
from assistant.messages.scopes import scope_text
from assistant.service import AnswerStage
from assistant.types import Answer, Language, NearPassage
from assistant.ui.inert import inert
from assistant.ui.words import WORDS
from assistant.wording import (
    coverage_line,
    near_line,
    nearest_words,
    notice_lines,
    searched_line,
    status_words,
)

STAGES: tuple[AnswerStage, ...] = ("searching", "reading", "checking")
"""Those of every answer; "writing" comes in between where a language model writes it."""
CONTEXT_WIDTH = 800
"""Characters of the page shown on either side of a quote."""

TO_BE_CHANGED = frozenset({"empty_question", "question_too_long"})
"""Errors of questions that fail again as they are: the page puts the question back into its field."""

State = Literal["asking", "done", "failed", "stopped"]
_PARAGRAPH = re.compile(r"\s*\n[ \t\r]*\n\s*")
_UNFINISHED = 'data-state="asking"'


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a question and its answer.

    Attributes:
        turn: its number in the conversation, from 1.
        language: the visitor's.
        conversation: what it is kept in.
        filters: those it was asked with, as JSON has them.
        state: how far its answer is.
        request: the page's number of it.
    """

    turn: int
    language: Language
    conversation: str = NEW
    filters: Mapping[str, Any] = field(default_factory=dict)
    state: State = "asking"
    request: int = 0


def exchange_html(frame: Frame, question: str, body: str, spoken: Language | None = None) -> str:
    """A question with what is shown for it.

    Args:
        frame: what stands around it.
        question: as it was asked.
        body: HTML of what is shown for it.
        spoken: the language of the question and of its answer, where it is known.
    """
    words = WORDS[frame.language]
    lines = "<br>".join(inert(line) for line in question.splitlines())
    lang = "" if spoken is None else f' lang="{spoken}"'
    asked = f'<h2 class="question"{lang}><span class="visually-hidden">{inert(words["asked"])} </span>{lines}</h2>'
    filters = json.dumps(dict(frame.filters), ensure_ascii=True)
    return (
        f'<article class="exchange" id="turn-{frame.turn}" data-turn="{frame.turn}" data-state="{frame.state}" '
        f'data-conversation="{inert(frame.conversation)}" data-filters="{inert(filters)}" '
        f'data-request="{frame.request}">'
        f"{asked if question else ''}{body}</article>"
    )


def is_unfinished(exchange: str) -> bool:
    """Whether the answer of an exchange (HTML of `exchange_html`) was still to come when it was shown."""
    return _UNFINISHED in exchange.partition(">")[0]


def paragraphs(text: str) -> str:
    """Text as `inert`, its paragraphs on lines of their own."""
    return "<br>".join(inert(part) for part in _PARAGRAPH.split(text))


def notice_html(text: str, kind: str = "notice") -> str:
    """One sentence of ours."""
    return f'<div class="{kind}"><p>{inert(text)}</p></div>'


def error_html(error: AssistantError, language: Language) -> str:
    """What went wrong, and what to do next."""
    message = error.render(language)
    again = "" if error.code in TO_BE_CHANGED else f'<p class="actions">{_retry_button(language)}</p>'
    kind = "error to-change" if error.code in TO_BE_CHANGED else "error"
    return notice_html(f"{message.reason} {message.hint}", kind) + again


def stopped_html(language: Language) -> str:
    """That an answer was stopped."""
    again = f'<p class="actions">{_retry_button(language)}</p>'
    return notice_html(WORDS[language]["stopped"], "stopped") + again


def stages_html(stage: AnswerStage, language: Language, *, warming: bool = False) -> str:
    """The stages of an answer: those done, the one under way, those to come; `warming`: models are being loaded."""
    stages = STAGES if stage != "writing" else (*STAGES[:-1], stage, STAGES[-1])
    now = stages.index(stage)
    items = []
    for place, each in enumerate(stages):
        state = "done" if place < now else "now" if place == now else "next"
        items.append(f'<li class="{state}">{WORDS[language][each]}</li>')
    first = f'<p class="small">{WORDS[language]["warming"]}</p>' if warming else ""
    return f'<div class="stages"><ol>{"".join(items)}</ol>{first}</div>'


def answer_steps(answer: Answer, turn: int, language: Language) -> list[str]:
    """The answer as it grows, block by block; the last one is whole.

    Args:
        answer: what to show.
        turn: number of the turn in the conversation, from 1: citations point to that turn's sources.
        language: the visitor's.
    """
    known = {citation.number for citation in answer.citations}
    spoken = WORDS[language]["source_number"]
    blocks = [f"<p>{''.join(_run_html(run, turn, known, spoken) for run in runs)}</p>" for runs in parse(answer.text)]
    below = _nearest_html(answer.nearest, language) if answer.nearest else ""
    bodies = ["".join(blocks[:count]) for count in range(1, len(blocks))] + ["".join(blocks)]
    head, last = _head_html(answer, language), len(bodies) - 1
    return [
        f'<div class="answer" id="answer-{turn}">{head}<div class="body" lang="{answer.language}">{body}</div>'
        f"{below + _foot_html(answer, language) if place == last else ''}</div>"
        for place, body in enumerate(bodies)
    ]


def _head_html(answer: Answer, language: Language) -> str:
    """Status and coverage, how the question was understood, what was searched, and what else there is to know."""
    if answer.courtesy:
        return ""
    head = (
        f'<p class="status {answer.status}"><strong>{inert(status_words(answer.status, language))}</strong> '
        f'<span class="coverage">{inert(coverage_line(answer.coverage, language))}</span></p>'
    )
    if answer.searched is not None:
        head += f'<p class="scope">{inert(searched_line(answer.searched, language))}</p>'
    if answer.scope is not None:
        head += f'<p class="scope">{inert(scope_text(answer.scope, language))}</p>'
    return head + "".join(
        f'<p class="scope made" lang="{answer.language}">{inert(line)}</p>' for line in notice_lines(answer)
    )


def _foot_html(answer: Answer, language: Language) -> str:
    """How long it took and what was checked."""
    if answer.incomplete:
        return f'<p class="foot">{inert(WORDS[language]["going_on"])}</p>'
    if answer.courtesy:
        return '<p class="foot"></p>'
    key = "checked" if answer.citations else "looked"
    seconds = f"{max(answer.timings_ms.get('total', 0) / 1000, 0.1):.1f}"
    seconds = seconds.replace(".", ",") if language == "fr" else seconds
    told = f" · {WORDS[language]['asked_in_vain']}" if answer.status == "no_evidence" else ""
    return f'<p class="foot">{inert(WORDS[language][key].format(seconds=seconds) + told)}</p>'


def _nearest_html(nearest: Sequence[NearPassage], language: Language) -> str:
    """Where to look by oneself: places with a link to each, no quote."""
    items = []
    for each in nearest:
        document = each.document
        shown = document.format == "pdf" and document.record_id is None
        address = f"/api/documents/{percent(document.id, safe='')}/original" + (f"#page={each.page}" if shown else "")
        place = f'<span lang="{document.language}">{inert(near_line(each))}</span>'
        linked = f'<a href="{address}" target="_blank" rel="noopener noreferrer">{place}</a>'
        items.append(f"<li>{place if document.anonymous else linked}</li>")
    return f'<p class="nearest">{inert(nearest_words(language))}</p><ul class="nearest">{"".join(items)}</ul>'


def _run_html(run: Run, turn: int, known: set[int], spoken: str) -> str:
    if run.kind == "strong":
        return f"<strong>{inert(run.text)}</strong>"
    if run.kind == "struck":
        return f"<s>{inert(run.text)}</s>"
    if run.kind == "text":
        return inert(run.text)
    if int(run.text) not in known:
        return inert(f"[{run.text}]")
    number = int(run.text)
    label = inert(spoken.format(number=number))
    return f'<a class="cite" href="#source-{turn}-{number}" aria-label="{label}">&#91;{number}&#93;</a>'


def actions_html(language: Language, judged: str = "", *, cited: bool = False) -> str:
    """What may be done with an answer: copied, its citations put into a proposal, asked again, judged."""
    words = WORDS[language]
    copy = f'<button type="button" class="copy-answer">{inert(words["copy_answer"])}</button>'
    take = f'<button type="button" class="take-all">{inert(words["take_all"])}</button>' if cited else ""
    return f'<div class="actions">{copy}{take}{_retry_button(language)}{judged}</div>'


def _retry_button(language: Language) -> str:
    return f'<button type="button" class="ask-again">{inert(WORDS[language]["ask_again"])}</button>'
