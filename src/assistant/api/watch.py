"""The API's routes of the watch: feeds, what they propose, what is new. It belongs to the group, to no owner."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import FastAPI, Request

from assistant.api.common import Count, language_of
from assistant.api.gate import Gate
from assistant.api.models import ErrorModel
from assistant.api.watch_models import (
    DigestModel,
    DismissedModel,
    FeedModel,
    FeedRequest,
    FeedsRequest,
    ItemModel,
    ItemsRequest,
    ReportModel,
    WatchReportModel,
)
from assistant.service import Assistant
from assistant.watch_wire import digest_dict, feed_dict, item_dict, watch_report_dict
from assistant.wire import report_dict

_ERRORS: dict[int | str, dict[str, Any]] = {code: {"model": ErrorModel} for code in (404, 409, 422, 502, 503)}


def add_watch(app: FastAPI, assistant: Assistant, gate: Gate) -> None:
    """Put the routes on the API's app; what asks the web or ingests takes its turn at the gate."""
    watch = assistant.watch

    @app.get("/api/feeds", response_model=list[FeedModel])
    def feeds(request: Request) -> list[dict[str, Any]]:
        """The feeds that are watched."""
        return [feed_dict(feed, language_of(request)) for feed in watch.feeds()]

    @app.post("/api/feeds", response_model=FeedModel, status_code=201, responses=_ERRORS)
    async def add(body: FeedRequest, request: Request) -> dict[str, Any]:
        """Watch a feed, once it was read."""
        return feed_dict(await gate.run(lambda: watch.add(body.url, body.rule, body.title)), language_of(request))

    @app.delete("/api/feeds/{feed_id}", status_code=204, responses=_ERRORS)
    def remove(feed_id: Count) -> None:
        """Watch a feed no more; what was ingested of it stays."""
        watch.remove(str(feed_id))

    @app.post("/api/feeds/run", response_model=WatchReportModel, responses=_ERRORS)
    async def run(body: FeedsRequest, request: Request) -> dict[str, Any]:
        """Look for what is new in feeds."""
        report = await gate.run(lambda: watch.run([str(feed_id) for feed_id in body.feeds]))
        return watch_report_dict(report, language_of(request))

    _add_proposals(app, assistant, gate)


def _add_proposals(app: FastAPI, assistant: Assistant, gate: Gate) -> None:
    watch = assistant.watch

    @app.get("/api/feeds/proposals", response_model=list[ItemModel])
    def proposals(
        request: Request, state: Literal["proposed", "ingested", "dismissed", "failed"] = "proposed"
    ) -> list[dict[str, Any]]:
        """Items of feeds in a state, the latest found first."""
        return [item_dict(item, language_of(request)) for item in watch.items(state)]

    @app.post("/api/feeds/accept", response_model=ReportModel, responses=_ERRORS)
    async def accept(body: ItemsRequest, request: Request) -> dict[str, Any]:
        """Ingest proposals."""
        return report_dict(await gate.run(lambda: watch.accept(body.items)), language_of(request))

    @app.post("/api/feeds/dismiss", response_model=DismissedModel, responses=_ERRORS)
    def dismiss(body: ItemsRequest) -> dict[str, Any]:
        """Dismiss proposals."""
        return {"dismissed": watch.dismiss(body.items)}

    @app.get("/api/feeds/digest", response_model=DigestModel, responses=_ERRORS)
    async def digest(request: Request, since: str | None = None) -> dict[str, Any]:
        """What is new since a day (7 days ago, where none is given)."""
        return digest_dict(await gate.run(lambda: watch.digest(since)), language_of(request))
