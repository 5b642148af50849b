"""The catalogue of models is whole, and a name finds its model."""

from __future__ import annotations

import pytest

from assistant.models.known import KNOWN, known_model


def test_each_model_has_its_facts() -> None:
    assert len({model.name for model in KNOWN}) == len(KNOWN) >= 8
    for model in KNOWN:
        assert model.parameters > 10
        assert model.megabytes >= model.parameters
        assert model.dimensions in (384, 768, 1024)
        assert model.languages
        assert model.licence
        assert (model.figure is None) == (model.measure == ""), "no figure without its source"
        assert model.figure is None or 0 < model.figure < 100


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("BAAI/bge-m3", "BAAI/bge-m3"),
        ("bge-m3", "BAAI/bge-m3"),
        ("Multilingual-E5-Small", "intfloat/multilingual-e5-small"),
        ("embedded", "embedded"),
        ("intfloat", None),
        ("", None),
        ("someone/bge-m3", None),
        ("/models/bge-m3", None),
    ],
)
def test_a_name_is_whole_or_without_its_owner(name: str, found: str | None) -> None:
    model = known_model(name)
    assert (None if model is None else model.name) == found
