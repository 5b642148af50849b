"""The embedded encoder, computed with torch alone, makes the vectors that sentence-transformers makes of its folder."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import ModelError
from assistant.models import bert, sentence_model
from assistant.models.folders import ENCODER
from assistant.models.text_model import Side
from assistant.models.vectors import unit
from assistant.store.embedders import EmbedderOptions, load_embedder
from conftest import ROOT
from tiny_models import write_encoder

pytestmark = pytest.mark.integration

TEXTS = [
    "Le budget participatif donne aux habitants une part du budget de la ville.",
    "",
    "The library lends bicycles.",
    "œuvre, État, n° 12 — 3,5 % des « communes » ; 😀 \x00\ufffd",
    "Le tramway relie la gare au port, " * 60,
    "x" * 500,
]
PLAIN = Side("document", "")


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """Odd ones, and whole documents, longer than the model reads."""
    documents = sorted((ROOT / "corpus").glob("*.md"))[:2]
    return [*TEXTS, *(document.read_text(encoding="utf-8") for document in documents)]


@pytest.mark.parametrize(
    ("precision", "longest", "difference"), [("float32", None, 1e-5), ("float32", 16, 1e-5), ("bfloat16", None, 1e-3)]
)
def test_vectors_are_those_of_the_vendor(
    texts: list[str], precision: str, longest: int | None, difference: float
) -> None:
    ours = bert.load(ENCODER, longest, precision)
    vendors = sentence_model.load(ENCODER, longest, precision, ("",))
    assert (ours.dimension, ours.limit) == (vendors.dimension, vendors.limit)
    for side, size in ((PLAIN, 4), (Side("query", "question : "), 1)):
        found, expected = (unit(model.vectors(texts, side, size)) for model in (ours, vendors))
        assert found.dtype == np.float32
        assert float((found * expected).sum(axis=1).min()) > 1 - difference


def test_tokens_are_those_of_the_vendor(texts: list[str]) -> None:
    ours, vendors = bert.load(ENCODER, None, "float32"), sentence_model.load(ENCODER, None, "float32", ("",))
    assert ours.token_spans(texts) == [[tuple(span) for span in spans] for spans in vendors.token_spans(texts)]


def test_another_model_of_the_same_shape(tmp_path: Path) -> None:
    folder = write_encoder(tmp_path / "tiny", 32)
    (folder / "sentence_bert_config.json").write_text('{"max_seq_length": 32}')
    words = ["le tramway de la gare et du port", "la ville"]
    found = unit(bert.load(folder, None, "float32").vectors(words, PLAIN, 8))
    expected = unit(sentence_model.load(folder, None, "float32", ("",)).vectors(words, PLAIN, 8))
    assert np.allclose(found, expected, atol=1e-5)


def test_nothing_of_the_vendor_is_loaded_for_it() -> None:
    code = (
        "import sys; from assistant.store.embedders import EmbedderOptions, load_embedder; "
        "load_embedder(EmbedderOptions()).warm_up(); "
        "print([name for name in ('transformers', 'sentence_transformers', 'sklearn', 'scipy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("config.json", {"model_type": "xlm-roberta"}),
        ("config.json", {"hidden_act": "relu"}),
        ("config.json", {"num_hidden_layers": 7}),
        ("1_Pooling/config.json", {"pooling_mode_mean_tokens": False}),
    ],
)
def test_a_folder_of_another_shape_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, change: dict
) -> None:
    folder = Path(shutil.copytree(ENCODER, tmp_path / "encoder"))
    (folder / name).write_text(json.dumps({**json.loads((folder / name).read_text()), **change}))
    monkeypatch.setattr("assistant.store.embedders.model_folder", lambda _: folder)
    with pytest.raises(ModelError) as caught:
        load_embedder(replace(EmbedderOptions(), precision="float32")).warm_up()
    assert caught.value.code == "model_unusable"
