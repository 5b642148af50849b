"""How a search came to what it found: the real one, watched, and what its parts say of the question's words.

Nothing here is a second way to search: the retriever is run as it always is, seen through a `Watch`, and what is added
(parts of scores, origins of terms, why a document is missing) is computed from what was seen.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.ports import Catalogue, Indexes
from assistant.retrieval.anonymous import nameless_catalogue
from assistant.retrieval.coverage import share, word_weights, words_in_passage
from assistant.retrieval.explained import explained_words, score_parts
from assistant.retrieval.fusion import LEXICAL, VECTOR, fuse
from assistant.retrieval.retriever import FUSED, HybridRetriever
from assistant.retrieval.scope import scope_of
from assistant.retrieval.watch import CATALOGUE, EMBEDDING, RERANKING, Watch
from assistant.types import (
    Document,
    ExplainedAbsence,
    ExplainedLeg,
    ExplainedPassage,
    Explanation,
    Filters,
    Hit,
    LegScore,
    Passage,
    Query,
    ScoredPassage,
    Turn,
    WhyNot,
)

DEPTH = 1000
"""How far down each leg a missing passage is looked for."""
SECOND_LOOK = "second_look"
_NOTHING = 1e-9  # what is left of a sum of parts by rounding

_Legs = Mapping[str, Sequence[Hit]]
_Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Asked:
    """A search to explain: what `HybridRetriever.query` and `search` are given, and what is missed, if anything."""

    question: str
    limit: int
    history: Sequence[Turn] = ()
    filters: Filters | None = None
    missed: str | None = None


class Explainer:
    """Explains the searches of a retriever over a catalogue and its indexes."""

    def __init__(
        self,
        retriever: HybridRetriever,
        catalogue: Catalogue,
        indexes: Indexes,
        reranker: str = "",
    ) -> None:
        """Put the parts together: what searches, what it searches, its reranker."""
        self._retriever = retriever
        self._catalogue = nameless_catalogue(catalogue)
        self._indexes = indexes
        self._reranker = reranker

    def explain(self, asked: Asked) -> Explanation:
        """Search, and tell how.

        Raises:
            UsageError: as for `HybridRetriever.query`; and filter_document_unknown or filter_document_ambiguous where
                what is missed is no passage's id and names no document, or several.
        """
        # Once before, so that what is read when first needed (lexicons, statements) does not count in the times.
        self._retriever.search(self._retriever.query(asked.question), 1, FUSED)
        watch = Watch()
        watched = self._retriever.watched(watch)
        start = time.perf_counter()
        query = watched.query(asked.question, asked.history, asked.filters)
        analysed = time.perf_counter()
        watch.restart()
        found = watched.search(query, asked.limit)
        timings = _timings(analysed - start, time.perf_counter() - analysed, watch.seconds)
        legs = {name: watch.hits.get(name, ()) for name in (LEXICAL, VECTOR)}
        covered, vector_share = self._retriever.shares(query, legs[LEXICAL])
        weights = {LEXICAL: 1.0 - vector_share, VECTOR: vector_share}
        rarity = self._weights(query)
        words, others = explained_words(query, rarity, self._indexes.lexical.document_frequency)
        return Explanation(
            asked=asked.question,
            searched=query.search_text,
            language=query.language,
            corrections=query.corrections,
            words=words,
            other_terms=others,
            pairs=query.weighted_pairs,
            scope=query.scope,
            documents=self._retriever.searched(query),
            passages=len(self._indexes.lexical),
            covered=covered,
            legs={name: _leg(hits, weights[name]) for name, hits in legs.items()},
            results=tuple(self._results(query, found, score_parts(legs, weights), rarity)),
            reranker=self._reranker,
            timings_ms=timings,
            phrases=tuple(self._phrases(query)),
            absence=None if asked.missed is None else self._absence(asked.missed, query, found, legs, weights, rarity),
        )

    def _phrases(self, query: Query) -> Iterator[tuple[str, int]]:
        within = None if query.scope is None else query.scope.document_ids
        for phrase in query.phrases:
            yield phrase, len(self._retriever.holding([phrase], within))
        for phrase in query.phrases_missing:
            yield phrase, 0

    def _weights(self, query: Query) -> list[float]:
        lexical = self._indexes.lexical
        return word_weights(query.words, lexical.document_frequency, len(lexical))

    def _results(
        self,
        query: Query,
        found: Sequence[ScoredPassage],
        parts: Mapping[str, Mapping[str, float]],
        rarity: Sequence[float],
    ) -> Iterator[ExplainedPassage]:
        for rank, each in enumerate(found, 1):
            had, lacked, covered = _words(query, each.passage, each.document, rarity)
            yield ExplainedPassage(
                rank=rank,
                passage_id=each.passage.id,
                source=each.document.source,
                page=each.passage.page_start if each.document.paged else None,
                score=each.score,
                legs=each.legs,
                parts=self._parts(each, parts.get(each.passage.id, {})),
                found=had,
                missing=lacked,
                covered=covered,
                repeated=len(each.duplicates),
            )

    def _parts(self, found: ScoredPassage, fused: Mapping[str, float]) -> dict[str, float]:
        """The legs' parts of a score, and what a second look has added; a reranker's score has no parts."""
        added = found.score - sum(fused.values())
        return {**fused} if self._reranker or abs(added) < _NOTHING else {**fused, SECOND_LOOK: added}

    def _absence(
        self,
        missed: str,
        query: Query,
        found: Sequence[ScoredPassage],
        legs: _Legs,
        weights: _Weights,
        rarity: Sequence[float],
    ) -> ExplainedAbsence:
        """Why a passage (by its id), or the best one of a document, is not among the results."""
        document, passages = self._missed(missed)
        own = self._searched(query, frozenset({document.id}))
        ranks = self._ranks(query, legs, weights)
        shown = [each.passage.id for each in found]
        folded: dict[str, WhyNot] = {
            copy.passage.id: "folded" if each.document.work_id != copy.document.work_id else "restated"
            for each in found
            for copy in each.duplicates
        }
        nearest = [hit.passage_id for hit in fuse(own, weights)]
        best = next((name for name in (*shown, *folded, *ranks, *nearest, *passages) if name in passages), None)
        within = None if query.scope is None else query.scope.document_ids
        reason: WhyNot = "ranked_below" if best in ranks else "not_a_candidate"
        if within is not None and document.id not in within:
            reason = "outside_scope"
        elif best is not None and (best in shown or best in folded):
            reason = "shown" if best in shown else folded[best]
        had, lacked, covered = (
            ((), tuple(word.surface for word in query.words), 0.0)
            if best is None
            else _words(query, passages[best], document, rarity)
        )
        last = _words(query, found[-1].passage, found[-1].document, rarity)[0] if found else ()
        return ExplainedAbsence(
            source=document.source,
            passage_id=best,
            page=passages[best].page_start if best is not None and document.paged else None,
            reason=reason,
            rank=shown.index(best) + 1 if reason == "shown" and best is not None else ranks.get(best or ""),
            legs=_deep_ranks(best, own, self._searched(query, None if reason == "outside_scope" else within)),
            depth=DEPTH,
            found=had,
            missing=lacked,
            covered=covered,
            ahead=() if reason == "shown" else tuple(word for word in last if word in lacked),
        )

    def _ranks(self, query: Query, legs: _Legs, weights: _Weights) -> dict[str, int]:
        """Rank of each candidate: as the search orders the best ones, then as they are fused."""
        most = max(len(hits) for hits in legs.values())
        best = [each.passage.id for each in self._retriever.search(query, most, FUSED)] if most else []
        fused = [hit.passage_id for hit in fuse(legs, weights)]
        return {passage_id: rank for rank, passage_id in enumerate(dict.fromkeys((*best, *fused)), 1)}

    def _missed(self, name: str) -> tuple[Document, dict[str, Passage]]:
        """The document that is missed, and the passage of it that is named, or all of them, by id."""
        passages = self._catalogue.passages([name])
        if not passages:
            scope = scope_of(self._catalogue.documents(), Filters(documents=(name,)), Filters())
            found = sorted(scope.document_ids or ()) if scope is not None else []
            passages = {passage.id: passage for each in found for passage in self._catalogue.document_passages(each)}
        else:
            found = [passages[name].document_id]
        document = self._catalogue.documents_by_id(found[:1])[found[0]]
        return document, {name: each for name, each in passages.items() if each.document_id == document.id}

    def _searched(self, query: Query, within: frozenset[str] | None) -> dict[str, Sequence[Hit]]:
        """What each leg finds further down, in some documents."""
        if within is not None and not within:
            return {LEXICAL: (), VECTOR: ()}
        return {leg: self._retriever.leg_hits(query, DEPTH, leg, within) for leg in (LEXICAL, VECTOR)}


def _words(
    query: Query, passage: Passage, document: Document, rarity: Sequence[float]
) -> tuple[tuple[str, ...], tuple[str, ...], float]:
    """The question's words that a passage has, those that it lacks, and what the first ones cover."""
    matched = words_in_passage(query.words, passage, document, query.language)
    surfaces = list(enumerate(word.surface for word in query.words))
    had = tuple(surface for place, surface in surfaces if place in matched)
    lacked = tuple(surface for place, surface in surfaces if place not in matched)
    return had, lacked, share(matched, rarity)


