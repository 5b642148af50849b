"""Embedding models other than the embedded one: their own prompts, pooling, length and dimension; broken folders."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import ModelError
from assistant.models.cross_encoder import load_reranker
from assistant.models.folders import stored_folder
from assistant.ports import Embedder
from assistant.store.embedder_options import EmbedderOptions, chosen_options, with_own_prompts
from assistant.store.embedders import load_embedder
from assistant.types import IndexModel
from tiny_models import write_encoder

pytestmark = pytest.mark.integration

PROMPTS = {"query": "ville: ", "document": "gare: ", "classification": "port: "}
TEXT = "le tramway de la gare et du port"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_encoder(tmp_path_factory.mktemp("models") / "tiny", prompts=PROMPTS)


def options(folder: Path, **changes: object) -> EmbedderOptions:
    return replace(EmbedderOptions(model=str(folder), precision="float32", threads=1), **changes)


def embedder(folder: Path, **changes: object) -> Embedder:
    return load_embedder(with_own_prompts(options(folder, **changes)))


def reference(folder: Path, text: str, prompt: str) -> np.ndarray:
    """The vendor's own vector."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), device="cpu")
    return model.encode(text, prompt=prompt, normalize_embeddings=True)


def test_the_prompts_of_the_models_own_configuration_are_used(folder: Path) -> None:
    model = embedder(folder)
    assert float(model.embed_query(TEXT) @ reference(folder, TEXT, "ville: ")) == pytest.approx(1, abs=1e-5)
    assert float(model.embed_passages([TEXT])[0] @ reference(folder, TEXT, "gare: ")) == pytest.approx(1, abs=1e-5)
    assert abs(float(model.embed_query(TEXT) @ model.embed_passages([TEXT])[0])) < 0.999


def test_prompts_of_the_settings_win_and_are_another_model(folder: Path) -> None:
    own, chosen = embedder(folder), embedder(folder, query_prompt="le ")
    assert float(chosen.embed_query(TEXT) @ reference(folder, TEXT, "le ")) == pytest.approx(1, abs=1e-5)
    assert np.allclose(chosen.embed_passages([TEXT]), own.embed_passages([TEXT]), atol=1e-6)
    assert chosen.fingerprint != own.fingerprint
    assert embedder(folder, query_prompt="ville: ").fingerprint == own.fingerprint


@pytest.mark.parametrize(
    ("configuration", "expected"),
    [
        ({"prompts": {"query": "q ", "passage": "p "}}, ("q ", "p ")),
        ({"prompts": {"query": "q "}}, ("q ", "")),
        ({"prompts": {"all": "a "}, "default_prompt_name": "all"}, ("a ", "a ")),
        ({"prompts": {"query": "", "document": ""}}, ("", "")),
        ({"prompts": {"query": 3}}, ("", "")),
        ({"prompts": []}, ("", "")),
        ([], ("", "")),
        (None, ("", "")),
    ],
)
def test_what_a_configuration_says(tmp_path: Path, configuration: object, expected: tuple[str, str]) -> None:
    (tmp_path / "config.json").write_text("{}")
    if configuration is not None:
        (tmp_path / "config_sentence_transformers.json").write_text(json.dumps(configuration))
    found = with_own_prompts(EmbedderOptions(model=str(tmp_path)))
    assert (found.query_prompt, found.passage_prompt) == expected


def test_a_known_model_has_its_prompts_where_its_folder_names_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.store.embedder_options.model_folder", lambda _: tmp_path)
    found = with_own_prompts(EmbedderOptions(model="intfloat/multilingual-e5-small"))
    assert (found.query_prompt, found.passage_prompt) == ("query: ", "passage: ")


