"""Sitemaps (sitemaps.org): lists of pages, and lists of such lists."""

from __future__ import annotations

from assistant.errors import WebError
from assistant.types import Sitemap
from assistant.web.addresses import host_of, joined
from assistant.web.feeds import FEED_ROOTS
from assistant.web.markup import MarkupError, ended, local_name, root_name, text_of

MOST_ADDRESSES = 50_000  # the most that the protocol allows in one
_ROOTS = {"urlset": "url", "sitemapindex": "sitemap"}


def read_sitemap(content: bytes, base: str) -> Sitemap | None:
    """What a sitemap lists of its own host; None for what is no sitemap (a page, a PDF).

    Args:
        content: as it came.
        base: address that it came from.

    Raises:
        WebError: web_is_feed, or bad_sitemap: it says to be one, and can't be read.
    """
    if b"<" not in content[:1000]:
        return None
    root = root_name(content)
    if root in FEED_ROOTS:
        raise WebError("web_is_feed", url=base)
    if root not in _ROOTS:
        if _says_it_is_one(content):
            raise WebError("bad_sitemap", url=base)
        return None
    found, left_out = _addresses(content, _ROOTS[root], base)
    return Sitemap(found, (), left_out) if root == "urlset" else Sitemap((), found, left_out)


def _addresses(content: bytes, name: str, base: str) -> tuple[tuple[str, ...], int]:
    """The addresses of its own host, each once, and how many others there are."""
    found: dict[str, None] = {}
    left_out = 0
    try:
        for element in ended(content, {name}):
            for child in element:
                if local_name(child) == "loc":
                    own = _same_host(text_of(child), base)
                    found |= dict.fromkeys(own)
                    left_out += not own
            element.clear()
            if len(found) >= MOST_ADDRESSES:
                break
    except MarkupError as error:
        raise WebError("bad_sitemap", url=base) from error
    return tuple(found), left_out


def _says_it_is_one(content: bytes) -> bool:
    """Whether it is markup of a sitemap all the same: one with entities of its own is not read."""
    return b"<!ENTITY" in content[:100_000] and any(f"<{name}".encode() in content for name in _ROOTS)


def _same_host(link: str, base: str) -> list[str]:
    try:
        url = joined(base, link)
    except WebError:
        return []
    return [url] if host_of(url) == host_of(base) else []
