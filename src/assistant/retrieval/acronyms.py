"""A question's acronyms and what they stand for, both ways, as the corpus itself explains them. Pure but for `lookup`.

"Que fait l'ANCT ?" also finds what only says "Agence nationale de la cohésion des territoires", and the reverse.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.retrieval.query import PAIR_WEIGHT
from assistant.text.acronyms import long_keys, short_key
from assistant.text.analysis import EXACT_MARK, analyse, indexed
from assistant.text.language import LANGUAGES
from assistant.types import Language, Query, QueryWord

STANDS_FOR_WEIGHT = 0.5  # of each term that an acronym of the question stands for
NAME_WEIGHT = 1.5  # of all the words together that have an acronym, and of the acronym
_LEAST_SHARE = 0.25  # of an acronym's explanations: rarer ones are of something else
_RUNS = range(8, 1, -1)  # words

Lookup = Callable[[Collection[str]], Sequence[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class _Addition:
    """What words of a question may also be called: its terms, and its exact form if it is one word."""

    places: range
    terms: tuple[str, ...]
    weight: float
    language: Language
    exact: str | None = None


def with_acronyms(query: Query, lookup: Lookup) -> Query:
    """The query with what its acronyms stand for, and with the acronyms of what it spells out.

    Args:
        query: an analysed question.
        lookup: explanations under keys (`ports.LexicalIndex.acronyms`).
    """
    shorts = {short_key(word.surface): place for place, word in enumerate(query.words) if _may_be_short(word)}
    runs = dict(_runs(query))
    found = lookup({*shorts, *runs}) if shorts or runs else ()
    if not found:
        return query
    return _with(query, [*_spelt_out(query, shorts, found), *_shortened(query, runs, found)])


def _may_be_short(word: QueryWord) -> bool:
    return word.surface.isalnum() and any(letter.isupper() for letter in word.surface)


def _runs(query: Query) -> Iterator[tuple[str, range]]:
    """Key of each run of words, and where it is; of the same words, the first."""
    terms = [word.terms[0] for word in query.words]
    for length in _RUNS:
        for start in range(len(terms) - length + 1):
            yield " ".join(terms[start : start + length]), range(start, start + length)


def _spelt_out(query: Query, shorts: dict[str, int], found: Sequence[tuple[str, str]]) -> Iterator[_Addition]:
    for key, place in shorts.items():
        meanings = Counter(long_keys(long) for short, long in found if short_key(short) == key)
        for keys, count in meanings.items():
            share = count / meanings.total()
            if share >= _LEAST_SHARE:
                for language, terms in zip(LANGUAGES, keys, strict=True):
                    weight = STANDS_FOR_WEIGHT * share
                    yield _Addition(range(place, place + 1), tuple(terms.split()), weight, language)


def _shortened(query: Query, runs: dict[str, range], found: Sequence[tuple[str, str]]) -> Iterator[_Addition]:
    for short, long in dict.fromkeys(found):
        for key in long_keys(long):
            if key in runs:
                for language in LANGUAGES:
                    terms = tuple(analyse(short, language))
                    yield _Addition(runs[key], terms, NAME_WEIGHT, language, short_key(short))


def _with(query: Query, additions: Sequence[_Addition]) -> Query:
    words = list(query.words)
    weights = dict(query.weighted_terms)
    pairs = {(first, second): weight for first, second, weight in query.weighted_pairs}
    for addition in additions:
        share = NAME_WEIGHT / len(addition.places)
        if addition.exact is not None and share < 1.0:
            _lessen(words, weights, addition.places, share, query.language)
        for place in addition.places if addition.terms else ():
            known = words[place].alternatives
            words[place] = replace(words[place], alternatives=tuple(dict.fromkeys((*known, addition.terms))))
        own = [indexed(term, addition.language) for term in addition.terms]
        for term in own:
            weights.setdefault(term, addition.weight)
        if addition.exact is not None:
            weights.setdefault(EXACT_MARK + addition.exact, addition.weight)
        for pair in pairwise(own):
            pairs.setdefault(pair, PAIR_WEIGHT)
    return replace(
        query,
        words=tuple(words),
        weighted_terms=tuple(weights.items()),
        weighted_pairs=tuple((*pair, weight) for pair, weight in pairs.items()),
    )


def _lessen(words: list[QueryWord], weights: dict[str, float], places: range, share: float, language: Language) -> None:
    """Have the words of one name count for it together, not each for itself."""
    for place in places:
        word = words[place]
        if word.share > share:
            words[place] = replace(word, share=share)
            own = indexed(word.terms[0], language)
            weights[own] = min(weights.get(own, share), share)
