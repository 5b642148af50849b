"""The embedded model makes unit vectors of all words; what is no model is told at once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import ModelError
from assistant.models.folders import fingerprint, hub_answers, model_folder
from assistant.store.embedders import EmbedderOptions, LocalEmbedder, load_embedder

pytestmark = pytest.mark.integration

OPTIONS = EmbedderOptions()
TEXTS = [
    "Le budget participatif donne aux habitants une part du budget de la ville.",
    "The library lends bicycles.",
    "Court.",
    "Le tramway relie la gare au port, " * 8,
]


@pytest.fixture(scope="module")
def embedder() -> LocalEmbedder:
    loaded = load_embedder(OPTIONS)
    loaded.warm_up()
    return loaded


def test_vectors_are_unit_and_in_the_order_of_the_texts(embedder: LocalEmbedder) -> None:
    vectors = embedder.embed_passages(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (4, embedder.dimension) == (4, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    for text, vector in zip(TEXTS, vectors, strict=True):
        assert float(embedder.embed_passages([text])[0] @ vector) > 0.999
    assert embedder.embed_passages([]).shape == (0, 384)


def test_a_question_is_near_what_it_is_about(embedder: LocalEmbedder) -> None:
    query = embedder.embed_query("Who can borrow a bicycle?")
    assert (query.shape, query.dtype) == ((384,), np.float32)
    assert int(np.argmax(embedder.embed_passages(TEXTS) @ query)) == 1


def test_no_word_of_a_long_text_is_left_out(embedder: LocalEmbedder) -> None:
    start = "The council met on Monday to discuss the agenda of the year. " * 40
    plain, secret = embedder.embed_passages([start, start + "Volcanoes erupt with molten lava and ashes. " * 40])
    query = embedder.embed_query("volcano lava")
    assert float(secret @ query) > float(plain @ query) + 0.1
    assert np.linalg.norm(secret) == pytest.approx(1.0, abs=1e-5)


def test_odd_texts_give_vectors_too(embedder: LocalEmbedder) -> None:
    vectors = embedder.embed_passages(["", " ", "😀" * 2000, "x" * 20_000, "\x00\ufffd"])
    assert np.isfinite(vectors).all()
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


def test_precision_changes_next_to_nothing(embedder: LocalEmbedder) -> None:
    """So an index made in one precision may be asked in the other, and both have one fingerprint."""
    exact, rough = (load_embedder(replace(OPTIONS, precision=each)) for each in ("float32", "bfloat16"))
    cosines = (exact.embed_passages(TEXTS) * rough.embed_passages(TEXTS)).sum(axis=1)
    assert float(cosines.min()) > 0.999
    assert exact.fingerprint == rough.fingerprint == embedder.fingerprint


def test_questions_and_passages_from_several_threads(embedder: LocalEmbedder) -> None:
    expected, wrong = embedder.embed_query("budget"), []

    def ask() -> None:
        for _ in range(5):
            if float(embedder.embed_query("budget") @ expected) < 0.999:
                wrong.append(1)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    embedder.embed_passages(TEXTS * 4)
    for thread in threads:
        thread.join()
    assert wrong == []


def test_long_questions_from_several_threads_are_all_answered(embedder: LocalEmbedder) -> None:
    questions = [f"Question {number} : " + "le budget participatif de la ville " * 50 for number in range(6)]
    expected = [embedder.embed_query(question) for question in questions]
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(embedder.embed_query, questions * 2))
    assert all(float(one @ other) > 0.999 for one, other in zip(found, expected * 2, strict=True))


def test_what_measures_texts_never_cuts_them_for_the_model(embedder: LocalEmbedder) -> None:
    model = embedder._loaded()
    assert model._measuring is not model._reading
    embedder.embed_query("mot " * 600)
    assert model._measuring.truncation is None
    assert model._reading.truncation is not None


def test_a_vector_that_is_not_a_number_is_refused(embedder: LocalEmbedder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(embedder._loaded()), "vectors", lambda *_: np.full((1, 384), np.nan))
    with pytest.raises(ModelError) as caught:
        embedder.embed_query("budget")
    assert caught.value.code == "model_unusable"


@pytest.mark.skipif(sys.platform != "linux", reason="a priority belongs to a process elsewhere")
def test_passages_give_way_and_questions_do_not(embedder: LocalEmbedder, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    encode = embedder._encode

    def watched(*arguments: object) -> object:
        seen.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
        return encode(*arguments)

    monkeypatch.setattr(embedder, "_encode", watched)
    usual = os.getpriority(os.PRIO_PROCESS, 0)
    for count in (1, 40):
        embedder.embed_passages(TEXTS[:1] * count)
    assert len(seen) >= 2
    assert min(seen) >= 10
    seen.clear()
    embedder.embed_query("Qui prête des vélos ?")
    assert seen == [usual]


def test_prompts_and_length_are_in_the_fingerprint(embedder: LocalEmbedder) -> None:
    others = [
        replace(OPTIONS, query_prompt="query: "),
        replace(OPTIONS, passage_prompt="query: "),
        replace(OPTIONS, max_tokens=128),
    ]
    prints = [load_embedder(each).fingerprint for each in others]
    assert len({embedder.fingerprint, *prints}) == 4
    assert load_embedder(replace(OPTIONS, threads=1, batch_size=4)).fingerprint == embedder.fingerprint


def test_the_fingerprint_follows_the_content_not_the_place(tmp_path: Path) -> None:
    folder = model_folder("embedded")
    for name in ("a", "b"):
        (tmp_path / name / "1_Pooling").mkdir(parents=True)
        for part in ("config.json", "modules.json", "1_Pooling/config.json"):
            shutil.copy(folder / part, tmp_path / name / part)
    (tmp_path / "b" / "README.md").write_text("not the model")
    assert fingerprint(tmp_path / "a") == fingerprint(tmp_path / "b")
    with (tmp_path / "b" / "config.json").open("a") as stream:
        stream.write(" ")
    assert fingerprint(tmp_path / "a") != fingerprint(tmp_path / "b")


def test_a_prompt_is_put_before_the_text(embedder: LocalEmbedder) -> None:
    prompted = load_embedder(replace(OPTIONS, query_prompt="query: ", passage_prompt="passage: "))
    prompted._model = embedder._loaded()
    assert float(prompted.embed_query("budget") @ embedder.embed_query("query: budget")) > 0.9999
    assert float(prompted.embed_passages(["budget"])[0] @ embedder.embed_query("passage: budget")) > 0.9999


def test_a_folder_that_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as caught:
        load_embedder(replace(OPTIONS, model=str(tmp_path)))
    assert caught.value.code == "model_unusable"


@pytest.mark.parametrize("content", ["{}", "not JSON", '{"model_type": "bert"}'])
def test_a_folder_with_a_broken_model(tmp_path: Path, content: str) -> None:
    (tmp_path / "config.json").write_text(content)
    broken = load_embedder(replace(OPTIONS, model=str(tmp_path)))
    with pytest.raises(ModelError) as caught:
        broken.warm_up()
    assert caught.value.code == "model_unusable"
    assert str(tmp_path) in str(caught.value)


def test_a_hub_name_fails_soon_without_network(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
    for endpoint in ("https://127.0.0.1:9", "https://192.0.2.1", "https://no-such-host.invalid"):
        monkeypatch.setenv("HF_ENDPOINT", endpoint)
        started = time.monotonic()
        with pytest.raises(ModelError) as caught:
            load_embedder(replace(OPTIONS, model="nobody/no-such-model"))
        assert time.monotonic() - started < 3.0
        assert caught.value.code == "model_not_found"
    assert not hub_answers()


def test_nothing_heavy_is_imported_before_the_first_text() -> None:
    code = (
        "import sys; from assistant.store.embedders import EmbedderOptions, load_embedder; "
        "load_embedder(EmbedderOptions()).fingerprint; "
        "print([name for name in ('torch', 'transformers', 'sentence_transformers') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_loading_says_nothing() -> None:
    code = (
        "from assistant.store.embedders import EmbedderOptions, load_embedder; "
        "load_embedder(EmbedderOptions()).warm_up()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")


def test_an_embedded_model_that_is_damaged_or_gone_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("assistant.models.folders.ENCODER", tmp_path / "encoder")
    for code, word in (("model_not_found", "missing"), ("model_unusable", "damaged")):
        with pytest.raises(ModelError) as caught:
            model_folder("embedded")
        assert caught.value.code == code
        assert word in str(caught.value.params["detail"])
        (tmp_path / "encoder").mkdir(exist_ok=True)
        (tmp_path / "encoder" / "config.json").write_text("{}")


def test_the_embedded_model_reads_both_languages(embedder: LocalEmbedder) -> None:
    french, english, other = embedder.embed_passages(
        [
            "La ville prête des vélos aux habitants pendant trois mois.",
            "The town lends bicycles to its inhabitants for three months.",
            "Le conseil a voté le budget de l'année prochaine.",
        ]
    )
    assert float(french @ english) > 0.6
    assert float(french @ english) > 2 * float(french @ other)
