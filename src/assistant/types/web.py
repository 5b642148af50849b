"""What is read on the web: answers, feeds and their items, sitemaps, snapshots; and what a watch found."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from assistant.types.documents import Document, Passage
from assistant.types.state import Failure, IngestReport

_SECRET = re.compile(r"(?<=//)[^/?#\s]*@")


def shown_address(url: str) -> str:
    """An address as it may be told: without the user name and the password that it may hold."""
    return _SECRET.sub("…@", url)


FeedRule = Literal["propose", "ingest"]
ItemState = Literal["proposed", "ingested", "dismissed", "failed"]


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server names a version of a page by: sent back, it says whether there is another one."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server answered: `url` was asked, `final_url` answered after redirects. `retrieved_at`: ISO 8601, UTC."""

    url: str
    final_url: str
    content: bytes
    media_type: str
    validators: Validators
    retrieved_at: str


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a feed says of a page: `date` is ISO 8601, possibly only a year or a month."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A page kept as a file, with the hash and the moment it was read."""

    path: Path
    url: str
    retrieved_at: str
    sha256: str
    validators: Validators


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What a sitemap lists: pages, and further sitemaps; `left_out` counts what is no address of its own site."""

    pages: tuple[str, ...]
    sitemaps: tuple[str, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One item of a feed as it was read; `guid` names it in that feed."""

    guid: str
    url: str
    facts: PageFacts


@dataclass(frozen=True, slots=True)
class FeedContent:
    """A feed as it was read: its title, its entries in its own order, and what is said of those not taken."""

    title: str
    entries: tuple[FeedEntry, ...]
    notes: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that is watched. `checked_at` is None before the first check; `proposed` counts items that wait."""

    id: int
    url: str
    title: str
    rule: FeedRule
    added_at: str
    checked_at: str | None = None
    failure: Failure | None = None
    validators: Validators = Validators()
    proposed: int = 0


@dataclass(frozen=True, slots=True)
class FeedItem:
    """An item of a watched feed, and what has become of it."""

    id: int
    feed_id: int
    feed_title: str
    url: str
    facts: PageFacts
    state: ItemState
    found_at: str
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class FeedCheck:
    """What one check of a feed found: numbers of new items, of those now ingested, and whether it had not changed.

    `notes` say what of it was not taken.
    """

    feed: Feed
    new: int
    ingested: int
    unchanged: bool
    failure: Failure | None = None
    notes: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class WatchReport:
    """What a run of the watch did: each feed, and what was ingested of their items."""

    checks: tuple[FeedCheck, ...]
    ingestion: IngestReport


@dataclass(frozen=True, slots=True)
class Theme:
    """A term that the new documents hold more than the others: in how many of their passages, and of all."""

    term: str
    passages: int
    in_all: int


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document of a digest with its most typical passages, in the order of its text."""

    document: Document
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """What is new since a day (ISO 8601): documents, the latest first, and their themes, the strongest first.

    `total` and `passages` count all that is new, of which `documents` are the latest; `proposed` counts what feeds
    have proposed since and nobody has decided on, by the feed's title.
    """

    since: str
    documents: tuple[NewDocument, ...]
    total: int
    passages: int
    themes: tuple[Theme, ...]
    proposed: Mapping[str, int] = field(default_factory=dict)
