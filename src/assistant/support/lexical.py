"""Support judged by words: no model, no network, thousands of claims a second, the same verdict every time.

A logistic score over the features of `support.features`. It sees what a claim adds to its evidence: numbers, names,
words. It does not see what it twists: a negation, two names exchanged, a synonym, a sum. Between two languages words do
not meet, so a claim that is not found in evidence of another language is not judged, rather than called unsupported.

The product checks what a language model wrote by it (`answering.verdicts`), and the suite measures with it. It knows
nothing of how an answer is made; but where it has decided which sentences an answer keeps, that answer has to be
measured by another judge.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.support.base import Judgement, Statement
from assistant.support.features import VERSION, WINDOW, Features, Reading, read
from assistant.text.analysis import ANALYSER_VERSION
from assistant.text.language import clear_language, detect
from assistant.types import Language

_SHOWN = 3
_REASONS: dict[str, dict[Language, str]] = {
    "no_evidence": {"fr": "aucune preuve citée", "en": "no evidence cited"},
    "no_claim": {"fr": "rien à juger", "en": "nothing to judge"},
    "foreign": {"fr": "preuve dans une autre langue", "en": "evidence in another language"},
    "verbatim": {"fr": "mot pour mot", "en": "word for word"},
    "words": {"fr": "mots retrouvés\u00a0: {share}\u00a0%", "en": "words found: {share} %"},
    "numbers": {"fr": "nombres absents\u00a0: {texts}", "en": "numbers missing: {texts}"},
    "names": {"fr": "noms absents\u00a0: {texts}", "en": "names missing: {texts}"},
}


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic score: bias, a weight for each feature, and the score from which a claim counts as supported."""

    bias: float
    features: Features
    threshold: float


FITTED = Weights(bias=-18.77, features=Features(coverage=1.51, order=3.05, numbers=8.42, names=7.97), threshold=0.58)
"""Fitted by evals/fit_judge.py on the French claims of MEMERAG, each judged by five people, and on variants of the
supported ones in which a number or a name was changed. Every weight is at least 0: to hold more can't count against."""


class LexicalJudge:
    """`SupportJudge` by the words that a claim and its evidence share."""

    name = "lexical"

    def __init__(self, weights: Weights = FITTED) -> None:
        self._weights = weights

    @property
    def fingerprint(self) -> str:
        """Hex digest of the weights, the threshold, and the versions of the features and of the analyser."""
        own = self._weights
        parts = (tuple(own.features), own.bias, own.threshold, WINDOW, VERSION, ANALYSER_VERSION)
        return hashlib.sha256(repr(parts).encode()).hexdigest()

    def judge(self, statements: Sequence[Statement]) -> list[Judgement]:
        """Judge statements, in their order."""
        return [self._one(statement) for statement in statements]

    def _one(self, statement: Statement) -> Judgement:
        language = statement.language
        if not statement.claim.strip():
            return Judgement(None, None, _REASONS["no_claim"][language])
        evidence = [text for text in statement.evidence if text.strip()]
        if not evidence:
            return Judgement(0.0, False, _REASONS["no_evidence"][language])
        if _stands_word_for_word(statement.claim, evidence):
            return Judgement(1.0, True, _REASONS["verbatim"][language])
        spoken = clear_language(statement.claim) or language
        reading = read(statement.claim, evidence, spoken)
        if reading is None:
            return Judgement(None, None, _REASONS["no_claim"][language])
        value = score(reading.features, self._weights)
        supported = value >= self._weights.threshold
        if not supported and any(_language(text, spoken) != spoken for text in evidence):
            return Judgement(None, None, _REASONS["foreign"][language])
        return Judgement(value, supported, _reason(reading, language))


def _stands_word_for_word(claim: str, evidence: Sequence[str]) -> bool:
    """Whether the evidence, its texts one after the other, holds the claim as it is; white space apart.

    However long: the features look at a few sentences at a time, so that a copied page would not be found.
    """
    return " ".join(claim.split()) in " ".join(" ".join(evidence).split())


@lru_cache(maxsize=8192)
def _language(text: str, default: Language) -> Language:
    return detect(text, default)


def score(features: Features, weights: Weights = FITTED) -> float:
    """A claim's score: near 1 where its evidence holds all that it says."""
    total = sum(value * weight for value, weight in zip(features, weights.features, strict=True))
    return 1.0 / (1.0 + math.exp(-(weights.bias + total)))


def _reason(reading: Reading, language: Language) -> str:
    parts = [_REASONS["words"][language].format(share=round(100 * reading.features.coverage))]
    for key, missing in (("numbers", reading.missing_numbers), ("names", reading.missing_names)):
        if missing:
            parts.append(_REASONS[key][language].format(texts=", ".join(missing[:_SHOWN])))
    return "; ".join(parts) if language == "en" else "\u202f; ".join(parts)
