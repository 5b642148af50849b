"""Connections that go where they may, and end when their time is up, however slowly the other side speaks.

A name is looked up once, each of its addresses is checked, and the connection is made to the address that was checked:
a name that changes its mind between the two (DNS rebinding) changes nothing. TLS still checks the name.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import httpcore

from assistant.errors import WebError
from assistant.web.addresses import may_be_asked

Resolve = Callable[[str, int], Sequence[str]]
_CONNECT_SECONDS = 10.0


class Deadline:
    """A moment after which nothing is waited for any more."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self, most: float | None = None) -> float:
        """Seconds left, at most so many.

        Raises:
            httpcore.ReadTimeout: none are.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time is up")
        return left if most is None else min(left, most)


def resolve(host: str, port: int) -> Sequence[str]:
    """The numeric addresses of a name, as the system knows them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


class GuardedBackend(httpcore.NetworkBackend):
    """Makes the connections of one request."""

    def __init__(self, url: str, allows: Callable[[str], bool], look_up: Resolve, deadline: Deadline) -> None:
        """Take what decides.

        Args:
            url: what is asked, for messages.
            allows: whether a numeric address may be connected to.
            look_up: names to numeric addresses.
            deadline: of the whole request.
        """
        self._url = url
        self._allows = allows
        self._look_up = look_up
        self._deadline = deadline
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of a host that answers.

        Raises:
            WebError: web_private, web_never: one of its addresses may not be asked; none of them is then.
            httpcore.ConnectError: none of them answers.
        """
        addresses = self._addresses(host, port)
        refused = next((each for each in addresses if not self._allows(each)), None)
        if refused is not None:
            code = "web_private" if may_be_asked(refused, allow_private=True) else "web_never"
            raise WebError(code, url=self._url, address=refused)
        failure: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        for address in addresses:
            try:
                seconds = self._deadline.left(_CONNECT_SECONDS)
                return _TimedStream(self._inner.connect_tcp(address, port, seconds), self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure or httpcore.ConnectError("no address")

    def _addresses(self, host: str, port: int) -> Sequence[str]:
        """What a name stands for; a resolver that does not answer is not waited for beyond the deadline."""
        found: list[Sequence[str] | OSError] = []

        def look() -> None:
            try:
                found.append(self._look_up(host, port))
            except (OSError, UnicodeError) as error:
                found.append(OSError(str(error)))

        thread = threading.Thread(target=look, daemon=True)
        thread.start()
        thread.join(self._deadline.left())
        if not found:
            raise httpcore.ConnectTimeout("name not resolved in time")
        if isinstance(found[0], OSError):
            raise httpcore.ConnectError("unknown host") from found[0]
        return found[0]

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        """Never."""
        raise httpcore.ConnectError("no sockets of this machine")

    def sleep(self, seconds: float) -> None:
        """Wait, within the deadline."""
        time.sleep(self._deadline.left(seconds))


class _TimedStream(httpcore.NetworkStream):
    """A connection whose every wait ends with the deadline of the request."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Bytes as they come."""
        return self._inner.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of them."""
        self._inner.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        """Hang up."""
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Go on in TLS, with the name checked against the certificate."""
        secured = self._inner.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return _TimedStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """What the connection says of itself."""
        return self._inner.get_extra_info(info)
