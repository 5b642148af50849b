"""Settings of the search that somebody tries for themselves: they change nothing for anybody else."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trial:
    """What is tried; None leaves a setting as it is.

    `vector_weight` is the vector leg's share (0 to 1), for every question; `candidates` are passages asked of each leg,
    `evidence` those that an answer is made from at most; `rerank` False leaves out the reranker of the settings.
    """

    vector_weight: float | None = None
    candidates: int | None = None
    evidence: int | None = None
    rerank: bool = True

    @property
    def changes(self) -> bool:
        """Whether anything is other than usual."""
        return self != Trial()
