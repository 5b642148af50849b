"""A scripted model server: real HTTP on loopback, OpenAI's chat completions, replies as good or as bad as a test wants.

    with ModelServer([busy(retry_after=0), says("Bonjour")]) as server:
        ...                                   # ask server.url
    assert server.requests[0].prompt == "Salut"

The script is a list of replies (the last one is repeated) or a function from a request to a reply. With `key`, a
request without that key is refused as such servers do. A request that wants a stream gets one.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

MODEL = "scripted"


@dataclass(frozen=True)
class Request:
    """One request as it came."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Mapping[str, Any]

    @property
    def messages(self) -> list[tuple[str, str]]:
        """Role and text of each message."""
        return [(message["role"], message["content"]) for message in self.body["messages"]]

    @property
    def prompt(self) -> str:
        """The text of the last message."""
        return self.messages[-1][1]

    @property
    def schema(self) -> Mapping[str, Any] | None:
        """The form of answer asked for."""
        form = self.body.get("response_format")
        return form["json_schema"]["schema"] if form else None


@dataclass(frozen=True)
class Reply:
    """One reply: a status, headers and bytes; `words` are what is streamed, with `finish` at the end.

    `seconds_a_byte` makes it drip. `hang_up` closes the connection in the middle of the bytes.
    """

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})
    words: tuple[str, ...] = ()
    finish: str | None = "stop"
    seconds_a_byte: float = 0.0
    hang_up: bool = False


Script = Sequence[Reply] | Callable[[Request], Reply]


def says(text: str | None, finish: str | None = "stop", usage: Any = None, **more: Any) -> Reply:
    """A model's answer; `finish=None` leaves out why it ended, as a cut answer does."""
    choice: dict[str, Any] = {"index": 0, "message": {"role": "assistant", "content": text}}
    if finish is not None:
        choice["finish_reason"] = finish
    value = {"id": "c1", "object": "chat.completion", "created": 1, "model": MODEL, "choices": [choice]}
    if usage is not None:
        value["usage"] = usage
    return sends(value, words=tuple((text or "").split(" ")), finish=finish, **more)


def says_json(value: Any, **more: Any) -> Reply:
    """A model's answer that is a JSON value."""
    return says(json.dumps(value, ensure_ascii=False), **more)


def sends(value: Any, status: int = 200, **more: Any) -> Reply:
    """Any JSON value as the whole reply, whether or not it is a chat completion."""
    return Reply(status, json.dumps(value).encode(), **more)


def fails(status: int, message: str = "", code: str | None = None, **headers: str) -> Reply:
    """An error in OpenAI's shape."""
    error = {"message": message, "type": "error", "param": None, "code": code}
    return sends({"error": error}, status, headers={"Content-Type": "application/json", **headers})


def busy(retry_after: object = None) -> Reply:
    """Too many requests, with the wait asked for."""
    return fails(429, "slow down", **({} if retry_after is None else {"Retry-After": str(retry_after)}))


def page(status: int = 200, text: str = "<!doctype html><h1>Portail captif</h1>") -> Reply:
    """A web page where JSON should be."""
    return Reply(status, text.encode(), {"Content-Type": "text/html; charset=utf-8"})


def redirects(to: str) -> Reply:
    """Another address."""
    return Reply(307, b"", {"Location": to})


def drips(text: str, seconds_a_byte: float = 0.05) -> Reply:
    """A whole answer, one byte at a time."""
    return says(text, seconds_a_byte=seconds_a_byte)


def hangs_up() -> Reply:
    """An answer whose connection breaks in the middle."""
    return says("Une réponse", hang_up=True)


class ModelServer:
    """The server, for the time of a `with` block."""

    def __init__(self, script: Script, key: str | None = None) -> None:
        self._script = script
        self._key = key
        self._lock = threading.Lock()
        self.requests: list[Request] = []
        server = self

        class Handler(_Handler):
            owner = server

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        """Base address of the API."""
        return f"http://127.0.0.1:{self._http.server_port}/v1"

    def reply(self, request: Request) -> Reply:
        """Record a request and choose its reply."""
        with self._lock:
            self.requests.append(request)
            if self._key is not None and request.headers.get("authorization") != f"Bearer {self._key}":
                return fails(401, "Incorrect API key provided", "invalid_api_key")
            if callable(self._script):
                return self._script(request)
            return self._script[min(len(self.requests), len(self._script)) - 1]

    def __enter__(self) -> ModelServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    owner: ModelServer
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, self.path, headers, json.loads(content or b"{}"))
        reply = self.owner.reply(request)
        streamed = bool(request.body.get("stream")) and reply.status == 200 and bool(reply.words)
        try:
            self._send(reply, b"".join(_events(reply)) if streamed else reply.body, streamed)
        except OSError:
            self.close_connection = True  # the client has gone: a deadline of its own

    def _send(self, reply: Reply, body: bytes, streamed: bool) -> None:
        self.send_response(reply.status)
        for name, value in ({"Content-Type": "text/event-stream"} if streamed else reply.headers).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if reply.hang_up:
            body, self.close_connection = body[: len(body) // 2], True
        if not reply.seconds_a_byte:
            self.wfile.write(body)
            return
        for place in range(len(body)):
            self.wfile.write(body[place : place + 1])
            self.wfile.flush()
            time.sleep(reply.seconds_a_byte)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _events(reply: Reply) -> Iterator[bytes]:
    """The answer as a stream of server-sent events, a word each; a cut one has no end."""
    for place, word in enumerate(reply.words):
        yield _event({"content": word if place == 0 else f" {word}"}, None)
    if reply.finish is not None:
        yield _event({}, reply.finish)
        yield b"data: [DONE]\n\n"


def _event(delta: Mapping[str, str], finish: str | None) -> bytes:
    choice = {"index": 0, "delta": {"role": "assistant", **delta}, "finish_reason": finish}
    value = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": MODEL, "choices": [choice]}
    return f"data: {json.dumps(value)}\n\n".encode()
