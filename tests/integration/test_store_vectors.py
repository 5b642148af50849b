"""The vector index finds nearest passages, and forgets what is removed."""

from __future__ import annotations

import shutil
import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.ports import Matrix, NewDocument
from assistant.store.index import Batch, DamagedCacheError
from assistant.store.vectors import ChromaIndex, breadth
from assistant.types import Document, Passage, Span
from fakes import HashEmbedder, make_document

pytestmark = pytest.mark.integration

MODEL = "a" * 64
EMBEDDER = HashEmbedder()
TEXTS = ["Les habitants votent le budget.", "La ville prête des vélos.", "Le tramway relie la gare au port."]


def batches(*documents: NewDocument) -> Iterator[Batch]:
    for new in documents:
        yield new.passages, [new.document] * len(new.passages), new.vectors


@pytest.fixture
def index(tmp_path: Path) -> Iterator[ChromaIndex]:
    built = ChromaIndex.build(
        tmp_path / "vectors", batches(make_document("d", TEXTS), make_document("e", TEXTS[:1])), MODEL
    )
    yield built
    built.close()


def test_scores_are_cosines_best_first(index: ChromaIndex) -> None:
    query = EMBEDDER.embed_query("un vélo de la ville")
    hits = index.search(query, 10)
    assert hits[0].passage_id == "d-1"
    assert len(hits) == len(index) == 4
    expected = dict(zip([f"d-{i}" for i in range(3)], EMBEDDER.embed_passages(TEXTS) @ query, strict=True))
    assert {hit.passage_id: hit.score for hit in hits if hit.passage_id in expected} == pytest.approx(
        expected, abs=1e-5
    )
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_limits(index: ChromaIndex) -> None:
    assert len(index.search(EMBEDDER.embed_query("ville"), 2)) == 2
    assert index.search(EMBEDDER.embed_query("ville"), 0) == []


def test_removed_and_replaced_documents(index: ChromaIndex, tmp_path: Path) -> None:
    index.apply(["d", "never there"], batches(make_document("d", ["Un texte nouveau."])))
    assert {hit.passage_id for hit in index.search(EMBEDDER.embed_query("texte"), 9)} == {"d-0", "e-0"}
    index.close()
    again = ChromaIndex.open(tmp_path / "vectors", MODEL)
    assert len(again) == 2
    assert again.search(EMBEDDER.embed_query("Un texte nouveau."), 1)[0].score == pytest.approx(1.0, abs=1e-5)
    again.close()


