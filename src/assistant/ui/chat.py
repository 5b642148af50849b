"""The chat page: a question, its answer as it is made, and beside it the sources.

Nothing about a visitor is kept outside that visitor's own session state, and the browser sends nothing but
questions: the conversation shown is never read back from it, and no component takes files.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

import gradio as gr  # at the top: Gradio reads the annotations of handlers; this module is only imported to serve

from assistant.service import Assistant
from assistant.settings import Settings
from assistant.types import Language
from assistant.ui import render
from assistant.ui.conversation import Chat, Conversation, messages, panel
from assistant.ui.words import EXAMPLES, FRAME, TITLE
from assistant.wording import page_language

_SESSION_SECONDS = 12 * 3600
_EXAMPLE_COUNT = len(EXAMPLES["fr"])


@dataclass(frozen=True, slots=True)
class _Parts:
    past: gr.State
    corpus: gr.HTML
    conversation: gr.Chatbot
    box: gr.Textbox
    new: gr.Button
    examples: tuple[gr.Button, ...]
    sources: gr.HTML


def build_ui(assistant: Assistant, settings: Settings) -> gr.Blocks:
    """The page as Gradio blocks, to be mounted with `assistant.ui.mount`."""
    page = gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True)
    with page:
        _wire(page, Chat(assistant), _components(translations()))
    page.queue(default_concurrency_limit=settings.server.concurrency, max_size=settings.server.queue, api_open=False)
    return page


def translations() -> gr.I18n:
    """The words of the frame, chosen by the browser's language; English where it is neither French nor English."""
    return gr.I18n(**FRAME)


def _components(words: gr.I18n) -> _Parts:
    with gr.Row(elem_id="top"):
        gr.Markdown(words("intro"), elem_id="intro")
        new = gr.Button(words("new"), size="sm", elem_id="new", scale=0, min_width=190)
    with gr.Row(elem_id="main", equal_height=False):
        with gr.Column(scale=3, min_width=320):
            conversation = gr.Chatbot(
                label=words("conversation"),
                show_label=False,
                buttons=[],
                feedback_options=None,
                latex_delimiters=[],
                allow_file_downloads=False,
                height="calc(100dvh - 23rem)",
                min_height=320,
                elem_id="conversation",
            )
            with gr.Row(elem_id="examples"):
                starters = tuple(gr.Button("", visible=False, size="sm", min_width=200) for _ in range(_EXAMPLE_COUNT))
            box = gr.Textbox(
                label=words("question"),
                placeholder=words("placeholder"),
                lines=1,
                max_lines=6,
                autofocus=True,
                submit_btn=cast(str, words("send")),
                show_label=True,
                elem_id="question",
                html_attributes=gr.InputHTMLAttributes(autocomplete="off", enterkeyhint="send"),
            )
            corpus = gr.HTML("", elem_id="corpus")
        with gr.Column(scale=2, min_width=320, elem_id="side"):
            gr.Markdown(words("sources"))
            sources = gr.HTML("", elem_id="sources")
    past = gr.State((), time_to_live=_SESSION_SECONDS)
    return _Parts(past, corpus, conversation, box, new, starters, sources)


def _wire(page: gr.Blocks, chat: Chat, parts: _Parts) -> None:
    def respond(question: str, past: Conversation, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        hidden = [gr.update(visible=False)] * _EXAMPLE_COUNT
        for conversation, sources in chat.ask(question or "", past, _language(request)):
            yield "", conversation, messages(conversation), sources, *hidden

    def start(request: gr.Request) -> tuple[Any, ...]:
        language = _language(request)
        documents = chat.documents()
        shown = [gr.update(value=question, visible=bool(documents)) for question in EXAMPLES[language]]
        welcome = gr.update(value=[], placeholder=render.welcome_html(documents, language))
        return "", (), welcome, panel((), language), *shown, render.corpus_line(documents, language)

    changed = [parts.box, parts.past, parts.conversation, parts.sources, *parts.examples]
    triggers = [(parts.box.submit, parts.box)] + [(button.click, button) for button in parts.examples]
    for trigger, asked in triggers:
        trigger(
            respond,
            [asked, parts.past],
            changed,
            show_progress="hidden",
            api_visibility="private",
            concurrency_id="ask",
            trigger_mode="once",
        )
    for begin in (page.load, parts.new.click):
        begin(
            start,
            None,
            [*changed, parts.corpus],
            show_progress="hidden",
            api_visibility="private",
            concurrency_limit=None,
        )


def _language(request: gr.Request) -> Language:
    return page_language(request.headers.get("accept-language"))
