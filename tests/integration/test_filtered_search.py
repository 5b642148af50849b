"""Filters on a real index: what does not fit is not ranked, what fits keeps its scores, and what was done is told."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.build import build_assistant
from assistant.errors import UsageError
from assistant.llama_index import as_retriever
from assistant.ports import NewDocument
from assistant.retrieval.fusion import LEXICAL, VECTOR
from assistant.retrieval.retriever import HybridRetriever
from assistant.service import Assistant
from assistant.settings import load_settings
from assistant.store import caches
from assistant.store.caches import Caches, open_caches
from assistant.store.catalogue import SqlCatalogue
from assistant.types import Filters, ScoredPassage, Stamp, VectorWeight
from fakes import HashEmbedder, make_document

pytestmark = pytest.mark.integration

EMBEDDER = HashEmbedder()
WEIGHT = VectorWeight(0.3, 0.3)
STAMP = Stamp(1, "analyser", "hash", EMBEDDER.fingerprint, 0)
TEXTS = {
    "jardin": ["Le jardin partagé accueille les écoles du village.", "Le village vote le budget du jardin partagé."],
    "salle": ["La salle des fêtes du village ouvre en mars.", "Le budget de la salle est voté en hiver."],
    "foire": ["La foire du village se tient en septembre.", "Le budget de la foire baisse."],
}
KINDS = {"jardin": "interview", "salle": "minutes", "foire": "interview"}
DATES = {"jardin": "2019", "salle": "2022-05", "foire": None}


def documents() -> Iterator[NewDocument]:
    for name, texts in TEXTS.items():
        new = make_document(name, texts, title=name.capitalize())
        yield replace(new, document=replace(new.document, kind=KINDS[name], date=DATES[name]))


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[tuple[SqlCatalogue, Caches]]:
    catalogue = SqlCatalogue.open(tmp_path / "catalogue.sqlite", create=True)
    for new in documents():
        catalogue.put_documents("/corpus", new.document.source, [new])
    built = open_caches(tmp_path, catalogue, STAMP, lambda _: None)
    yield catalogue, built
    built.close()
    catalogue.close()


def retriever(opened: tuple[SqlCatalogue, Caches]) -> HybridRetriever:
    return HybridRetriever(*opened, EMBEDDER, 10, WEIGHT)


def by_passage(found: list[ScoredPassage], leg: str) -> dict[str, float]:
    return {hit.passage.id: hit.legs[leg].score for hit in found}


@pytest.mark.parametrize("leg", [LEXICAL, VECTOR])
def test_a_leg_ranks_only_what_fits_with_the_scores_it_has_among_all(
    opened: tuple[SqlCatalogue, Caches], leg: str
) -> None:
    searched = retriever(opened)
    question = "Le budget du village ?"
    everything = by_passage(searched.search(searched.query(question), 10, leg), leg)
    query = searched.query(question, filters=Filters(kinds=("interview",)))
    found = searched.search(query, 10, leg)
    assert {hit.document.id for hit in found} == {"jardin", "foire"}
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)
    expected = {key: score for key, score in everything.items() if not key.startswith("salle")}
    assert by_passage(found, leg) == pytest.approx(expected, abs=1e-5)


def test_filters_come_before_the_limits(opened: tuple[SqlCatalogue, Caches]) -> None:
    searched = HybridRetriever(*opened, EMBEDDER, 1, WEIGHT)
    best = searched.search(searched.query("La salle des fêtes ouvre en mars"), 1)
    assert best[0].document.id == "salle"
    query = searched.query("La salle des fêtes ouvre en mars", filters=Filters(documents=("foire",)))
    assert [hit.document.id for hit in searched.search(query, 1)] == ["foire"]
    assert searched.evidence(query, 5).documents_total == 1
    nothing = searched.query("La salle des fêtes", filters=Filters(kinds=("visit",)))
    assert searched.search(nothing, 5) == []
    assert searched.evidence(nothing, 5).documents_total == 0


def test_filters_are_read_in_the_question_and_told(opened: tuple[SqlCatalogue, Caches]) -> None:
    searched = retriever(opened)
    query = searched.query("Que dit-on du budget dans les entretiens ?")
    assert query.text == "Que dit-on du budget ?"
    assert query.scope is not None
    assert query.scope.document_ids == {"jardin", "foire"}
    assert {hit.document.id for hit in searched.search(query, 10)} == {"jardin", "foire"}
    ignored = searched.query("Que dit-on du budget dans les notes de visite ?")
    assert ignored.scope is not None
    assert (ignored.scope.document_ids, ignored.scope.ignored) == (None, Filters(kinds=("visit",)))
    assert {hit.document.id for hit in searched.search(ignored, 10)} == set(TEXTS)
    assert searched.query("Que dit-on du budget ?").scope is None


def test_documents_of_a_theme_are_those_that_come_back_to_its_words(opened: tuple[SqlCatalogue, Caches]) -> None:
    searched = retriever(opened)

    def of(theme: str) -> set[str]:
        query = searched.query("Que fait le village ?", filters=Filters(themes=(theme,)))
        found = {hit.document.id for hit in searched.search(query, 10)}
        assert query.scope is not None
        assert query.scope.document_ids == found
        return found

    assert of("jardins partagés") == {"jardin"}  # in both of its passages, inflected
    assert of("salle") == {"salle"}  # its title
    with pytest.raises(UsageError, match="septembre") as once:
        of("septembre")  # said once, so what the document is about is something else
    assert once.value.code == "filter_theme_unknown"
    read = searched.query("Sur le thème du jardin partagé, que vote le village ?")
    assert read.scope is not None
    assert (read.scope.document_ids, read.scope.filters.themes) == ({"jardin"}, ("jardin partagé",))
    assert read.text == "Sur le thème du jardin partagé, que vote le village ?"
    ignored = searched.query("Sur le thème de l'astronautique, que vote le village ?")
    assert ignored.scope is not None
    assert (ignored.scope.document_ids, ignored.scope.ignored.themes) == (None, ("astronautique",))


def test_what_is_found_is_ordered_by_date_the_undated_last(opened: tuple[SqlCatalogue, Caches]) -> None:
    searched = retriever(opened)
    found = searched.search(searched.query("Le budget du village, les plus récents d'abord"), 6)
    assert list(dict.fromkeys(hit.document.id for hit in found)) == ["salle", "jardin", "foire"]
    relevant = searched.search(searched.query("Le budget du village"), 6)
    assert {hit.passage.id for hit in found} == {hit.passage.id for hit in relevant}


def test_many_passages_are_found_through_the_index_and_none_is_lost(
    opened: tuple[SqlCatalogue, Caches], monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue, built = opened
    vector = EMBEDDER.embed_query("Le budget du village")
    exact = [built.vectors.search(vector, limit, {"jardin", "foire"}) for limit in (1, 3, 10)]
    assert [len(hits) for hits in exact] == [1, 3, 4]
    monkeypatch.setattr(caches, "EXACT_PASSAGES", 0)
    through = [built.vectors.search(vector, limit, {"jardin", "foire"}) for limit in (1, 3, 10)]
    for one, other in zip(exact, through, strict=True):
        assert {hit.passage_id: pytest.approx(hit.score, abs=1e-5) for hit in one} == {
            hit.passage_id: hit.score for hit in other
        }
    monkeypatch.setattr("assistant.store.vectors.ChromaIndex.search", lambda *_: [])
    assert built.vectors.search(vector, 3, {"jardin", "foire"}) == exact[1]  # the index lost them
    ids, vectors = next(iter(catalogue.iter_vectors({"salle"})))
    assert sorted(ids) == ["salle-0", "salle-1"]
    assert np.allclose(vectors, EMBEDDER.embed_passages([TEXTS["salle"][int(each[-1])] for each in ids]))
    assert catalogue.passage_count({"salle", "foire", "absent"}) == 4


def test_copies_are_folded_for_people_and_stay_apart_where_legs_are_measured(
    opened: tuple[SqlCatalogue, Caches],
) -> None:
    catalogue, built = opened
    copy = make_document("copie", [TEXTS["foire"][0]])
    catalogue.put_documents("/corpus", "copie.pdf", [copy])
    built.apply([], ["copie"])
    searched = retriever(opened)
    query = searched.query("La foire du village en septembre")
    best, *rest = searched.search(query, 3)
    assert {best.document.id, *(each.document.id for each in best.duplicates)} == {"foire", "copie"}
    assert len(rest) == 2  # another passage takes the copy's place
    assert "copie" not in {hit.document.id for hit in rest}
    apart = searched.search(query, 7, "fused")
    assert {hit.document.id for hit in apart[:2]} == {"foire", "copie"}
    assert all(hit.duplicates == () for hit in apart)
    evidence = searched.evidence(query, 7)
    assert len(evidence.passages) == 6


@pytest.fixture(scope="module")
def index(group_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the small index, for this module alone."""
    return Path(shutil.copytree(group_index, tmp_path_factory.mktemp("filtered") / "index"))


