"""English for French words and sentences, word by word: dictionary, lemmas and alignment probabilities together."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import simplemma
from training.alignment import train
from training.bilingual import LONGEST_PHRASE, Weights, entries, merged
from training.function_words import function_words
from training.texts import Pair, read_dictionary, words

_ALIGNED_SHARE = 0.5


class Glossary:
    """Translations with weights, by French word or phrase."""

    def __init__(self, dictionary: dict[str, Weights], aligned: dict[str, Weights]) -> None:
        self._dictionary = dictionary
        self._aligned = aligned
        self._function_words = function_words()

    @classmethod
    def learn(cls, data: Path, pairs: Sequence[Pair], longest: int = 30) -> Glossary:
        """From the dictionary, and from an alignment of the pairs no longer than `longest` words."""
        table = train([(words(pair.french), words(pair.english)) for pair in pairs], longest=longest)
        return cls(entries(read_dictionary(data)), table.by_source())

    def save(self, path: Path) -> None:
        """Writes it as JSON."""
        content = {"dictionary": self._dictionary, "aligned": self._aligned}
        path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Glossary:
        """Reads what `save` wrote."""
        content = json.loads(path.read_text(encoding="utf-8"))
        return cls(content["dictionary"], content["aligned"])

    def translations(self, word: str) -> Weights:
        """English words and phrases with weights that sum to one; empty where nothing is known."""
        if word in self._function_words:
            english = self._function_words[word]
            return {english: 1.0} if english else {}
        named = self._named(word)
        aligned = self._aligned.get(word, {})
        if not named:
            return merged(aligned, {}, 0.0) if sum(aligned.values()) > 0.3 else {}
        return merged(named, aligned, _ALIGNED_SHARE) if aligned else merged(named, {}, 0.0)

    def gloss(self, text: str) -> str:
        """A French text word by word in English: longest dictionary phrases first, unknown words as they are."""
        tokens, english, at = words(text), [], 0
        while at < len(tokens):
            length, word = self._step(tokens, at)
            english.append(word)
            at += length
        return " ".join(word for word in english if word)

    def known(self, text: str) -> float:
        """Share of a text's words that a gloss exists for (numbers count as known)."""
        tokens = words(text)
        return sum(token.isdigit() or self._best(token) is not None for token in tokens) / max(1, len(tokens))

    def _named(self, word: str) -> Weights:
        own = self._dictionary.get(word, {})
        base = lemma(word)
        of_lemma = self._dictionary.get(base, {}) if base != word else {}
        if own and of_lemma:
            return merged(own, of_lemma, 0.4)
        return own or of_lemma

    def _step(self, tokens: list[str], at: int) -> tuple[int, str]:
        for length in range(min(LONGEST_PHRASE, len(tokens) - at), 1, -1):
            phrase = self._dictionary.get(" ".join(tokens[at : at + length]))
            # "de la", "est ce que": grammar words are better taken one by one.
            if phrase and any(token not in self._function_words for token in tokens[at : at + length]):
                return length, max(phrase, key=phrase.__getitem__)
        best = self._best(tokens[at])
        return 1, tokens[at] if best is None else best

    @cache  # noqa: B019 - one glossary lives as long as the program
    def _best(self, word: str) -> str | None:
        if word in self._function_words:
            return self._function_words[word]
        weights = self.translations(word)
        return max(weights, key=weights.__getitem__) if weights else None


@cache
def lemma(word: str) -> str:
    """Dictionary form of a French word."""
    return str(simplemma.lemmatize(word, lang="fr")).lower()


def unaccented(word: str) -> str:
    """A word as the base tokenizer sees it: without accents, ligatures undone."""
    plain = word.replace("œ", "oe").replace("æ", "ae")
    return "".join(mark for mark in unicodedata.normalize("NFD", plain) if unicodedata.category(mark) != "Mn")
