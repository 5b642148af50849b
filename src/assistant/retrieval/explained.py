"""What a question's terms come from, and what each leg has in a fused score. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from assistant.retrieval.fusion import FLOORS, standardise
from assistant.retrieval.query import each_translation
from assistant.text.analysis import EXACT_MARK, every_indexed, indexed, query_weights
from assistant.types import ExplainedTerm, ExplainedWord, Hit, Language, Query, QueryWord, TermOrigin

Frequency = Callable[[str], int]
_Origin = tuple[int, TermOrigin, str]  # place of a word, how a term comes from it, and what was translated


def explained_words(
    query: Query, weights: Sequence[float], frequency: Frequency
) -> tuple[tuple[ExplainedWord, ...], tuple[ExplainedTerm, ...]]:
    """The words of a question with the terms searched for each, and the terms that come from none of them.

    Args:
        query: an analysed question.
        weights: of its words, by rarity.
        frequency: number of passages that hold a term.
    """
    origins = _origins(query)
    of_word: list[list[ExplainedTerm]] = [[] for _ in query.words]
    others: list[ExplainedTerm] = []
    for term, weight in query.weighted_terms:
        place, origin, of = origins.get(term, (-1, "other", ""))
        explained = ExplainedTerm(term, weight, frequency(term), origin, of)
        (others if place < 0 else of_word[place]).append(explained)
    total = sum(weights) or 1.0
    words = (
        ExplainedWord(
            word.surface,
            word.named,
            word.carried,
            max(map(frequency, word.terms), default=0),
            weight / total,
            tuple(terms),
        )
        for word, weight, terms in zip(query.words, weights, of_word, strict=True)
    )
    return tuple(words), tuple(others)


def score_parts(legs: Mapping[str, Sequence[Hit]], weights: Mapping[str, float]) -> dict[str, dict[str, float]]:
    """What each leg has in each candidate's fused score (see `fusion.fuse`); these parts add up to it.

    Args:
        legs: hits by leg name.
        weights: share of each leg.
    """
    used = {name: hits for name, hits in legs.items() if hits and weights.get(name, 0.0) > 0}
    candidates = sorted({hit.passage_id for hits in used.values() for hit in hits})
    parts: dict[str, dict[str, float]] = {passage_id: {} for passage_id in candidates}
    for name, hits in used.items():
        given = {hit.passage_id: hit.score for hit in hits}
        floor = FLOORS.get(name, min(given.values()))
        standard = standardise([given.get(passage_id, floor) for passage_id in candidates])
        for passage_id, score in zip(candidates, standard, strict=True):
            parts[passage_id][name] = weights[name] * score
    return parts


def _origins(query: Query) -> dict[str, _Origin]:
    """Where each term comes from: from a word itself before what it stands for, from the first of several words."""
    origins: dict[str, _Origin] = {}
    for found in (_own, _translated, _alternatives):
        for term, origin in found(query.words, query.language):
            origins.setdefault(term, origin)
    return origins


def _own(words: Sequence[QueryWord], language: Language) -> Iterator[tuple[str, _Origin]]:
    for place, word in enumerate(words):
        stems = {indexed(term, language) for term in word.terms}
        for term, weight in query_weights(word.surface, language):
            if term.startswith(EXACT_MARK):
                yield term, (place, "exact", "")
            else:
                yield term, (place, "word" if weight == 1.0 and term in stems else "other_language", "")


def _translated(words: Sequence[QueryWord], language: Language) -> Iterator[tuple[str, _Origin]]:
    for places, term, _ in each_translation(words, language):
        phrase = " ".join(words[place].surface for place in places) if len(places) > 1 else ""
        yield term, (places[0], "translation", phrase)


def _alternatives(words: Sequence[QueryWord], language: Language) -> Iterator[tuple[str, _Origin]]:
    for place, word in enumerate(words):
        for group in word.alternatives:
            for term in group:
                for each in (*every_indexed(term), EXACT_MARK + term):
                    yield each, (place, "acronym", "")
