"""What was found in another order: by date, or by other scores. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import TypeVar

from assistant.types import Document, ScoredPassage

ENOUGH_TO_TELL = 15
"""Passages found, of which the last ones are weak."""
_WEAK = 0.25  # of the way from the weakest score to the best one
_Item = TypeVar("_Item")


def recent_first(items: Iterable[_Item], document_of: Callable[[_Item], Document]) -> list[_Item]:
    """Items by the date of their documents, the latest first, those without a date last, else in their order."""
    return sorted(items, key=lambda item: document_of(item).date or "", reverse=True)


def best_recent_first(found: Sequence[ScoredPassage], limit: int) -> list[ScoredPassage]:
    """The `limit` best passages, of which those that are near the best one come first, by date.

    A recent passage that is only among those found because there are few better ones is no answer for being recent: it
    stays below. What is weak is told from the last of many; of few, all are taken to be near.

    Args:
        found: passages by score, best first, as many as `ENOUGH_TO_TELL` or more where there are so many.
        limit: most passages returned.
    """
    shown = found[:limit]
    if len(found) < ENOUGH_TO_TELL:
        return recent_first(shown, lambda each: each.document)
    best, weakest = max(each.score for each in found), min(each.score for each in found)
    bound = weakest + _WEAK * (best - weakest)
    near = [each for each in shown if each.score >= bound]
    return [*recent_first(near, lambda each: each.document), *(each for each in shown if each.score < bound)]


def reordered(
    head: Sequence[ScoredPassage], scores: Iterable[float], rest: Iterable[ScoredPassage]
) -> Iterator[ScoredPassage]:
    """The best passages by other scores, then the rest in their order; scores go on falling.

    The two kinds of scores are on scales of their own: the rest are put below by their distances.

    Args:
        head: the passages to order, at least one, best first by their own scores.
        scores: the other scores, one each.
        rest: what comes after them.
    """
    rescored = [replace(each, score=score) for each, score in zip(head, scores, strict=True)]
    best = sorted(rescored, key=lambda each: (-each.score, each.passage.id))
    shift = best[-1].score - head[-1].score
    return chain(best, (replace(each, score=each.score + shift) for each in rest))
