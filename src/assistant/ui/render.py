"""Answers and sources as HTML. Everything that comes from a document or a person is text and nothing else. Pure.

What is built here passes through a Markdown renderer and a template before it is shown, so every sign that means
anything to HTML, Markdown or a template is written as a character reference.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from urllib.parse import quote as percent

from assistant.errors import AssistantError
from assistant.markdown import Run, parse
from assistant.messages.scopes import scope_text
from assistant.service import AnswerStage, QuoteContext
from assistant.types import Answer, Citation, CitationState, Document, Language, NearPassage
from assistant.ui.inert import inert
from assistant.ui.page_button import page_button
from assistant.ui.words import WORDS
from assistant.wording import (
    coverage_line,
    kind_words,
    near_line,
    nearest_words,
    notice_lines,
    other_files_line,
    plural,
    recognised_words,
    searched_line,
    state_words,
    status_words,
)

STAGES: tuple[AnswerStage, ...] = ("searching", "reading", "checking")
"""Those of every answer; "writing" comes in between where a language model writes it."""
CONTEXT_WIDTH = 240
"""Characters of the page shown on either side of a quote."""

ContextOf = Callable[[Citation], QuoteContext]
_PARAGRAPH = re.compile(r"\s*\n[ \t\r]*\n\s*")


def paragraphs(text: str) -> str:
    """Text as `inert`, its paragraphs on lines of their own."""
    return "<br>".join(inert(part) for part in _PARAGRAPH.split(text))


def question_html(question: str) -> str:
    """A question as asked, its lines kept."""
    return f'<div class="question">{"<br>".join(inert(line) for line in question.splitlines())}</div>'


def notice_html(text: str, kind: str = "notice") -> str:
    """One sentence of ours."""
    return f'<div class="{kind}"><p>{inert(text)}</p></div>'


def error_html(error: AssistantError, language: Language) -> str:
    """What went wrong, and what to do next."""
    message = error.render(language)
    return notice_html(f"{message.reason} {message.hint}", "error")


def stages_html(stage: AnswerStage, language: Language) -> str:
    """The stages of an answer: those done, the one under way, those to come."""
    stages = STAGES if stage != "writing" else (*STAGES[:-1], stage, STAGES[-1])
    now = stages.index(stage)
    items = []
    for place, each in enumerate(stages):
        state = "done" if place < now else "now" if place == now else "next"
        items.append(f'<li class="{state}">{WORDS[language][each]}</li>')
    return f'<div class="stages"><ol>{"".join(items)}</ol></div>'


def answer_steps(answer: Answer, turn: int) -> list[str]:
    """The answer as it grows, block by block; the last one is whole.

    Args:
        answer: what to show.
        turn: number of the turn in the conversation, from 1: citations point to that turn's sources.
    """
    language = answer.language
    head = (
        f'<p class="status {answer.status}"><strong>{inert(status_words(answer.status, language))}</strong> '
        f'<span class="coverage">{inert(coverage_line(answer.coverage, language))}</span></p>'
    )
    if answer.searched is not None:
        head += f'<p class="scope">{inert(searched_line(answer.searched, language))}</p>'
    if answer.scope is not None:
        head += f'<p class="scope">{inert(scope_text(answer.scope, language))}</p>'
    head += "".join(f'<p class="scope made">{inert(line)}</p>' for line in notice_lines(answer))
    if answer.courtesy:
        head = ""
    known = {citation.number for citation in answer.citations}
    blocks = [f"<p>{''.join(_run_html(run, turn, known) for run in runs)}</p>" for runs in parse(answer.text)]
    if answer.nearest:
        blocks.append(_nearest_html(answer.nearest, language))
    key = "checked" if answer.citations else "looked"
    seconds = f"{max(answer.timings_ms.get('total', 0) / 1000, 0.1):.1f}"
    seconds = seconds.replace(".", ",") if language == "fr" else seconds
    foot = f'<p class="foot">{inert(WORDS[language][key].format(seconds=seconds))}</p>'
    if answer.courtesy:
        foot = '<p class="foot"></p>'
    if answer.incomplete:
        foot = f'<p class="foot">{inert(WORDS[language]["going_on"])}</p>'
    bodies = ["".join(blocks[:count]) for count in range(1, len(blocks))] + ["".join(blocks) + foot]
    return [f'<div class="answer" id="answer-{turn}" lang="{language}">{head}{body}</div>' for body in bodies]


def _nearest_html(nearest: Sequence[NearPassage], language: Language) -> str:
    """Where to look by oneself: places with a link to each, no quote."""
    items = []
    for each in nearest:
        document = each.document
        shown = document.format == "pdf" and document.record_id is None
        address = f"/api/documents/{percent(document.id, safe='')}/original" + (f"#page={each.page}" if shown else "")
        link = f'<a href="{address}" target="_blank" rel="noopener noreferrer">{inert(near_line(each))}</a>'
        items.append(f"<li>{link}</li>")
    return f'<p class="nearest">{inert(nearest_words(language))}</p><ul class="nearest">{"".join(items)}</ul>'


def _run_html(run: Run, turn: int, known: set[int]) -> str:
    if run.kind == "strong":
        return f"<strong>{inert(run.text)}</strong>"
    if run.kind == "struck":
        return f"<s>{inert(run.text)}</s>"
    if run.kind == "text":
        return inert(run.text)
    if int(run.text) not in known:
        return inert(f"[{run.text}]")
    number = int(run.text)
    return f'<a class="cite" href="#source-{turn}-{number}">&#91;{number}&#93;</a>'


def sources_html(
    answer: Answer,
    turn: int,
    context_of: ContextOf,
    states: Mapping[int, CitationState] | None = None,
    judging: Callable[[int], str] = lambda _: "",
) -> str:
    """The sources of one answer: each document, and each quote of it highlighted in its surrounding text.

    Args:
        answer: whose sources they are.
        turn: its number in the conversation.
        context_of: the text around a citation.
        states: what has become of citations by number, where the answer is an earlier one.
        judging: the HTML by which a citation of this number is judged.
    """
    words = WORDS[answer.language]
    if not answer.citations:
        return f'<p class="none">{inert(words["no_sources"])}</p>'
    cards = []
    for _, group in groupby(answer.citations, key=lambda citation: citation.document.id):
        citations = list(group)
        state = (states or {}).get(citations[0].number, "current")
        quotes = "".join(
            _quote_html(
                citation,
                turn,
                context_of(citation),
                answer.language,
                (page_button(citation, answer.language) if state == "current" else "") + judging(citation.number),
            )
            for citation in citations
        )
        cards.append(f"<article>{_document_html(citations[0], state, answer.language)}<ul>{quotes}</ul></article>")
    return "".join(cards)


def _document_html(citation: Citation, state: CitationState, language: Language) -> str:
    document, words = citation.document, WORDS[language]
    facts = (", ".join(document.authors), document.date, kind_words(document.kind, language))
    shown = document.format == "pdf" and document.record_id is None
    page = f"#page={citation.quote.page}" if shown else ""
    version = f"?content_hash={percent(document.content_hash, safe='')}" if state == "current" else ""
    action = words[("open" if shown else "download") + ("" if state == "current" else "_now")]
    link = (
        f'<a href="/api/documents/{percent(document.id, safe="")}/original{version}{page}" target="_blank" '
        f'rel="noopener noreferrer">{inert(action)}</a> '
    )
    mark = "" if state == "current" else f'<p class="state">{inert(state_words(state, language).capitalize())}</p>'
    files = other_files_line(citation.also_in, language)
    others = f'<p class="facts">{inert(files)}</p>' if files else ""
    return (
        f'<h3 lang="{document.language}">{inert(document.title)}</h3>'
        f'<p class="facts">{inert(" · ".join(fact for fact in facts if fact))}</p>{mark}{others}'
        f'<p class="file">{"" if state == "gone" else link}<span>{inert(document.source)}</span></p>'
    )


def _quote_html(citation: Citation, turn: int, context: QuoteContext, language: Language, below: str) -> str:
    words, document, number = WORDS[language], citation.document, citation.number
    page = f'<span class="page">{words["page"].format(page=citation.quote.page)}</span>' if document.paged else ""
    if context.ocr_confidence is not None:
        page += f' <span class="ocr">{inert(recognised_words(context.ocr_confidence, language))}</span>'
    before, after = _cut_before(context.before), _cut_after(context.after)
    return (
        f'<li id="source-{turn}-{number}" tabindex="-1"><p class="where"><a class="number" href="#answer-{turn}" '
        f'aria-label="{inert(words["back"])}">&#91;{number}&#93;</a> {page}</p>'
        f'<blockquote lang="{document.language}"><span>{paragraphs(before)}</span>'
        f"<mark>{paragraphs(context.quote)}</mark><span>{paragraphs(after)}</span></blockquote>{below}</li>"
    )


def _cut_before(text: str) -> str:
    """Text before a quote, begun at a word, with an ellipsis where the page has more."""
    return "…" + text.split(maxsplit=1)[-1] + text[len(text.rstrip()) :] if len(text) >= CONTEXT_WIDTH else text


def _cut_after(text: str) -> str:
    """Text after a quote, ended at a word, with an ellipsis where the page has more."""
    return text.rsplit(maxsplit=1)[0] + " …" if len(text) >= CONTEXT_WIDTH else text


def panel_html(turns: Sequence[tuple[str, str]], language: Language) -> str:
    """The sources of a conversation, the last answer's first and open.

    Args:
        turns: question and sources (HTML of `sources_html`) of each answer, oldest first.
        language: for the words shown before the first answer.
    """
    if not turns:
        return f'<div class="sources"><p class="none">{inert(WORDS[language]["no_sources_yet"])}</p></div>'
    folds = []
    for place, (question, sources) in reversed(list(enumerate(turns))):
        opened = " open" if place == len(turns) - 1 else ""
        folds.append(f"<details{opened}><summary>{inert(question[:200])}</summary>{sources}</details>")
    return f'<div class="sources">{"".join(folds)}</div>'


def welcome_html(documents: Sequence[Document], language: Language) -> str:
    """What the page says before the first question."""
    return notice_html(WORDS[language]["welcome" if documents else "empty_corpus"])


def corpus_line(documents: Sequence[Document], language: Language) -> str:
    """How many documents there are."""
    counts = (len(documents), "document"), (sum(document.passage_count for document in documents), "passage")
    return ", ".join(plural(count, noun, f"{noun}s", language) for count, noun in counts)
