"""The seams to the web and to what is watched of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from assistant.types import (
    Failure,
    Feed,
    FeedContent,
    FeedEntry,
    FeedItem,
    FeedRule,
    Fetched,
    ItemState,
    PageFacts,
    Sitemap,
    Snapshot,
    Validators,
)


class Web(Protocol):
    """Reads the web politely and within limits, one request at a time. What it gives back is data, not yet trusted."""

    def address(self, url: str) -> str:
        """An address as it is asked: spelt one way, without a fragment.

        Raises:
            WebError: web_address.
        """
        ...

    def get(self, url: str, validators: Validators | None = None) -> Fetched | None:
        """What a server answers to one address.

        Args:
            url: http or https.
            validators: of the version that is known.

        Returns:
            None where that version is still the one.

        Raises:
            WebError: the address may not be asked, the server does not answer it, or the answer is not usable.
        """
        ...

    def feed(self, fetched: Fetched) -> FeedContent:
        """An answer read as a feed (RSS or Atom).

        Raises:
            WebError: not_a_feed; page_of_a_feed: a web page that names one.
        """
        ...

    def sitemap(self, fetched: Fetched) -> Sitemap | None:
        """An answer read as a sitemap; None where it is none.

        Raises:
            WebError: web_is_feed, or bad_sitemap.
        """
        ...


class Snapshots(Protocol):
    """Pages kept as files in the corpus folder, each with what is known of it beside it."""

    def find(self, url: str) -> Snapshot | None:
        """The snapshot of an address, where there is one and its file stands."""
        ...

    def keep(self, fetched: Fetched, extension: str, facts: PageFacts) -> Snapshot:
        """Keep an answer as a file, in the place of the earlier snapshot of its address, whose hash stays on record.

        Raises:
            WebError: web_not_kept: the file can't be written.
        """
        ...

    def forget(self, path: Path) -> str | None:
        """Delete a file with what is known of it, where it is a snapshot; returns its address, else None.

        Raises:
            WebError: web_not_deleted.
        """
        ...


class FeedStore(Protocol):
    """Feeds and their items. Each writing method is one transaction."""

    def add(self, url: str, title: str, rule: FeedRule) -> Feed:
        """Watch a feed.

        Raises:
            UsageError: feed_known.
        """
        ...

    def feeds(self) -> Sequence[Feed]:
        """The feeds, in the order they were added."""
        ...

    def remove(self, feed_id: int) -> None:
        """Forget a feed and its items; what was ingested stays."""
        ...

    def checked(self, feed_id: int, validators: Validators, failure: Failure | None) -> None:
        """Note that a feed was checked now."""
        ...

    def add_items(self, feed_id: int, entries: Sequence[FeedEntry]) -> int:
        """Propose the entries that are not known, by their name in the feed or their address. How many there are.

        Addresses that were removed from the library are not proposed.
        """
        ...

    def items(self, state: ItemState | None = None, feed_id: int | None = None) -> Sequence[FeedItem]:
        """The items, the latest found first; only those in a state or of a feed, where that is given."""
        ...

    def forget_items(self, url: str) -> None:
        """Drop what feeds say of an address."""
        ...

    def settle(self, states: Mapping[int, tuple[ItemState, Failure | None]]) -> None:
        """Say what has become of items, by id."""
        ...
