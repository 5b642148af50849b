"""The hybrid retriever: both legs, fusion, and the check of every hit against the catalogue."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from dataclasses import replace
from functools import cache
from itertools import islice

from assistant.errors import UsageError
from assistant.model_ports import Reranker
from assistant.place_ports import PlaceNames
from assistant.ports import Catalogue, Embedder, Indexes
from assistant.retrieval.acronyms import with_acronyms
from assistant.retrieval.anonymous import nameless_catalogue, vector_hits
from assistant.retrieval.corrections import corrected, corrections
from assistant.retrieval.courtesy import asking, without_greeting
from assistant.retrieval.duplicates import fold_duplicates
from assistant.retrieval.filter_words import ReadQuestion, read_filters, without
from assistant.retrieval.fusion import LEXICAL, VECTOR, FusedHit, each_fused
from assistant.retrieval.named_documents import named_documents, with_named
from assistant.retrieval.newest import newest_first
from assistant.retrieval.order import ENOUGH_TO_TELL, best_recent_first, reordered
from assistant.retrieval.phrases import holders_first, holds, placed_terms
from assistant.retrieval.query import build_query
from assistant.retrieval.repair import repaired
from assistant.retrieval.rewriting import Rewriter
from assistant.retrieval.scope import scope_of
from assistant.retrieval.second_look import DEPTH, SecondLook, look_again
from assistant.retrieval.themes import documents_of
from assistant.retrieval.turns import Turns
from assistant.retrieval.variety import LOOKED_AT, asks_for_several, side_by_side
from assistant.retrieval.watch import RERANKING, Watch
from assistant.retrieval.weights import OWN_WORDS, Ramp, covered_by, weight_at
from assistant.text.analysis import with_written_dates
from assistant.text.language import detect
from assistant.text.passages import embedded_text
from assistant.text.third_language import is_asked_in_third_language
from assistant.types import Evidence, Filters, Hit, LegScore, Query, ScoredPassage, Trial, Turn, VectorWeight

FUSED, RERANKED = "fused", "reranked"
_AT_ONCE = 2 * (os.cpu_count() or 1)  # searches: each waits for its indexes while another one computes


@cache
def _legs() -> ThreadPoolExecutor:
    """Where the vector leg is searched beside the lexical one, of all retrievers: as many as are let in at once."""
    return ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="vector-leg")


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
        rewriter: Rewriter | None = None,
        forgiving: Reranker | None = None,
        second_look: SecondLook | None = None,
        place_names: PlaceNames | None = None,
    ) -> None:
        """Put the parts together; with a reranker, the `rerank_depth` best passages are put in its order.

        A rewriter makes follow-up questions stand alone; without one, rules do. `forgiving` is used in the reranker's
        place where no leg is named: it does not fail, so that an answer never does for it. `second_look` is what the
        best passages of the fusion are ordered by; None: they stay as they are. `place_names` knows the names of
        places; None: questions name none.
        """
        self._catalogue = nameless_catalogue(catalogue)
        self._indexes = indexes
        self._embedder = embedder
        self._candidates = candidates
        self._vector_weight = vector_weight
        self._reranker = reranker
        self._rerank_depth = rerank_depth
        self._rewriter = rewriter
        self._forgiving = forgiving or reranker
        self._second_look = second_look
        self._place_names = place_names
        self._turns = Turns(_AT_ONCE)
        self._side_by_side = True

    @property
    def legs(self) -> tuple[str, ...]:
        """What can be searched by name: each leg, their fusion, the fusion reranked where there is a reranker.

        Answers are made from the last one.
        """
        return (LEXICAL, VECTOR, FUSED) if self._reranker is None else (LEXICAL, VECTOR, FUSED, RERANKED)

    def query(self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None) -> Query:
        """A question analysed, with the documents that it is put to.

        Args:
            question: it may state filters in its own words, too.
            history: the turns before it.
            filters: what documents must be, and whether the latest come first.

        Raises:
            UsageError: of the filters given, as for `scope_of`.
        """
        whole = repaired(question, history)
        if whole is not None:
            return replace(self.query(whole.question, whole.history, filters), text=question)
        history, question = asking(history), without_greeting(question)
        read = self._read(question)
        before = [replace(turn, text=self._read(turn.text).text) if turn.role == "user" else turn for turn in history]
        scope = None
        if filters is not None or read.filters != Filters():
            documents, names = self._catalogue.documents(), self._place_names
            scope = scope_of(documents, filters or Filters(), read.filters, names, self._of_theme)
        if read.text != question and build_query(question, before).search_text == question:
            before = []  # whole with its filters, so no follow-up without them
        return replace(self._analysed(read.text, before), scope=scope)

    def _of_theme(self, theme: str) -> frozenset[str]:
        """Ids of the documents of a theme."""
        return documents_of(theme, self._indexes.lexical.holding, self._catalogue)

    def _read(self, question: str) -> ReadQuestion:
        """What a question says of its documents: which it names, and what they must be."""
        named = named_documents(question, self._catalogue.documents)
        rest = question if named is None else without(question, [(named.start, named.end)]) or question
        names = self._place_names
        read = read_filters(rest) if names is None else read_filters(rest, names.at)
        return read if named is None else ReadQuestion(read.text, with_named(read.filters, named.filters))

    def _analysed(self, question: str, history: Sequence[Turn]) -> Query:
        """A question made to stand alone, dates in words, with what the corpus knows of it (acronyms, phrases...)."""
        written = with_written_dates(question, detect(question))
        if written != question:
            return replace(self._analysed(written, history), text=question)
        rewritten = self._rewriter.rewritten(question, history) if self._rewriter is not None and history else None
        if rewritten is not None:
            return replace(self._analysed(rewritten, ()), text=question)
        lexical = self._indexes.lexical
        query = build_query(question, history)
        found: tuple[tuple[str, str], ...] = ()
        if not is_asked_in_third_language(question):
            found = tuple(corrections(query, lexical.document_frequency, self._similar))
        if found:
            mended = [replace(turn, text=corrected(turn.text, found)) for turn in history]
            query = replace(build_query(corrected(question, found), mended), text=question, corrections=found)
        query = with_acronyms(query, lexical.acronyms)
        missing = tuple(phrase for phrase in query.phrases if not self.holding([phrase]))
        held = tuple(phrase for phrase in query.phrases if phrase not in missing)
        return replace(query, phrases=held, phrases_missing=missing)

    def holding(self, phrases: Sequence[str], within: Collection[str] | None = None) -> list[ScoredPassage]:
        """Passages (of some documents) that hold one of the phrases, as many as are asked of a leg; without scores."""
        index = self._indexes.lexical
        placed = [terms for phrase in phrases for terms in placed_terms(phrase)]
        names = dict.fromkeys(name for terms in placed for name in index.holding(terms, self._candidates, within))
        found = self._checked((FusedHit(name, 0.0, {}) for name in names), len(names))
        return [each for each in found if any(holds(phrase, each.passage, each.document) for phrase in phrases)]

    def _similar(self, word: str, distance: int, limit: int) -> list[str]:
        """Texts that have a word spelt like this one."""
        passages = self._catalogue.passages(self._indexes.lexical.similar(word, distance, limit))
        documents = self._catalogue.documents_by_id({passage.document_id for passage in passages.values()})
        return [
            " ".join((documents[each.document_id].title, *each.heading_path, each.text))
            for each in passages.values()
            if each.document_id in documents
        ]

    def search(self, query: Query, limit: int, leg: str | None = None) -> list[ScoredPassage]:
        """The best passages, best first; only those the catalogue still holds.

        Args:
            query: the question.
            limit: most passages returned.
            leg: one of `legs`, of which each passage is a result of its own, as it is measured. None: the last of them,
                as people see it: passages of nearly the same text are folded into one, and those near the best are
                ordered by date where the query says so.

        Raises:
            UsageError: unknown_leg.
        """
        if leg is not None:
            with self._turns:
                return list(islice(self._found(query, limit, leg, self._reranker), limit))
        if query.scope is not None and query.scope.filters.recent_first:
            return best_recent_first(self._best(query, max(limit, ENOUGH_TO_TELL)), limit)
        return self._best(query, limit)

    def evidence(self, query: Query, limit: int) -> Evidence:
        """The passages an answer is made from, best first."""
        return Evidence(query, tuple(self._best(query, limit)), self.searched(query))

    def searched(self, query: Query) -> int:
        """How many documents a query is put to."""
        within = None if query.scope is None else query.scope.document_ids
        return self._catalogue.counts()[0] if within is None else len(within)

    def _best(self, query: Query, limit: int) -> list[ScoredPassage]:
        """The best passages, none of which only repeats a better one, as the newest files of their works have them.

        Of several documents, where the question asks for several.
        """
        with self._turns:
            found = self._found(query, limit, self.legs[-1], self._forgiving)
            within = None if query.scope is None else query.scope.document_ids
            catalogue = self._catalogue
            newest = newest_first(found, query, within, catalogue.document, catalogue.document_passages)
            if asks_for_several(query.search_text):
                return side_by_side(fold_duplicates(newest, LOOKED_AT * limit), limit)
            return fold_duplicates(newest, limit)

    def _found(self, query: Query, limit: int, leg: str, reranker: Reranker | None) -> Iterator[ScoredPassage]:
        """What a leg finds, best first: `limit` passages, and some more."""
        candidates = max(self._candidates, limit)
        if leg == RERANKED and reranker is not None:
            found = self._looked_at_again(query, self._checked(self._ranked(query, candidates, FUSED), limit))
            best = list(islice(found, max(limit, self._rerank_depth)))
            return self._phrases_first(query, iter(self._reranked(query, best, reranker)))
        block = max(limit, DEPTH) if leg == FUSED else limit
        found = self._checked(self._ranked(query, candidates, leg), block)
        return self._phrases_first(query, self._looked_at_again(query, found)) if leg == FUSED else found

    def _phrases_first(self, query: Query, found: Iterator[ScoredPassage]) -> Iterator[ScoredPassage]:
        """What was found, passages first that hold what stands in quotation marks in the question."""
        within = None if query.scope is None else query.scope.document_ids
        if not query.phrases or (within is not None and not within):
            return found
        return iter(holders_first(found, self.holding(query.phrases, within), query.phrases))

    def _looked_at_again(self, query: Query, found: Iterator[ScoredPassage]) -> Iterator[ScoredPassage]:
        """What the fusion finds, its best passages in the order of a second look, where its weights are known."""
        if self._second_look is None:
            return found
        index = self._indexes.lexical
        known = index.document_frequency, len(index)
        return look_again(query, found, self._second_look, known, index.sentence_terms)

    def _reranked(self, query: Query, found: Sequence[ScoredPassage], reranker: Reranker) -> list[ScoredPassage]:
        """The best passages in the reranker's order, then the others in theirs; scores go on falling."""
        head, tail = found[: self._rerank_depth], found[self._rerank_depth :]
        if not head:
            return []
        scores = reranker.scores(query.search_text, [embedded_text(each.document, each.passage) for each in head])
        return list(reordered(head, scores, tail))

    def _ranked(self, query: Query, candidates: int, leg: str) -> Iterable[FusedHit]:
        if leg not in self.legs:
            raise UsageError("unknown_leg", leg=leg, legs=", ".join(self.legs))
        if leg == FUSED:
            return self._fused(query, candidates)
        hits = self._hits(query, candidates, leg)
        return [
            FusedHit(hit.passage_id, hit.score, {leg: LegScore(rank, hit.score)}) for rank, hit in enumerate(hits, 1)
        ]

    def _hits(self, query: Query, candidates: int, leg: str) -> Sequence[Hit]:
        return self.leg_hits(query, candidates, leg, None if query.scope is None else query.scope.document_ids)

    def leg_hits(self, query: Query, limit: int, leg: str, within: Collection[str] | None) -> Sequence[Hit]:
        """What one leg finds in some documents (None: in all), best first."""
        if within is not None and not within:
            return ()
        if leg == LEXICAL:
            return self._indexes.lexical.search(query.weighted_terms, limit, query.weighted_pairs, within)
        return vector_hits(query.search_text, limit, within, (self._catalogue, self._indexes.vectors, self._embedder))

    def _fused(self, query: Query, candidates: int) -> Iterator[FusedHit]:
        ahead = None
        if self._side_by_side and min(self._vector_weight.covered, self._vector_weight.uncovered) > 0:
            # Wanted whatever the words say: embedding and comparing vectors leave the interpreter to them meanwhile.
            ahead = _legs().submit(self._hits, query, candidates, VECTOR)
        legs = {LEXICAL: self._hits(query, candidates, LEXICAL)}
        _, weight = self.shares(query, legs[LEXICAL])
        if weight > 0:
            legs[VECTOR] = ahead.result() if ahead is not None else self._hits(query, candidates, VECTOR)
        return each_fused(legs, {LEXICAL: 1.0 - weight, VECTOR: weight})

    def shares(self, query: Query, lexical: Sequence[Hit]) -> tuple[float, float]:
        """How much of the question the best lexical passage covers, and the vector leg's share that follows from it."""
        covered, ramp = self._coverage(query, lexical)
        return covered, weight_at(self._vector_weight, covered, ramp)

    def watched(self, watch: Watch) -> HybridRetriever:
        """The same retriever, with its parts seen through a watch: one after the other, so that each has its time."""
        other = copy(self)
        other._side_by_side = False
        other._catalogue = watch.catalogue(self._catalogue)
        other._indexes = watch.indexes(self._indexes)
        other._embedder = watch.embedder(self._embedder)
        other._forgiving = None if self._forgiving is None else watch.on(self._forgiving, {"scores": RERANKING})
        return other

    def tried(self, trial: Trial) -> HybridRetriever:
        """The same retriever with other settings, for whoever tries them; this one stays as it is."""
        other = copy(self)
        if trial.vector_weight is not None:
            other._vector_weight = VectorWeight(covered=trial.vector_weight, uncovered=trial.vector_weight)
        other._candidates = trial.candidates or self._candidates
        if not trial.rerank:
            other._reranker = other._forgiving = None
        return other

    def _coverage(self, query: Query, lexical: Sequence[Hit]) -> tuple[float, Ramp]:
        """Share of the question, by rarity of its words, that stands in the best lexical passage; 0 without one."""
        for passage in self._catalogue.passages([hit.passage_id for hit in lexical[:1]]).values():
            document = self._catalogue.documents_by_id({passage.document_id}).get(passage.document_id)
            if document is not None:
                index = self._indexes.lexical
                best = (passage, document)
                return covered_by(query.words, query.language, best, index.document_frequency, len(index))
        return 0.0, OWN_WORDS

    def _checked(self, fused: Iterable[FusedHit], block_size: int) -> Iterator[ScoredPassage]:
        """The hits the catalogue still holds, looked up so many at a time."""
        rest = iter(fused)
        while block := list(islice(rest, max(block_size, 1))):
            passages = self._catalogue.passages([hit.passage_id for hit in block])
            documents = self._catalogue.documents_by_id({passage.document_id for passage in passages.values()})
            for hit in block:
                passage = passages.get(hit.passage_id)
                if passage is not None and passage.document_id in documents:
                    yield ScoredPassage(passage, documents[passage.document_id], hit.score, hit.legs)
