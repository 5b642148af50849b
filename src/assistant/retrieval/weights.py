"""The vector leg's share in the fusion, as measured for an embedding model. Pure.

A weight belongs to a model, whatever it is called in the settings: it is keyed by the model's fingerprint. And it
depends on the question: where the best lexical passage covers little of it (reworded, or asked in another language),
the lexical order tells little, and the vector leg gets more. It depends on the pair of languages, too: where a question
meets passages of the other language its own words are hardly there, so that what they stand for is looked for, and only
in the passage's text, since all passages of a document share its title. English questions gain by it; for French ones
(fitted and looked at the same way) nothing was gained over the one rule. Measured by evals/performance/tune_fusion.py
and fit_pairs.py; the figures are in evals/README.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.retrieval.coverage import coverage, translated_coverage
from assistant.types import Document, Language, Passage, QueryWord, VectorWeight


@dataclass(frozen=True, slots=True)
class Ramp:
    """Coverage up to which the vector leg gets its greatest share, and from which on its least."""

    least: float
    enough: float


ENOUGH = 0.5
"""Coverage of the question by the best lexical passage from which on the vector leg gets its least share."""
OWN_WORDS = Ramp(0.0, ENOUGH)
TRANSLATED: Mapping[tuple[Language, Language], Ramp] = {("en", "fr"): Ramp(0.2, 0.6)}
"""By the language of the question and that of the passage: ramps over what its words stand for."""

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


def weight_at(weight: VectorWeight, covered: float, ramp: Ramp = OWN_WORDS) -> float:
    """The share for a question of which the best lexical passage covers so much (0 to 1): level, linear, level."""
    way = min(max((covered - ramp.least) / (ramp.enough - ramp.least), 0.0), 1.0)
    return weight.uncovered + (weight.covered - weight.uncovered) * way


def covered_by(
    words: Sequence[QueryWord],
    asked_in: Language,
    best: tuple[Passage, Document],
    frequency: Callable[[str], int],
    total: int,
) -> tuple[float, Ramp]:
    """How much of a question the best lexical passage covers, and the ramp that it is held against.

    Args:
        words: the question's words.
        asked_in: its language.
        best: the passage, and its document.
        frequency: number of passages that hold a term.
        total: number of passages.
    """
    passage, document = best
    ramp = TRANSLATED.get((asked_in, passage.language))
    if ramp is None:
        return coverage(words, passage, document, frequency, total), OWN_WORDS
    return translated_coverage(words, passage, frequency, total), ramp
