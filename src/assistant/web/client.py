"""Reading the web politely: redirects checked anew, robots.txt asked first, a pause between two requests to a host."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from assistant.errors import WebError
from assistant.types import FeedContent, Fetched, Sitemap, Validators
from assistant.web.addresses import checked_url, host_of, joined, may_be_asked, origin_of
from assistant.web.robots import MOST_BYTES, Robots, parse_robots

if TYPE_CHECKING:
    from assistant.web.fetch import Limits, RawAnswer

MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LONGEST_VALIDATOR = 1000
_ROBOTS_SECONDS = 600.0  # after which a robots.txt is asked for again
_ACCEPT = "text/html,application/xhtml+xml,application/pdf,application/rss+xml,application/atom+xml;q=0.9,*/*;q=0.8"


@dataclass(frozen=True, slots=True)
class WebRules:
    """How the web is read: see the settings, section web."""

    timeout_seconds: float
    max_mb: float
    pause_seconds: float
    user_agent: str
    allow_private: bool = False


class GuardedWeb:
    """`web_ports.Web`. One request at a time, from whatever thread."""

    def __init__(self, rules: WebRules, allows: Callable[[str], bool] | None = None) -> None:
        """Take the rules.

        Args:
            rules: of the settings.
            allows: whether a numeric address may be connected to; None: what the rules say.
        """
        self._rules = rules
        self._allows = allows or (lambda address: may_be_asked(address, rules.allow_private))
        self._product = re.split(r"[/ ]", rules.user_agent, maxsplit=1)[0]
        self._robots: dict[str, tuple[float, Robots]] = {}
        self._asked: dict[str, float] = {}
        self._lock = threading.Lock()

    def address(self, url: str) -> str:
        """An address as it is asked.

        Raises:
            WebError: web_address.
        """
        return checked_url(url)

    def get(self, url: str, validators: Validators | None = None) -> Fetched | None:
        """What a server answers to one address; None where the version that is known is still the one.

        Raises:
            WebError: see `web_ports.Web.get`.
        """
        asked = checked_url(url)
        with self._lock:
            answer = self._follow(asked, validators)
        return None if answer is None else replace(answer, url=asked)

    def feed(self, fetched: Fetched) -> FeedContent:
        """An answer read as a feed.

        Raises:
            WebError: not_a_feed, page_of_a_feed.
        """
        from assistant.web.feeds import read_feed

        return read_feed(fetched.content, fetched.final_url)

    def sitemap(self, fetched: Fetched) -> Sitemap | None:
        """An answer read as a sitemap; None where it is none.

        Raises:
            WebError: web_is_feed, bad_sitemap.
        """
        from assistant.web.sitemap import read_sitemap

        return read_sitemap(fetched.content, fetched.final_url)

    def _follow(self, url: str, validators: Validators | None) -> Fetched | None:
        from assistant.web.fetch import Limits

        limits = Limits(self._rules.timeout_seconds, int(self._rules.max_mb * 1_000_000))
        headers = {"Accept": _ACCEPT, **_conditions(validators)}
        here = url
        for _ in range(MOST_REDIRECTS + 1):
            robots = self._robots_of(here)
            if not robots.allows(here):
                raise WebError("web_robots", url=here)
            answer = self._ask(here, headers, limits, robots.delay)
            if answer.status in _REDIRECTS and answer.headers.get("location"):
                here = joined(here, answer.headers["location"])
                continue
            if answer.status == 304 and validators is not None:
                return None
            if answer.status not in (200, 203):
                raise WebError(_code_of(answer.status), url=here, status=answer.status)
            if not answer.content:
                raise WebError("web_empty", url=here)
            return Fetched(
                url,
                here,
                answer.content,
                answer.headers.get("content-type", "").partition(";")[0].strip().lower(),
                Validators(_sendable(answer.headers.get("etag")), _sendable(answer.headers.get("last-modified"))),
                datetime.now(UTC).isoformat(timespec="seconds"),
            )
        raise WebError("web_redirects", url=url, limit=MOST_REDIRECTS)

    def _robots_of(self, url: str) -> Robots:
        """What the host of an address asks of us; it is remembered for a while."""
        origin = origin_of(url)
        known = self._robots.get(origin)
        if known is None or time.monotonic() - known[0] > _ROBOTS_SECONDS:
            self._robots = {origin: each for origin, each in self._robots.items() if _is_fresh(each[0])}
            try:
                known = self._robots[origin] = (time.monotonic(), self._read_robots(origin))
            except WebError as error:  # it was not the member who asked for this one
                raise WebError(error.code, **{**error.params, "url": url}) from error
        return known[1]

    def _read_robots(self, origin: str) -> Robots:
        """A robots.txt, redirects followed: one that is not there allows all, one that fails allows nothing.

        Raises:
            WebError: web_robots_unavailable, or the host can't be asked at all.
        """
        from assistant.web.fetch import Limits

        limits = Limits(self._rules.timeout_seconds, MOST_BYTES, cut=True)
        here = f"{origin}/robots.txt"
        for _ in range(MOST_REDIRECTS + 1):
            answer = self._ask(here, {"Accept": "text/plain,*/*;q=0.5"}, limits, 0.0)
            if answer.status in (200, 203):
                return parse_robots(answer.content, self._product)
            if answer.status in _REDIRECTS and answer.headers.get("location"):
                here = joined(here, answer.headers["location"])
            elif answer.status >= 500 or answer.status == 429:
                raise WebError("web_robots_unavailable", url=origin, status=answer.status)
            else:
                return Robots()
        return Robots()

    def _ask(self, url: str, headers: dict[str, str], limits: Limits, delay: float) -> RawAnswer:
        from assistant.web.connection import resolve
        from assistant.web.fetch import get_once

        host = host_of(url)
        pause = max(self._rules.pause_seconds, delay)
        wait = self._asked.get(host, -pause) + pause - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        try:
            return get_once(url, {"User-Agent": self._rules.user_agent, **headers}, limits, self._allows, resolve)
        finally:
            self._asked[host] = time.monotonic()


def _code_of(status: int) -> str:
    """What an answer that gives no page is told as: it may give one later, it leads nowhere, or it has none for us."""
    if status >= 500 or status == 429:
        return "web_later"
    return "web_redirect_nowhere" if status in _REDIRECTS else "web_status"


def _is_fresh(moment: float) -> bool:
    return time.monotonic() - moment <= _ROBOTS_SECONDS


def _conditions(validators: Validators | None) -> dict[str, str]:
    if validators is None:
        return {}
    given = {"If-None-Match": _sendable(validators.etag), "If-Modified-Since": _sendable(validators.last_modified)}
    return {name: value for name, value in given.items() if value}


def _sendable(value: str | None) -> str | None:
    """What a server names a version by, where that can be sent back in a header."""
    plain = value is not None and value.isascii() and value.isprintable() and len(value) <= _LONGEST_VALIDATOR
    return value if plain else None
