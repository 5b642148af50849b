"""Retrieval, measured: every question is searched on each leg, and what was found is compared with what is right."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from assistant.errors import AssistantError, UsageError
from assistant.evaluation.reports.report import Row, Run
from assistant.evaluation.retrieval.metrics import (
    RETRIEVAL_METRICS,
    Latency,
    Ranking,
    best_documents,
    first_rank,
    latency,
    retrieval_values,
    share_covered,
)
from assistant.evaluation.sets.beir import SOURCE_PREFIX, BeirSet
from assistant.evaluation.sets.relevance import Target
from assistant.types import Document, ScoredPassage, Turn

FUSED = "fused"
PASSAGES = " passages"
"""What the name of a metric ends in where passages are ranked, not documents."""
GROUPS = "groups@10"
"""Share of a case's pieces of evidence of which a document is among the first ten."""
GROUPS_IN_PASSAGES = f"{GROUPS}{PASSAGES}"
"""The same, of which a document has one of the first ten passages."""
SHOWN = "shown"
"""What people see, measured like a leg where it is asked for: the last leg with copies folded into one and several
documents where a question asks for several."""
DEPTH = 100  # passages asked for
_FIRST = 10  # passages that groups are looked for in, and that people are shown
_SHOWN = 5  # passages kept in the detail of a row
_SHOWN_CHARACTERS = 240
Progress = Callable[[int, int], None]


class Searcher(Protocol):
    """What is measured: the search of `assistant.service.Assistant`."""

    @property
    def legs(self) -> Sequence[str]:
        """What can be searched by name: each leg by itself, their fusion, and what is made of it."""
        ...

    def search(
        self, question: str, limit: int = 10, history: Sequence[Turn] = (), leg: str | None = None
    ) -> Sequence[ScoredPassage]:
        """The best passages for a question, best first, on one of the legs."""
        ...


@dataclass(frozen=True, slots=True)
class LegRun:
    """What one leg gave: its rows, its durations and, by question, its ranking of documents (by source)."""

    run: Run
    latency_ms: Latency | None
    rankings: Mapping[str, Ranking]

    @property
    def name(self) -> str:
        """The leg."""
        return self.run.name

    @property
    def failed(self) -> int:
        """Questions that the search refused; the judged ones count 0."""
        return sum("error" in row.detail for row in self.run.rows)


