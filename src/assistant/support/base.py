"""The seam between the suite and what judges support: values in, values out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.types import Language


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim to judge and the texts that are to support it, in the order in which they are cited (none: nothing)."""

    claim: str
    evidence: tuple[str, ...]
    question: str = ""
    language: Language = "fr"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a judge says: a score between 0 and 1 and a verdict, both None where it could not judge; and the reason."""

    score: float | None
    supported: bool | None
    reason: str


class SupportJudge(Protocol):
    """Says whether evidence supports claims."""

    @property
    def name(self) -> str:
        """Short name: "lexical", "nli:FOLDER", "llm:MODEL"."""
        ...

    @property
    def fingerprint(self) -> str:
        """Hex digest of what decides its verdicts (weights, threshold, model, guidelines)."""
        ...

    def judge(self, statements: Sequence[Statement]) -> Sequence[Judgement]:
        """Judge statements, in their order. A statement without evidence is not supported."""
        ...
