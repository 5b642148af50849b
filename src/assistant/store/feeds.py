"""Feeds that are watched, and their items, in the catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import delete, func, insert, select, update

from assistant.errors import UsageError
from assistant.store.database import Database
from assistant.store.edits import owe_compaction
from assistant.store.schema import FeedItemRow, FeedRow, RemovalRow
from assistant.types import (
    WEB_ROOT,
    Failure,
    Feed,
    FeedEntry,
    FeedItem,
    FeedRule,
    ItemState,
    PageFacts,
    Validators,
)


class SqlFeeds:
    """`web_ports.FeedStore` on the catalogue's database.

    Every method raises StoreError: catalogue_damaged, disk_full or index_unwritable.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, url: str, title: str, rule: FeedRule) -> Feed:
        """Watch a feed.

        Raises:
            UsageError: feed_known.
        """
        row = {"url": url, "title": title, "rule": rule, "added_at": _now()}
        with self._database.writing() as connection:
            if connection.execute(select(FeedRow.id).where(FeedRow.url == url)).first() is not None:
                raise UsageError("feed_known", url=url)
            feed_id = connection.execute(insert(FeedRow).values(**row).returning(FeedRow.id)).scalar_one()
        return Feed(feed_id, url, title, rule, row["added_at"])

    def feeds(self) -> Sequence[Feed]:
        """The feeds, in the order they were added."""
        waits = (FeedItemRow.feed_id == FeedRow.id) & (FeedItemRow.state == "proposed")
        proposed = select(func.count()).select_from(FeedItemRow).where(waits).scalar_subquery()
        query = select(FeedRow.__table__, proposed.label("proposed")).order_by(FeedRow.id)
        with self._database.reading() as connection:
            return [_feed(row) for row in connection.execute(query)]

    def remove(self, feed_id: int) -> None:
        """Forget a feed and its items; what was ingested stays."""
        with self._database.writing() as connection:
            connection.execute(delete(FeedRow).where(FeedRow.id == feed_id))

    def checked(self, feed_id: int, validators: Validators, failure: Failure | None) -> None:
        """Note that a feed was checked now."""
        known = {"etag": validators.etag, "last_modified": validators.last_modified}
        statement = update(FeedRow).where(FeedRow.id == feed_id)
        with self._database.writing() as connection:
            connection.execute(statement.values(checked_at=_now(), failure=_packed(failure), **known))

    def add_items(self, feed_id: int, entries: Sequence[FeedEntry]) -> int:
        """Propose the entries that are not known, by their name in the feed or their address. How many there are.

        Addresses that were removed from the library are not proposed.
        """
        now, rows = _now(), []
        with self._database.writing() as connection:
            if connection.execute(select(FeedRow.id).where(FeedRow.id == feed_id)).first() is None:
                return 0  # forgotten meanwhile
            guids = set(connection.scalars(select(FeedItemRow.guid).where(FeedItemRow.feed_id == feed_id)))
            urls = set(connection.scalars(select(FeedItemRow.url)))
            urls |= set(connection.scalars(select(RemovalRow.path).where(RemovalRow.root == WEB_ROOT)))
            for entry in entries:
                if entry.guid in guids or entry.url in urls:
                    continue
                guids.add(entry.guid)
                urls.add(entry.url)
                facts = {"title": entry.facts.title, "authors": list(entry.facts.authors), "date": entry.facts.date}
                named = {"feed_id": feed_id, "guid": entry.guid, "url": entry.url, **facts}
                rows.append({**named, "state": "proposed", "found_at": now})
            if rows:
                connection.execute(insert(FeedItemRow), rows)
        return len(rows)

    def items(self, state: ItemState | None = None, feed_id: int | None = None) -> Sequence[FeedItem]:
        """The items, the latest found first; only those in a state or of a feed, where that is given."""
        query = select(FeedItemRow.__table__, FeedRow.title.label("feed_title")).join(FeedRow)
        if state is not None:
            query = query.where(FeedItemRow.state == state)
        if feed_id is not None:
            query = query.where(FeedItemRow.feed_id == feed_id)
        with self._database.reading() as connection:
            return [
                _item(row) for row in connection.execute(query.order_by(FeedItemRow.found_at.desc(), FeedItemRow.id))
            ]

    def forget_items(self, url: str) -> None:
        """Drop what feeds say of an address."""
        with self._database.writing() as connection:
            connection.execute(delete(FeedItemRow).where(FeedItemRow.url == url))
            owe_compaction(connection)

    def settle(self, states: Mapping[int, tuple[ItemState, Failure | None]]) -> None:
        """Say what has become of items, by id."""
        with self._database.writing() as connection:
            for item_id, (state, failure) in states.items():
                statement = update(FeedItemRow).where(FeedItemRow.id == item_id)
                connection.execute(statement.values(state=state, failure=_packed(failure)))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _packed(failure: Failure | None) -> dict[str, Any] | None:
    if failure is None:
        return None
    return {"source": failure.source, "code": failure.code, "params": dict(failure.params)}


def _failure(packed: Any) -> Failure | None:
    return None if packed is None else Failure(packed["source"], packed["code"], packed["params"])


def _feed(row: Any) -> Feed:
    validators = Validators(row.etag, row.last_modified)
    rule, failure = cast(FeedRule, row.rule), _failure(row.failure)
    return Feed(row.id, row.url, row.title, rule, row.added_at, row.checked_at, failure, validators, row.proposed)


def _item(row: Any) -> FeedItem:
    facts = PageFacts(row.title, tuple(row.authors), row.date)
    state, failure = cast(ItemState, row.state), _failure(row.failure)
    return FeedItem(row.id, row.feed_id, row.feed_title, row.url, facts, state, row.found_at, failure)