def test_the_command_line_filters_and_tells(cli, index: Path) -> None:
    done = cli("search", "Quel budget ?", "--filter", "langue=anglais", "--index", index, "--json")
    assert done.code == 0
    assert {result["source"] for result in done.json} == {"failing-in-public.md"}
    assert "en anglais (1 document)" in done.err
    both = cli(
        "search", "Quel budget ?", "--filter", "document=foire", "--filter", "document=failing", "--index", index
    )
    assert "foire.txt" in both.out
    assert "cr-seance" not in both.out
    answer = cli("ask", "Quand se tient la foire ?", "--filter", "type=compte rendu", "--index", index, "--json").json
    assert answer["filters"]["documents"] == 1
    assert answer["coverage"]["documents_total"] == 1
    assert all(each["source"] == "cr-seance-inaugurale.pdf" for each in answer["citations"])
    text = cli("ask", "Quand se tient la foire ? Documents en anglais.", "--index", index).out
    assert text.splitlines()[1] == "Recherché dans\u00a0: en anglais (1 document)."


@pytest.mark.parametrize(
    "given",
    [
        "couleur=x", "type", "type=roman", "langue=zz", "document=absent", "document=e", "depuis=hier", "date=20x4",
        "auteur=Personne Absente", "lieu=Nulleville", "thème=astronautique",
    ],
)  # fmt: skip
def test_a_filter_that_is_not_understood_is_wrong_usage(cli, index: Path, given: str) -> None:
    done = cli("ask", "Quel budget ?", "--filter", given, "--index", index, "--json")
    assert done.code == 2
    assert done.json["error"]["code"] in {
        "unknown_filter", "filter_without_value", "bad_filter_value", "filter_document_unknown",
        "filter_document_ambiguous", "filter_author_unknown", "filter_place_unknown",
        "filter_theme_unknown",
    }  # fmt: skip
    name, _, value = given.removesuffix("=x").partition("=")
    assert (value or name) in done.json["error"]["reason"]
    assert done.json["error"]["hint"]


