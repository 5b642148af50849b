"""Follow-up questions rewritten by a model server: what is sent, what is taken, what the rules do without it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from assistant.build import build_rewriter
from assistant.models.chat import OpenAIChatModel
from assistant.retrieval.rewriting import Rewriter
from assistant.settings import load_settings
from assistant.types import Turn
from model_server import MODEL, ModelServer, Reply, busy, says, says_json

pytestmark = pytest.mark.integration

HISTORY = (
    Turn("user", "Qu'est-ce que la comptabilité CARE ?"),
    Turn("assistant", "Une comptabilité qui compte les capitaux naturels, née à Sarrevigne."),
)
WHOLE = "Qui a inventé la comptabilité CARE ?"


@contextmanager
def rewriting(script: list[Reply]) -> Iterator[tuple[ModelServer, Rewriter]]:
    with ModelServer(script) as server:
        given = {"base_url": server.url, "model": MODEL, "timeout_seconds": 10.0, "retries": 0}
        settings = load_settings(overrides={"model_server": load_settings().model_server.model_copy(update=given)})
        rewriter = build_rewriter(settings)
        assert rewriter is not None
        try:
            yield server, rewriter
        finally:
            rewriter.close()


def test_a_follow_up_is_rewritten_from_its_dialogue() -> None:
    with rewriting([says_json({"question": WHOLE})]) as (server, rewriter):
        assert rewriter.rewritten("Qui l'a inventée ?", HISTORY) == WHOLE
    sent = json.loads(server.requests[0].prompt)
    assert sent["question"] == "Qui l'a inventée ?"
    assert sent["dialogue"][0] == ["user", HISTORY[0].text]
    assert "donnée" in server.requests[0].messages[0][1]


def test_a_question_that_stands_alone_is_not_sent() -> None:
    with rewriting([says_json({"question": WHOLE})]) as (server, rewriter):
        assert rewriter.rewritten("Quel est le budget de la piscine de Valombre ?", HISTORY) is None
        assert server.requests == []


@pytest.mark.parametrize(
    "reply",
    [
        says_json({"question": "Qui est le maire de Carnac ?"}),
        says_json({"question": "Qui l'a inventée en 1987 ?"}),
        says_json({"question": ""}),
        says_json({"question": "x" * 500}),
        says_json({"question": ["a"]}),
        says_json(["question"]),
        says("Jacques Richard."),
        says('{"question": '),
        busy(),
        says(WHOLE, finish="length"),
    ],
)
def test_what_is_no_faithful_question_is_not_taken(reply: Reply) -> None:
    with rewriting([reply]) as (server, rewriter):
        assert rewriter.rewritten("Qui l'a inventée ?", HISTORY) is None
        assert server.requests


@pytest.mark.parametrize(("answers", "rewrites", "waited"), [(120.0, None, 10.0), (3.0, None, 3.0), (120.0, 0.5, 0.5)])
def test_a_rewritten_question_is_waited_for_less_long_than_an_answer(
    answers: float, rewrites: float | None, waited: float
) -> None:
    settings = load_settings()
    given = {"base_url": "http://127.0.0.1:9/v1", "model": MODEL, "timeout_seconds": answers}
    found = {"model_server": settings.model_server.model_copy(update=given)}
    if rewrites is not None:
        found["retrieval"] = settings.retrieval.model_copy(update={"rewrite_seconds": rewrites})
    rewriter = build_rewriter(settings.model_copy(update=found))
    assert rewriter is not None
    model = rewriter._model
    assert isinstance(model, OpenAIChatModel)
    assert model._options.timeout_seconds == waited
    rewriter.close()


def test_a_server_that_is_gone_leaves_the_rules() -> None:
    with ModelServer([]) as gone:
        address = gone.url
    given = {"base_url": address, "model": MODEL, "timeout_seconds": 2.0, "retries": 0}
    settings = load_settings(overrides={"model_server": load_settings().model_server.model_copy(update=given)})
    found = build_rewriter(settings)
    assert found is not None
    try:
        assert found.rewritten("Qui l'a inventée ?", HISTORY) is None
    finally:
        found.close()


def test_nobody_is_asked_unless_a_server_is_named_and_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    assert build_rewriter(load_settings()) is None
    monkeypatch.setenv("ASSISTANT_MODEL_SERVER__BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("ASSISTANT_MODEL_SERVER__MODEL", "m")
    monkeypatch.setenv("ASSISTANT_RETRIEVAL__REWRITE", "false")
    assert build_rewriter(load_settings()) is None
