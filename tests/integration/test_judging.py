"""Judges by name, as commands ask for them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from assistant.bench.judges import JUDGES, judge_named
from assistant.errors import AssistantError
from assistant.settings import ModelServer as ModelServerSettings
from assistant.settings import Settings
from assistant.support.base import Statement
from model_server import ModelServer, Reply, Request, says, says_json
from tiny_models import write_cross_encoder

pytestmark = pytest.mark.integration

STATEMENT = Statement("Le budget est de 12 000 euros.", ("Le budget est de 12 000 euros.",))


def test_the_lexical_judge_needs_nothing():
    judge = judge_named("lexical", "", Settings())
    assert judge.name == "lexical"
    (found,) = judge.judge([STATEMENT])
    assert found.score is not None


def test_the_inference_judge_takes_a_folder(tmp_path: Path):
    folder = str(write_cross_encoder(tmp_path / "nli", ("entailment", "not_entailment")))
    judge = judge_named("nli", folder, Settings())
    (found,) = judge.judge([STATEMENT])
    assert judge.name == f"nli:{folder}"
    assert 0.0 <= found.score <= 1.0


def test_the_language_model_judge_asks_the_server_of_the_settings():
    with ModelServer([says_json({"verdict": "supported", "reason": "Oui."})]) as server:
        settings = Settings(model_server=ModelServerSettings(base_url=server.url, model="m-1"))
        for given, used in (("", "m-1"), ("m-2", "m-2")):
            judge = judge_named("llm", given, settings)
            assert judge.name == f"llm:{used}"
            assert [one.supported for one in judge.judge([STATEMENT])] == [True]
            assert server.requests[-1].body["model"] == used


@pytest.mark.parametrize(
    ("name", "model", "code"),
    [
        ("oracle", "", "unknown_judge"),
        ("", "", "unknown_judge"),
        ("nli", "", "judge_without_model"),
        ("nli", "nobody/no-such-model", "model_not_found"),
        ("llm", "", "no_model_server"),
        ("llm", "m-2", "no_model_server"),
    ],
)
def test_a_judge_that_can_not_be_had_is_told(name, model, code):
    with pytest.raises(AssistantError) as caught:
        judge_named(name, model, Settings())
    assert caught.value.code == code
    if code == "unknown_judge":
        assert all(known in str(caught.value) for known in JUDGES)


# --- `assistant eval judge` with a model ----------------------------------------------------------------------------


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    """Four claims of two questions, half of them supported in the eyes of people."""
    claims = [("Vrai un.", "Supported"), ("Faux un.", "Not Supported"), ("Vrai deux.", "Supported"),
              ("Faux deux.", "Not Supported")]  # fmt: skip
    lines = [
        {
            "query_id": f"q{place}",
            "query": "Que dit le document ?",
            "lang": "fr",
            "context": [{"text": "Le document dit ce qu'il dit."}],
            "answer": [{"sentence": text, "factuality": [label]} for text, label in claims[place : place + 2]],
        }
        for place in (0, 2)
    ]
    path = tmp_path / "labels.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return path


def claim_of(request: Request) -> str:
    return re.search("<<[0-9a-f]{16} affirmation>>\n(.*?)\n", request.prompt)[1]


def test_a_language_model_judge_is_measured(cli, labels: Path, monkeypatch: pytest.MonkeyPatch):
    def script(request: Request) -> Reply:
        if claim_of(request) == "Faux deux.":
            return says("supported")  # unreadable: not judged, never supported
        return says_json({"verdict": "supported" if claim_of(request).startswith("Vrai") else "not_supported",
                          "reason": ""})  # fmt: skip

    with ModelServer(script, key="sk-1") as server:
        monkeypatch.setenv("ASSISTANT_MODEL_SERVER__BASE_URL", server.url)
        monkeypatch.setenv("ASSISTANT_MODEL_SERVER__API_KEY", "sk-1")
        done = cli("eval", "judge", "--labels", labels, "--judge", "llm", "--model", "m-9", "--json")
    assert done.code == 0
    found = done.json
    assert (found["judge"], found["statements"], found["judged"], found["share_judged"]) == ("llm:m-9", 4, 3, 0.75)
    assert (found["auroc"], found["balanced_accuracy"]) == (1.0, 1.0)
    assert "sk-1" not in done.out + done.err


def test_a_server_that_fails_ends_the_measure_with_a_sentence(cli, labels: Path, monkeypatch: pytest.MonkeyPatch):
    with ModelServer([says_json({})], key="sk-1") as server:
        monkeypatch.setenv("ASSISTANT_MODEL_SERVER__BASE_URL", server.url)
        monkeypatch.setenv("ASSISTANT_MODEL_SERVER__MODEL", "m-9")
        monkeypatch.setenv("ASSISTANT_MODEL_SERVER__API_KEY", "sk-wrong")
        done = cli("eval", "judge", "--labels", labels, "--judge", "llm")
        assert len(server.requests) == 3
    assert (done.code, done.out) == (1, "")
    assert "n'accepte pas la clé" in done.err
    assert server.url in done.err
    assert "sk-wrong" not in done.err


def test_an_inference_judge_is_measured(cli, labels: Path, tmp_path: Path):
    folder = str(write_cross_encoder(tmp_path / "nli", ("contradiction", "entailment")))
    done = cli("eval", "judge", "--labels", labels, "--judge", "nli", "--model", folder, "--json")
    assert (done.code, done.json["judge"], done.json["judged"]) == (0, f"nli:{folder}", 4)
    assert 0.0 <= done.json["auroc"] <= 1.0
