"""The vector leg's share in the fusion, as measured for an embedding model. Pure.

A weight belongs to a model, whatever it is called in the settings: it is keyed by the model's fingerprint. And it
depends on the question: where the best lexical passage covers little of it (reworded, or asked in another language),
the lexical order tells little, and the vector leg gets more. Measured by evals/performance/tune_fusion.py; the figures
are in evals/README.md.
"""

from __future__ import annotations

from assistant.types import VectorWeight

ENOUGH = 0.5
"""Coverage of the question by the best lexical passage from which on the vector leg gets its least share."""

EMBEDDED_ENCODER = "bd45dd3151266f82871f27481ed70db99c01f7fc5689edd4fbe5586156178599"
"""Fingerprint of the encoder that comes with the program (training/), without prompts."""

MEASURED = {EMBEDDED_ENCODER: VectorWeight(covered=0.3, uncovered=0.55)}
UNMEASURED = VectorWeight(covered=0.3, uncovered=0.3)


def vector_weight(fingerprint: str, chosen: float | None = None) -> VectorWeight:
    """The weight in use: the one chosen in the settings, for every question, else what was measured for the model."""
    if chosen is not None:
        return VectorWeight(covered=chosen, uncovered=chosen)
    return MEASURED.get(fingerprint, UNMEASURED)


def weight_at(weight: VectorWeight, coverage: float) -> float:
    """The share for a question of which the best lexical passage covers so much (0 to 1): linear, then level."""
    return weight.uncovered + (weight.covered - weight.uncovered) * min(coverage / ENOUGH, 1.0)
