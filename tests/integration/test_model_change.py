"""The embedding model of an index changes in one step, and back; killed anywhere, one whole model is in use."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

import store_writer
from assistant.build import build_assistant
from assistant.errors import IndexLocked, ModelError, StoreError, UsageError
from assistant.model_change import ModelChange
from assistant.model_list import listed_models
from assistant.settings import Embedding, Settings
from assistant.store import embedders
from assistant.store.catalogue import SqlCatalogue
from assistant.store.index_models import peek
from assistant.text.passages import embedded_text
from assistant.types import IndexModel
from fakes import HashEmbedder

pytestmark = pytest.mark.integration

DOCUMENTS = 10


@pytest.fixture(autouse=True)
def _two_models(monkeypatch: pytest.MonkeyPatch) -> None:
    """One model for "embedded", one for any folder."""
    monkeypatch.setattr(embedders, "load_embedder", store_writer.load_one_of_two)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return model_folder(tmp_path / "model")


def model_folder(folder: Path) -> Path:
    folder.mkdir()
    (folder / "config.json").write_text("{}")
    return folder


@pytest.fixture(scope="module")
def made_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of ten documents, which are gone."""
    folder = tmp_path_factory.mktemp("made")
    corpus = folder / "corpus"
    corpus.mkdir()
    for number in range(DOCUMENTS):
        (corpus / f"note-{number}.txt").write_text(f"La ligne {number} du tramway relie la gare {number} au port.")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(embedders, "load_embedder", store_writer.load_one_of_two)
        with build_assistant(Settings(index=folder / "index"), create=True) as assistant:
            assert assistant.ingest([str(corpus)]).added == DOCUMENTS
    shutil.rmtree(corpus)
    return folder / "index"


@pytest.fixture
def index(made_index: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(made_index, tmp_path / "index"))


def change(index: Path, model: Path | str | None) -> int:
    """Change the model (None: back to the one before); how many passages were embedded."""
    with ModelChange.open(Settings(index=index), lambda _: None, create=False) as changing:
        if model is None:
            changing.find_before()
        else:
            changing.find(str(model))
        embedded = changing.embed(lambda done, total: None)
        changing.switch()
    return embedded


def model_in_use(index: Path, passages: int = DOCUMENTS) -> str:
    """The name of the model in use, after all that is promised of an index was looked at."""
    with build_assistant(Settings(index=index)) as assistant:
        stamp = assistant.status().stamp
        embedder = store_writer.load_one_of_two(embedders.EmbedderOptions(model=stamp.embedding_model))
        assert stamp.embedding_fingerprint == embedder.fingerprint
        assert len(assistant.search("Où mène le tramway ?", 2 * passages, leg="vector")) == passages
        count = 0
        for some, documents, vectors in assistant._parts.catalogue.iter_passages():
            texts = [embedded_text(document, passage) for document, passage in zip(documents, some, strict=True)]
            assert np.array_equal(vectors, embedder.embed_passages(texts))
            for passage, vector in zip(some, vectors, strict=True):
                (nearest,) = assistant._parts.folder.vectors.search(vector, 1)
                assert (nearest.passage_id, round(nearest.score, 4)) == (passage.id, 1.0)
            count += len(some)
        assert count == passages
    in_use, before = peek(index / "catalogue.sqlite")
    assert vectors_of(index) == {each.fingerprint: passages for each in (in_use, before) if each is not None}
    assert not list(index.glob("vectors.*"))
    return stamp.embedding_model


def vectors_of(index: Path) -> dict[str, int]:
    """Numbers of vectors by model."""
    with closing(sqlite3.connect(index / "catalogue.sqlite")) as connection:
        return dict(connection.execute("SELECT model, count(*) FROM vector GROUP BY model").fetchall())


# --- there and back -------------------------------------------------------------------------------------------------


