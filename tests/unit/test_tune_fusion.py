"""Legs put together again from fused hits, and mixed anew."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "evals" / "performance"))
from tune_fusion import candidates_of, lacks_some, mixed

from assistant.retrieval.fusion import fuse
from assistant.types import Document, Hit, Passage, ScoredPassage, Span

LEXICAL = [Hit("p1", 9.0), Hit("p2", 4.0), Hit("p3", 1.0)]
VECTOR = [Hit("p3", 0.9), Hit("p4", 0.5), Hit("p1", 0.1)]
LEGS = {"lexical": LEXICAL, "vector": VECTOR}


def document(name: str) -> Document:
    return Document(
        id=f"id-{name}",
        source=f"corpus.jsonl#{name}",
        format="jsonl",
        content_hash="0",
        title=name,
        authors=(),
        date=None,
        kind="article",
        language="fr",
        page_count=None,
        passage_count=1,
        characters=1,
        added_at="2026-01-01",
    )


def searched(weight: float) -> list[ScoredPassage]:
    """Hits as the search gives them: passage p1 is of document d1, and so on."""
    return [
        ScoredPassage(
            Passage(hit.passage_id, "d", 0, (Span(1, 0, 1),), (), "x", "fr"),
            document(f"d{hit.passage_id[1:]}"),
            hit.score,
            hit.legs,
        )
        for hit in fuse(LEGS, {"lexical": 1 - weight, "vector": weight})
    ]


def test_legs_are_put_together_again_whatever_the_weight_of_the_search():
    legs = candidates_of(searched(0.5), depth=100)
    assert legs["lexical"] == [("p1", "d1", 9.0), ("p2", "d2", 4.0), ("p3", "d3", 1.0)]
    assert legs["vector"] == [("p3", "d3", 0.9), ("p4", "d4", 0.5), ("p1", "d1", 0.1)]
    assert candidates_of(searched(0.5), depth=1) == {"lexical": [("p1", "d1", 9.0)], "vector": [("p3", "d3", 0.9)]}


@pytest.mark.parametrize("weight", [0.0, 0.1, 0.35, 0.8, 1.0])
def test_mixing_anew_ranks_as_the_search_with_that_weight(weight):
    expected = [f"d{hit.passage_id[1:]}" for hit in fuse(LEGS, {"lexical": 1 - weight, "vector": weight})]
    assert mixed(candidates_of(searched(0.5), depth=100), weight) == expected


def test_candidates_that_the_search_cut_off_are_noticed():
    hits = searched(0.5)
    assert not lacks_some(hits, "lexical", 3, depth=100)
    assert lacks_some([hit for hit in hits if hit.passage.id != "p1"], "lexical", 2, depth=100)
    assert not lacks_some([], "lexical", 0, depth=100)
