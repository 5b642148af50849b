"""How much of a question a text covers: its words, weighted by their rarity in the corpus. Pure."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import chain

from assistant.text.analysis import analyse
from assistant.types import Document, Language, Passage, QueryWord

_NAMED_BOOST = 1.5  # a name or number of the question counts more than its rarity says
_CARRIED_SHARE = 0.5


def word_weights(words: Sequence[QueryWord], frequency: Callable[[str], int], total: int) -> list[float]:
    """Rarity of each question word in the corpus (BM25's idf), names and numbers raised, carried words lowered.

    Args:
        words: the question's words.
        frequency: number of passages that hold a term.
        total: number of passages.
    """
    weights = []
    for word in words:
        counts = [frequency(term) for term in word.terms]
        counts += [min(map(frequency, group)) for group in word.alternatives if group]
        count = max(counts, default=0)
        weight = math.log(1 + (total - count + 0.5) / (count + 0.5))
        weight *= (_NAMED_BOOST if word.named else 1.0) * (_CARRIED_SHARE if word.carried else 1.0)
        weights.append(weight * word.share)
    return weights


def matched_words(words: Sequence[QueryWord], terms: Collection[str], translated: bool = False) -> frozenset[int]:
    """Which of the question's words have one of their terms, or all of an alternative, among `terms`.

    `translated`: the terms are of the other language, so that what a word stands for in it counts too.
    """
    return frozenset(index for index, word in enumerate(words) if _is_matched(word, terms, translated))


class WordsSought:
    """The question's words by their terms: what `matched_words` tells of a text, for many short texts."""

    def __init__(self, words: Sequence[QueryWord], translated: bool = False) -> None:
        """Take the words; `translated` as for `matched_words`."""
        self._words: dict[str, list[int]] = {}
        self._groups: list[tuple[int, frozenset[str]]] = []
        for index, word in enumerate(words):
            for term in (*word.terms, *word.translations) if translated else word.terms:
                self._words.setdefault(term, []).append(index)
            self._groups += [(index, frozenset(group)) for group in word.alternatives if group]
        self._terms = frozenset(chain(self._words, *(group for _, group in self._groups)))

    def held(self, terms: Iterable[str]) -> frozenset[str]:
        """The terms of a text that are looked for at all."""
        return self._terms.intersection(terms)

    def matched(self, held: frozenset[str]) -> frozenset[int]:
        """The words that have one of their terms, or all of an alternative, among those held."""
        found = {index for term in held for index in self._words.get(term, ())}
        found.update(index for index, group in self._groups if group <= held)
        return frozenset(found)


def _is_matched(word: QueryWord, terms: Collection[str], translated: bool) -> bool:
    for term in (*word.terms, *word.translations) if translated else word.terms:
        if term in terms:
            return True
    return any(group and all(term in terms for term in group) for group in word.alternatives)


def is_known(word: QueryWord, frequency: Callable[[str], int]) -> bool:
    """Whether any passage has a word of the question, or what it stands for."""
    return any(map(frequency, word.terms)) or any(group and all(map(frequency, group)) for group in word.alternatives)


def words_in_passage(
    words: Sequence[QueryWord], passage: Passage, document: Document, asked_in: Language | None = None
) -> frozenset[int]:
    """Which of the question's words stand in a passage, in its headings or in its document's title.

    `asked_in`: the question's language; where it is given, translations count in a passage of the other one.
    """
    text = " ".join((document.title, *passage.heading_path, passage.text))
    translated = asked_in is not None and asked_in != passage.language
    return matched_words(words, set(analyse(text, passage.language)), translated)


def names_on_record(words: Sequence[QueryWord], document: Document) -> frozenset[int]:
    """Which names of the question are on a document's record: who made or published it, and where.

    Its text need not name them: what a town publishes about itself is about that town. Nothing is told of an anonymous
    document.
    """
    if document.anonymous:
        return frozenset()
    record = " ".join(filter(None, (*document.authors, document.publisher, document.place, document.authority)))
    named = frozenset(index for index, word in enumerate(words) if word.named and word.surface[:1].isalpha())
    return matched_words(words, set(analyse(record, document.language))) & named if record and named else frozenset()


def coverage(
    words: Sequence[QueryWord], passage: Passage, document: Document, frequency: Callable[[str], int], total: int
) -> float:
    """Share of a question, by the rarity of its words, that a passage covers with its headings and title."""
    return share(words_in_passage(words, passage, document), word_weights(words, frequency, total))


def translated_coverage(
    words: Sequence[QueryWord], passage: Passage, frequency: Callable[[str], int], total: int
) -> float:
    """Share of a question, by the rarity of its words, that the text of a passage of the other language covers."""
    matched = matched_words(words, set(analyse(passage.text, passage.language)), translated=True)
    return share(matched, word_weights(words, frequency, total))


def share(matched: Collection[int], weights: Sequence[float]) -> float:
    """Weight of the matched words over the weight of all, between 0 and 1."""
    total = math.fsum(weights)
    return math.fsum(weights[index] for index in matched) / total if total > 0 else 0.0
