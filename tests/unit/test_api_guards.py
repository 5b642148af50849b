"""Who is served: hosts, origins, sizes."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from assistant.api.guards import BODY_BYTES, Guard, host_allowed


@pytest.mark.parametrize(
    ("header", "bound", "allowed"),
    [
        ("127.0.0.1:7860", "127.0.0.1", True),
        ("localhost:7860", "127.0.0.1", True),
        ("LOCALHOST", "127.0.0.1", True),
        ("[::1]:7860", "127.0.0.1", True),
        ("evil.test", "127.0.0.1", False),
        ("127.0.0.1.evil.test", "127.0.0.1", False),
        ("evil.test@127.0.0.1", "127.0.0.1", False),
        ("192.168.1.5:7860", "127.0.0.1", False),
        ("192.168.1.5:7860", "192.168.1.5", True),
        ("192.168.1.5:7860", "0.0.0.0", True),
        ("evil.test", "0.0.0.0", False),
        ("", "127.0.0.1", False),
        ("[oops", "127.0.0.1", False),
    ],
)
def test_hosts(header: str, bound: str, allowed: bool) -> None:
    assert host_allowed(header, bound) is allowed


async def _app(scope: Any, receive: Any, send: Any) -> None:
    size, more = 0, True
    while more:
        message = await receive()
        size += len(message.get("body", b""))
        more = message.get("more_body", False)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-security-policy", b"own")]})
    await send({"type": "http.response.body", "body": str(size).encode()})


def _call(method: str = "GET", body: list[bytes] | None = None, **headers: str) -> tuple[int, dict[str, str], bytes]:
    raw = {"host": "127.0.0.1:7860", **{name.replace("_", "-"): value for name, value in headers.items()}}
    scope = {
        "type": "http",
        "method": method,
        "path": "/x",
        "headers": [(name.encode(), value.encode()) for name, value in raw.items()],
    }
    parts = body or [b""]
    sent: list[dict[str, Any]] = []
    incoming = iter({"type": "http.request", "body": b, "more_body": i + 1 < len(parts)} for i, b in enumerate(parts))

    async def receive() -> dict[str, Any]:
        return next(incoming)

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(Guard(_app, "127.0.0.1")(scope, receive, send))
    got = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], got, b"".join(message.get("body", b"") for message in sent[1:])


def test_headers_are_added_and_a_route_keeps_its_own_policy() -> None:
    status, headers, _ = _call()
    assert status == 200
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["content-security-policy"] == "own"


def test_a_foreign_host_is_refused_in_the_readers_language() -> None:
    status, headers, body = _call(host="evil.test", accept_language="en")
    assert status == 421
    assert json.loads(body)["error"]["code"] == "host_refused"
    assert "name" in json.loads(body)["error"]["reason"]
    assert headers["content-security-policy"].startswith("default-src 'none'")


def test_a_post_from_another_site_is_refused() -> None:
    assert _call("POST", origin="http://evil.test")[0] == 403
    assert _call("POST", origin="null")[0] == 403
    assert _call("POST", origin="http://127.0.0.1:7860")[0] == 200


def test_large_bodies_are_refused_announced_or_not() -> None:
    assert _call("POST", content_length=str(BODY_BYTES + 1))[0] == 413
    assert _call("POST", content_length="beaucoup")[0] == 413
    status, _, body = _call("POST", body=[b"x" * 600_000, b"x" * 600_000])
    assert status == 413
    assert json.loads(body)["error"]["code"] == "request_too_large"
    assert _call("POST", body=[b"x" * 600_000, b"x" * 300_000])[2] == b"900000"


@pytest.mark.parametrize(
    ("site", "status"),
    [("cross-site", 403), ("same-site", 403), ("same-origin", 200), ("none", 200), ("", 403)],
)
def test_what_the_browser_says_of_a_request_without_origin_counts(site: str, status: int) -> None:
    assert _call("POST", sec_fetch_site=site)[0] == status
    assert _call("GET", sec_fetch_site=site)[0] == 200
