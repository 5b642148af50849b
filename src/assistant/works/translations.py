"""Which documents are each other's translation, French and English, by their passages' vectors and numbers. Pure.

A translation says the same in the same order: passages are each other's nearest, and those of one follow each other as
those of the other do, whether or not it has an end or a cover that the other lacks. Two reports of a series do so as
well, from one year to the next, but not with the same numbers.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.ports import Matrix, Vector
from assistant.types import Language

_NEAR = 0.75  # cosine of the mean vectors, from which two documents are compared
_MOST = 3  # documents of the other language that each is compared with
_BLOCK = 1000  # documents compared at once
_LEAST_PASSAGES = 2
_FEW_PASSAGES = 4  # tell an order by themselves; fewer need numbers that are the same
_LENGTHS = 0.5  # characters of the shorter document over those of the longer one
_MATCHED = 0.6  # of the shorter document's passages
_ALIKE = 0.7  # mean cosine of the shorter document's passages with what is nearest to them
_SAME_NUMBERS = 0.6  # of the numbers of the text that has fewer
_SAME_OF_SHORT = 0.8  # the same, of a text of few passages
_FEW_NUMBERS = 4  # say nothing


@dataclass(frozen=True, slots=True)
class Outline:
    """What is compared of every document: its language, its length, and the mean of its passages' vectors."""

    language: Language
    passages: int
    characters: int
    centre: Vector


def translation_candidates(outlines: Mapping[str, Outline], changed: Collection[str]) -> list[tuple[str, str]]:
    """Pairs of ids, in ascending order, of documents of two languages that are about the same, with one of the changed.

    Args:
        outlines: of all documents, by id.
        changed: ids of those that are new or have another text than before.
    """
    enough = [each for each in sorted(outlines) if outlines[each].passages >= _LEAST_PASSAGES]
    found: dict[tuple[str, str], None] = {}
    for language in ("fr", "en"):
        own = [each for each in enough if each in changed and outlines[each].language == language]
        others = [each for each in enough if outlines[each].language != language]
        for one, other in _nearest(own, others, outlines):
            shorter, longer = sorted((outlines[one].characters, outlines[other].characters))
            if shorter >= _LENGTHS * longer:
                found[min(one, other), max(one, other)] = None
    return list(found)


def _nearest(own: Sequence[str], others: Sequence[str], outlines: Mapping[str, Outline]) -> Iterator[tuple[str, str]]:
    import numpy as np

    if not own or not others:
        return
    there = _unit(np.stack([outlines[each].centre for each in others]))
    for start in range(0, len(own), _BLOCK):
        block = own[start : start + _BLOCK]
        near = _unit(np.stack([outlines[each].centre for each in block])) @ there.T
        for row, one in enumerate(block):
            best = np.argsort(-near[row])[:_MOST]
            yield from ((one, others[place]) for place in best if near[row, place] >= _NEAR)


def _unit(vectors: Matrix) -> Matrix:
    import numpy as np

    unit: Matrix = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return unit


def are_translations(first: Matrix, second: Matrix, words: Sequence[str], other_words: Sequence[str]) -> bool:
    """Whether two documents of two languages say the same, in the same order, with the same numbers.

    Args:
        first: unit vectors of the passages of one, in order: shape (passages, dimension).
        second: the same of the other.
        words: the folded words of the one.
        other_words: the same of the other.
    """
    import numpy as np

    near = first @ second.T if len(first) <= len(second) else second @ first.T
    there = near.argmax(axis=1)
    mutual = near.argmax(axis=0)[there] == np.arange(len(near))
    if _in_order(there[mutual].tolist()) < _MATCHED * len(near) or near.max(axis=1).mean() < _ALIKE:
        return False
    same, numbers = _same_numbers(words, other_words)
    if len(near) < _FEW_PASSAGES:
        return numbers >= _FEW_NUMBERS and same >= _SAME_OF_SHORT * numbers
    return numbers < _FEW_NUMBERS or same >= _SAME_NUMBERS * numbers


def _in_order(places: Iterable[int]) -> int:
    """How many places follow each other, at most: the length of the longest part of them that grows."""
    ends: list[int] = []  # the least last place of those that are so long
    for place in places:
        longer = bisect_left(ends, place)
        ends[longer : longer + 1] = [place]
    return len(ends)


def _same_numbers(words: Sequence[str], other_words: Sequence[str]) -> tuple[int, int]:
    """How many numbers two texts share, and how many the one has that has fewer."""
    ours, theirs = ({word for word in each if word.isdigit() and len(word) > 1} for each in (words, other_words))
    return len(ours & theirs), min(len(ours), len(theirs))
