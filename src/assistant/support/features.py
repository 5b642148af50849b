"""What the lexical judge looks at: how much of a claim its evidence holds, in how few places, in which order.

Words are compared as terms (`text.analysis`: no stop words, no inflection). A window is five consecutive sentences of
one evidence text: a claim whose words are all there, but scattered over texts that speak of different things, is what
most invented sentences look like. Of the features tried (see evals/fit_judge.py), these four are enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from assistant.support.facts import names_stated, numbers_held, numbers_stated
from assistant.text.analysis import analyse
from assistant.text.sentences import split_sentences
from assistant.types import Language

VERSION = "2"
"""Another whenever a feature or a verdict comes out otherwise, here, in `facts` or in `lexical`: it names judges."""
WINDOW = 5
Terms = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Features:
    """Shares between 0 and 1, of what a claim says: 1 means that the evidence holds all of it.

    Attributes:
        coverage: of its distinct terms, in the window that holds most of them.
        order: of its terms, those that stand in a window in the claim's order (ROUGE-L precision: the longest common
            subsequence over the claim's length; Lin 2004), in the window that keeps most of it.
        numbers: of its numbers, anywhere in the evidence; 1 where it states none.
        names: of its names, anywhere in the evidence; 1 where it states none.
    """

    coverage: float
    order: float
    numbers: float
    names: float

    def __iter__(self) -> Iterator[float]:
        yield from (self.coverage, self.order, self.numbers, self.names)


@dataclass(frozen=True, slots=True)
class Reading:
    """A claim held against its evidence: the features, and what the evidence lacks (as the claim spells it)."""

    features: Features
    missing_numbers: tuple[str, ...]
    missing_names: tuple[str, ...]


def read(claim: str, evidence: Sequence[str], language: Language) -> Reading | None:
    """Hold a claim against its evidence; None where the claim has no term to look for."""
    terms = analyse(claim, language)
    if not terms:
        return None
    windows = [window for text in evidence for window in _windows(text, language)]
    held = set[str]().union(*windows)
    wanted = set(terms)
    numbers = numbers_stated(claim)
    names = [(name, named) for name in names_stated(claim) if (named := set(analyse(name, language)))]
    missing_numbers = tuple(sorted(numbers.difference(*(numbers_held(text) for text in evidence))))
    missing_names = tuple(name for name, named in names if not named <= held)
    features = Features(
        coverage=max((len(wanted.intersection(window)) for window in windows), default=0) / len(wanted),
        order=longest_common(terms, windows) / len(terms),
        numbers=1.0 - len(missing_numbers) / len(numbers) if numbers else 1.0,
        names=1.0 - len(missing_names) / len(names) if names else 1.0,
    )
    return Reading(features, missing_numbers, missing_names)


@lru_cache(maxsize=8192)
def terms_by_sentence(text: str, language: Language) -> tuple[Terms, ...]:
    """The terms of each sentence of a text. Several claims are held against the same texts: the last are kept."""
    return tuple(tuple(analyse(text[start:end], language)) for start, end in split_sentences(text))


@lru_cache(maxsize=8192)
def _windows(text: str, language: Language) -> tuple[Terms, ...]:
    """The terms of each run of WINDOW sentences of a text; one of all its sentences where there are fewer."""
    sentences = terms_by_sentence(text, language)
    starts = range(max(1, len(sentences) - WINDOW + 1))
    return tuple(tuple(chain.from_iterable(sentences[start : start + WINDOW])) for start in starts)


def longest_common(terms: Sequence[str], windows: Iterable[Sequence[str]]) -> int:
    """The length of the longest common subsequence of some terms and a window, in the window that shares most.

    One bit a term, one step of integer arithmetic a word of the window (Hyyrö 2004), so that long texts cost little.
    """
    places: dict[str, int] = {}
    for place, term in enumerate(terms):
        places[term] = places.get(term, 0) | 1 << place
    everywhere = (1 << len(terms)) - 1
    best = 0
    for window in windows:
        shared = [places[term] for term in window if term in places]
        if len(shared) <= best:
            continue
        rest = everywhere
        for at in shared:
            met = rest & at
            rest = (rest + met | rest - met) & everywhere
        best = max(best, len(terms) - rest.bit_count())
    return best
