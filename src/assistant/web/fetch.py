"""One GET of one address: no redirect is followed here, and nothing is read beyond the limits."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpcore
import httpx

from assistant.errors import WebError
from assistant.web.connection import Deadline, GuardedBackend, Resolve

_MEGABYTE = 1_000_000
_WITH_BODY = frozenset({200, 203})
_GZIP = 16 + zlib.MAX_WBITS


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may cost: seconds by the clock, bytes after decompression; beyond them it is cut or refused."""

    seconds: float
    most_bytes: int
    cut: bool = False


@dataclass(frozen=True, slots=True)
class RawAnswer:
    """Status, headers (lower case) and content; the content is read for 200 and 203 alone."""

    status: int
    headers: Mapping[str, str]
    content: bytes


def get_once(
    url: str, headers: Mapping[str, str], limits: Limits, allows: Callable[[str], bool], look_up: Resolve
) -> RawAnswer:
    """Ask one address once.

    Args:
        url: checked (see `addresses.checked_url`).
        headers: to send.
        limits: of time and size.
        allows: whether a numeric address may be connected to.
        look_up: names to numeric addresses.

    Raises:
        WebError: web_private, web_never, web_unreachable, web_timeout, web_too_large, web_encoding.
    """
    deadline = Deadline(limits.seconds)
    backend = GuardedBackend(url, allows, look_up, deadline)
    sent = [*headers.items(), ("Accept-Encoding", "gzip"), ("Connection", "close")]
    try:
        with (
            httpcore.ConnectionPool(_context(url), max_connections=1, network_backend=backend) as pool,
            pool.stream("GET", _target(url), headers=sent) as answer,
        ):
            given = {name.decode("latin-1").lower(): value.decode("utf-8", "replace") for name, value in answer.headers}
            content = b""
            if answer.status in _WITH_BODY:
                content = _content(url, given, answer.iter_stream(), limits)
            return RawAnswer(answer.status, given, content)
    except httpcore.TimeoutException as error:
        raise WebError("web_timeout", url=url, seconds=f"{limits.seconds:g}") from error
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
        raise WebError("web_unreachable", url=url, detail=_detail(error)) from error


def _target(url: str) -> httpcore.URL:
    parsed = httpx.URL(url)
    return httpcore.URL(scheme=parsed.raw_scheme, host=parsed.raw_host, port=parsed.port, target=parsed.raw_path)


def _context(url: str) -> Any:
    return httpx.create_ssl_context() if urlsplit(url).scheme == "https" else None


def _detail(error: BaseException) -> str:
    """What went wrong, in the words that `messages` knows in French where they are ours."""
    if isinstance(error, httpcore.ProtocolError):
        return "not the answer of a web server, or cut short"
    text = str(error)
    if "CERTIFICATE_VERIFY_FAILED" in text or "SSL" in text:
        return "no valid certificate"
    if "unknown host" in text:
        return "no such host"
    return text.partition("] ")[2] or text or type(error).__name__


def _content(url: str, headers: Mapping[str, str], chunks: Iterable[bytes], limits: Limits) -> bytes:
    """The body, decompressed.

    Raises:
        WebError: web_too_large, web_encoding.
    """
    length = headers.get("content-length", "")
    if not limits.cut and length.isdecimal() and int(length) > limits.most_bytes:
        raise _too_large(url, limits)
    encoding = headers.get("content-encoding", "").strip().lower()
    if encoding in ("", "identity"):
        pieces: Iterable[bytes] = chunks
    elif encoding in ("gzip", "x-gzip"):
        pieces = _unzipped(url, chunks, limits.most_bytes)
    else:
        raise WebError("web_encoding", url=url, encoding=encoding[:40])
    content = bytearray()
    for piece in pieces:
        content += piece
        if len(content) > limits.most_bytes:
            if limits.cut:
                return bytes(content[: limits.most_bytes])
            raise _too_large(url, limits)
    return bytes(content)


def _too_large(url: str, limits: Limits) -> WebError:
    return WebError("web_too_large", url=url, limit=f"{limits.most_bytes / _MEGABYTE:g}")


def _unzipped(url: str, chunks: Iterable[bytes], most: int) -> Iterator[bytes]:
    """What gzip held, never more than one byte too many at a time: a bomb goes off in small steps."""
    unzip = zlib.decompressobj(_GZIP)
    try:
        for chunk in chunks:
            rest = chunk
            while rest:
                if unzip.eof:  # another member follows
                    unzip = zlib.decompressobj(_GZIP)
                yield unzip.decompress(rest, most + 1)
                rest = unzip.unused_data if unzip.eof else unzip.unconsumed_tail
    except zlib.error as error:
        raise WebError("web_encoding", url=url, encoding="gzip") from error
    if not unzip.eof:
        raise WebError("web_encoding", url=url, encoding="gzip")
