"""The read path, read top to bottom: question -> query -> evidence -> answer, with the time each step took."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from assistant.answering import extractive
from assistant.ports import Catalogue
from assistant.retrieval.order import recent_first
from assistant.retrieval.retriever import HybridRetriever
from assistant.types import Answer, Evidence, Filters, Turn

AnswerStage = Literal["searching", "reading", "checking"]


def answer_stream(
    question: str,
    history: Sequence[Turn],
    retriever: HybridRetriever,
    catalogue: Catalogue,
    corpus: extractive.CorpusFacts,
    evidence_limit: int,
    max_sentences: int,
    filters: Filters | None = None,
) -> Iterator[AnswerStage | Answer]:
    """Say each stage as it starts, then give the Answer."""
    started = time.perf_counter()
    yield "searching"
    evidence = retriever.evidence(retriever.query(question, history, filters), evidence_limit)
    found = time.perf_counter()
    yield "reading"
    selection = _selected(evidence, corpus, max_sentences)
    yield "checking"
    answer = _written(question, selection, catalogue)
    ended = time.perf_counter()
    timings = {
        "retrieval": 1000 * (found - started),
        "answering": 1000 * (ended - found),
        "total": 1000 * (ended - started),
    }
    yield replace(answer, timings_ms={name: round(value, 2) for name, value in timings.items()})


def answer_from(
    question: str, evidence: Evidence, catalogue: Catalogue, corpus: extractive.CorpusFacts, max_sentences: int
) -> Answer:
    """Answer from evidence that is given, not searched for: what is measured of answering by itself."""
    started = time.perf_counter()
    answer = _written(question, _selected(evidence, corpus, max_sentences), catalogue)
    milliseconds = round(1000 * (time.perf_counter() - started), 2)
    return replace(answer, timings_ms={"answering": milliseconds, "total": milliseconds})


def _selected(evidence: Evidence, corpus: extractive.CorpusFacts, max_sentences: int) -> extractive.Selection:
    selection = extractive.select(evidence, corpus, max_sentences)
    scope = evidence.query.scope
    if scope is None or not scope.filters.recent_first:
        return selection
    return replace(selection, sentences=tuple(recent_first(selection.sentences, lambda each: each.source.document)))


def _written(question: str, selection: extractive.Selection, catalogue: Catalogue) -> Answer:
    """The answer, with the question as it was asked and the documents that it was put to."""
    answer = extractive.write(selection, catalogue.page)
    query = selection.evidence.query
    searched = query.search_text if query.search_text != query.text else None
    return replace(answer, question=question, scope=query.scope, searched=searched)
