"""The hybrid retriever: both legs, fusion, and the check of every hit against the catalogue."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.ports import Catalogue, Embedder, Indexes
from assistant.retrieval.fusion import LEXICAL, VECTOR, FusedHit, fuse
from assistant.types import Evidence, Hit, Query, ScoredPassage

# Share of the vector leg by model, as measured by evals/performance/tune_fusion.py; see evals/README.md.
MEASURED_VECTOR_WEIGHT = {"embedded": 0.15}
UNMEASURED_VECTOR_WEIGHT = 0.3


class HybridRetriever:
    """Finds passages for a query. Light to build; the embedder loads its model when first used."""

    def __init__(
        self,
        catalogue: Catalogue,
        indexes: Indexes,
        embedder: Embedder,
        candidates: int,
        vector_weight: float | None,
    ) -> None:
        self._catalogue = catalogue
        self._indexes = indexes
        self._embedder = embedder
        self._candidates = candidates
        measured = MEASURED_VECTOR_WEIGHT.get(embedder.name, UNMEASURED_VECTOR_WEIGHT)
        self._vector_weight = measured if vector_weight is None else vector_weight

    def search(self, query: Query, limit: int) -> list[ScoredPassage]:
        """The best passages, best first; only those the catalogue still holds."""
        return self._checked(self._fused(query, max(self._candidates, limit)), limit)

    def evidence(self, query: Query, limit: int) -> Evidence:
        """The passages an answer is made from."""
        return Evidence(query, tuple(self.search(query, limit)), self._catalogue.counts()[0])

    def _fused(self, query: Query, candidates: int) -> list[FusedHit]:
        legs: dict[str, Sequence[Hit]] = {LEXICAL: self._indexes.lexical.search(query.weighted_terms, candidates)}
        if self._vector_weight > 0:
            legs[VECTOR] = self._indexes.vectors.search(self._embedder.embed_query(query.search_text), candidates)
        return fuse(legs, {LEXICAL: 1.0 - self._vector_weight, VECTOR: self._vector_weight})

    def _checked(self, fused: Sequence[FusedHit], limit: int) -> list[ScoredPassage]:
        """Keep the hits the catalogue still holds, up to `limit`."""
        kept: list[ScoredPassage] = []
        for start in range(0, len(fused), limit):
            block = fused[start : start + limit]
            passages = self._catalogue.passages([hit.passage_id for hit in block])
            documents = self._catalogue.documents_by_id({passage.document_id for passage in passages.values()})
            for hit in block:
                passage = passages.get(hit.passage_id)
                if passage is not None and passage.document_id in documents:
                    kept.append(ScoredPassage(passage, documents[passage.document_id], hit.score, hit.legs))
            if len(kept) >= limit:
                break
        return kept[:limit]
