"""The API's route of pages as pictures."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import FastAPI, Query
from fastapi.responses import Response
from pydantic import BaseModel

from assistant.api.common import Count
from assistant.api.gate import Gate
from assistant.api.models import ErrorModel
from assistant.page_images import LEAST_WIDTH, MOST_WIDTH, USUAL_WIDTH, Place
from assistant.service import Assistant


class BoxModel(BaseModel):
    """A rectangle of a page's picture: shares of its width and height, 0 to 1, from the top left."""

    left: float
    top: float
    right: float
    bottom: float


class HighlightModel(BaseModel):
    """The rectangles of some characters, in reading order; none where they have no known places."""

    boxes: list[BoxModel]


_AT_ONCE, _WAITING = 2, 32
_ERRORS: dict[int | str, dict[str, Any]] = {code: {"model": ErrorModel} for code in (404, 410, 422, 503)}


def add_page_images(app: FastAPI, assistant: Assistant) -> None:
    """Put the route on the API's app."""
    gate = Gate(_AT_ONCE, _WAITING)

    @app.get("/api/documents/{document_id}/pages/{number}/image", response_class=Response, responses=_ERRORS)
    async def image(
        document_id: str,
        number: Count,
        start: Count = 0,
        end: Count = 0,
        width: Annotated[int, Query(ge=LEAST_WIDTH, le=MOST_WIDTH)] = USUAL_WIDTH,
        content_hash: str | None = None,
    ) -> Response:
        """A page of a PDF as a JPEG picture, the characters `start` to `end` of its text highlighted."""
        place = Place(number, start, end)
        drawn = await gate.run(lambda: assistant.page_images.image(document_id, place, width, content_hash))
        # Not kept by the browser: an erased document leaves no picture behind.
        return Response(drawn, media_type="image/jpeg", headers={"Cache-Control": "no-store"})

    @app.get("/api/documents/{document_id}/pages/{number}/highlight", response_model=HighlightModel, responses=_ERRORS)
    def highlight(
        document_id: str,
        number: Count,
        start: Count = 0,
        end: Count = 0,
        content_hash: str | None = None,
    ) -> dict[str, Any]:
        """Where those characters are on the picture, as shares of its width and height from the top left."""
        boxes = assistant.page_images.boxes(document_id, Place(number, start, end), content_hash)
        return {"boxes": [{name: round(value, 4) for name, value in box._asdict().items()} for box in boxes]}