def _deep_ranks(passage_id: str | None, own: _Legs, all_hits: _Legs) -> dict[str, LegScore]:
    """Score of a passage in each leg that gives it one, with its rank among all that the leg finds; 0 below these."""
    found = {}
    for name, hits in own.items():
        score = next((hit.score for hit in hits if hit.passage_id == passage_id), None)
        if score is not None:
            ranks = (rank for rank, hit in enumerate(all_hits[name], 1) if hit.passage_id == passage_id)
            found[name] = LegScore(next(ranks, 0), score)
    return found


def _leg(hits: Sequence[Hit], weight: float) -> ExplainedLeg:
    scores = [hit.score for hit in hits]
    return ExplainedLeg(weight, len(scores), max(scores, default=None), min(scores, default=None))


def _timings(analysis: float, search: float, seconds: Mapping[str, float]) -> dict[str, float]:
    """Milliseconds by stage; what no part was asked for is the fusion's."""
    parts = {stage: seconds[stage] for stage in (EMBEDDING, LEXICAL, VECTOR, CATALOGUE, RERANKING) if stage in seconds}
    stages = {"analysis": analysis, **parts, "fusion": search - sum(parts.values()), "total": analysis + search}
    return {stage: round(1000 * value, 2) for stage, value in stages.items()}
