"""The chat page: a question, its answer as it is made, and beside it the sources.

Of a visitor, the session state holds what is shown, and the catalogue the conversations, by the cookie that came with
the page. The browser sends questions, titles and names of its own conversations: what is shown is never read back from
it, and no component takes files.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

import gradio as gr  # at the top: Gradio reads the annotations of handlers; this module is only imported to serve

from assistant.errors import AssistantError
from assistant.keeping import NEW
from assistant.owners import browser_owner, secret_in
from assistant.preferences import chosen_language
from assistant.service import Assistant
from assistant.settings import Settings
from assistant.types import Document, Language
from assistant.ui import mine, render
from assistant.ui.conversation import Chat, Conversation, messages, panel
from assistant.ui.mine import Mine
from assistant.ui.words import EXAMPLES, FRAME, TITLE, WORDS

_SESSION_SECONDS = 12 * 3600
_EXAMPLE_COUNT = len(EXAMPLES["fr"])
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "concurrency_limit": None}


@dataclass(frozen=True, slots=True)
class _Parts:
    past: gr.State
    name: gr.State
    corpus: gr.HTML
    conversation: gr.Chatbot
    box: gr.Textbox
    new: gr.Button
    examples: tuple[gr.Button, ...]
    mine: Mine
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
            own = mine.build(words)
            gr.Markdown(words("sources"))
            sources = gr.HTML("", elem_id="sources")
    past = gr.State((), time_to_live=_SESSION_SECONDS)
    name = gr.State(NEW, time_to_live=_SESSION_SECONDS)
    return _Parts(past, name, corpus, conversation, box, new, starters, own, sources)


def _wire(page: gr.Blocks, chat: Chat, parts: _Parts) -> None:
    own = parts.mine.outputs

    def respond(question: str, past: Conversation, name: str, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        hidden = [gr.update(visible=False)] * _EXAMPLE_COUNT
        language, owner = _language(request), _owner(request)
        if past and not (question or "").strip():
            yield tuple(gr.skip() for _ in changed)  # Enter pressed once more: its question is the one just answered
            return
        box: Any = ""
        for shown in chat.ask(question or "", past, language, owner, name):
            name = shown.name
            now = (shown.exchanges, name, messages(shown.exchanges), shown.sources)
            yield box, *now, *hidden, *[gr.skip()] * len(own)
            box = gr.skip()  # what is typed while the answer comes stays
        kept = mine.updates(chat.mine(owner), name, owner, language)
        yield *[gr.skip()] * (5 + _EXAMPLE_COUNT), *kept

    def start(request: gr.Request) -> tuple[Any, ...]:
        language, owner = _language(request), _owner(request)
        documents = chat.documents()
        listed = mine.updates(chat.mine(owner), NEW, owner, language)
        return *_empty(documents, language), *listed, render.corpus_line(documents, language)

    changed = [parts.box, parts.past, parts.name, parts.conversation, parts.sources, *parts.examples, *own]
    triggers = [(parts.box.submit, parts.box)] + [(button.click, button) for button in parts.examples]
    for trigger, asked in triggers:
        trigger(
            respond,
            [asked, parts.past, parts.name],
            changed,
            show_progress="hidden",
            api_visibility="private",
            concurrency_id="ask",
            trigger_mode="always_last",  # a question sent while another is answered waits for its turn
        )
    for begin in (page.load, parts.new.click):
        begin(start, None, [*changed, parts.corpus], **_QUIET)
    _wire_mine(chat, parts, changed)


def _empty(documents: Sequence[Document], language: Language) -> tuple[Any, ...]:
    """The page before the first question."""
    shown = [gr.update(value=question, visible=bool(documents)) for question in EXAMPLES[language]]
    welcome = gr.update(value=[], placeholder=render.welcome_html(documents, language))
    return "", (), NEW, welcome, panel((), language), *shown


def _wire_mine(chat: Chat, parts: _Parts, changed: list[Any]) -> None:
    own, still = parts.mine, [gr.skip()] * (5 + _EXAMPLE_COUNT)

    def listed(request: gr.Request, name: str, said: str = "") -> tuple[Any, ...]:
        owner = _owner(request)
        return mine.updates(chat.mine(owner), name, owner, _language(request), said)

    def reopen(chosen: str | None, name: str, request: gr.Request) -> tuple[Any, ...]:
        owner, language = _owner(request), _language(request)
        try:
            shown = chat.reopen(owner or "", chosen or "", language)
        except AssistantError as error:
            return *still, *listed(request, name, _said(error, language))
        hidden = [gr.update(visible=False)] * _EXAMPLE_COUNT
        now = (shown.exchanges, shown.name, messages(shown.exchanges), shown.sources)
        return gr.skip(), *now, *hidden, *listed(request, shown.name)

    def rename(title: str, name: str, request: gr.Request) -> tuple[Any, ...]:
        language = _language(request)
        try:
            chat.rename(_owner(request) or "", name, title or "")
        except AssistantError as error:
            return *still, *listed(request, name, _said(error, language))
        return *still, *listed(request, name, WORDS[language]["renamed"])

    def erase(name: str, request: gr.Request) -> tuple[Any, ...]:
        language = _language(request)
        try:
            chat.erase(_owner(request) or "", name)
        except AssistantError as error:
            return *still, *listed(request, name, _said(error, language))
        return *_empty(chat.documents(), language), *listed(request, NEW, WORDS[language]["erased"])

    own.chosen.input(reopen, [own.chosen, parts.name], changed, **_QUIET)
    for renamed in (own.rename.click, own.title.submit):
        renamed(rename, [own.title, parts.name], changed, **_QUIET)
    own.erase.click(lambda: gr.update(visible=True), None, [own.confirm], **_QUIET)
    own.cancel.click(lambda: gr.update(visible=False), None, [own.confirm], **_QUIET)
    own.really.click(erase, [parts.name], changed, **_QUIET)


def _said(error: AssistantError, language: Language) -> str:
    message = error.render(language)
    return f"{message.reason} {message.hint}"


def _language(request: gr.Request) -> Language:
    return chosen_language(request.headers)


def _owner(request: gr.Request) -> str | None:
    """The visitor, by the cookie given with the page; None where the browser keeps none."""
    secret = secret_in(request.headers.get("cookie"))
    return None if secret is None else browser_owner(secret)
