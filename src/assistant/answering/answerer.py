"""The read path, read top to bottom: question -> query -> evidence -> answer, with the time each step took."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from assistant.answering import extractive
from assistant.ports import Catalogue
from assistant.retrieval.query import build_query
from assistant.retrieval.retriever import HybridRetriever
from assistant.types import Answer, Evidence, Turn

AnswerStage = Literal["searching", "reading", "checking"]


def answer_stream(
    question: str,
    history: Sequence[Turn],
    retriever: HybridRetriever,
    catalogue: Catalogue,
    corpus: extractive.CorpusFacts,
    evidence_limit: int,
    max_sentences: int,
) -> Iterator[AnswerStage | Answer]:
    """Say each stage as it starts, then give the Answer."""
    started = time.perf_counter()
    yield "searching"
    evidence = retriever.evidence(build_query(question, history), evidence_limit)
    found = time.perf_counter()
    yield "reading"
    selection = extractive.select(evidence, corpus, max_sentences)
    yield "checking"
    answer = extractive.write(selection, catalogue.page)
    ended = time.perf_counter()
    timings = {
        "retrieval": 1000 * (found - started),
        "answering": 1000 * (ended - found),
        "total": 1000 * (ended - started),
    }
    yield replace(answer, timings_ms={name: round(value, 2) for name, value in timings.items()})


def answer_from(evidence: Evidence, catalogue: Catalogue, corpus: extractive.CorpusFacts, max_sentences: int) -> Answer:
    """Answer from evidence that is given, not searched for: what is measured of answering by itself."""
    started = time.perf_counter()
    answer = extractive.write(extractive.select(evidence, corpus, max_sentences), catalogue.page)
    milliseconds = round(1000 * (time.perf_counter() - started), 2)
    return replace(answer, timings_ms={"answering": milliseconds, "total": milliseconds})
