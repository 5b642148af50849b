"""What stands before every request: the host it names, where it comes from, how large it is; and safe headers.

A page on the web can point its own name at 127.0.0.1 and read a local server through the visitor's browser (DNS
rebinding): only names of ours are served. Pure ASGI, so that streamed answers pass through untouched.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Mapping
from urllib.parse import unquote

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.errors import error_response
from assistant.errors import AssistantError

BODY_BYTES = 1_000_000
"""Largest request body, in bytes: a long dialogue fits many times."""

API_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::\d{1,5})?")
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_HEADERS = {
    "content-security-policy": API_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


class BodyTooLargeError(Exception):
    """The body is longer than allowed (found while reading it)."""


class Guard:
    """ASGI middleware: refuses foreign hosts and origins and large bodies, and adds security headers."""

    def __init__(self, app: ASGIApp, host: str, larger: Mapping[str, int] | None = None) -> None:
        """Take the settings.

        Args:
            app: is asked what is not refused.
            host: address that is listened on.
            larger: bytes that a body may have, by the path of the few routes that take more than others.
        """
        self._app = app
        self._host = host
        self._larger = dict(larger or {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or refuse it."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        safe = _with_headers(send)
        limit = self._larger.get(scope["path"], BODY_BYTES)
        problem = self._problem(scope, headers, limit)
        if problem is None:
            started = False

            async def tracked(message: Message) -> None:
                nonlocal started
                started = started or message["type"] == "http.response.start"
                await safe(message)

            try:
                await self._app(scope, _limited(receive, limit), tracked)
            except BodyTooLargeError:
                if started:
                    raise
                problem = _too_large(headers, limit)
        if problem is not None:
            await error_response(problem, headers.get("accept-language"))(scope, receive, safe)

    def _problem(self, scope: Scope, headers: Headers, limit: int) -> AssistantError | None:
        if not host_allowed(headers.get("host", ""), self._host):
            return AssistantError("host_refused")
        if scope["method"] not in ("GET", "HEAD", "OPTIONS") and _from_elsewhere(headers):
            return AssistantError("origin_refused")
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > limit:
            return _too_large(headers, limit)
        return None


def host_allowed(header: str, bound: str) -> bool:
    """Whether a Host header names this server.

    Bound to one address: that address or loopback. Bound to all: also any address in digits (rebinding needs a name)
    and this machine's own names.
    """
    match = _HOST.fullmatch(header.lower())
    name = match["name"].strip("[]") if match else ""
    if name in _LOOPBACK or name == bound.lower().strip("[]"):
        return True
    return bound in ("0.0.0.0", "::") and (_is_address(name) or name in _own_names())  # noqa: S104


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _own_names() -> frozenset[str]:
    name = socket.gethostname().lower()
    return frozenset({name, f"{name.split('.')[0]}.local"})


def _from_elsewhere(headers: Headers) -> bool:
    """Whether a request comes from a page of another site: by its Origin, or by what the browser says of it."""
    origin = headers.get("origin")
    if origin:
        return not _same_host(origin, headers["host"])
    return headers.get("sec-fetch-site", "none").lower() not in ("same-origin", "none")


def _same_host(origin: str, host: str) -> bool:
    return origin.partition("://")[2].lower() == host.lower()


def _too_large(headers: Headers, limit: int) -> AssistantError:
    name = headers.get("upload-name")
    if name is None:
        return AssistantError("request_too_large", limit=limit // 1000)
    return AssistantError("upload_too_large", name=unquote(name)[-200:], limit=limit // 1_000_000)


def _limited(receive: Receive, limit: int) -> Receive:
    seen = 0

    async def read() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise BodyTooLargeError
        return message

    return read


def _with_headers(send: Send) -> Send:
    async def write(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            if "server" in headers:
                del headers["server"]
        await send(message)

    return write
