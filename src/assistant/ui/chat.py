"""The chat's engine: Gradio takes a question from the page, streams its answer back and holds what was shown.

The page around it is ours (`ui.frame`, `views/chat`): it hands requests to one component here, `bridge`, as events with
data, and shows two others. `live` is the exchange under way; `done` are those before it, which stay untouched while an
answer comes. Of a visitor, the session state holds what is shown, and the catalogue the conversations, by the cookie
that came with the page. What is shown is never read back from the browser, and no component takes files.
Stopping a question, or leaving it for another conversation, is `ui.runs`'s: what was left shows nothing any more.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import aclosing
from typing import Any

import gradio as gr  # at the top: Gradio reads the annotations of handlers; this module is only imported to serve
from anyio import to_thread

from assistant.errors import AssistantError
from assistant.keeping import NEW
from assistant.owners import browser_owner, secret_in
from assistant.preferences import chosen_language
from assistant.service import Assistant
from assistant.settings import Settings
from assistant.types import Language
from assistant.ui.conversation import Asked, Chat, Conversation, Shown, done_html, live_html
from assistant.ui.runs import Runs
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
    runs = gr.State(Runs(), time_to_live=_SESSION_SECONDS)
    changed = [done, live, past, name]

    async def respond(
        runs: Runs, past: Conversation, name: str, event: gr.EventData, request: gr.Request
    ) -> AsyncIterator[tuple[Any, ...]]:
        data, whole = _data(event), True
        async with aclosing(runs.answer(_number(data), _answered(chat, data, past, name, request))) as answer:
            async for shown in answer:
                yield _outputs(shown, whole=whole)
                whole = False
        yield _unchanged()  # Gradio shows once more what comes last: by now, something else may be shown

    async def reopen(runs: Runs, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        data = _data(event)
        await runs.stop(_number(data))
        return await to_thread.run_sync(_reopened, chat, _name(data), request)

    async def empty(runs: Runs, event: gr.EventData) -> tuple[Any, ...]:
        await runs.stop(_number(_data(event)))
        return _outputs(Shown(()), whole=True)

    async def stop(runs: Runs, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        shown = await runs.stop(_number(_data(event)))
        if shown is None:
            return _unchanged()
        return _outputs(Shown(chat.stopped(shown.exchanges, _language(request)), shown.name), whole=True)

    several: dict[str, Any] = {**_QUIET, "trigger_mode": "multiple"}
    asked = bridge.submit(respond, [runs, past, name], changed, concurrency_id="ask", **several)
    quick: dict[str, Any] = {**several, "concurrency_limit": None}
    opened = bridge.select(reopen, [runs], changed, **quick)
    emptied = bridge.clear(empty, [runs], changed, **quick)
    stopped = bridge.stop(stop, [runs], changed, **quick)
    asked.success(None, [live], js=_ANSWERED, api_visibility="private")
    asked.failure(None, js=_SETTLED.format(kind="submit"), api_visibility="private")
    for kind, event in (("select", opened), ("clear", emptied), ("stop", stopped)):
        event.then(None, js=_SETTLED.format(kind=kind), api_visibility="private")


def _answered(
    chat: Chat, data: Mapping[str, Any], past: Conversation, name: str, request: gr.Request
) -> Iterator[Shown]:
    """What is shown while a question is answered."""
    language, owner, wanted = _language(request), _owner(request), _name(data)
    if wanted != name:  # the session is another one than the page was: after a restart of the server, for one
        past, name = _from_catalogue(chat, owner, wanted, language)
    yield from chat.ask(_asked(data), past, language, owner, name)


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


def _unchanged() -> tuple[Any, ...]:
    """Values that leave the components as they are."""
    return (gr.skip(),) * 4


def _data(event: gr.EventData) -> Mapping[str, Any]:
    """What came with an event: nothing where it is not what the page sends."""
    data = event._data
    return data if isinstance(data, dict) else {}


def _asked(data: Mapping[str, Any]) -> Asked:
    question, filters, again = (data.get(name) for name in ("question", "filters", "again"))
    return Asked(
        question if isinstance(question, str) else "",
        filters if isinstance(filters, dict) else {},
        again if type(again) is int else None,
        _number(data),
    )


def _number(data: Mapping[str, Any]) -> int:
    """The page's number of a question; with another request, of the last question before it."""
    number = data.get("request")
    return number if type(number) is int else 0


def _name(data: Mapping[str, Any]) -> str:
    name = data.get("conversation")
    return name if isinstance(name, str) and 0 < len(name) <= _LONGEST_NAME else NEW


def _language(request: gr.Request) -> Language:
    return chosen_language(request.headers)


def _owner(request: gr.Request) -> str | None:
    """The visitor, by the cookie given with the page; None where the browser keeps none."""
    secret = secret_in(request.headers.get("cookie"))
    return None if secret is None else browser_owner(secret)