def test_a_prompt_that_the_model_leaves_out_of_its_mean_is_left_out(folder: Path, tmp_path: Path) -> None:
    apart = shutil.copytree(folder, tmp_path / "apart")
    pooling = json.loads((apart / "1_Pooling" / "config.json").read_text())
    (apart / "1_Pooling" / "config.json").write_text(json.dumps({**pooling, "include_prompt": False}))
    found = embedder(apart).embed_query(TEXT)
    assert float(found @ reference(apart, TEXT, "ville: ")) == pytest.approx(1, abs=1e-5)
    assert float(found @ embedder(folder).embed_query(TEXT)) < 0.9999


def test_what_measures_texts_never_cuts_them_for_the_model(folder: Path) -> None:
    local = embedder(folder)
    model = local._loaded()
    reading = model._model.tokenizer
    assert model._measuring is not reading
    local.embed_query("le " * 600)
    assert model._measuring.backend_tokenizer.truncation is None
    assert reading.backend_tokenizer.truncation is not None


@pytest.mark.parametrize(("dimension", "pooling"), [(8, "mean"), (32, "cls")])
def test_dimension_and_pooling_are_the_models(tmp_path: Path, dimension: int, pooling: str) -> None:
    folder = write_encoder(tmp_path / "m", dimension, pooling=pooling)
    model = embedder(folder)
    vectors = model.embed_passages([TEXT, "la ville"])
    assert (vectors.shape, model.dimension) == ((2, dimension), dimension)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    assert float(vectors[0] @ reference(folder, TEXT, "")) == pytest.approx(1, abs=1e-5)


def test_no_word_of_a_text_longer_than_the_model_reads_is_left_out(folder: Path) -> None:
    model = embedder(folder)
    start = "le budget de la ville est de 12 " * 20
    one, other = model.embed_passages([start + "gare " * 200, start + "port " * 200])
    assert float(one @ other) < 0.999
    longer = embedder(folder, max_tokens=16)
    assert longer.fingerprint != model.fingerprint
    assert np.isfinite(longer.embed_passages([start])).all()


# --- what is no model ---------------------------------------------------------------------------------------------


def damaged(folder: Path, to: Path, part: str, content: bytes | None) -> Path:
    copy = shutil.copytree(folder, to)
    if content is None:
        (copy / part).unlink()
    else:
        (copy / part).write_bytes(content)
    return copy


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("model.safetensors", b"not weights"),
        ("model.safetensors", b""),
        ("model.safetensors", None),
        ("tokenizer.json", b"{"),
        ("config.json", b"{}"),
        ("1_Pooling/config.json", b"["),
        ("modules.json", b'[{"idx": 0, "name": "0", "path": "", "type": "nowhere.Nothing"}]'),
    ],
)
def test_a_damaged_folder_is_told_in_one_sentence(
    folder: Path, tmp_path: Path, part: str, content: bytes | None
) -> None:
    copy = damaged(folder, tmp_path / "copy", part, content)
    with pytest.raises(ModelError) as caught:
        embedder(copy).warm_up()
    assert caught.value.code == "model_unusable"
    assert str(copy) in caught.value.render("fr").reason
    assert "\n" not in caught.value.render("fr").reason


