"""Numbers that a request gives are bounded, on every route: a huge one is refused, and breaks no store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.build import build_assistant
from assistant.settings import load_settings

pytestmark = pytest.mark.integration
HUGE = 10**30


@pytest.fixture(scope="module")
def client(group_index: Path) -> Iterator[TestClient]:
    settings = load_settings(overrides={"index": group_index})
    with (
        build_assistant(settings) as assistant,
        TestClient(create_app(assistant, settings), base_url="http://127.0.0.1:7860") as client,
    ):
        yield client


@pytest.mark.parametrize(
    "path",
    [
        f"/pages/{HUGE}/image",
        f"/pages/{HUGE}/highlight",
        f"/pages/1/image?start={HUGE}&end={HUGE}",
        f"/text?page={HUGE}",
        f"/text?start={HUGE}",
        f"/quote?start=0&end={HUGE}",
        f"/reference?page={HUGE}",
    ],
)
def test_a_huge_number_in_an_address_is_refused(client: TestClient, path: str) -> None:
    document = client.get("/api/documents").json()[0]["document_id"]
    answer = client.get(f"/api/documents/{document}{path}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "bad_request")


@pytest.mark.parametrize(("turn", "number"), [(HUGE, 0), (1, HUGE)])
def test_a_huge_number_in_feedback_is_refused(client: TestClient, turn: int, number: int) -> None:
    said = {"conversation": "x", "turn": turn, "target": "answer", "number": number, "rating": "right"}
    assert client.post("/api/feedback", json=said).status_code == 422


def test_every_number_that_a_request_gives_has_a_bound(client: TestClient) -> None:
    described = client.get("/api/openapi.json").json()
    schemas = described["components"]["schemas"]
    unbounded: list[str] = []

    def look(schema: dict[str, Any], where: str, seen: frozenset[str] = frozenset()) -> None:
        name = schema.get("$ref", "").rpartition("/")[2]
        if name and name not in seen:
            look(schemas[name], where, seen | {name})
        if schema.get("type") == "integer" and not {"maximum", "exclusiveMaximum"} & schema.keys():
            unbounded.append(where)
        for key, each in schema.get("properties", {}).items():
            look(each, f"{where}.{key}", seen)
        for each in (*schema.get("anyOf", ()), *filter(None, [schema.get("items")])):
            look(each, where, seen)

    for path, methods in described["paths"].items():
        for method, route in methods.items():
            for each in route.get("parameters", ()):
                look(each["schema"], f"{method} {path} {each['name']}")
            for content in route.get("requestBody", {}).get("content", {}).values():
                look(content["schema"], f"{method} {path}")
    assert unbounded == []
