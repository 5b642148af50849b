"""What was found in another order: by date, or by other scores. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import TypeVar

from assistant.types import Document, ScoredPassage

_Item = TypeVar("_Item")


def recent_first(items: Iterable[_Item], document_of: Callable[[_Item], Document]) -> list[_Item]:
    """Items by the date of their documents, the latest first, those without a date last, else in their order."""
    return sorted(items, key=lambda item: document_of(item).date or "", reverse=True)


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
