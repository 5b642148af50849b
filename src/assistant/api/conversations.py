"""The API's routes of conversations and feedback. What is another owner's is not there: 404."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from fastapi import FastAPI, Query, Request
from fastapi.responses import Response

from assistant.api.conversation_models import (
    ConversationModel,
    FeedbackRequest,
    FindRequest,
    HeadModel,
    RenameRequest,
)
from assistant.api.models import ErrorModel
from assistant.api.owners import Owner
from assistant.preferences import chosen_language
from assistant.service import Assistant
from assistant.transcript import conversation_dict, conversation_markdown, head_dict
from assistant.types import KeptPlace

_ERRORS: dict[int | str, dict[str, Any]] = {code: {"model": ErrorModel} for code in (404, 422, 503)}


def add_conversations(app: FastAPI, assistant: Assistant) -> None:
    """Put the routes on the API's app."""
    kept = assistant.conversations

    @app.get("/api/conversations", response_model=list[HeadModel])
    def conversations(owner: Owner) -> list[dict[str, Any]]:
        """One's own conversations, the one spoken in last first."""
        return [head_dict(head) for head in kept.heads(owner)]

    @app.post("/api/conversations/search", response_model=list[HeadModel], responses=_ERRORS)
    def find(body: FindRequest, owner: Owner) -> list[dict[str, Any]]:
        """One's own conversations whose title or questions hold all words of a text."""
        return [head_dict(head) for head in kept.find(owner, body.text)]

    @app.get("/api/conversations/{conversation_id}", response_model=ConversationModel, responses=_ERRORS)
    def conversation(conversation_id: str, owner: Owner) -> dict[str, Any]:
        """A conversation with its answers, each citation with what has become of it."""
        return conversation_dict(kept.show(owner, conversation_id))

    @app.patch("/api/conversations/{conversation_id}", response_model=HeadModel, responses=_ERRORS)
    def rename(conversation_id: str, body: RenameRequest, owner: Owner) -> dict[str, Any]:
        """Give a conversation another title."""
        return head_dict(kept.rename(owner, conversation_id, body.title))

    @app.delete("/api/conversations/{conversation_id}", status_code=204, responses=_ERRORS)
    def erase(conversation_id: str, owner: Owner) -> None:
        """Erase a conversation and the feedback given in it."""
        kept.erase(owner, conversation_id)

    _add_export(app, assistant)
    _add_feedback(app, assistant)


def _add_export(app: FastAPI, assistant: Assistant) -> None:
    @app.get("/api/conversations/{conversation_id}/export", response_class=Response, responses=_ERRORS)
    def export(
        conversation_id: str,
        owner: Owner,
        request: Request,
        form: Annotated[Literal["markdown", "json"], Query(alias="format")] = "markdown",
    ) -> Response:
        """A conversation as a file: Markdown, or JSON."""
        conversation = assistant.conversations.show(owner, conversation_id)
        if form == "json":
            text, kind, ending = json.dumps(conversation_dict(conversation), ensure_ascii=False), "json", "json"
        else:
            language = chosen_language(request.headers)
            text, kind, ending = conversation_markdown(conversation, language), "markdown; charset=utf-8", "md"
        name = f"conversation-{conversation.head.created_at[:10]}.{ending}"
        media = f"application/{kind}" if form == "json" else f"text/{kind}"
        return Response(
            text.encode("utf-8", "replace"),
            media_type=media,
            headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
        )


def _add_feedback(app: FastAPI, assistant: Assistant) -> None:
    @app.post("/api/feedback", status_code=204, responses=_ERRORS)
    def feedback(body: FeedbackRequest, owner: Owner) -> None:
        """Judge an answer of one's own conversation, a claim or a citation of it; `rating` null takes it back."""
        place = KeptPlace(body.conversation, body.turn)
        assistant.conversations.judge(owner, place, body.target, body.number, body.rating, body.comment)
