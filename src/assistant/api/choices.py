"""The API's routes of what may be chosen before asking: filters with their values, and questions to start with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from fastapi import FastAPI, Request
from pydantic import BaseModel

from assistant.preferences import chosen_language
from assistant.service import Assistant
from assistant.types import Document, DocumentKind, Language


class CountedModel(BaseModel):
    """A value, and how many documents have it."""

    name: str
    count: int


class CountedKindModel(CountedModel):
    """A kind of document, and how many are of it."""

    name: DocumentKind


class NamedModel(BaseModel):
    """A document."""

    id: str
    title: str


class FiltersModel(BaseModel):
    """What filters can be given: values that documents have; `years` of the oldest and of the latest of them."""

    kinds: list[CountedKindModel]
    authors: list[CountedModel]
    places: list[CountedModel]
    years: list[str]
    documents: list[NamedModel]


class ExampleModel(BaseModel):
    """A question to start with, and the language it is in."""

    question: str
    language: Language


class ExamplesModel(BaseModel):
    """Questions that the documents answer; `ready` is False while they are being looked for."""

    examples: list[ExampleModel]
    ready: bool


def add_choices(app: FastAPI, assistant: Assistant) -> None:
    """Put the routes on the API's app."""

    @app.get("/api/filters", response_model=FiltersModel)
    def filters() -> dict[str, Any]:
        """The values that filters of a question may have."""
        return _filters(assistant.documents())

    @app.get("/api/examples", response_model=ExamplesModel)
    def examples(request: Request) -> dict[str, Any]:
        """Questions to start with, in the visitor's language where there are any."""
        found, ready = assistant.examples.of(chosen_language(request.headers))
        return {"examples": [{"question": each.question, "language": each.language} for each in found], "ready": ready}


def _filters(documents: Iterable[Document]) -> dict[str, Any]:
    shown = list(documents)
    named = [document for document in shown if not document.anonymous]
    years = sorted(document.date[:4] for document in shown if document.date)
    return {
        "kinds": _counted(document.kind for document in shown if document.kind is not None),
        "authors": _counted(author for document in named for author in dict.fromkeys(document.authors)),
        "places": _counted(place for document in named for place in dict.fromkeys(document.places)),
        "years": [years[0], years[-1]] if years else [],
        "documents": sorted(
            ({"id": document.id, "title": document.title} for document in named), key=lambda each: each["title"].lower()
        ),
    }


def _counted(values: Iterable[str]) -> list[dict[str, Any]]:
    """Values by how many have them, the most first."""
    counted = sorted(Counter(values).items(), key=lambda pair: (-pair[1], pair[0].lower()))
    return [{"name": name, "count": count} for name, count in counted]
