"""Features of a claim and its evidence that were tried for the lexical judge, beside those that it has."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from assistant.support.features import Terms, longest_common, read, terms_by_sentence
from assistant.text.analysis import analyse
from assistant.text.normalise import fold
from assistant.text.sentences import split_sentences
from assistant.text.wordsets import word_set
from assistant.types import Language

_WORD = re.compile(r"\w+")
_NEGATIONS = word_set("pas aucun aucune jamais non ni sans rien not no never without nor")


def candidates(claim: str, evidence: Sequence[str], language: Language) -> dict[str, float]:
    """The judge's own features by name, then the others tried; all of them rise with support."""
    reading = read(claim, evidence, language)
    assert reading is not None, f"no term in: {claim}"
    own = reading.features
    terms = analyse(claim, language)
    texts = [terms_by_sentence(text, language) for text in evidence]
    sentences = [sentence for text in texts for sentence in text]
    words, sentence_words = _words(claim), [w for text in evidence for w in _sentence_words(text)]
    return {
        "coverage": own.coverage,
        "order": own.order,
        "numbers": own.numbers,
        "names": own.names,
        "two_sentences": _best_two(set(terms), sentences),
        "one_text": max((_share(terms, [t for s in text for t in s]) for text in texts), default=0.0),
        "anywhere": _share(terms, [term for sentence in sentences for term in sentence]),
        "rouge_l_sentence": longest_common(words, sentence_words) / len(words),
        "rouge_l_all": longest_common(words, [[w for s in sentence_words for w in s]]) / len(words),
        "bigrams": _pairs(terms, sentences, 1),
        "skip_bigrams": _pairs(terms, sentences, 4),
        "same_negation": _same_negation(terms, words, sentences, sentence_words),
        "length": math.log1p(len(set(terms))),
    }


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def _sentence_words(text: str) -> list[list[str]]:
    return [_words(text[start:end]) for start, end in split_sentences(text)]


def _share(terms: Sequence[str], held: Sequence[str]) -> float:
    return len(set(terms) & set(held)) / len(set(terms))


def _best_two(terms: set[str], sentences: Sequence[Terms]) -> float:
    """Coverage by the best sentence and the one that adds most, each term weighed by how rare it is in the evidence."""
    frequency = Counter(term for sentence in sentences for term in set(sentence))
    weight = {term: math.log((len(sentences) + 1) / (frequency[term] + 0.5)) for term in terms}
    held: set[str] = set()
    for _ in range(2):
        best = max(sentences, key=lambda s: sum(weight[t] for t in terms & (held | set(s))), default=())
        held |= terms & set(best)
    return sum(weight[term] for term in held) / (sum(weight.values()) or 1.0)


def _pairs(terms: Sequence[str], sentences: Sequence[Terms], reach: int) -> float:
    """The share of pairs of neighbouring terms that stand in a sentence in that order, at most `reach` apart."""
    wanted = list(pairwise(terms))
    held = {(a, b) for s in sentences for place, a in enumerate(s) for b in s[place + 1 : place + 1 + reach]}
    return sum(pair in held for pair in wanted) / len(wanted) if wanted else 1.0


def _same_negation(
    terms: Sequence[str], words: Sequence[str], sentences: Sequence[Terms], sentence_words: Sequence[Sequence[str]]
) -> float:
    """1 where the claim and the sentence nearest to it both deny something, or neither does."""
    if not sentences:
        return 0.0
    nearest = max(range(len(sentences)), key=lambda place: longest_common(terms, [sentences[place]]))
    return float(bool(_NEGATIONS & set(words)) == bool(_NEGATIONS & set(sentence_words[nearest])))
