"""The read path, read top to bottom: question -> query -> evidence -> answer, with the time each step took."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answering import extractive
from assistant.answering.asked_words import searched_alike
from assistant.answering.breadth import breadth_notices
from assistant.answering.generative import Task, Writer
from assistant.answering.parts import parts_of
from assistant.answering.question import MANY_SIDED_TYPES, query_type
from assistant.answering.reading_on import read_on
from assistant.answering.remarks import phrases_notice
from assistant.answering.together import together
from assistant.answering.withheld import parted, withheld_notices
from assistant.answering.writing import write
from assistant.ports import Catalogue
from assistant.retrieval.order import recent_first
from assistant.retrieval.retriever import HybridRetriever
from assistant.text.third_language import is_asked_in_third_language
from assistant.types import Answer, AnswerStage, Draft, Evidence, Filters, Notice, Query, Turn


@dataclass(frozen=True, slots=True)
class Answering:
    """How answers are made.

    Attributes:
        evidence_limit: passages an answer is made from, at most.
        max_sentences: sentences quoted at most.
        writer: writes answers with a language model; None: they are made of extracts.
        notice: what every answer has to say of it, where there should be a writer and is none.
    """

    evidence_limit: int
    max_sentences: int
    writer: Writer | None = None
    notice: Notice | None = None


def answer_stream(
    question: str,
    history: Sequence[Turn],
    retriever: HybridRetriever,
    catalogue: Catalogue,
    corpus: extractive.CorpusFacts,
    answering: Answering,
    filters: Filters | None = None,
) -> Iterator[AnswerStage | Draft | Answer]:
    """Say each stage as it starts, then what is checked of the answer as it grows, then the Answer."""
    started = time.perf_counter()
    yield "searching"
    query = retriever.query(question, history, filters)
    evidence = _searched(retriever, query, catalogue, answering.evidence_limit)
    parts = [retriever.query(part, (), filters) for part in parts_of(query)]
    parts = [part if query.scope is None else replace(part, scope=query.scope) for part in parts]
    evidence = replace(
        evidence, parts=tuple(_searched(retriever, part, catalogue, answering.evidence_limit) for part in parts)
    )
    found = time.perf_counter()
    for item in _answered(question, evidence, catalogue, corpus, answering):
        if isinstance(item, Answer):
            ended = time.perf_counter()
            stages = {"retrieval": found - started, "answering": ended - found, "total": ended - started}
            timings = {name: round(1000 * seconds, 2) for name, seconds in stages.items()}
            yield replace(item, timings_ms={**item.timings_ms, **timings})
        else:
            yield item


def answer_from(
    question: str, evidence: Evidence, catalogue: Catalogue, corpus: extractive.CorpusFacts, answering: Answering
) -> Answer:
    """Answer from evidence that is given, not searched for: what is measured of answering by itself."""
    started = time.perf_counter()
    items = _answered(question, evidence, catalogue, corpus, answering)
    answer = next(item for item in items if isinstance(item, Answer))
    milliseconds = round(1000 * (time.perf_counter() - started), 2)
    return replace(answer, timings_ms={**answer.timings_ms, "answering": milliseconds, "total": milliseconds})


def _answered(
    question: str, evidence: Evidence, catalogue: Catalogue, corpus: extractive.CorpusFacts, answering: Answering
) -> Iterator[AnswerStage | Draft | Answer]:
    """The answer from what may be quoted, with what there is to know of its sources, and of those that may not be."""
    yield "reading"
    parts = parted(evidence)
    selection = _selected(parts.quotable, corpus, answering.max_sentences)
    aside = _aside(parts.withheld, corpus)
    if aside and _stands_first(parts.withheld, parts.quotable):
        selection = replace(selection, confidence=min(selection.confidence, extractive.ANSWERED_ABOVE - 0.01))
    for item in _made(question, selection, catalogue, answering):
        if isinstance(item, Answer):
            newest = catalogue.newest_date() if item.citations else None
            broad = breadth_notices(evidence.query, selection.kind, item.coverage, item.citations, newest)
            yield replace(item, notices=(*item.notices, *broad, *aside))
        else:
            yield item


def _made(
    question: str, selection: extractive.Selection, catalogue: Catalogue, answering: Answering
) -> Iterator[AnswerStage | Draft | Answer]:
    """The answer made of extracts, or, where the corpus answers and there is a writer, the written one.

    Where sources differ, they are set side by side as they stand: a writer might pick one.
    """
    extracted = _extracted(question, selection, catalogue)
    if answering.writer is None or not selection.sentences or selection.disagreement is not None:
        yield "checking"
        unwritten = answering.notice
        if answering.writer is not None and selection.disagreement is not None:
            unwritten = Notice("extracts_instead_disagreement")
        yield replace(extracted, notices=(*extracted.notices, *filter(None, (unwritten,))))
        return
    started = time.perf_counter()
    asked = question if extracted.searched is None else extracted.searched
    for item in answering.writer.write(Task(asked, selection.evidence, extracted, catalogue.page)):
        if isinstance(item, Answer):
            yield replace(item, timings_ms={"writing": round(1000 * (time.perf_counter() - started), 2)})
        else:
            yield item


def _searched(retriever: HybridRetriever, query: Query, catalogue: Catalogue, limit: int) -> Evidence:
    """The passages for a question; where it asks for several answers, all of the documents most about it."""
    kind = query_type(query)
    evidence = _evidence(retriever, searched_alike(query, kind), limit)
    return read_on(evidence, catalogue.document_passages) if kind in MANY_SIDED_TYPES else evidence


def _evidence(retriever: HybridRetriever, query: Query, limit: int) -> Evidence:
    """The passages to answer from: where some of them may not be quoted, others are asked for in their place."""
    evidence = retriever.evidence(query, limit)
    withheld = len(parted(evidence).withheld.passages)
    return retriever.evidence(query, limit + min(withheld, limit)) if withheld else evidence


def _aside(withheld: Evidence, corpus: extractive.CorpusFacts) -> tuple[Notice, ...]:
    """That documents which are not to be quoted speak of the subject too, where they would have answered."""
    if not withheld.passages:
        return ()
    sentences = extractive.select(withheld, corpus, 1).sentences
    documents = {each.source.document.id: each.source.document for each in sentences}
    return withheld_notices(list(documents.values()), withheld.query.language)


def _stands_first(withheld: Evidence, quotable: Evidence) -> bool:
    """Whether what may not be quoted is nearer to the question than all that may: the others only look alike."""
    return not quotable.passages or withheld.passages[0].score > quotable.passages[0].score


def _selected(evidence: Evidence, corpus: extractive.CorpusFacts, max_sentences: int) -> extractive.Selection:
    selection = extractive.select(evidence, corpus, max_sentences)
    if evidence.parts:
        told = [extractive.select(part, corpus, max_sentences) for part in evidence.parts]
        selection = together(selection, told, max_sentences)
    scope = evidence.query.scope
    if scope is None or not scope.filters.recent_first:
        return selection
    return replace(selection, sentences=tuple(recent_first(selection.sentences, lambda each: each.source.document)))


def _extracted(question: str, selection: extractive.Selection, catalogue: Catalogue) -> Answer:
    """The answer made of extracts, with the question as it was asked and the documents that it was put to."""
    answer = write(selection, catalogue.page)
    query = selection.evidence.query
    searched = query.search_text if query.search_text != query.text else None
    notices: tuple[Notice, ...] = (Notice("question_third_language"),) if is_asked_in_third_language(question) else ()
    if query.phrases_missing:
        notices += (phrases_notice(query),)
    return replace(answer, question=question, scope=query.scope, searched=searched, notices=answer.notices + notices)
