"""English put word by word into French, words drawn by their weight."""

from __future__ import annotations

from functools import cache

import numpy as np
import simplemma
from training.bilingual import LONGEST_PHRASE, Weights
from training.function_words import function_words
from training.texts import words

_LEAST_KNOWN = 0.8


class Weaver:
    """Draws a French word or phrase for each English one."""

    def __init__(self, dictionary: dict[str, Weights], rng: np.random.Generator) -> None:
        self._dictionary = dictionary
        self._rng = rng
        self._function_words: dict[str, list[str]] = {}
        for french, english in function_words().items():
            if english:
                self._function_words.setdefault(english, []).append(french)

    def weave(self, text: str) -> str:
        """The text in French words; empty where too many of its words have no French."""
        tokens, french, at, known = words(text), [], 0, 0
        while at < len(tokens):
            length, drawn = self._step(tokens, at)
            known += length if drawn else 0
            french.append(drawn or tokens[at])
            at += length
        return " ".join(french) if known >= _LEAST_KNOWN * len(tokens) else ""

    def _step(self, tokens: list[str], at: int) -> tuple[int, str]:
        for length in range(min(LONGEST_PHRASE, len(tokens) - at), 0, -1):
            phrase = " ".join(tokens[at : at + length])
            if phrase in self._function_words:
                return length, str(self._rng.choice(self._function_words[phrase]))
            weights = self._dictionary.get(phrase) or (self._dictionary.get(_lemma(phrase)) if length == 1 else None)
            if weights:
                return length, self._draw(weights)
        return 1, ""

    def _draw(self, weights: Weights) -> str:
        shares = np.array(list(weights.values())) ** 1.5
        return str(self._rng.choice(list(weights), p=shares / shares.sum()))


@cache
def _lemma(word: str) -> str:
    return str(simplemma.lemmatize(word, lang="en")).lower()
