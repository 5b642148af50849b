"""Retrieval, measured: every question of a set is searched, rankings of documents are compared with the qrels."""

from __future__ import annotations

import time
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from assistant.errors import AssistantError, UsageError
from assistant.evaluation.beir import CORPUS_FILE, BeirSet
from assistant.evaluation.cases import Case
from assistant.evaluation.metrics import (
    RETRIEVAL_METRICS,
    Latency,
    Ranking,
    best_documents,
    first_rank,
    latency,
    retrieval_metrics,
    share_covered,
)
from assistant.types import Document, ScoredPassage, Turn

Progress = Callable[[int, int], None]
_RECORD_PREFIX = f"{CORPUS_FILE}#"


class Searcher(Protocol):
    """What is measured: the search of `assistant.service.Assistant`."""

    def search(self, question: str, limit: int = 10, history: Sequence[Turn] = ()) -> Sequence[ScoredPassage]:
        """The best passages for a question, best first."""
        ...


@dataclass(frozen=True, slots=True)
class RetrievalReport:
    """What a BEIR set gave.

    `metrics` are averages over the judged questions (those with a relevant document), None where there are none;
    `failed` counts questions that the search refused (they count 0); `rankings` hold document ids by question.
    """

    questions: int
    judged: int
    failed: int
    documents: int
    metrics: Mapping[str, float] | None
    latency_ms: Latency | None
    rankings: Mapping[str, Ranking]

    def to_json(self) -> dict[str, Any]:
        """The report without its rankings, for machines; null where there was nothing to judge."""
        metrics = self.metrics or dict.fromkeys(RETRIEVAL_METRICS)
        return {
            **metrics,
            "latency_ms": latency_json(self.latency_ms),
            "questions": self.questions,
            "judged": self.judged,
            "unjudged": self.questions - self.judged,
            "failed": self.failed,
            "documents": self.documents,
        }


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One answerable case: rank (from 1) of its first evidence document among documents and among passages
    (None: not found), share of its evidence groups in the first ten documents, and whether the search refused it.
    """

    case: Case
    document_rank: int | None
    passage_rank: int | None
    groups_at_10: float
    failed: bool


@dataclass(frozen=True, slots=True)
class CasesReport:
    """What a case file gave: a row for each answerable case, evidence documents that the index lacks, latency."""

    rows: tuple[CaseRow, ...]
    unanswerable: int
    missing_documents: tuple[str, ...]
    latency_ms: Latency | None

    def to_json(self) -> dict[str, Any]:
        """The report for machines: over all cases, then by kind of question."""
        kinds: dict[str, list[CaseRow]] = defaultdict(list)
        for row in self.rows:
            kinds[row.case.kind].append(row)
        return {
            **_case_metrics(self.rows),
            "latency_ms": latency_json(self.latency_ms),
            "questions": len(self.rows) + self.unanswerable,
            "unanswerable": self.unanswerable,
            "failed": sum(row.failed for row in self.rows),
            "missing_documents": list(self.missing_documents),
            "by_kind": {kind: _case_metrics(rows) for kind, rows in kinds.items()},
            "document_ranks": {row.case.id: row.document_rank for row in self.rows},
        }


def evaluate_retrieval(
    searcher: Searcher, beir: BeirSet, limit: int = 100, progress: Progress | None = None
) -> RetrievalReport:
    """Search every question of a BEIR set and measure the rankings of documents.

    A document is scored by its best passage. A question that the search refuses is a row with nothing found.

    Args:
        searcher: holds the set's corpus.jsonl, ingested as a file (sources are `corpus.jsonl#_id`).
        beir: the set.
        limit: passages asked for, and documents ranked at most.
        progress: called with (questions done, questions).
    """
    clock = _Clock(searcher, limit)
    rankings: dict[str, Ranking] = {}
    for done, (question, text) in enumerate(beir.questions.items(), start=1):
        found = clock.search(text)
        rankings[question] = best_documents(((record_id(hit.document), hit.score) for hit in found), limit)
        if progress is not None:
            progress(done, len(beir.questions))
    return RetrievalReport(
        questions=len(beir.questions),
        judged=len(beir.qrels),
        failed=clock.failed,
        documents=len(beir.documents),
        metrics=retrieval_metrics(beir.qrels, {key: [name for name, _ in ranks] for key, ranks in rankings.items()}),
        latency_ms=latency(clock.milliseconds),
        rankings=rankings,
    )


def evaluate_cases(
    searcher: Searcher,
    cases: Sequence[Case],
    documents: Sequence[Document],
    limit: int = 100,
    progress: Progress | None = None,
) -> CasesReport:
    """Search every answerable case and see where its evidence documents stand.

    Args:
        searcher: the index that the cases are about.
        cases: the cases; unanswerable ones are counted, not searched.
        documents: the documents of the index, to match evidence with by source.
        limit: passages asked for.
        progress: called with (cases done, cases).
    """
    answerable = [case for case in cases if case.answerable]
    names = {item.document for case in answerable for group in case.groups for item in group}
    sources = {name: _sources_named(name, documents) for name in names}
    clock = _Clock(searcher, limit)
    rows: list[CaseRow] = []
    for done, case in enumerate(answerable, start=1):
        refused = clock.failed
        found = clock.search(case.question, case.history)
        rows.append(_case_row(case, found, sources, clock.failed > refused))
        if progress is not None:
            progress(done, len(answerable))
    return CasesReport(
        rows=tuple(rows),
        unanswerable=len(cases) - len(answerable),
        missing_documents=tuple(sorted(name for name in names if not sources[name])),
        latency_ms=latency(clock.milliseconds),
    )


def check_made_for(beir: BeirSet, documents: Iterable[Document]) -> None:
    """Make sure that an index holds documents of a set and nothing else.

    Raises:
        UsageError: foreign_index, naming a document that is not of the set.
    """
    for document in documents:
        if not document.source.startswith(_RECORD_PREFIX) or record_id(document) not in beir.documents:
            raise UsageError("foreign_index", path=beir.path, document=document.source)


def record_id(document: Document) -> str:
    """The `_id` of the corpus.jsonl record that a document was made from."""
    return document.source.removeprefix(_RECORD_PREFIX)


def latency_json(value: Latency | None) -> dict[str, float] | None:
    """Percentiles rounded to a hundredth of a millisecond, for machines."""
    return None if value is None else {"p50": round(value.p50, 2), "p95": round(value.p95, 2)}


class _Clock:
    """Searches, keeps the durations, and counts the questions refused."""

    def __init__(self, searcher: Searcher, limit: int) -> None:
        self._searcher = searcher
        self._limit = limit
        self._warm = False
        self.milliseconds: list[float] = []
        self.failed = 0

    def search(self, question: str, history: Sequence[Turn] = ()) -> Sequence[ScoredPassage]:
        try:
            if not self._warm:
                # The first question pays for loading the model, which is not what a latency tells.
                self._searcher.search(question, self._limit, history)
                self._warm = True
            start = time.perf_counter()
            found = self._searcher.search(question, self._limit, history)
        except AssistantError:
            self.failed += 1
            return ()
        self.milliseconds.append((time.perf_counter() - start) * 1000)
        return found


def _case_row(
    case: Case, found: Sequence[ScoredPassage], sources: Mapping[str, frozenset[str]], failed: bool
) -> CaseRow:
    groups = [frozenset[str]().union(*(sources[item.document] for item in group)) for group in case.groups]
    relevant = frozenset[str]().union(*groups)
    passages = [hit.document.source for hit in found]
    ranked = [source for source, _ in best_documents(((hit.document.source, hit.score) for hit in found), len(found))]
    return CaseRow(
        case=case,
        document_rank=first_rank(ranked, relevant),
        passage_rank=first_rank(passages, relevant),
        groups_at_10=share_covered(groups, ranked[:10]),
        failed=failed,
    )


def _sources_named(name: str, documents: Sequence[Document]) -> frozenset[str]:
    """Sources that a case means: the same path, or the same path below a folder above the one that was ingested.

    File names written on another system may spell é with a combining accent: both sides are composed first.
    """
    wanted = unicodedata.normalize("NFC", name)
    composed = {document.source: unicodedata.normalize("NFC", document.source) for document in documents}
    return frozenset(source for source, shown in composed.items() if shown == wanted or shown.endswith(f"/{wanted}"))


def _case_metrics(rows: Sequence[CaseRow]) -> dict[str, Any]:
    def within(ranks: Iterable[int | None], depth: int) -> float | None:
        return sum(rank is not None and rank <= depth for rank in ranks) / len(rows) if rows else None

    documents = [row.document_rank for row in rows]
    return {
        "judged": len(rows),
        "Success@5": within(documents, 5),
        "Success@10": within(documents, 10),
        "Success@5 passages": within((row.passage_rank for row in rows), 5),
        "groups@10": sum(row.groups_at_10 for row in rows) / len(rows) if rows else None,
    }