def test_weights_cut_short_are_told(folder: Path, tmp_path: Path) -> None:
    weights = (folder / "model.safetensors").read_bytes()
    copy = damaged(folder, tmp_path / "copy", "model.safetensors", weights[: len(weights) // 2])
    with pytest.raises(ModelError) as caught:
        embedder(copy).warm_up()
    assert caught.value.code == "model_unusable"


def weights_without(folder: Path, part: str) -> None:
    """Leave out the weights whose names hold a word."""
    from transformers import BertModel

    model = BertModel.from_pretrained(folder)
    model.save_pretrained(
        folder, state_dict={name: each for name, each in model.state_dict().items() if part not in name}
    )


def test_weights_that_are_missing_are_told_not_made_up(folder: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    weights_without(copy, "encoder.layer.1.")
    with pytest.raises(ModelError) as caught:
        embedder(copy).warm_up()
    assert "encoder.layer.1." in caught.value.params["detail"]


def test_weights_that_are_not_used_may_be_missing(folder: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    weights_without(copy, "pooler.")
    assert np.allclose(embedder(copy).embed_query(TEXT), embedder(folder).embed_query(TEXT), atol=1e-6)


def test_an_encoder_is_no_reranker(folder: Path) -> None:
    """Its scores would be those of an output that was never learned."""
    with pytest.raises(ModelError) as caught:
        load_reranker(str(folder)).warm_up()
    assert caught.value.code in ("model_unusable", "reranker_outputs")


@pytest.mark.parametrize("kind", ["file", "empty folder"])
def test_a_path_that_is_no_model(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "m"
    if kind == "file":
        path.write_text("text")
    else:
        path.mkdir()
    with pytest.raises(ModelError) as caught:
        embedder(path)
    assert caught.value.code == "model_unusable"


def test_a_hub_model_half_fetched_is_not_taken_for_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = tmp_path / "models--someone--model" / "snapshots" / ("a" * 40)
    snapshot.mkdir(parents=True)
    (snapshot / "config.json").write_text("{}")
    (tmp_path / "models--someone--model" / "refs").mkdir()
    (tmp_path / "models--someone--model" / "refs" / "main").write_text("a" * 40)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setattr("huggingface_hub.file_download.constants.HF_HUB_CACHE", str(tmp_path))
    assert stored_folder("someone/model") is None
    with pytest.raises(ModelError) as caught:
        load_embedder(EmbedderOptions(model="someone/model"))
    assert caught.value.code == "model_not_found"
    (snapshot / "model.safetensors").write_bytes(b"weights")
    assert stored_folder("someone/model") == snapshot


# --- settings and index ---------------------------------------------------------------------------------------------


def test_the_indexs_own_model_is_opened_unless_the_settings_name_another(folder: Path) -> None:
    kept = options(folder, query_prompt="ville: ", passage_prompt="gare: ", max_tokens=16).kept()
    own = IndexModel(str(folder), "f" * 64, json.loads(json.dumps(kept)))
    found = chosen_options(EmbedderOptions(threads=2), own)
    assert (found.model, found.query_prompt, found.passage_prompt, found.max_tokens, found.threads) == (
        str(folder), "ville: ", "gare: ", 16, 2,
    )  # fmt: skip
    assert chosen_options(EmbedderOptions(query_prompt="le "), own).query_prompt == "le "
    assert chosen_options(options(folder), own).max_tokens == 16
    other = chosen_options(
        EmbedderOptions(model=str(folder)), IndexModel("embedded", "e" * 64, EmbedderOptions().kept())
    )
    assert (other.model, other.query_prompt) == (str(folder), "ville: ")
    assert chosen_options(EmbedderOptions(), None).model == "embedded"
    older = IndexModel(str(folder), "f" * 64)  # of a version that kept the name alone
    assert chosen_options(EmbedderOptions(), older).query_prompt == "ville: "


@pytest.mark.parametrize("name", ["~nosuchuser/model", "x" * 5_000, "a\0b"])
def test_a_name_that_no_folder_can_have_is_one_error(name: str) -> None:
    with pytest.raises(ModelError) as caught:
        load_embedder(EmbedderOptions(model=name))
    assert caught.value.code in {"model_not_found", "model_unusable"}


def test_a_model_of_static_vectors_is_used(tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import StaticEmbedding
    from tokenizers import Tokenizer, models, pre_tokenizers

    tokenizer = Tokenizer(models.WordLevel({"[UNK]": 0, "vélo": 1, "piscine": 2}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    module = StaticEmbedding(tokenizer, embedding_weights=np.eye(3, 8, dtype=np.float32))
    SentenceTransformer(modules=[module], device="cpu").save(str(tmp_path / "static"))
    static = load_embedder(EmbedderOptions(model=str(tmp_path / "static"), precision="float32"))
    near, far = static.embed_passages(["le vélo " * 400, "la piscine"]) @ static.embed_query("vélo")
    assert near > far
