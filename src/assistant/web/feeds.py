"""Feeds: RSS 0.9 to 2.0 and Atom, read with lxml within the bounds of `markup`."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from typing import Any

from assistant.errors import WebError
from assistant.text.dates import is_too_late
from assistant.text.sections import short_title
from assistant.types import Failure, FeedContent, FeedEntry, PageFacts, shown_address
from assistant.web.addresses import joined
from assistant.web.markup import MarkupError, ended, local_name, root_name, text_of

FEED_ROOTS = frozenset({"rss", "feed", "RDF"})
MOST_ENTRIES = 500
_HEAD_BYTES = 200_000
_LINK = re.compile(r"<link\b[^<>]{1,2000}>", re.I)
_FEED_TYPE = re.compile(r"type\s*=\s*[\"']?application/(?:rss|atom)\+xml", re.I)
_HREF = re.compile(r"href\s*=\s*[\"']([^\"'<>]{1,2000})[\"']", re.I)
_ENTRIES = frozenset({"item", "entry"})
_LONGEST_TITLE = 300
_MOST_AUTHORS = 20
_ISO_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?(?!\d)")
_DATES = ("published", "pubDate", "date", "issued", "updated", "modified")


@dataclass(slots=True)
class _Read:
    """What was read of a feed so far, and how much of it is not taken."""

    base: str
    title: str = ""
    entries: dict[str, FeedEntry] = field(default_factory=dict)
    beyond: int = 0
    without_address: int = 0
    late: int = 0

    def take(self, element: Any) -> None:
        """Take an entry, or count it."""
        entry = _entry(element, self.base)
        if entry is None:
            self.without_address += 1
        elif entry.guid in self.entries:
            return
        elif len(self.entries) >= MOST_ENTRIES:
            self.beyond += 1
        else:
            date = entry.facts.date
            if date is not None and is_too_late(date):
                self.late += 1
                entry = replace(entry, facts=replace(entry.facts, date=None))
            self.entries[entry.guid] = entry

    def notes(self) -> tuple[Failure, ...]:
        """What is said of all that was not taken."""
        counts = {"feed_cut": self.beyond, "feed_without_address": self.without_address, "feed_dates": self.late}
        most = {"limit": str(MOST_ENTRIES)}
        told = ((code, {"count": str(count), **most}) for code, count in counts.items() if count)
        return tuple(Failure(shown_address(self.base), code, params) for code, params in told)


def read_feed(content: bytes, base: str) -> FeedContent:
    """A feed; entries without an http or https address are left out, as is what exceeds `MOST_ENTRIES`: notes tell.

    Args:
        content: as it came.
        base: address that it came from, to complete links.

    Raises:
        WebError: not_a_feed; page_of_a_feed: a page that names one.
    """
    if root_name(content) not in FEED_ROOTS:
        named = _named_feed(content, base)
        if named is not None:
            raise WebError("page_of_a_feed", url=base, feed=named)
        raise WebError("not_a_feed", url=base)
    read = _Read(base)
    try:
        for element in ended(content, _ENTRIES | {"title"}):
            if local_name(element) in _ENTRIES:
                read.take(element)
                element.clear()
            elif not read.title and _is_of_the_feed(element):
                read.title = text_of(element)[:_LONGEST_TITLE]
    except MarkupError as error:
        if len(read.entries) < MOST_ENTRIES:
            raise WebError("not_a_feed", url=base) from error
    return FeedContent(read.title, tuple(read.entries.values()), read.notes())


def _named_feed(content: bytes, base: str) -> str | None:
    """The first feed that a web page names in its head."""
    head = content[:_HEAD_BYTES].decode("utf-8", "replace")
    for link in _LINK.findall(head):
        target = _HREF.search(link)
        if _FEED_TYPE.search(link) and target is not None:
            try:
                return joined(base, html.unescape(target[1]))
            except WebError:
                continue
    return None


def _is_of_the_feed(element: Any) -> bool:
    parent = element.getparent()
    return parent is not None and local_name(parent) in {"channel", "feed"}


def _entry(element: Any, base: str) -> FeedEntry | None:
    parts: dict[str, list[Any]] = {}
    for child in element:
        parts.setdefault(local_name(child), []).append(child)
    guid = next((text_of(each) for name in ("guid", "id") for each in parts.get(name, ())), "")
    link = next((each for each in _links(parts, guid) if each), "")
    try:
        url = joined(base, link) if link else ""
    except WebError:
        url = ""
    if not url:
        return None
    title = next((short_title(text_of(each), _LONGEST_TITLE) for each in parts.get("title", ())), "")
    return FeedEntry(guid or url, url, PageFacts(title or None, _authors(parts), _date(parts)))


def _links(parts: dict[str, list[Any]], guid: str) -> Iterator[str]:
    """The addresses that an entry may be read at, the likeliest first."""
    for link in parts.get("link", ()):
        if link.get("href") and link.get("rel", "alternate") == "alternate":
            yield link.get("href")
    for link in parts.get("link", ()):
        if not link.get("href"):
            yield text_of(link)
    if guid.startswith(("http://", "https://")):
        yield guid


def _authors(parts: dict[str, list[Any]]) -> tuple[str, ...]:
    found = []
    for each in (*parts.get("creator", ()), *parts.get("author", ())):
        names = [text_of(child) for child in each if local_name(child) == "name"] or [text_of(each)]
        found += [re.sub(r"^\S+@\S+ \((.+)\)$", r"\1", name)[:_LONGEST_TITLE] for name in names if name]
    return tuple(dict.fromkeys(found))[:_MOST_AUTHORS]


def _date(parts: dict[str, list[Any]]) -> str | None:
    for name in _DATES:
        for element in parts.get(name, ()):
            found = _iso(text_of(element))
            if found:
                return found
    return None


def _iso(text: str) -> str | None:
    iso = _ISO_DATE.match(text)
    if iso:
        return iso[0]
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
