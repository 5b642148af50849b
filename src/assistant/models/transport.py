"""The one door through which a model server is spoken to: what is sent is ours alone, what comes back is checked first.

The vendors' client reads headers, keys, organisations and proxies from the environment, and sends details of this
machine with each request. Whatever it makes up stays here.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import cast

import httpx

_SENT = {"host", "content-type", "content-length", "accept"}
_LONGEST_REPLY = 8_000_000
"""Bytes: hundreds of times the longest answer asked for."""


class BadReplyError(Exception):
    """What came back is no answer of a model server; the text says why."""


class OneDoor(httpx.AsyncHTTPTransport):
    """Sends our headers only; takes no reply that is no JSON, leads elsewhere, does not end, or is compressed.

    (A small compressed reply may unpack to a huge one.)
    """

    def __init__(self, key: str) -> None:
        super().__init__(trust_env=False)
        self._key = key

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request.

        Raises:
            BadReplyError: see above.
            httpx.TransportError: the server can't be reached, or breaks off.
        """
        sent = {name: value for name, value in request.headers.items() if name.lower() in _SENT}
        sent |= {"user-agent": "assistant", "accept-encoding": "identity"}
        if self._key:
            sent["authorization"] = f"Bearer {self._key}"
        # Another request, so that the vendors' objects (and what they raise and log) never hold the key.
        ours = httpx.Request(
            request.method, request.url, headers=sent, stream=request.stream, extensions=request.extensions
        )
        response = await super().handle_async_request(ours)
        packed = response.headers.get("content-encoding", "identity") != "identity"
        if packed and response.is_error:  # its status says enough
            await response.aclose()
            return httpx.Response(
                response.status_code, headers={"retry-after": response.headers.get("retry-after", "")}
            )
        problem = "compressed" if packed else _problem(response, _wants_stream(request))
        if problem:
            await response.aclose()
            raise BadReplyError(problem)
        response.stream = _Bounded(cast("httpx.AsyncByteStream", response.stream))
        return response


def _wants_stream(request: httpx.Request) -> bool:
    """Whether the answer is asked for as a stream of events."""
    return json.loads(request.content or b"{}").get("stream") is True


def _problem(response: httpx.Response, streamed: bool) -> str:
    """Why a reply can't be an answer, judged by its head; "" where it may be one (or is an error to be read)."""
    if response.is_redirect:
        return f"redirect to {httpx.URL(response.headers.get('location', '')).host or 'another address'}"
    kind = response.headers.get("content-type", "").partition(";")[0].strip() or "no content type"
    wanted = "text/event-stream" if streamed else "application/json"
    if response.is_success and not (kind == wanted if streamed else kind.endswith("json")):
        return f"{kind} instead of {wanted}"
    return ""


class _Bounded(httpx.AsyncByteStream):
    """A reply that is broken off when it grows too long."""

    def __init__(self, stream: httpx.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        async for part in self._stream:
            size += len(part)
            if size > _LONGEST_REPLY:
                raise BadReplyError(f"more than {_LONGEST_REPLY // 1_000_000} MB")
            yield part

    async def aclose(self) -> None:
        await self._stream.aclose()
