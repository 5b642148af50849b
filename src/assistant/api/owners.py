"""Who asks: the browser that keeps our cookie, and gets one where it has none."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.owners import browser_owner, new_secret, secret_in, set_cookie

_OWNER, _USED = "owner", "owner_used"


class Owners:
    """ASGI middleware: says whose request it is. The cookie is given with the page, and where an owner is asked for."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        known = secret_in(Headers(scope=scope).get("cookie"))
        secret = known or new_secret()
        state = scope.setdefault("state", {})
        state[_OWNER] = browser_owner(secret)

        async def with_cookie(message: Message) -> None:
            is_new = known is None and state.get(_USED, False)
            if message["type"] == "http.response.start" and (is_new or scope["path"] == "/"):
                MutableHeaders(scope=message).append("set-cookie", set_cookie(secret))
            await send(message)

        await self._app(scope, receive, with_cookie)


async def owner_of(request: Request) -> str:
    """The owner that asks."""
    setattr(request.state, _USED, True)
    owner: str = getattr(request.state, _OWNER)
    return owner


Owner = Annotated[str, Depends(owner_of)]
