"""The chat's engine: Gradio takes a question from the page, streams its answer back and holds what was shown.

The page around it is ours (`ui.frame`, `views/chat`): it hands requests to one component here, `bridge`, as events with
data, and shows two others. `live` is the exchange under way; `done` are those before it, which stay untouched while an
answer comes. Of a visitor, the session state holds what is shown, and the catalogue the conversations, by the cookie
that came with the page. What is shown is never read back from the browser, and no component takes files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import gradio as gr  # at the top: Gradio reads the annotations of handlers; this module is only imported to serve

from assistant.errors import AssistantError
from assistant.keeping import NEW
from assistant.owners import browser_owner, secret_in
from assistant.preferences import chosen_language
from assistant.service import Assistant
from assistant.settings import Settings
from assistant.types import Language
from assistant.ui.conversation import Asked, Chat, Conversation, Shown, done_html, live_html
from assistant.ui.words import TITLE

_SESSION_SECONDS = 12 * 3600
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
_BRIDGE = "window.assistantEngine = trigger; window.dispatchEvent(new Event('assistant-ready'));"
_SETTLED = "() => {{ window.dispatchEvent(new CustomEvent('assistant-settled', {{detail: {{kind: '{kind}'}}}})); }}"
# A question that was stopped may settle late, beside the next one: what is shown says which one it was.
_ANSWERED = "html => { window.dispatchEvent(new CustomEvent('assistant-settled', {detail: {kind: 'submit', html}})); }"
_LONGEST_NAME = 100


def build_ui(assistant: Assistant, settings: Settings) -> gr.Blocks:
    """The engine as Gradio blocks, to be mounted with `assistant.ui.mount`."""
    page = gr.Blocks(title=TITLE["fr"], analytics_enabled=False, fill_width=True)
    with page:
        _wire(Chat(assistant))
    page.queue(default_concurrency_limit=settings.server.concurrency, max_size=settings.server.queue, api_open=False)
    return page


def _wire(chat: Chat) -> None:
    """The components, and what happens to them."""
    done, live = (gr.HTML("", elem_id=name, js_on_load=None, apply_default_css=False) for name in ("done", "live"))
    bridge = gr.HTML("", html_template="", js_on_load=_BRIDGE, elem_id="bridge", visible="hidden")
    past, name = (gr.State(value, time_to_live=_SESSION_SECONDS) for value in ((), NEW))
    known, changed = [past, name], [done, live, past, name]

    def respond(past: Conversation, name: str, event: gr.EventData, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        yield from _answered(chat, _data(event), past, name, request)

    def reopen(event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        return _reopened(chat, _name(_data(event)), request)

    def stop(past: Conversation, name: str, request: gr.Request) -> tuple[Any, ...]:
        return _outputs(Shown(chat.stopped(past, _language(request)), name), whole=True)

    asked = bridge.submit(respond, known, changed, concurrency_id="ask", trigger_mode="multiple", **_QUIET)
    quick: dict[str, Any] = {**_QUIET, "concurrency_limit": None, "trigger_mode": "multiple", "cancels": [asked]}
    opened = bridge.select(reopen, None, changed, **quick)
    emptied = bridge.clear(lambda: _outputs(Shown(()), whole=True), None, changed, **quick)
    stopped = bridge.stop(stop, known, changed, **quick)
    asked.success(None, [live], js=_ANSWERED, api_visibility="private")
    asked.failure(None, js=_SETTLED.format(kind="submit"), api_visibility="private")
    for kind, event in (("select", opened), ("clear", emptied), ("stop", stopped)):
        event.then(None, js=_SETTLED.format(kind=kind), api_visibility="private")


def _answered(
    chat: Chat, data: Mapping[str, Any], past: Conversation, name: str, request: gr.Request
) -> Iterator[tuple[Any, ...]]:
    """What the components show while a question is answered."""
    language, owner, wanted = _language(request), _owner(request), _name(data)
    if wanted != name:  # the session is another one than the page was: after a restart of the server, for one
        past, name = _from_catalogue(chat, owner, wanted, language)
    first = True
    for shown in chat.ask(_asked(data), past, language, owner, name):
        yield _outputs(shown, whole=first)
        first = False


def _from_catalogue(chat: Chat, owner: str | None, name: str, language: Language) -> tuple[Conversation, str]:
    """A conversation that this session has not shown yet; a new one where there is none of that name."""
    if name == NEW or owner is None:
        return (), NEW
    try:
        shown = chat.reopen(owner, name, language)
    except AssistantError:
        return (), NEW
    return shown.exchanges, shown.name


def _reopened(chat: Chat, name: str, request: gr.Request) -> tuple[Any, ...]:
    """What the components show of a conversation that is opened again, or why it can't be."""
    language = _language(request)
    try:
        return _outputs(chat.reopen(_owner(request) or "", name, language), whole=True)
    except AssistantError as error:
        return _outputs(chat.failed(error, language), whole=True)


def _outputs(shown: Shown, *, whole: bool) -> tuple[Any, ...]:
    """Values of the components; what was said before the last question only where it has changed."""
    before = done_html(shown.exchanges) if whole else gr.skip()
    return before, live_html(shown.exchanges), shown.exchanges, shown.name


def _data(event: gr.EventData) -> Mapping[str, Any]:
    """What came with an event: nothing where it is not what the page sends."""
    data = event._data
    return data if isinstance(data, dict) else {}


def _asked(data: Mapping[str, Any]) -> Asked:
    question, filters, again, number = (data.get(name) for name in ("question", "filters", "again", "request"))
    return Asked(
        question if isinstance(question, str) else "",
        filters if isinstance(filters, dict) else {},
        again if type(again) is int else None,
        number if type(number) is int else 0,
    )


def _name(data: Mapping[str, Any]) -> str:
    name = data.get("conversation")
    return name if isinstance(name, str) and 0 < len(name) <= _LONGEST_NAME else NEW


def _language(request: gr.Request) -> Language:
    return chosen_language(request.headers)


def _owner(request: gr.Request) -> str | None:
    """The visitor, by the cookie given with the page; None where the browser keeps none."""
    secret = secret_in(request.headers.get("cookie"))
    return None if secret is None else browser_owner(secret)
