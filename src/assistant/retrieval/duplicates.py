"""Passages of nearly the same text, folded into the best ranked of them. Pure.

A group's documents quote, forward and republish each other: the same paragraph in four of them is one piece of
evidence, not four. A text with a word or a number of its own, or another negation, says something else, however alike
it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, reduce
from operator import or_

from assistant.text.normalise import fold
from assistant.text.stopwords import ENGLISH_STOP_WORDS, FRENCH_STOP_WORDS
from assistant.text.wordsets import word_set
from assistant.types import Duplicate, ScoredPassage

_RUN = 5  # words compared together
_ALIKE = 0.8  # shared runs over all runs of both texts (Jaccard)
_CONTAINED = 0.9  # shared runs over those of the text that is folded away
_WORD = re.compile(r"\w+")
_PIECES_KEPT = 100_000  # words as they are written
_BITS = 509  # of a sketch: texts that say different things have one apart but by a rare chance
_GRAMMAR = frozenset(map(fold, FRENCH_STOP_WORDS | ENGLISH_STOP_WORDS))
_NEGATIONS = word_set("pas non ne n aucun aucune jamais sans not no never without t")


@dataclass(frozen=True)
class _Wording:
    """A text's words, and those that carry its meaning; the rest is wanted only where these are another text's too."""

    words: tuple[str, ...]
    meaning: frozenset[str]

    @cached_property
    def runs(self) -> frozenset[int]:
        """Hashes of the runs of words."""
        return frozenset(map(hash, zip(*(self.words[start:] for start in range(_RUN)), strict=False)))

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        """Words with a digit, in order."""
        return tuple(word for word in self.words if any(character.isdigit() for character in word))

    @cached_property
    def negations(self) -> int:
        """How many words say no."""
        return sum(word in _NEGATIONS for word in self.words)


def fold_duplicates(found: Iterable[ScoredPassage], limit: int) -> list[ScoredPassage]:
    """The first `limit` passages that say something new, each with those that only repeat it.

    No more of `found` is taken than it needs.
    """
    kept: list[ScoredPassage] = []
    sketches: list[int] = []
    if limit < 1:
        return kept
    for each in found:
        text, sketch = each.passage.text, _sketch(each.passage.text)
        # Its sketch tells at once of most texts that they have a word of their own.
        alike = (place for place, known in enumerate(sketches) if not sketch & ~known)
        place = next((place for place in alike if _repeats(text, kept[place].passage.text)), None)
        if place is not None:
            copies = (*kept[place].duplicates, Duplicate(each.passage, each.document), *each.duplicates)
            kept[place] = replace(kept[place], duplicates=copies)
            continue
        kept.append(each)
        sketches.append(sketch)
        if len(kept) == limit:
            break
    return kept


class _Bits(dict[str, int]):
    """A bit for each word that carries meaning in a piece of text between two spaces."""

    def __missing__(self, piece: str) -> int:
        bits = 0
        plain = piece.isascii() and piece.isalpha()
        for word in (piece.lower(),) if plain else _WORD.findall(fold(piece)):
            if word not in _GRAMMAR:
                bits |= 1 << hash(word) % _BITS
        if len(self) >= _PIECES_KEPT:
            self.clear()
        self[piece] = bits
        return bits


_BITS_OF = _Bits()


def _sketch(text: str) -> int:
    """A bit for each of a text's words that carry meaning: what repeats another text has none that this one lacks."""
    return reduce(or_, map(_BITS_OF.__getitem__, text.split()), 0)


@lru_cache(maxsize=256)
def _wording(text: str) -> _Wording:
    words = _words(text)
    return _Wording(words, _meaning(words))


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(text)))


def _meaning(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(words) - _GRAMMAR


def _repeats(text: str, known: str) -> bool:
    """Whether a text says nothing that a known one does not."""
    return _has_nothing_new(_wording(text), _wording(known))


def _has_nothing_new(text: _Wording, known: _Wording) -> bool:
    """Whether a text has no word of its own, but for grammar's."""
    if text.words == known.words:
        return True
    if not text.meaning <= known.meaning or not text.runs or len(text.runs) > len(known.runs) / _ALIKE:
        return False
    if not _in_order(text.numbers, known.numbers):
        return False
    shared = len(text.runs & known.runs)
    if shared >= _CONTAINED * len(text.runs):
        return text.negations <= known.negations
    return shared >= _ALIKE * len(text.runs | known.runs) and text.negations == known.negations


def _in_order(numbers: tuple[str, ...], known: tuple[str, ...]) -> bool:
    """Whether numbers all stand among the known ones, in their order."""
    rest = iter(known)
    return all(number in rest for number in numbers)
