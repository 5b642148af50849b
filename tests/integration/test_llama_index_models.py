"""llama-index's embeddings and rerankers, named in the settings by their class."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.build import build_assistant, build_reranker
from assistant.errors import ModelError
from assistant.models.llama_index_models import LlamaIndexEmbedder, LlamaIndexReranker
from assistant.settings import Embedding, Retrieval, Settings
from assistant.store.embedders import EmbedderOptions, load_embedder

pytestmark = pytest.mark.integration

WORDS = "llama-index:llama_classes.WordsEmbedding"
RERANKER = "llama-index:llama_classes.LongestFirst"
TEXTS = ["Le tramway relie la gare au port.", "La ville prête des vélos.", ""]


def words(**arguments: Any) -> LlamaIndexEmbedder:
    return LlamaIndexEmbedder(WORDS, arguments)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "tram.txt").write_text("Le tramway relie la gare au port depuis 2019.", encoding="utf-8")
    (folder / "velos.txt").write_text("La ville prête des vélos aux habitants. " * 3, encoding="utf-8")
    return folder


def test_vectors_are_unit_in_order_and_of_the_length_the_class_gives() -> None:
    embedder = load_embedder(EmbedderOptions(model=WORDS, arguments={"size": 12}))
    vectors = embedder.embed_passages(TEXTS)
    assert (vectors.shape, vectors.dtype, embedder.dimension) == ((3, 12), np.float32, 12)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-6)
    query = embedder.embed_query("Où passe le tramway vers la gare ?")
    assert int(np.argmax(vectors @ query)) == 0
    assert embedder.embed_passages([]).shape == (0, 12)


def test_the_fingerprint_is_of_the_class_its_arguments_and_the_length_but_of_no_secret() -> None:
    prints = [
        embedder.fingerprint
        for embedder in (words(), words(size=12), words(size=12, api_key="a"), words(size=12, api_key="b"))
    ]
    assert len(set(prints)) == 2
    assert prints[1] == prints[2] == prints[3]
    assert LlamaIndexEmbedder(WORDS, {}, 24).fingerprint == prints[0]
    assert LlamaIndexEmbedder(WORDS, {}, 25).fingerprint != prints[0]


@pytest.mark.parametrize(
    ("model", "arguments", "word"),
    [
        ("llama-index:no_such_module.Model", {}, "no_such_module"),
        ("llama-index:llama_classes.Missing", {}, "Missing"),
        ("llama-index:llama_classes.NOT_A_CLASS", {}, "BaseEmbedding"),
        (RERANKER, {}, "BaseEmbedding"),
        ("llama-index:WordsEmbedding", {}, "WordsEmbedding"),
        ("llama-index:", {}, "BaseEmbedding"),
        (WORDS, {"size": "many"}, "size"),
    ],
)
def test_what_is_no_embedding_is_told_in_one_sentence(model: str, arguments: dict[str, Any], word: str) -> None:
    with pytest.raises(ModelError) as caught:
        LlamaIndexEmbedder(model, arguments).warm_up()
    assert caught.value.code == "llama_index_unusable"
    assert word in caught.value.params["detail"]
    assert "\n" not in caught.value.render("fr").reason


def test_what_the_model_raises_is_told_without_its_key() -> None:
    with pytest.raises(ModelError) as caught:
        words(api_key="s3cret-of-ours").embed_passages(["en panne"])
    assert caught.value.code == "llama_index_failed"
    assert "refuses the key ***" in caught.value.render("fr").reason
    assert "s3cret" not in repr(caught.value.params)


def test_vectors_of_another_length_are_refused() -> None:
    embedder = LlamaIndexEmbedder("llama-index:llama_classes.ShrinkingEmbedding", {})
    assert embedder.dimension == 24
    with pytest.raises(ModelError) as caught:
        embedder.embed_passages(["La gare"])
    assert "(1, 23)" in str(caught.value)


def test_an_index_is_made_and_asked_with_it(tmp_path: Path, corpus: Path) -> None:
    secret = {"size": 24, "api_key": "s3cret-of-ours"}
    settings = Settings(index=tmp_path / "index", embedding=Embedding(model=WORDS, arguments=secret))
    with build_assistant(settings, create=True) as assistant:
        assistant.ingest([str(corpus)])
        (found,) = assistant.search("tramway gare", 1, leg="vector")
        assert found.document.source == "tram.txt"
        assert assistant.status().stamp.embedding_model == WORDS
    assert all(b"s3cret-of-ours" not in path.read_bytes() for path in (tmp_path / "index").glob("catalogue*"))
    with build_assistant(Settings(index=tmp_path / "index")) as again:  # the index knows its own model
        assert again.search("tramway gare", 1, leg="vector")
    other = Settings(index=tmp_path / "index", embedding=Embedding(model=WORDS, arguments={"size": 12}))
    with pytest.raises(ModelError) as caught:
        build_assistant(other)
    assert caught.value.code == "model_mismatch"


def test_a_reranker_orders_and_what_it_leaves_out_comes_after() -> None:
    settings = Settings(retrieval=Retrieval(reranker=RERANKER, reranker_arguments={"top_n": 2}))
    reranker = build_reranker(settings)
    assert isinstance(reranker, LlamaIndexReranker)
    scores = list(reranker.scores("gare", ["court", "un peu plus long", "un", "le plus long de tous"]))
    assert sorted(range(4), key=lambda place: -scores[place]) == [3, 1, 0, 2]
    assert reranker.scores("gare", []) == []
    assert reranker.name == RERANKER
    assert reranker.fingerprint != LlamaIndexReranker(RERANKER, {"top_n": 3}).fingerprint


def test_a_class_that_is_no_reranker_is_refused() -> None:
    with pytest.raises(ModelError) as caught:
        LlamaIndexReranker(WORDS, {}).warm_up()
    assert caught.value.code == "llama_index_unusable"


def test_a_reranker_that_fails_costs_no_answer_and_says_so_once(tmp_path: Path, corpus: Path) -> None:
    told: list[str] = []
    settings = Settings(index=tmp_path / "index", language="en", retrieval=Retrieval(reranker=RERANKER))
    with build_assistant(settings, told.append, create=True) as assistant:
        assistant.ingest([str(corpus)])
        told.clear()
        assert [hit.document.source for hit in assistant.search("tramway gare", 2)] == ["velos.txt", "tram.txt"]
        assert told == []
        for _ in range(2):
            assert assistant.search("tramway en panne gare", 2)[0].document.source == "tram.txt"
        assert len(told) == 1
        assert "LongestFirst" in told[0]
        with pytest.raises(ModelError):  # what is measured by name is measured, or not at all
            assistant.search("tramway en panne", 2, leg="reranked")


def test_the_settings_file_names_the_class_and_its_arguments(
    cli: Callable[..., Any], tmp_path: Path, corpus: Path
) -> None:
    file = tmp_path / "s.toml"
    arguments = json.dumps({"size": 16})
    file.write_text(
        f'[embedding]\nmodel = "{WORDS}"\narguments = {arguments.replace(":", " =")}\n'.replace('"size"', "size")
    )
    done = cli("ingest", corpus, "--index", tmp_path / "index", "--settings", file)
    assert done.code == 0, done.err
    assert cli("status", "--json", "--index", tmp_path / "index").json["stamp"]["embedding_model"] == WORDS
    file.write_text('[embedding]\nmodel = "llama-index:no_such_module.Model"\n')
    done = cli("status", "--json", "--index", tmp_path / "other", "--settings", file)
    assert done.code == 1
    done = cli("ingest", corpus, "--json", "--index", tmp_path / "other", "--settings", file)
    assert (done.code, done.json["error"]["code"]) == (1, "llama_index_unusable")
