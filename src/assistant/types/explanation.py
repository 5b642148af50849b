"""How a search came to what it found, and why it did not find something else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from assistant.types.answers import LegScore
from assistant.types.documents import Language
from assistant.types.filters import Scope

TermOrigin = Literal["word", "other_language", "exact", "translation", "acronym", "other"]
WhyNot = Literal["shown", "outside_scope", "folded", "restated", "ranked_below", "not_a_candidate"]


@dataclass(frozen=True, slots=True)
class ExplainedTerm:
    """One term asked of the lexical index, as the index has it.

    `passages` counts those that hold it. `origin` tells how it comes from its word: its own stem, the stem that the
    other language makes of it, its exact form, a translation or (part of) what an acronym stands for. `of` is what was
    translated, where that is several words.
    """

    term: str
    weight: float
    passages: int
    origin: TermOrigin
    of: str = ""


@dataclass(frozen=True, slots=True)
class ExplainedWord:
    """One word of a question: what it is, in how many passages it stands, its share (0 to 1) of the question."""

    surface: str
    named: bool
    carried: bool
    passages: int
    share: float
    terms: tuple[ExplainedTerm, ...]


@dataclass(frozen=True, slots=True)
class ExplainedLeg:
    """One leg: its weight in the fusion, how many candidates it gave, and their best and lowest scores."""

    weight: float
    candidates: int
    best: float | None
    lowest: float | None


@dataclass(frozen=True, slots=True)
class ExplainedPassage:
    """One passage: where it stands, its score, rank and raw score by leg, and the part each leg has in the score.

    `parts` are what each leg and the second look at the best ones have in it; they add up to `score`, but for a passage
    that a reranker has scored. `found` and `missing` are the question's words, `covered` the share (0 to 1) of the
    question that the first ones make. `repeated` counts the passages that are folded into it.
    """

    rank: int
    passage_id: str
    source: str
    page: int | None
    score: float
    legs: Mapping[str, LegScore]
    parts: Mapping[str, float]
    found: tuple[str, ...]
    missing: tuple[str, ...]
    covered: float
    repeated: int = 0


@dataclass(frozen=True, slots=True)
class ExplainedAbsence:
    """Why a passage, or the best one of a document, is not among the results (or that it is).

    `legs` hold its raw score by leg, with its rank among the first `depth`, or rank 0 below these; a leg that gives it
    no score is not there. `rank` is the one it has among the results or all candidates, None where it is none of them.
    `ahead` are words of the question that the last result shown has and it lacks.
    """

    source: str
    passage_id: str | None
    page: int | None
    reason: WhyNot
    rank: int | None
    legs: Mapping[str, LegScore]
    depth: int
    found: tuple[str, ...]
    missing: tuple[str, ...]
    covered: float
    ahead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """One search, explained.

    `asked` is the question as it was put, `searched` what is searched for it (with the questions it leans on), `scope`
    the documents that it is put to (None: all), `documents` their number, `passages` that of the whole corpus.
    `phrases` stand in quotation marks in the question, each with the number of passages asked that hold it: these come
    first. `covered` is the share of the question, 0 to 1, that the best lexical passage covers: the weights of the legs
    follow from it. `pairs` are terms that weigh more where they stand side by side. `reranker` is "" where there is
    none. `timings_ms` are milliseconds by stage, with "total".
    """

    asked: str
    searched: str
    language: Language
    corrections: tuple[tuple[str, str], ...]
    words: tuple[ExplainedWord, ...]
    other_terms: tuple[ExplainedTerm, ...]
    pairs: tuple[tuple[str, str, float], ...]
    scope: Scope | None
    documents: int
    passages: int
    covered: float
    legs: Mapping[str, ExplainedLeg]
    results: tuple[ExplainedPassage, ...]
    reranker: str
    timings_ms: Mapping[str, float]
    absence: ExplainedAbsence | None = None
    phrases: tuple[tuple[str, int], ...] = ()
