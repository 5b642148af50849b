"""What a French word or phrase may be called in English, from a dictionary, and word alignment probabilities."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from training.texts import words

Weights = dict[str, float]

_MARKS = re.compile(r"\{[^}]*\}|\[[^\]]*\]|\([^)]*\)|\\")
_FORM_OF = re.compile(
    r"\b(?:form|plural|singular|participle|spelling|inflection|synonym|abbreviation|initialism|ellipsis|used) "
    r"|\betc\b",
    re.IGNORECASE,
)
_LEADING = {"to", "a", "an", "the", "of", "someone", "something", "one", "be"}
LONGEST_PHRASE = 4


def entries(lines: Iterable[tuple[str, str, str]]) -> dict[str, Weights]:
    """French phrase (lower-cased words) -> English phrase -> weight; what is named first and earliest weighs most."""
    found: dict[str, Weights] = defaultdict(lambda: defaultdict(float))
    seen: dict[str, int] = defaultdict(int)
    for direction, headword, translations in lines:
        head = " ".join(words(_MARKS.sub(" ", headword)))
        if not head:
            continue
        if direction == "fr-en":
            seen[head] += 1
            weight = seen[head] ** -0.5
            for rank, english in enumerate(_parts(translations)):
                _add(found[head], english, weight / (1 + rank))
        else:
            seen[f"en {head}"] += 1
            weight = 0.7 * seen[f"en {head}"] ** -0.5
            for rank, french in enumerate(_parts(translations)):
                _add(found[french], head, weight / (1 + 0.5 * rank))
    return {phrase: dict(weights) for phrase, weights in found.items() if weights}


def reverse(found: dict[str, Weights]) -> dict[str, Weights]:
    """English phrase -> French phrase -> weight, from `entries`."""
    turned: dict[str, Weights] = defaultdict(dict)
    for french, weights in found.items():
        for english, weight in weights.items():
            turned[english][french] = weight
    return dict(turned)


def bare(english: str) -> str:
    """An English translation without what a dictionary puts before it ("to dig" -> "dig")."""
    tokens = english.split()
    while len(tokens) > 1 and tokens[0] in _LEADING:
        tokens = tokens[1:]
    return " ".join(tokens)


def merged(first: Weights, second: Weights, share: float) -> Weights:
    """Two weightings, each made to sum to one, mixed: `share` of the second."""
    mixed: Weights = defaultdict(float)
    for weights, part in ((first, 1 - share), (second, share)):
        total = sum(weights.values())
        for english, weight in weights.items():
            mixed[english] += part * weight / total
    return dict(mixed)


def _parts(translations: str) -> list[str]:
    if _FORM_OF.search(translations):
        return []
    plain = _MARKS.sub(" ", translations)
    parts = [" ".join(words(part)) for part in re.split(r"[,;/]| or ", plain)]
    return [part for part in parts if 0 < len(part.split()) <= LONGEST_PHRASE + 1]


def _add(weights: Weights, phrase: str, weight: float) -> None:
    weights[bare(phrase)] = weights.get(bare(phrase), 0.0) + weight
