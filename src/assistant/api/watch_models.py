"""What the API takes and gives of the watch, as pydantic models: see `api.models`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from assistant.api.common import Count, StrictModel
from assistant.api.models import DocumentModel, WarningModel
from assistant.wire import clean_text


class FailureModel(WarningModel):
    """What could not be read, and what to do."""

    source: str


class FeedModel(StrictModel):
    """A feed that is watched; `proposed` counts items that wait."""

    id: int
    url: str
    title: str
    rule: Literal["propose", "ingest"]
    added_at: str
    checked_at: str | None
    proposed: int
    failure: FailureModel | None


class FeedRequest(StrictModel):
    """A feed to watch, and what becomes of its new items."""

    url: Annotated[str, AfterValidator(clean_text), Field(max_length=4000)]
    rule: Literal["propose", "ingest"] = "propose"
    title: Annotated[str, AfterValidator(clean_text), Field(max_length=300)] | None = None


class FeedsRequest(StrictModel):
    """Numbers of feeds; none: all."""

    feeds: list[Count] = Field(default_factory=list, max_length=1000)


class ItemsRequest(StrictModel):
    """Numbers of proposals."""

    items: list[Count] = Field(min_length=1, max_length=1000)


class ItemModel(StrictModel):
    """An item of a feed."""

    id: int
    feed: str
    feed_id: int
    url: str
    title: str | None
    authors: list[str]
    date: str | None
    state: Literal["proposed", "ingested", "dismissed", "failed"]
    found_at: str
    failure: FailureModel | None


class ReportModel(StrictModel):
    """What an ingestion did."""

    added: int
    updated: int
    unchanged: int
    removed: int
    failed: list[FailureModel]
    warnings: list[FailureModel]


class CheckModel(StrictModel):
    """What a run found in one feed; `notes` say what of it was not taken."""

    id: int
    url: str
    title: str
    new: int
    ingested: int
    unchanged: bool
    failure: FailureModel | None
    notes: list[FailureModel]


class WatchReportModel(ReportModel):
    """What a run did: each feed, and what an ingestion says."""

    feeds: list[CheckModel]


class DismissedModel(StrictModel):
    """How many proposals were dismissed."""

    dismissed: int


class ThemeModel(StrictModel):
    """A term that sets the new documents apart: in how many of their passages it stands, and of all."""

    term: str
    passages: int
    in_all: int


class TypicalModel(StrictModel):
    """A typical passage of a new document."""

    passage_id: str
    heading: str | None
    page_start: int | None
    page_end: int | None
    text: str


class NewDocumentModel(DocumentModel):
    """A new document."""

    typical: list[TypicalModel]


class DigestModel(StrictModel):
    """What is new since a day; `total` and `passages` count all of it, `documents` are the latest."""

    since: str
    total: int
    passages: int
    themes: list[ThemeModel]
    proposed: dict[str, int]
    documents: list[NewDocumentModel]
