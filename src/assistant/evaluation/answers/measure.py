"""Answers, measured: every case is asked, each answer is scored, beside runs that show what the figures are worth.

- assistant: the product as a member meets it;
- oracle: the same answering, given the passages that hold the evidence: what is still wrong is not the search's fault;
- empty: the same answering, given nothing: it must abstain, or something is made up;
- copy-top-passage: the best passage copied out whole: what a figure gives to gaming.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, Protocol

from assistant.errors import AssistantError
from assistant.evaluation.answers.baselines import COPY_TOP_PASSAGE, copy_top_passage
from assistant.evaluation.answers.rows import Scorer, failed_row
from assistant.evaluation.reports.report import Row, Run
from assistant.evaluation.sets.cases import Case
from assistant.evaluation.sets.placing import Placed
from assistant.support.base import SupportJudge
from assistant.text.language import detect
from assistant.types import Answer, Document, Language, Page, Passage, ScoredPassage, Turn

ASSISTANT, ORACLE, EMPTY = "assistant", "oracle", "empty"
ANSWER_RUNS = (ASSISTANT, ORACLE, EMPTY, COPY_TOP_PASSAGE)
SHOWN = 5  # passages kept in a row's detail
_DEEP = 200  # passages searched for the scores of the oracle's evidence
Progress = Callable[[int, int], None]


class Answerer(Protocol):
    """What is measured: `assistant.service.Assistant`."""

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """Answer a question."""
        ...

    def answer_from(self, question: str, passages: Sequence[ScoredPassage], history: Sequence[Turn] = ()) -> Answer:
        """Answer a question from these passages alone."""
        ...

    def search(self, question: str, limit: int = 10, history: Sequence[Turn] = ()) -> Sequence[ScoredPassage]:
        """The best passages for a question, best first."""
        ...

    def documents(self) -> Sequence[Document]:
        """The catalogue."""
        ...

    def page(self, document_id: str, number: int) -> Page | None:
        """One page of a document."""
        ...

    def document_passages(self, document_id: str) -> Sequence[Passage]:
        """The passages of a document, in order."""
        ...


class AnswerEvaluation:
    """Asks and scores. Documents, pages and passages are read once and kept."""

    def __init__(self, answerer: Answerer, judge: SupportJudge) -> None:
        self._answerer = answerer
        self._judge = judge
        self._by_document: dict[str, dict[str, Passage]] = {}
        self.answers: list[tuple[str, Answer]] = []  # of the run of the assistant, by case id

    def run(self, name: str, placed: Sequence[Placed], progress: Progress | None = None) -> Run:
        """One run over the cases; the oracle's leaves out the cases whose evidence is not in the index.

        A question that ends in an error is a row that says so.
        """
        rows: list[Row] = []
        for done, each in enumerate(placed, start=1):
            if name != ORACLE or each.passages:
                rows.append(self._row(name, each))
            if progress is not None:
                progress(done, len(placed))
        return Run(name, tuple(rows))

    def _row(self, name: str, placed: Placed) -> Row:
        try:
            answer, found = self._answer(name, placed)
        except AssistantError as error:
            said = error.render(_language(placed.case))
            return failed_row(placed.case, f"{said.reason} {said.hint}".strip(), placed.reference)
        if name == ASSISTANT:
            self.answers.append((placed.case.id, answer))
        return self._scorer.row(placed.case, answer, placed.reference, found_detail(found))

    def _answer(self, name: str, placed: Placed) -> tuple[Answer, Sequence[ScoredPassage]]:
        case = placed.case
        if name == EMPTY:
            return self._answerer.answer_from(case.question, (), case.history), ()
        if name == ORACLE:
            evidence = self._evidence(placed)
            return self._answerer.answer_from(case.question, evidence, case.history), evidence
        found = self._answerer.search(case.question, SHOWN, case.history)
        if name == COPY_TOP_PASSAGE:
            return copy_top_passage(case.question, _language(case), found, len(self._documents)), found
        return self._answerer.ask(case.question, case.history), found

    def _evidence(self, placed: Placed) -> list[ScoredPassage]:
        """The passages that hold the evidence, with the scores that the search gives them (0 where it gives none)."""
        case = placed.case
        found = {}
        for hit in self._answerer.search(case.question, _DEEP, case.history):
            found[hit.passage.id] = hit
            for copy in hit.duplicates:
                found[copy.passage.id] = replace(hit, passage=copy.passage, document=copy.document, duplicates=())
        scored = [
            found.get(passage.id) or ScoredPassage(passage, self._documents[passage.document_id], 0.0)
            for passage in placed.passages
        ]
        return sorted(scored, key=lambda hit: -hit.score)

    @cached_property
    def _documents(self) -> Mapping[str, Document]:
        return {document.id: document for document in self._answerer.documents()}

    @cached_property
    def _scorer(self) -> Scorer:
        return Scorer(self._documents, self._answerer.page, self._passage, self._judge)

    def _passage(self, document_id: str, passage_id: str) -> Passage | None:
        if document_id not in self._by_document:
            passages = self._answerer.document_passages(document_id)
            self._by_document[document_id] = {passage.id: passage for passage in passages}
        return self._by_document[document_id].get(passage_id)


def _language(case: Case) -> Language:
    """The language to answer a question in."""
    return case.language or detect(case.question)


def found_detail(found: Sequence[ScoredPassage]) -> list[dict[str, Any]]:
    """What was retrieved, for a person who reads the report."""
    return [
        {
            "rank": rank,
            "source": hit.document.source,
            "page": hit.passage.page_start if hit.document.paged else None,
            "text": hit.passage.text,
        }
        for rank, hit in enumerate(found[:SHOWN], start=1)
    ]


def invariants(runs: Sequence[Run]) -> list[tuple[str, bool, str]]:
    """What must hold whatever the figures: (name, holds, detail). A run that was not made breaks nothing.

    Every quote verbatim at its place, every locator right, no dangling citation, and no answer from nothing.
    """
    rows = {run.name: run.rows for run in runs}
    checks: list[tuple[str, bool, str]] = []
    product = [row for name in (ASSISTANT, ORACLE, EMPTY) for row in rows.get(name, ())]
    for name, wanted in (("quote_fidelity", 1.0), ("locators", 1.0), ("dangling", 0.0)):
        broken = [row.id for row in product if row.values.get(name) not in (None, wanted)]
        checks.append((name, not broken, ", ".join(broken)))
    answered = [row.id for row in rows.get(EMPTY, ()) if row.values.get("answered") != 0.0 or row.values.get("failed")]
    checks.append(("abstention_on_empty", not answered, ", ".join(answered)))
    return checks


def counts(run: Run) -> dict[str, int]:
    """What the shares of a run do not say: statements, those with nothing to judge, those not judged, errors."""
    totals: defaultdict[str, float] = defaultdict(float)
    for row in run.rows:
        for name in ("statements", "nothing_to_judge", "not_judged", "failed", "answered"):
            totals[name] += row.values.get(name) or 0.0
    return {"questions": len(run.rows), **{name: int(total) for name, total in totals.items()}}
