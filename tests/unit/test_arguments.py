"""Arguments that hold secrets are known by their names, and kept out of reports and of the index."""

from __future__ import annotations

import json

from assistant.settings import Embedding, Retrieval, Settings
from assistant.types.arguments import public_arguments, secrets_in

ARGUMENTS = {
    "model_name": "bge",
    "api_key": "a1",
    "max_tokens": 12,
    "tokenizer": "t",
    "ACCESS_TOKEN": "b2",
    "default_headers": {"Authorization": "c3", "x": "d4"},
    "options": {"password": "e5", "temperature": 0},
    "key": "",
}


def test_secrets_are_left_out_at_any_depth() -> None:
    assert public_arguments(ARGUMENTS) == {
        "model_name": "bge",
        "max_tokens": 12,
        "tokenizer": "t",
        "options": {"temperature": 0},
    }
    assert sorted(secrets_in(ARGUMENTS)) == ["a1", "b2", "c3", "d4", "e5"]


def test_what_a_report_says_of_the_settings_has_none() -> None:
    settings = Settings(
        embedding=Embedding(arguments=ARGUMENTS), retrieval=Retrieval(reranker_arguments={"api_key": "f6", "top_n": 3})
    )
    told = json.dumps(settings.model_dump(mode="json"))
    assert not [secret for secret in ("a1", "b2", "c3", "d4", "e5", "f6") if f'"{secret}"' in told]
    assert settings.embedding.model_dump()["arguments"]["api_key"] == "a1", "the model itself is given it"