@dataclass
class _Found:
    """What a leg found so far, and how long each search took."""

    hits: dict[str, Sequence[ScoredPassage]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    milliseconds: list[float] = field(default_factory=list)
    warm: bool = False


def measure_legs(
    searcher: Searcher,
    targets: Sequence[Target],
    legs: Sequence[str] | None = None,
    limit: int = DEPTH,
    progress: Progress | None = None,
) -> tuple[LegRun, ...]:
    """Search every question on each leg and compare what was found with what is right.

    A document is scored by its best passage. A question that a leg refuses is a row with nothing found. Each leg's
    search is timed by itself, whole (analysis and embedding of the question included), after one that is not counted.

    Args:
        searcher: the index.
        targets: the questions with what is right for them; one that has nothing right is searched, not judged.
        legs: those measured, `SHOWN` possibly among them; None: all that the searcher has.
        limit: passages asked for, and documents ranked at most; of `SHOWN` ten passages, as people ask.
        progress: called with (questions done, questions).

    Raises:
        UsageError: unknown_leg; nothing_to_judge: nothing is right for any question.
    """
    names = check_legs(searcher.legs, legs)
    check_judged(targets)
    found = {name: _Found() for name in names}
    for done, target in enumerate(targets, start=1):
        for name in names:
            _search(searcher, target, name, limit, found[name])
        if progress is not None:
            progress(done, len(targets))
    return tuple(_leg_run(name, targets, each, limit) for name, each in found.items())


def check_legs(available: Sequence[str], legs: Sequence[str] | None) -> tuple[str, ...]:
    """The legs to measure, each once: those asked for, or all that there are.

    Raises:
        UsageError: unknown_leg.
    """
    for leg in legs or ():
        if leg not in (*available, SHOWN):
            raise UsageError("unknown_leg", leg=leg, legs=", ".join((*available, SHOWN)))
    return tuple(dict.fromkeys(legs or available))


def check_judged(targets: Sequence[Target]) -> None:
    """Make sure that a question at least has something right.

    Raises:
        UsageError: nothing_to_judge.
    """
    if not any(target.judged for target in targets):
        raise UsageError("nothing_to_judge", questions=len(targets))


def check_made_for(beir: BeirSet, documents: Iterable[Document]) -> None:
    """Make sure that an index holds documents of a set and nothing else.

    Raises:
        UsageError: foreign_index, naming a document that is not of the set.
    """
    for document in documents:
        if not document.source.startswith(SOURCE_PREFIX) or record_id(document) not in beir.documents:
            raise UsageError("foreign_index", path=beir.path, document=document.source)


def record_id(document: Document) -> str:
    """The `_id` of the corpus.jsonl record that a document was made from."""
    return document.source.removeprefix(SOURCE_PREFIX)


def latency_json(value: Latency | None) -> dict[str, float] | None:
    """Percentiles rounded to a hundredth of a millisecond, for machines."""
    return None if value is None else {"p50": round(value.p50, 2), "p95": round(value.p95, 2)}


def _search(searcher: Searcher, target: Target, leg: str, limit: int, found: _Found) -> None:
    case = target.case
    limit, by_name = (_FIRST, None) if leg == SHOWN else (limit, leg)
    try:
        if not found.warm:
            # The first question pays for loading the model, which is not what a latency tells.
            searcher.search(case.question, limit, case.history, by_name)
            found.warm = True
        start = time.perf_counter()
        hits = searcher.search(case.question, limit, case.history, by_name)
    except AssistantError as error:
        found.errors[case.id] = error.code
        found.hits[case.id] = ()
        return
    found.milliseconds.append((time.perf_counter() - start) * 1000)
    found.hits[case.id] = hits


def _leg_run(leg: str, targets: Sequence[Target], found: _Found, limit: int) -> LegRun:
    ranked = {target.case.id: _ranked(found.hits[target.case.id], leg) for target in targets}
    rankings = {key: best_documents(each, limit) for key, each in ranked.items()}
    values = _values(targets, found, rankings)
    rows = tuple(
        _row(target, values[target.case.id], found.hits[target.case.id], rankings[target.case.id], found.errors)
        for target in targets
    )
    return LegRun(Run(leg, rows), latency(found.milliseconds), rankings)


def _ranked(hits: Sequence[ScoredPassage], leg: str) -> list[tuple[str, float]]:
    """Documents of passages with scores; what people see is in an order that is not that of its scores."""
    if leg == SHOWN:
        return [(hit.document.source, -float(rank)) for rank, hit in enumerate(hits)]
    return [(hit.document.source, hit.score) for hit in hits]


def _values(
    targets: Sequence[Target], found: _Found, rankings: Mapping[str, Ranking]
) -> dict[str, dict[str, float | None]]:
    """Values by question: documents, and passages where places are known; None where nothing is right."""
    sources = {key: [source for source, _ in ranking] for key, ranking in rankings.items()}
    passages = {key: [hit.passage.id for hit in hits] for key, hits in found.hits.items()}
    nothing: dict[str, float | None] = dict.fromkeys(RETRIEVAL_METRICS)
    values: dict[str, dict[str, float | None]] = {}
    for least in {target.least for target in targets}:
        some = {target.case.id: target for target in targets if target.least == least}
        of_documents = retrieval_values({key: each.documents for key, each in some.items()}, sources, least)
        places = {key: each.passages for key, each in some.items() if each.passages is not None}
        of_passages = retrieval_values(places, passages, least)
        for key, target in some.items():
            at_passages = of_passages.get(key, nothing)
            first = [hit.document.source for hit in found.hits[key][:_FIRST]]
            values[key] = {
                **of_documents.get(key, nothing),
                **{f"{name}{PASSAGES}": value for name, value in at_passages.items()},
                GROUPS: share_covered(target.groups, sources[key][:_FIRST]) if target.groups else None,
                GROUPS_IN_PASSAGES: share_covered(target.groups, first) if target.groups else None,
            }
    return values


def _row(
    target: Target,
    values: Mapping[str, float | None],
    hits: Sequence[ScoredPassage],
    ranking: Ranking,
    errors: Mapping[str, str],
) -> Row:
    case = target.case
    relevant = frozenset(source for source, grade in target.documents.items() if grade >= target.least)
    places = {key for key, grade in (target.passages or {}).items() if grade >= target.least}
    detail: dict[str, Any] = {
        "document_rank": first_rank([source for source, _ in ranking], relevant),
        "passage_rank": first_rank([hit.passage.id for hit in hits], frozenset(places)),
    }
    if case.id in errors:
        detail["error"] = errors[case.id]
    gains = (values["nDCG@10"], values[f"nDCG@10{PASSAGES}"])
    if any(gain is not None and gain < 1 for gain in gains):  # what went well needs no look, and a report of it no room
        detail["reference"] = case.answer or "; ".join(case.answers)
        detail["found"] = [_shown(rank, hit, target) for rank, hit in enumerate(hits[:_SHOWN], start=1)]
    return Row(case.id, case.kind, case.question, dict(values), detail)


def _shown(rank: int, hit: ScoredPassage, target: Target) -> dict[str, Any]:
    """A passage found, for people; relevant where the passage is, or its document where places are not known."""
    grades, key = (target.documents, hit.document.source)
    if target.passages is not None:
        grades, key = target.passages, hit.passage.id
    text = " ".join(hit.passage.text.split())
    return {
        "rank": rank,
        "source": hit.document.source,
        "page": hit.passage.page_start if hit.document.paged else None,
        "text": text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS] + "…",
        "relevant": grades.get(key, 0) >= target.least,
    }