def test_a_model_is_changed_without_the_files_and_back_without_embedding(
    index: Path, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    assert change(index, model) == DOCUMENTS
    with build_assistant(Settings(index=index), told.append) as assistant:
        assistant.warm_up()
    assert told == [], "the vector index is in its place, made"
    assert model_in_use(index) == str(model)
    with monkeypatch.context() as patched:
        patched.delattr(HashEmbedder, "embed_passages")
        assert change(index, None) == 0
    assert model_in_use(index) == "embedded"
    assert change(index, None) == 0
    assert model_in_use(index) == str(model)


def test_what_came_in_since_is_embedded_on_the_way_back_and_what_left_is_gone(
    index: Path, model: Path, made_index: Path
) -> None:
    change(index, model)
    corpus = made_index.parent / "corpus"
    corpus.mkdir()
    (corpus / "note-3.txt").write_text("La ligne 3 a changé de port.")
    (corpus / "note-new.txt").write_text("Une ligne nouvelle.")
    with build_assistant(Settings(index=index)) as assistant:
        report = assistant.ingest([str(corpus)])
        assert (report.added, report.updated, report.removed) == (1, 1, DOCUMENTS - 1)
    shutil.rmtree(corpus)
    assert change(index, None) == 2
    assert model_in_use(index, passages=2) == "embedded"


def test_only_the_model_before_is_kept(index: Path, model: Path, tmp_path: Path) -> None:
    third = model_folder(tmp_path / "third")
    change(index, model)
    change(index, third)
    assert len(vectors_of(index)) == 2
    assert model_in_use(index) == str(third)
    with ModelChange.open(Settings(index=index), lambda _: None, create=False) as changing:
        assert changing.before is not None
        assert changing.before.name == str(model)
        assert changing.forget()
        assert not changing.forget()
    assert len(vectors_of(index)) == 1
    assert model_in_use(index) == str(third)
    with pytest.raises(UsageError) as caught:
        change(index, None)
    assert caught.value.code == "model_before_missing"


def test_a_model_may_be_chosen_before_the_first_document(tmp_path: Path, model: Path) -> None:
    settings = Settings(index=tmp_path / "index")
    with ModelChange.open(settings, lambda _: None, create=True) as changing:
        changing.find(str(model))
        assert changing.embed(lambda done, total: None) == 0
        changing.switch()
    (tmp_path / "note.txt").write_text("La gare est au port.")
    with build_assistant(settings, create=True) as assistant:
        assistant.ingest([str(tmp_path / "note.txt")])
    assert model_in_use(tmp_path / "index", passages=1) == str(model)


def test_progress_is_told_and_both_models_can_be_measured(index: Path, model: Path) -> None:
    told: list[tuple[int, int]] = []
    with ModelChange.open(Settings(index=index), lambda _: None, create=False) as changing:
        changing.find(str(model))
        changing.embed(lambda done, total: told.append((done, total)))
        question = "Quelle ligne va à la gare 4 ?"
        with changing.with_model_in_use() as assistant:
            before = [hit.score for hit in assistant.search(question, 10, leg="vector")]
        with changing.with_new_model() as assistant:
            after = [hit.score for hit in assistant.search(question, 10, leg="vector")]
            assert assistant.search(question, 10, leg="lexical")
        changing.switch()
    assert told[-1] == (DOCUMENTS, DOCUMENTS)
    with build_assistant(Settings(index=index)) as assistant:
        assert [hit.score for hit in assistant.search(question, 10, leg="vector")] == pytest.approx(after)
    assert before != after


# --- nothing is changed -----------------------------------------------------------------------------------------------


def test_an_error_on_the_way_leaves_the_old_model_and_no_trace(
    index: Path, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StoreError("disk_full", path=index)

    monkeypatch.setattr("assistant.store.index_models.IndexModels.switch", full)
    with pytest.raises(StoreError):
        change(index, model)
    assert len(vectors_of(index)) == 1
    monkeypatch.undo()
    monkeypatch.setattr(embedders, "load_embedder", store_writer.load_one_of_two)
    assert model_in_use(index) == "embedded"


def test_a_switch_is_refused_where_a_passage_has_no_vector(index: Path, model: Path) -> None:
    catalogue = SqlCatalogue.open(index / "catalogue.sqlite", create=False)
    with closing(catalogue), pytest.raises(StoreError) as caught:
        catalogue.models.switch(IndexModel(str(model), "f" * 64))
    assert caught.value.code == "catalogue_damaged"
    assert model_in_use(index) == "embedded"


@pytest.mark.parametrize(
    ("name", "code"), [("nobody/no-such-model", "model_not_found"), ("gte-multilingual-base", "model_own_code")]
)
def test_a_model_that_can_not_be_had_changes_nothing(index: Path, name: str, code: str) -> None:
    with pytest.raises(ModelError) as caught:
        change(index, name)
    assert caught.value.code == code
    assert model_in_use(index) == "embedded"


def test_the_settings_of_another_model_are_refused_with_the_remedy(index: Path, model: Path, tmp_path: Path) -> None:
    named = Settings(index=index, embedding=Embedding(model=str(model)))
    with pytest.raises(ModelError) as caught:
        build_assistant(named)
    assert caught.value.code == "model_mismatch"
    assert f"assistant models use {model}" in caught.value.render("fr").hint
    with ModelChange.open(named, lambda _: None, create=False) as changing:
        with pytest.raises(UsageError) as refused:
            changing.find(str(model_folder(tmp_path / "third")))
        assert refused.value.code == "model_named_elsewhere"
        changing.find(str(model))
        changing.embed(lambda done, total: None)
        changing.switch()
        with pytest.raises(UsageError):
            changing.find_before()
    build_assistant(named).close()
    assert model_in_use(index) == str(model)


def test_an_index_that_is_in_use_is_refused_and_can_be_looked_at(index: Path, model: Path) -> None:
    with build_assistant(Settings(index=index)):
        with pytest.raises(IndexLocked) as caught:
            change(index, model)
        assert caught.value.params["pid"] == str(os.getpid())
        (in_use,) = [each.name for each in listed_models(Settings(index=index)) if each.in_use]
        assert in_use == "embedded"
    assert not any(each.in_use for each in listed_models(Settings(index=index / "nowhere")))


def test_vectors_of_the_version_before_are_those_of_the_model_it_was_made_with(index: Path) -> None:
    from alembic import command
    from alembic.config import Config

    from assistant.store.database import _MIGRATIONS, Database

    database = Database(index / "catalogue.sqlite")
    with database.writing() as connection:
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS))
        config.attributes["connection"] = connection
        command.downgrade(config, "0004")
    database.close()
    with closing(sqlite3.connect(index / "catalogue.sqlite")) as connection, connection:
        assert [row[1] for row in connection.execute("PRAGMA table_info(vector)")] == ["passage_id", "vector"]
        connection.execute("DELETE FROM meta WHERE key = 'embedding_options'")  # was not kept then
    assert model_in_use(index) == "embedded"


# --- killed -----------------------------------------------------------------------------------------------------------

STEPS = {
    "embedding": "embedded",
    "embedded": "embedded",
    "before": "embedded",
    "after": "new",
    "between": "new",
    "placed": "new",
}


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_one_whole_model_is_in_use(index: Path, model: Path, step: str) -> None:
    command = [sys.executable, store_writer.__file__, "change", str(index), str(model), step]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "OMP_NUM_THREADS": "1"})
    assert process.stdout is not None
    with process, process.stdout:
        said = process.stdout.readline().strip()
        process.send_signal(signal.SIGKILL)
    assert said == step
    expected = str(model) if STEPS[step] == "new" else "embedded"
    assert model_in_use(index) == expected
    change(index, None if expected == str(model) else model)
    assert model_in_use(index) == ("embedded" if expected == str(model) else str(model))
