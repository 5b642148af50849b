"""The vector leg's share in the fusion, as measured for an embedding model. Pure.

A weight belongs to a model, whatever it is called in the settings: it is keyed by the model's fingerprint. And it
depends on the question: where the best lexical passage covers little of it (reworded, or asked in another language),
the lexical order tells little, and the vector leg gets more. Measured by evals/performance/tune_fusion.py; the figures
are in evals/README.md.
"""

from __future__ import annotations

from collections.abc import Mapping

from assistant.types import VectorWeight

ENOUGH = 0.5
"""Coverage of the question by the best lexical passage from which on the vector leg gets its least share."""

EMBEDDED_ENCODER = "723e650b5f698d63eeb5b04d911b780ec10d273b8841c575a363a06fa1bab8d9"
"""Fingerprint of the encoder that comes with the program (training/), without prompts."""

MEASURED = {EMBEDDED_ENCODER: VectorWeight(covered=0.35, uncovered=0.65)}
UNMEASURED = VectorWeight(covered=0.3, uncovered=0.3)
TRIED = tuple(step / 10 for step in range(10))
"""Shares that are tried on a group's own cases for a model that is in no table."""


def vector_weight(fingerprint: str, chosen: float | None = None, own: float | None = None) -> VectorWeight:
    """The weight in use: the one chosen in the settings, for every question, else what was measured for the model.

    `own` is what was measured on the group's own cases; it counts where the table does not have the model.
    """
    if chosen is not None:
        return VectorWeight(covered=chosen, uncovered=chosen)
    fallback = UNMEASURED if own is None else VectorWeight(covered=own, uncovered=own)
    return MEASURED.get(fingerprint, fallback)


def best_share(figures: Mapping[float, float]) -> float:
    """The share with the best figure; of equal ones, that nearest to the cautious one."""
    return max(figures, key=lambda share: (figures[share], -abs(share - UNMEASURED.covered)))


def weight_at(weight: VectorWeight, coverage: float) -> float:
    """The share for a question of which the best lexical passage covers so much (0 to 1): linear, then level."""
    return weight.uncovered + (weight.covered - weight.uncovered) * min(coverage / ENOUGH, 1.0)