def test_more_candidates_are_looked_at_among_more_passages(
    index: ChromaIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [breadth(count) for count in (0, 50_000, 50_001, 200_000)] == [300, 300, 400, 600]
    index.close()
    monkeypatch.setattr("assistant.store.vectors._EF_ENOUGH", 1)
    opened = ChromaIndex.open(tmp_path / "vectors", MODEL)
    assert opened._collection.configuration_json["hnsw"]["ef_search"] == 600  # of four
    assert len(opened.search(EMBEDDER.embed_query("ville"), 4)) == 4
    opened.close()


def test_vectors_of_another_model_are_refused(index: ChromaIndex, tmp_path: Path) -> None:
    index.close()
    with pytest.raises(DamagedCacheError):
        ChromaIndex.open(tmp_path / "vectors", "b" * 64)
    ChromaIndex.open(tmp_path / "vectors", MODEL).close()


def test_no_text_lies_in_the_files(index: ChromaIndex, tmp_path: Path) -> None:
    content = b"".join(path.read_bytes() for path in (tmp_path / "vectors").rglob("*") if path.is_file())
    assert b"d-1" in content
    assert b"habitants" not in content
    assert "vélos".encode() not in content


def test_two_folders_at_once_and_a_folder_deleted_and_made_again(index: ChromaIndex, tmp_path: Path) -> None:
    other = ChromaIndex.build(tmp_path / "other", batches(make_document("o", TEXTS)), MODEL)
    assert (len(index), len(other)) == (4, 3)
    other.close()
    shutil.rmtree(tmp_path / "other")
    other = ChromaIndex.build(tmp_path / "other", batches(make_document("o", TEXTS[:1])), MODEL)
    assert len(other.search(EMBEDDER.embed_query("budget"), 5)) == 1
    other.close()
    moved = (tmp_path / "other").rename(tmp_path / "moved")
    other = ChromaIndex.open(moved, MODEL)
    assert other.search(EMBEDDER.embed_query("budget"), 5)[0].passage_id == "o-0"
    other.close()


def test_a_failed_opening_does_not_spoil_the_next(tmp_path: Path) -> None:
    folder = tmp_path / "vectors"
    folder.mkdir()
    (folder / "chroma.sqlite3").write_bytes(b"noise" * 5000)
    with pytest.raises(DamagedCacheError):
        ChromaIndex.open(folder, MODEL)
    shutil.rmtree(folder)
    index = ChromaIndex.build(folder, batches(make_document("d", TEXTS)), MODEL)
    assert len(index) == 3
    index.close()


def test_an_empty_index(tmp_path: Path) -> None:
    index = ChromaIndex.build(tmp_path / "empty", [], MODEL)
    assert len(index) == 0
    assert index.search(EMBEDDER.embed_query("budget"), 5) == []
    index.close()


def clustered(rng: np.random.Generator, centres: Matrix, count: int) -> Matrix:
    vectors = centres[rng.integers(0, len(centres), count)] + 0.8 * rng.normal(size=(count, centres.shape[1]))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def test_recall_against_exact_search(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    centres = rng.normal(size=(50, 384))
    vectors, queries = clustered(rng, centres, 6000), clustered(rng, centres, 100)
    document = make_document("d", ["x"]).document

    def batch() -> Iterator[Batch]:
        passages: list[Passage] = [Passage(f"p{i}", "d", i, (Span(1, 0, 1),), (), "x", "fr") for i in range(6000)]
        documents: list[Document] = [document] * 6000
        yield passages, documents, vectors  # more than Chroma takes at a time

    index = ChromaIndex.build(tmp_path / "vectors", batch(), MODEL)
    index.close()
    index = ChromaIndex.open(tmp_path / "vectors", MODEL)
    assert len(index) == 6000
    found = 0
    for query in queries:
        exact = {f"p{i}" for i in np.argsort(-(vectors @ query))[:10]}
        found += len(exact & {hit.passage_id for hit in index.search(query, 10)})
    index.close()
    assert found / 1000 >= 0.99


def unused(folder: Path) -> dict[str, bytes]:
    """What lies in the files of the graph beyond the vectors they hold."""
    (header,) = folder.glob("*/header.bin")
    _, _, _, held, element_bytes = struct.unpack("=i4Q", header.read_bytes()[:36])
    sizes = {"data_level0.bin": element_bytes, "length.bin": 4}
    return {name: header.with_name(name).read_bytes()[held * size :] for name, size in sizes.items()}


def litter() -> None:
    """Leave a word all over the memory that this process has used and given back."""
    pieces = [b"zyxomarqueur" * size for size in range(1, 4000)]
    pieces.clear()


def test_nothing_of_the_memory_of_the_process_is_written(tmp_path: Path) -> None:
    folder = tmp_path / "vectors"
    litter()
    ChromaIndex.build(folder, batches(make_document("d", TEXTS)), MODEL).close()
    assert len(unused(folder)["data_level0.bin"]) > 1000, "there is room that nothing fills"
    for number in range(5):
        assert not any(map(any, unused(folder).values()))
        litter()
        again = ChromaIndex.open(folder, MODEL)
        again.apply([], batches(make_document(f"n{number}", TEXTS)))
        assert len(again.search(EMBEDDER.embed_query("vélos"), 50)) == 3 * (number + 2)
        again.close()
    assert not any(map(any, unused(folder).values()))


def test_what_the_graph_holds_is_left_as_it_is(tmp_path: Path) -> None:
    many = [f"Texte {number} du {number * 7}." for number in range(1100)]
    index = ChromaIndex.build(tmp_path / "vectors", batches(make_document("d", many)), MODEL)
    before = index.search(EMBEDDER.embed_query("Texte 7 du 49."), 20)
    index.close()
    assert not any(map(any, unused(tmp_path / "vectors").values()))
    again = ChromaIndex.open(tmp_path / "vectors", MODEL)
    assert again.search(EMBEDDER.embed_query("Texte 7 du 49."), 20) == before
    again.close()
