"""Feeds that the group watches: what is new in them is proposed, or ingested where that is the feed's rule."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from assistant.errors import UsageError, WebError
from assistant.ingestion import Ingestion
from assistant.ports import Catalogue, Indexes
from assistant.types import (
    Digest,
    Failure,
    Feed,
    FeedCheck,
    FeedItem,
    FeedRule,
    IngestProgress,
    IngestReport,
    ItemState,
    WatchReport,
)
from assistant.watching.digest import make_digest
from assistant.web_ports import FeedStore, Web

LONGEST_TITLE = 300
DEFAULT_DAYS = 7
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
Progress = Callable[[IngestProgress], None]


class Watch:
    """The feeds and their items. All methods may be called from several threads."""

    def __init__(
        self, store: FeedStore, web: Web, ingestion: Ingestion, catalogue: Catalogue, indexes: Indexes
    ) -> None:
        """Take the parts.

        Args:
            store: keeps feeds and items.
            web: reads feeds.
            ingestion: ingests what they name.
            catalogue: of the documents, for digests.
            indexes: tell how frequent terms are.
        """
        self._store = store
        self._web = web
        self._ingestion = ingestion
        self._catalogue = catalogue
        self._indexes = indexes

    def add(self, url: str, rule: FeedRule = "propose", title: str | None = None) -> Feed:
        """Watch a feed, once it was read: what it holds now is found by the next run.

        Raises:
            UsageError: feed_known.
            WebError: the address can't be read, or is no feed.
        """
        address = self._web.address(url)
        if any(feed.url == address for feed in self._store.feeds()):
            raise UsageError("feed_known", url=address)
        fetched = self._web.get(address)
        if fetched is None:
            raise WebError("web_status", url=address, status=304)
        named = " ".join((title or self._web.feed(fetched).title or address).split())
        return self._store.add(address, named[:LONGEST_TITLE], rule)

    def feeds(self) -> Sequence[Feed]:
        """The feeds, in the order they were added."""
        return self._store.feeds()

    def remove(self, name: str) -> Feed:
        """Watch a feed no more; what was ingested of it stays.

        Args:
            name: its number or its address.

        Raises:
            UsageError: unknown_feed.
        """
        (feed,) = self._named([name])
        self._store.remove(feed.id)
        return feed

    def run(self, names: Sequence[str] = (), progress: Progress | None = None) -> WatchReport:
        """Look for what is new in the feeds, and ingest it where that is the feed's rule.

        A feed that fails is told; the others go on. What a run that was stopped has left is ingested by the next one.

        Args:
            names: numbers or addresses of feeds; none: all.
            progress: is told where the ingestion stands.

        Raises:
            UsageError: unknown_feed; nothing is done.
            StoreError: the index can't be written.
        """
        feeds = self._named(names) if names else self._store.feeds()
        checks = [self._check(feed) for feed in feeds]
        eager = {feed.id for feed in feeds if feed.rule == "ingest"}
        waiting = [item for item in self._store.items("proposed") if item.feed_id in eager]
        states, report = self._ingest(waiting, progress)
        ingested = Counter(item.feed_id for item in waiting if states.get(item.id, ("", None))[0] == "ingested")
        counted = (replace(check, ingested=ingested[check.feed.id]) for check in checks)
        return WatchReport(tuple(counted), report)

    def _check(self, feed: Feed) -> FeedCheck:
        try:
            fetched = self._web.get(feed.url, feed.validators)
            content = None if fetched is None else self._web.feed(fetched)
        except WebError as error:
            failure = Failure(feed.url, error.code, error.params)
            self._store.checked(feed.id, feed.validators, failure)
            return FeedCheck(feed, 0, 0, False, failure)
        if fetched is None or content is None:
            self._store.checked(feed.id, feed.validators, None)
            return FeedCheck(feed, 0, 0, True)
        new = self._store.add_items(feed.id, content.entries)
        self._store.checked(feed.id, fetched.validators, None)  # last: a stop before it has the feed read again
        return FeedCheck(feed, new, 0, False, notes=content.notes)

    def items(self, state: ItemState | None = "proposed") -> Sequence[FeedItem]:
        """The items in a state (None: in any), the latest found first."""
        return self._store.items(state)

    def accept(
        self, item_ids: Sequence[int] = (), everything: bool = False, progress: Progress | None = None
    ) -> IngestReport:
        """Ingest items. What fails is told, and can be accepted again.

        Args:
            item_ids: of items in any state.
            everything: all that are proposed, instead.
            progress: is told where the ingestion stands.

        Raises:
            UsageError: items_which or unknown_item; nothing is done.
            StoreError: the index can't be written.
        """
        return self._ingest(self._chosen(item_ids, everything), progress)[1]

    def dismiss(self, item_ids: Sequence[int] = (), everything: bool = False) -> int:
        """Propose items no more; how many. What was ingested of them before stays.

        Raises:
            UsageError: items_which or unknown_item; nothing is done.
        """
        chosen = self._chosen(item_ids, everything)
        self._store.settle({item.id: ("dismissed", None) for item in chosen})
        return len(chosen)

    def digest(self, since: str | None = None) -> Digest:
        """What is new since a day: documents, passages, themes, proposals.

        Args:
            since: ISO 8601 (2026-11-01); None: seven days ago.

        Raises:
            UsageError: bad_since.
        """
        day = checked_day(since) if since else (datetime.now(UTC) - timedelta(days=DEFAULT_DAYS)).date().isoformat()
        proposed = Counter(item.feed_title for item in self._store.items("proposed") if item.found_at >= day)
        return make_digest(day, self._catalogue, self._indexes.lexical, proposed)

    def _named(self, names: Sequence[str]) -> Sequence[Feed]:
        feeds = self._store.feeds()
        found = []
        for name in names:
            feed = next((each for each in feeds if name in (str(each.id), each.url)), None)
            feed = feed or next((each for each in feeds if each.url == self._spelt(name)), None)
            if feed is None:
                raise UsageError("unknown_feed", feed=name)
            found.append(feed)
        return list(dict.fromkeys(found))

    def _spelt(self, name: str) -> str | None:
        try:
            return self._web.address(name)
        except WebError:
            return None

    def _chosen(self, item_ids: Sequence[int], everything: bool) -> Sequence[FeedItem]:
        if bool(item_ids) == everything:
            raise UsageError("items_which")
        if everything:
            return self._store.items("proposed")
        known = {item.id: item for item in self._store.items()}
        for item_id in item_ids:
            if item_id not in known:
                raise UsageError("unknown_item", item=item_id)
        return [known[item_id] for item_id in dict.fromkeys(item_ids)]

    def _ingest(
        self, items: Sequence[FeedItem], progress: Progress | None
    ) -> tuple[dict[int, tuple[ItemState, Failure | None]], IngestReport]:
        """Ingest the pages of items, and keep what has become of each; what was not asked for lack of room waits."""
        if not items:
            return {}, IngestReport(0, 0, 0, 0, ())
        gathered, report = self._ingestion.collect({item.url: item.facts for item in items}, progress)
        failed = {each.source: each for each in gathered.failed if each.code != "web_too_many"}
        for url, path in gathered.files.items():
            for each in report.failed:
                if path.as_posix().endswith(f"/{each.source}"):
                    failed[url] = each
        states: dict[int, tuple[ItemState, Failure | None]] = {}
        for item in items:
            if item.url in failed:
                states[item.id] = ("failed", failed[item.url])
            elif item.url in gathered.files:
                states[item.id] = ("ingested", None)
        self._store.settle(states)
        return states, IngestReport(
            report.added,
            report.updated,
            report.unchanged,
            report.removed,
            (*report.failed, *gathered.failed),
            report.warnings,
        )


def checked_day(since: str) -> str:
    """A day as given, where it is one.

    Raises:
        UsageError: bad_since.
    """
    try:
        if not _DAY.fullmatch(since):
            raise ValueError(since)
        return date.fromisoformat(since).isoformat()
    except ValueError as error:
        raise UsageError("bad_since", since=since[:40]) from error