def test_each_line_of_a_batch_has_its_filters(cli, index: Path, tmp_path: Path) -> None:
    batch = tmp_path / "batch.jsonl"
    lines = [
        {"question": "Quand se tient la foire de Trapval ?", "filters": {"document": "foire"}},
        {"question": "Quand se tient la foire de Trapval ?", "filters": {"langue": ["en"]}, "recent_first": True},
        {"question": "Quand ?", "filters": ["type"]},
    ]
    batch.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    done = cli("ask", "--batch", batch, "--index", index)
    first, second, third = done.lines
    assert done.code == 3
    assert {each["source"] for each in first["citations"]} == {"foire.txt"}
    assert second["status"] == "no_evidence"
    assert (second["filters"]["applied"]["languages"], second["filters"]["recent_first"]) == (["en"], True)
    assert third["error"]["code"] == "filter_without_value"
    assert cli("ask", "--batch", batch, "--filter", "type=article", "--index", index).code == 2


@pytest.fixture(scope="module")
def served(index: Path) -> Iterator[tuple[Assistant, TestClient]]:
    settings = load_settings(overrides={"index": index})
    with (
        build_assistant(settings) as assistant,
        TestClient(create_app(assistant, settings), base_url="http://127.0.0.1") as client,
    ):
        yield assistant, client


def test_the_api_and_llama_index_filter(served: tuple[Assistant, TestClient]) -> None:
    assistant, client = served
    body = {"question": "Quel est le budget ?", "filters": {"document": "foire"}, "recent_first": True}
    found = client.post("/api/search", json=body).json()
    assert {each["source"] for each in found} == {"foire.txt"}
    answer = client.post("/api/ask", json=body).json()
    assert answer["filters"]["applied"]["documents"] == ["foire.txt"]
    assert answer["filters"]["text"].endswith("Les plus récents d'abord.")
    for filters in ({"couleur": "x"}, {"document": "absent"}, {"type": "\ud800"}, {"lieu": "Nulleville"}):
        content = json.dumps({"question": "Quel budget ?", "filters": filters})
        refused = client.post("/api/ask", content=content, headers={"content-type": "application/json"})
        assert refused.status_code == 422
        assert "filter" in refused.json()["error"]["code"]
    for wrong in (
        Filters(kinds=("roman",)),  # type: ignore[arg-type]
        Filters(languages=("zz",)),  # type: ignore[arg-type]
        Filters(since="20x4"),
        Filters(authors=("Personne Absente",)),
    ):
        with pytest.raises(UsageError, match="ilter"):
            assistant.search("Quel budget ?", filters=wrong)
    nodes = as_retriever(assistant, 5, Filters(documents=("foire",))).retrieve("Quel est le budget ?")
    assert {node.metadata["source"] for node in nodes} == {"foire.txt"}
