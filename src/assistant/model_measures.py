"""Changing the model of an index, told in one report: for the command line and for the pages; what the search was worth
before and after, on questions whose answers are known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.bench.folder import BenchFolder
from assistant.errors import AssistantError, ModelError, UsageError
from assistant.evaluation.retrieval.measure import measure_legs
from assistant.evaluation.retrieval.summary import cases_summary
from assistant.evaluation.sets.anchors import Anchors
from assistant.evaluation.sets.case_checks import check_cases
from assistant.evaluation.sets.cases import Case, load_cases, read_case_file
from assistant.evaluation.sets.problems import Problem
from assistant.evaluation.sets.relevance import case_target

if TYPE_CHECKING:
    from assistant.model_change import ModelChange
    from assistant.service import Assistant

LEGS = ("vector", "fused")
"""What is measured: the search by sense alone, and with the words."""

LEAST_CASES = 20
"""Answerable cases from which a share of the vectors is learnt, and the group's own are taken (fewer tell chance)."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Compared:
    """Figures of each leg before (None: the model in use can't be loaded, `error` says why) and after.

    `problems` are the cases that do not match the index: they count as not found.
    """

    name: str
    before: dict[str, Any] | None
    after: dict[str, Any]
    problems: Sequence[Problem]
    error: ModelError | None

    def to_json(self) -> dict[str, Any]:
        """As the command line and the API tell it."""
        return {"set": self.name, "before": self.before, "after": self.after, "problems": len(self.problems)}


@dataclass(frozen=True, slots=True)
class CasesAsked:
    """Cases that a change is measured on, and their file; `tell`: what is wrong with them is told."""

    file: Path
    cases: Sequence[Case]
    tell: bool

    @property
    def answerable(self) -> list[Case]:
        """Those that can be judged."""
        return [case for case in self.cases if case.answerable]


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change did; `changed` is False where the model was in use already.

    `share` is the vectors' share that was learnt on the cases, where none was known for the model.
    """

    model: str
    before: str | None
    changed: bool
    passages: int
    embedded: int
    weight_known: bool
    share: float | None
    compared: Compared | None

    def to_json(self) -> dict[str, Any]:
        """As the command line and the API tell it."""
        return {
            "model": self.model,
            "before": self.before,
            "changed": self.changed,
            "passages": self.passages,
            "embedded": self.embedded,
            "weight_known": self.weight_known,
            "share": self.share,
            "measured": None if self.compared is None else self.compared.to_json(),
        }


def change_model(
    change: ModelChange,
    name: str | None,
    file: Path | None,
    embedding: Progress,
    switch: Callable[[], None],
    measuring: Callable[[], None] = lambda: None,
) -> Changed:
    """Change the model to the one named, or to the one before (None).

    Args:
        change: the index.
        name: as for `ModelChange.find`.
        file: cases that the search is measured on; None: the group's own ones of the test bench, where it has enough.
        embedding: told (passages embedded, passages to embed).
        switch: puts the model found into use, `ModelChange.switch` or its like.
        measuring: told that the passages are embedded, and the measuring begins.

    Raises:
        UsageError: bad_cases, nothing_to_judge, or as for `ModelChange.find` and `find_before`.
        ModelError: as for these, or the model fails.
        StoreError: the index can't be written.
    """
    left = change.in_use
    asked = _asked(change, name, file)
    model = change.find_before() if name is None else change.find(name)
    if left is not None and left.fingerprint == model.fingerprint:
        before = None if change.before is None else change.before.name
        return Changed(model.name, before, False, change.passages, 0, change.weight_is_known, None, None)
    embedded = change.embed(embedding)
    share, compared = None, None
    if asked is not None:
        measuring()
        if not change.weight_is_known and len(asked.answerable) >= LEAST_CASES:
            share = change.learn_share(lambda assistant: _gain(assistant, asked.cases))
        compared = compare(change, asked)
    done = Changed(
        model=model.name,
        before=None if left is None else left.name,
        changed=True,
        passages=change.passages,
        embedded=embedded,
        weight_known=change.weight_is_known,
        share=share,
        compared=compared,
    )
    switch()
    return done


def read_cases(file: Path) -> list[Case]:
    """The cases of a file, some of which can be judged.

    Raises:
        UsageError: bad_cases, or nothing_to_judge.
    """
    cases = list(load_cases(file))
    if not any(case.answerable for case in cases):
        raise UsageError("nothing_to_judge", questions=len(cases))
    return cases


def _asked(change: ModelChange, name: str | None, file: Path | None) -> CasesAsked | None:
    if file is not None:
        return CasesAsked(file, read_cases(file), tell=True)
    return None if name is None else own_cases(change)


def own_cases(change: ModelChange) -> CasesAsked | None:
    """The cases of the test bench that are asked of documents of this index: of the first file that has enough."""
    sources = change.sources
    for file in BenchFolder(change.settings.bench.folder).case_files():
        try:
            cases = [case for case in load_cases(file) if case.answerable and case.groups]
        except AssistantError:  # the bench tells what is wrong with its files
            continue
        cases = [case for case in cases if all(item.document in sources for group in case.groups for item in group)]
        if len(cases) >= LEAST_CASES:
            return CasesAsked(file, cases, tell=False)
    return None


def _gain(assistant: Assistant, cases: Sequence[Case]) -> float:
    """What the search is judged by when shares are tried: the mean nDCG@10 of the fusion."""
    return float(_figures(assistant, cases, ("fused",))["fused"]["nDCG@10"] or 0.0)


def compare(change: ModelChange, asked: CasesAsked) -> Compared:
    """Figures of the search with the model in use, and with the one that was found and embedded with."""
    before, error = None, None
    try:
        with change.with_model_in_use() as assistant:
            before = _figures(assistant, asked.cases)
    except ModelError as problem:
        error = problem
    with change.with_new_model() as assistant:
        problems = _problems(assistant, asked)
        after = _figures(assistant, asked.cases)
    return Compared(asked.file.name, before, after, problems, error)


def _problems(assistant: Assistant, asked: CasesAsked) -> Sequence[Problem]:
    return check_cases(asked.cases, Anchors(assistant), read_case_file(asked.file).lines) if asked.tell else ()


def _figures(assistant: Assistant, cases: Sequence[Case], measured: Sequence[str] = LEGS) -> dict[str, Any]:
    anchors = Anchors(assistant)
    answerable = [case for case in cases if case.answerable]
    targets = [case_target(case, anchors) for case in answerable]
    runs = measure_legs(assistant, targets, measured)
    legs: dict[str, Any] = cases_summary(runs, targets, len(cases) - len(answerable))["legs"]
    return legs
