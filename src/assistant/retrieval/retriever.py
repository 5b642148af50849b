"""The hybrid retriever: both legs, fusion, and the check of every hit against the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.errors import UsageError
from assistant.model_ports import Reranker
from assistant.ports import Catalogue, Embedder, Indexes
from assistant.retrieval.coverage import coverage
from assistant.retrieval.fusion import LEXICAL, VECTOR, FusedHit, fuse
from assistant.retrieval.weights import weight_at
from assistant.text.passages import embedded_text
from assistant.types import Evidence, Hit, LegScore, Query, ScoredPassage, VectorWeight

FUSED, RERANKED = "fused", "reranked"


class HybridRetriever:
    """Finds passages for a query. Light to build; the embedder loads its model when first used."""

    def __init__(
        self,
        catalogue: Catalogue,
        indexes: Indexes,
        embedder: Embedder,
        candidates: int,
        vector_weight: VectorWeight,
        reranker: Reranker | None = None,
        rerank_depth: int = 50,
    ) -> None:
        """Put the parts together; with a reranker, the `rerank_depth` best passages are put in its order."""
        self._catalogue = catalogue
        self._indexes = indexes
        self._embedder = embedder
        self._candidates = candidates
        self._vector_weight = vector_weight
        self._reranker = reranker
        self._rerank_depth = rerank_depth

    @property
    def legs(self) -> tuple[str, ...]:
        """What can be searched by name: each leg, their fusion, the fusion reranked where there is a reranker.

        Answers are made from the last one.
        """
        return (LEXICAL, VECTOR, FUSED) if self._reranker is None else (LEXICAL, VECTOR, FUSED, RERANKED)

    def search(self, query: Query, limit: int, leg: str | None = None) -> list[ScoredPassage]:
        """The best passages, best first; only those the catalogue still holds.

        Args:
            query: the question.
            limit: most passages returned.
            leg: one of `legs`; None: the last of them.

        Raises:
            UsageError: unknown_leg.
        """
        leg = leg or self.legs[-1]
        candidates = max(self._candidates, limit)
        if leg == RERANKED and self._reranker is not None:
            found = self._checked(self._ranked(query, candidates, FUSED), max(limit, self._rerank_depth))
            return self._reranked(query, found, self._reranker)[:limit]
        return self._checked(self._ranked(query, candidates, leg), limit)

    def evidence(self, query: Query, limit: int) -> Evidence:
        """The passages an answer is made from."""
        return Evidence(query, tuple(self.search(query, limit)), self._catalogue.counts()[0])

    def _reranked(self, query: Query, found: Sequence[ScoredPassage], reranker: Reranker) -> list[ScoredPassage]:
        """The best passages in the reranker's order, then the others in theirs; scores go on falling.

        The reranker's scores and the fusion's are on two scales: the others are put below by their distances.
        """
        head, tail = found[: self._rerank_depth], found[self._rerank_depth :]
        if not head:
            return []
        scores = reranker.scores(query.search_text, [embedded_text(each.document, each.passage) for each in head])
        rescored = [replace(each, score=score) for each, score in zip(head, scores, strict=True)]
        best = sorted(rescored, key=lambda each: (-each.score, each.passage.id))
        shift = best[-1].score - head[-1].score
        return [*best, *(replace(each, score=each.score + shift) for each in tail)]

    def _ranked(self, query: Query, candidates: int, leg: str) -> list[FusedHit]:
        if leg not in self.legs:
            raise UsageError("unknown_leg", leg=leg, legs=", ".join(self.legs))
        if leg == FUSED:
            return self._fused(query, candidates)
        hits = self._hits(query, candidates, leg)
        return [
            FusedHit(hit.passage_id, hit.score, {leg: LegScore(rank, hit.score)}) for rank, hit in enumerate(hits, 1)
        ]

    def _hits(self, query: Query, candidates: int, leg: str) -> Sequence[Hit]:
        if leg == LEXICAL:
            return self._indexes.lexical.search(query.weighted_terms, candidates)
        return self._indexes.vectors.search(self._embedder.embed_query(query.search_text), candidates)

    def _fused(self, query: Query, candidates: int) -> list[FusedHit]:
        legs = {LEXICAL: self._hits(query, candidates, LEXICAL)}
        weight = weight_at(self._vector_weight, self._coverage(query, legs[LEXICAL]))
        if weight > 0:
            legs[VECTOR] = self._hits(query, candidates, VECTOR)
        return fuse(legs, {LEXICAL: 1.0 - weight, VECTOR: weight})

    def _coverage(self, query: Query, lexical: Sequence[Hit]) -> float:
        """Share of the question, by rarity of its words, that stands in the best lexical passage; 0 without one."""
        for passage in self._catalogue.passages([hit.passage_id for hit in lexical[:1]]).values():
            document = self._catalogue.documents_by_id({passage.document_id}).get(passage.document_id)
            if document is not None:
                index = self._indexes.lexical
                return coverage(query.words, passage, document, index.document_frequency, len(index))
        return 0.0

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
