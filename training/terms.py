"""Lemmas and multiword terms: what the bilingual lexicon counts instead of raw words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from math import log

import simplemma
from training.function_words import function_words
from training.texts import words

_ELIDED = re.compile(r"(?<=\b[dl]) ")
JOIN = "_"
LONGEST_TERM = 4
_ENGLISH = """
a an the of to in on at by for with from and or as is are was were be been being has have had do does did it its this
that these those there such any all each other not no if than then into under within may shall must can will would
should could which who whom whose what when where how he she they them his her their we our you your i my us upon per
so but s
"""
_LINKS = {"fr": frozenset(["de", "d", "du", "des", "à", "au", "aux", "en"]), "en": frozenset(["of", "in", "for"])}
_FUNCTION = {"fr": frozenset(function_words()), "en": frozenset(_ENGLISH.split())}


@cache
def lemma(word: str, language: str) -> str:
    """Dictionary form of a word."""
    return str(simplemma.lemmatize(word, lang=language)).lower()


class Terms:
    """Cuts a text into content lemmas, with the multiword terms of its collection joined."""

    def __init__(self, texts: Sequence[str], language: str, least_count: int = 12, least_bond: float = 4.0) -> None:
        self._language = language
        self._surface: dict[str, Counter[str]] = {}
        self._joined = _collocations(map(words, texts), language, least_count, least_bond)

    def of(self, text: str) -> list[str]:
        """Lemmas and terms of a text, grammar words and numbers left out."""
        tokens, found, at = words(text), [], 0
        while at < len(tokens):
            length = self._term_length(tokens, at)
            part = tokens[at : at + length]
            at += length
            if length > 1 or self._counts(part[0]):
                key = JOIN.join(lemma(word, self._language) for word in part)
                self._surface.setdefault(key, Counter())[" ".join(part)] += 1
                found.append(key)
        return found

    def surface(self, key: str) -> str:
        """How a term is most often written: a single word by its lemma, a multiword term as it stands in texts."""
        return _ELIDED.sub("'", self._surface[key].most_common(1)[0][0]) if JOIN in key else key

    def _term_length(self, tokens: list[str], at: int) -> int:
        for length in range(min(LONGEST_TERM, len(tokens) - at), 1, -1):
            if tuple(tokens[at : at + length]) in self._joined:
                return length
        return 1

    def _counts(self, word: str) -> bool:
        return len(word) > 1 and not word[0].isdigit() and word not in _FUNCTION[self._language]


def _collocations(
    texts: Iterable[list[str]], language: str, least_count: int, least_bond: float
) -> frozenset[tuple[str, ...]]:
    """Runs of two to four words that stand together far more often than chance has it (pointwise mutual information).

    They begin and end with content words.
    """
    single: Counter[str] = Counter()
    runs: Counter[tuple[str, ...]] = Counter()
    for tokens in texts:
        single.update(tokens)
        for length in range(2, LONGEST_TERM + 1):
            for at in range(len(tokens) - length + 1):
                run = tuple(tokens[at : at + length])
                if _is_term(run, language):
                    runs[run] += 1
    total = sum(single.values())
    kept = set()
    for run, count in runs.items():
        if count < least_count:
            continue
        content = [word for word in run if word not in _FUNCTION[language]]
        chance = sum(log(single[word] / total) for word in content)
        bond = (log(count / total) - chance) / (len(content) - 1)
        if bond >= least_bond:
            kept.add(run)
    return frozenset(kept)


def _is_term(run: tuple[str, ...], language: str) -> bool:
    function, links = _FUNCTION[language], _LINKS[language]
    ends = all(word not in function and word.isalpha() and len(word) > 2 for word in (run[0], run[-1]))
    return ends and all(word in links or (word not in function and word.isalpha()) for word in run[1:-1])
