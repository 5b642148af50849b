"""Convex fusion of retrieval legs on standardised scores. Pure.

Each leg's scores are standardised (mean 0, deviation 1) over the candidates of all legs, so that legs of different
scales can be mixed. A candidate that the lexical leg did not return holds none of the question's words and has its
score, 0; one that the vector leg did not return gets the lowest score the leg gave. Convex combination of normalised
scores rather than reciprocal ranks: Bruch, Gai and Ingber, "An analysis of fusion functions for hybrid retrieval", ACM
TOIS 2023; here equal-weight reciprocal ranks lost to the lexical leg alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.types import Hit, LegScore

LEXICAL = "lexical"
VECTOR = "vector"
FLOORS = {LEXICAL: 0.0}  # score of a passage that the leg did not return; else the lowest that it did


@dataclass(frozen=True, slots=True)
class FusedHit:
    """A passage with its fused score and what each leg said of it."""

    passage_id: str
    score: float
    legs: Mapping[str, LegScore]


def standardise(scores: Sequence[float]) -> list[float]:
    """Scores less their mean, over their deviation; zeros where they are all equal."""
    if not scores:
        return []
    mean = math.fsum(scores) / len(scores)
    deviation = math.sqrt(math.fsum([(score - mean) ** 2 for score in scores]) / len(scores))
    return [(score - mean) / deviation for score in scores] if deviation > 0 else [0.0] * len(scores)


def fuse(legs: Mapping[str, Sequence[Hit]], weights: Mapping[str, float]) -> list[FusedHit]:
    """The mix of some legs (see `each_fused`), whole."""
    return list(each_fused(legs, weights))


def each_fused(legs: Mapping[str, Sequence[Hit]], weights: Mapping[str, float]) -> Iterator[FusedHit]:
    """Mix legs, best first: of the many that are mixed, few are looked at.

    Args:
        legs: hits by leg name, best first in each.
        weights: share of each leg; a leg with weight 0, or with no hit, changes nothing and adds no candidate.

    Yields:
        One FusedHit a passage; equal scores are ordered by passage id, so that runs are repeatable.
    """
    used = {name: hits for name, hits in legs.items() if hits and weights.get(name, 0.0) > 0}
    said = {
        name: {hit.passage_id: (rank, hit.score) for rank, hit in enumerate(hits, 1)} for name, hits in legs.items()
    }
    candidates = sorted({hit.passage_id for hits in used.values() for hit in hits})
    totals = [0.0] * len(candidates)
    for name, hits in used.items():
        given, weight = said[name], weights[name]
        absent = (0, FLOORS.get(name, min(hit.score for hit in hits)))
        standard = standardise([given.get(passage_id, absent)[1] for passage_id in candidates])
        totals = [total + weight * score for total, score in zip(totals, standard, strict=True)]
    for place in sorted(range(len(candidates)), key=[-total for total in totals].__getitem__):
        passage_id = candidates[place]
        found = {name: LegScore(*scores[passage_id]) for name, scores in said.items() if passage_id in scores}
        yield FusedHit(passage_id, totals[place], found)
