"""The retriever on a real index: how far the vector leg counts, and what the index says of it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from assistant.build import build_assistant
from assistant.cli.app import app
from assistant.errors import ModelError
from assistant.retrieval.query import build_query
from assistant.retrieval.retriever import HybridRetriever
from assistant.retrieval.watch import Watch
from assistant.retrieval.weights import vector_weight
from assistant.settings import load_settings
from assistant.store.embedders import EmbedderOptions, load_embedder
from assistant.store.folder import IndexFolder
from assistant.types import Stamp, VectorWeight
from assistant.wire import status_dict
from fakes import HashEmbedder, make_document
from tiny_models import write_cross_encoder

pytestmark = pytest.mark.integration

TEXTS = {
    "salle": "La salle des fêtes de la commune ouvre en mars pour les associations.",
    "achats": "Les groupements mutualisés achètent des fournitures scolaires pour plusieurs villages.",
    "jardin": "Le jardin partagé accueille des écoles et une pépinière au printemps.",
}


def open_index(folder: Path, weight: VectorWeight, told: Callable[[str], None] = lambda _: None) -> IndexFolder:
    index = IndexFolder.open(folder, told, "fr", create=True)
    index.settle(HashEmbedder(), weight)
    return index


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
    reworded = "Des groupages villageois, des fournisseurs et la commune ?"
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


class ShortestFirst:
    """A reranker whose order nobody else would give: by length, the shortest best; it keeps what it was asked."""

    name = fingerprint = "shortest"

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []

    def warm_up(self) -> None: ...

    def scores(self, query: str, texts: Sequence[str]) -> list[float]:
        self.asked.append((query, len(texts)))
        return [-float(len(text)) for text in texts]


def test_a_reranker_orders_the_best_passages_and_answers_are_made_from_its_order(folder: Path) -> None:
    weight = VectorWeight(0.3, 0.3)
    query = build_query("Que font la commune, les villages et les écoles ?")
    with closing(open_index(folder, weight)) as index:
        reranker = ShortestFirst()
        plain = HybridRetriever(index.catalogue, index, HashEmbedder(), 10, weight)
        ranked = HybridRetriever(index.catalogue, index, HashEmbedder(), 10, weight, reranker, rerank_depth=2)
        assert plain.legs == ("lexical", "vector", "fused")
        assert ranked.legs == (*plain.legs, "reranked")
        fused = ranked.search(query, 3, "fused")
        assert [hit.passage.id for hit in fused] == [hit.passage.id for hit in plain.search(query, 3)]
        best = ranked.search(query, 3)
        assert reranker.asked == [(query.search_text, 2)]
        shortest_first = sorted(fused[:2], key=lambda hit: len(hit.passage.text))
        assert [hit.passage.id for hit in best] == [hit.passage.id for hit in (*shortest_first, fused[2])]
        assert [hit.score for hit in best] == sorted((hit.score for hit in best), reverse=True)
        assert all(hit.legs for hit in best)
        assert [hit.passage.id for hit in ranked.evidence(query, 3).passages] == [hit.passage.id for hit in best]


def test_the_reranked_leg_is_measured_beside_the_others(group_index: Path, tmp_path: Path) -> None:
    model = write_cross_encoder(tmp_path / "reranker", ["score"])
    settings = tmp_path / "settings.toml"
    settings.write_text(f'[retrieval]\nreranker = "{model}"\nrerank_depth = 3\n', encoding="utf-8")
    evidence = [{"doc": "foire.txt", "page": None, "quote": "Elle se tient chaque année en septembre."}]
    case = {"id": "1", "question": "Quand se tient la foire de Trapval ?", "kind": "fact", "evidence": evidence}
    cases = tmp_path / "cases.jsonl"
    cases.write_text(json.dumps(case) + "\n", encoding="utf-8")
    arguments = ["eval", "retrieval", "--cases", str(cases), "--index", str(group_index), "--settings", str(settings)]
    result = CliRunner().invoke(app, [*arguments, "--json"])
    assert result.exit_code == 0, result.stderr
    legs = json.loads(result.stdout)["legs"]
    assert list(legs) == ["lexical", "vector", "fused", "reranked"]
    assert all(leg["latency_ms"]["p50"] > 0 for leg in legs.values())


class _Meeting:
    """Indexes of which neither finds anything before the other is asked, too."""

    def __init__(self, index: IndexFolder) -> None:
        self._index = index
        self._both = threading.Barrier(2)

    @property
    def lexical(self) -> Any:
        return _Met(self._index.lexical, self._both)

    @property
    def vectors(self) -> Any:
        return _Met(self._index.vectors, self._both)


class _Met:
    def __init__(self, part: Any, both: threading.Barrier) -> None:
        self._part = part
        self._both = both

    def search(self, *arguments: Any) -> Any:
        self._both.wait(timeout=20)
        return self._part.search(*arguments)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._part, name)

    def __len__(self) -> int:
        return len(self._part)


def test_the_legs_are_searched_at_the_same_time_and_find_what_they_find_one_by_one(folder: Path) -> None:
    weight = VectorWeight(covered=0.3, uncovered=0.6)
    with closing(open_index(folder, weight)) as index:
        index.prepare()
        parts = (HashEmbedder(), 10, weight)
        together = HybridRetriever(index.catalogue, _Meeting(index), *parts)
        one_by_one = HybridRetriever(index.catalogue, index, *parts).watched(Watch())
        for question in ("La salle des fêtes", "Des groupages villageois", "Une pépinière ?"):
            query = build_query(question)
            assert together.search(query, 3) == one_by_one.search(query, 3)


def test_what_the_vector_leg_raises_is_raised(folder: Path) -> None:
    class Failing(HashEmbedder):
        def embed_query(self, text: str) -> Any:
            raise ModelError("model_failed", model="hash", detail="broken")

    weight = VectorWeight(covered=0.3, uncovered=0.6)
    with closing(open_index(folder, weight)) as index:
        index.prepare()
        retriever = HybridRetriever(index.catalogue, index, Failing(), 10, weight)
        with pytest.raises(ModelError):
            retriever.search(build_query("La salle des fêtes"), 3)
