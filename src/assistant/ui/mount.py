"""The page in the API: Gradio mounted at /, with only the routes that the page uses, and a strict content policy."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.errors import AssistantError
from assistant.preferences import chosen_language
from assistant.service import Assistant
from assistant.settings import Settings
from assistant.ui.frame import framed
from assistant.ui.quick_import import no_stubs
from assistant.views.registry import VIEWS
from assistant.views.shell import add_views, is_view
from assistant.wire import error_dict

if TYPE_CHECKING:
    from fastapi import FastAPI

_PAGE_ROUTES = re.compile(
    r"/(?:assets/.+|static/(?!.*\.\.).+|theme\.css|favicon\.ico|manifest\.json|robots\.txt|config)?"
    r"|/gradio_api/(?:queue/(?:join|data)|heartbeat/\w+|startup-events|app_id)"
)
"""Of Gradio's routes, those the page needs. Not those that take, fetch or give files, or describe the app."""

_POLICY = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'"
)
"""'unsafe-eval': Gradio's HTML component compiles its templates. Inline scripts need the nonce of their page."""


def mount(app: FastAPI, assistant: Assistant, settings: Settings) -> FastAPI:
    """Put the chat at / of the API's app, and the other pages beside it.

    Sets no environment variable: `assistant.server.quiet_telemetry` comes before the first import of gradio.
    """
    with no_stubs():
        import gradio as gr

    from assistant.ui.chat import build_ui

    add_views(app, assistant, VIEWS)
    page = build_ui(assistant, settings)
    fonts = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif"]
    theme = gr.themes.Default(primary_hue="blue", font=fonts, font_mono=["ui-monospace", "monospace"])
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        theme=theme,
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        mcp_server=False,
        pwa=False,
        enable_monitoring=False,
        allowed_paths=[],
        max_file_size=0,
    )
    # Gradio checks the paths of files named in events only once launched; mounting does not say so.
    page.has_launched = True
    # Last, so innermost: the API's guard comes first and adds its headers to these answers too.
    app.user_middleware.append(Middleware(PageGuard, assistant=assistant))
    return app


class PageGuard:
    """ASGI middleware: refuses Gradio's other routes, and gives the page its language, nonce and policy."""

    def __init__(self, app: ASGIApp, assistant: Assistant) -> None:
        self._app = app
        self._assistant = assistant

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or _is_ours(scope["path"]):
            await self._app(scope, receive, send)
        elif _PAGE_ROUTES.fullmatch(scope["path"]) is None:
            language = chosen_language(Headers(scope=scope))
            missing = AssistantError("unknown_address", path=scope["path"])
            await JSONResponse(error_dict(missing, language), 404)(scope, receive, send)
        elif scope["path"] == "/":
            await self._app(scope, receive, _Page(scope, send, self._assistant))
        else:
            await self._app(scope, receive, send)


def _is_ours(path: str) -> bool:
    return path.startswith("/api/") or path in ("/healthz", "/readyz") or is_view(path, VIEWS)


class _Page:
    """Collects the page's HTML and sends it changed."""

    def __init__(self, scope: Scope, send: Send, assistant: Assistant) -> None:
        self._send = send
        self._assistant = assistant
        self._headers = Headers(scope=scope)
        self._start: Message = {}
        self._body = b""

    async def __call__(self, message: Message) -> None:
        """Take one message of the response."""
        if message["type"] == "http.response.start":
            self._start = message
            return
        self._body += message.get("body", b"")
        if message.get("more_body"):
            return
        nonce = secrets.token_urlsafe(16)
        html = await to_thread.run_sync(framed, self._body.decode(), self._assistant, self._headers)
        body = re.sub(r"<script\b", f'<script nonce="{nonce}"', html).encode()
        headers = MutableHeaders(scope=self._start)
        headers["content-security-policy"] = _POLICY.format(nonce=nonce)
        headers["content-length"] = str(len(body))
        headers["cache-control"] = "no-store"
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": body})
