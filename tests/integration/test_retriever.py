"""The retriever on a real index: how far the vector leg counts, and what the index says of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from assistant.build import build_assistant
from assistant.retrieval.query import build_query
from assistant.retrieval.retriever import HybridRetriever
from assistant.retrieval.weights import vector_weight
from assistant.settings import load_settings
from assistant.store.embedders import EmbedderOptions, load_embedder
from assistant.store.folder import IndexFolder
from assistant.types import Stamp, VectorWeight
from assistant.wire import status_dict
from fakes import HashEmbedder, make_document

pytestmark = pytest.mark.integration

TEXTS = {
    "salle": "La salle des fêtes de la commune ouvre en mars pour les associations.",
    "achats": "Les groupements mutualisés achètent des fournitures scolaires pour plusieurs villages.",
    "jardin": "Le jardin partagé accueille des écoles et une pépinière au printemps.",
}


def open_index(folder: Path, weight: VectorWeight, told: Callable[[str], None] = lambda _: None) -> IndexFolder:
    return IndexFolder.open(folder, HashEmbedder(), weight, told, "fr", create=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with closing(open_index(tmp_path, VectorWeight(0.15, 0.45))) as index:
        index.prepare()
        for name, text in TEXTS.items():
            index.catalogue.put_documents("/corpus", f"{name}.pdf", [make_document(name, [text], title=name)])
        index.apply([], list(TEXTS))
    return tmp_path


def found(index: IndexFolder, question: str, weight: VectorWeight) -> list[tuple[str, frozenset[str]]]:
    """Documents in order, each with the legs that found it."""
    retriever = HybridRetriever(index.catalogue, index, HashEmbedder(), 10, weight)
    return [(hit.document.id, frozenset(hit.legs)) for hit in retriever.search(build_query(question), 3)]


def test_a_covered_question_is_left_to_the_words_and_a_reworded_one_to_the_vectors(folder: Path) -> None:
    reworded = "Des regroupements villageois, des fournisseurs et la commune ?"
    weight = VectorWeight(covered=0.0, uncovered=1.0)
    with closing(open_index(folder, weight)) as index:
        covered = found(index, "Quand ouvre la salle des fêtes ?", weight)
        assert covered == [("salle", frozenset({"lexical"}))]
        assert found(index, "Zzyzx ?", weight)[0][1] == frozenset({"vector"})
        assert found(index, reworded, VectorWeight(0.0, 0.0)) == [("salle", frozenset({"lexical"}))]
        assert ("achats", frozenset({"vector"})) in found(index, reworded, weight)


def test_the_weight_is_stamped_and_another_one_rebuilds_no_cache(folder: Path) -> None:
    told: list[str] = []
    with closing(open_index(folder, VectorWeight(0.2, 0.3), told.append)) as index:
        assert index.stamp.vector_weight == VectorWeight(0.2, 0.3)
        index.prepare()
        assert found(index, "Quand ouvre la salle des fêtes ?", VectorWeight(0.2, 0.3))[0][0] == "salle"
    assert told == []


def test_status_shows_the_weight_measured_for_the_model_or_the_one_chosen(tmp_path: Path) -> None:
    def stamped(**chosen: float) -> Stamp:
        settings = load_settings(overrides={"index": tmp_path / "index"})
        settings = settings.model_copy(update={"retrieval": settings.retrieval.model_copy(update=chosen)})
        with build_assistant(settings, create=True) as assistant:
            told = status_dict(assistant.status(), "fr")["stamp"]["vector_weight"]
            stamp = assistant.status().stamp
            assert told == {"covered": stamp.vector_weight.covered, "uncovered": stamp.vector_weight.uncovered}
            return stamp

    measured = vector_weight(load_embedder(EmbedderOptions()).fingerprint)
    assert stamped().vector_weight == measured
    assert stamped(vector_weight=0.5).vector_weight == VectorWeight(0.5, 0.5)
