"""How sure an extractive answer may be: a logistic score over a few features of the question and the evidence.

The weights are fitted by `evals/fit_confidence.py` on questions with and without an answer in their corpus; the
figures are in evals/README.md.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from assistant.answering.question import CUED_TYPES, QuestionType
from assistant.answering.scoring import ScoredSentence, has_cue
from assistant.answering.spans import years_spanned
from assistant.retrieval.coverage import names_on_record, share, words_in_passage
from assistant.retrieval.fusion import LEXICAL, VECTOR
from assistant.retrieval.weights import EMBEDDED_ENCODER
from assistant.types import Query, ScoredPassage

_TENTH = 9
_BEST, _LOOKED_AT = 3, 6  # passages; what a question names may stand in several documents


@dataclass(frozen=True, slots=True)
class Features:
    """What the confidence is made from; each is about 0 to 1.

    sentence: weight of the question's words in the best sentence; passage: in the best passage with its headings;
    corpus: in the corpus at all; named: share of the question's names and numbers found in the best passages (1
    where it has none); lexical: the best lexical score for each unit of question weight; margin: how far the best
    passage stands above the tenth; vector: cosine of the nearest passage; cue: the best sentences hold the kind of
    thing asked for (0.5 where the question asks for no particular kind).
    """

    sentence: float
    passage: float
    corpus: float
    named: float
    lexical: float
    margin: float
    vector: float
    cue: float


@dataclass(frozen=True, slots=True)
class Weights:
    """Bias, then one weight a feature, in the order of Features."""

    bias: float
    features: tuple[float, ...]


FITTED = Weights(-10.1, (0.64, -0.53, 1.98, 2.82, 1.77, 3.0, 5.81, 0.29))
"""With the embedded encoder: how near a passage must be belongs to the model that says so."""

WORDS_ALONE = Weights(-8.11, (-0.7, 0.62, 2.18, 2.76, 2.98, 2.81, 0.0, 0.52))
"""With any other model: its cosines tell nothing here."""


def weights_of(fingerprint: str) -> Weights:
    """What the confidence is computed with, by the embedding model."""
    return FITTED if fingerprint == EMBEDDED_ENCODER else WORDS_ALONE


def features(
    query: Query,
    kind: QuestionType,
    sentences: Sequence[ScoredSentence],
    passages: Sequence[ScoredPassage],
    weights: Sequence[float],
    known: Sequence[bool],
) -> Features:
    """Measure the evidence; `known[i]` says whether the i-th question word occurs in the corpus at all."""
    looked = passages[:_LOOKED_AT]
    found = [words_in_passage(query.words, each.passage, each.document, query.language) for each in looked]
    names = frozenset().union(*found, *(names_on_record(query.words, each.document) for each in looked))
    spanned = years_spanned(query.text)
    named = [i for i, word in enumerate(query.words) if word.named and not word.carried and word.surface not in spanned]
    lexical = [each.legs[LEXICAL].score for each in passages if LEXICAL in each.legs]
    vector = [each.legs[VECTOR].score for each in passages if VECTOR in each.legs]
    total = math.fsum(weights)
    return Features(
        sentence=max(each.coverage for each in sentences[:5]),
        passage=max(share(each, weights) for each in found[:_BEST]),
        corpus=share([i for i, is_known in enumerate(known) if is_known], weights),
        named=len(names.intersection(named)) / len(named) if named else 1.0,
        lexical=min(max(lexical, default=0.0) / total / 2, 1.5) if total > 0 else 0.0,
        margin=_margin(lexical),
        vector=max(vector, default=0.0),
        cue=cue_of(query, kind, sentences[0]),
    )


def confidence(measured: Features, fitted: Weights | None = None) -> float:
    """Between 0 and 1: the fitted chance that the corpus answers."""
    weights = fitted or FITTED
    total = weights.bias + math.fsum(w * x for w, x in zip(weights.features, astuple(measured), strict=True))
    return 1.0 / (1.0 + math.exp(-total))


def _margin(scores: Sequence[float]) -> float:
    """How far the best score stands above the tenth, which is 0 where there are fewer, as a share of the best."""
    ranked = sorted(scores, reverse=True)
    tenth = ranked[_TENTH] if len(ranked) > _TENTH else 0.0
    return (ranked[0] - tenth) / ranked[0] if ranked and ranked[0] > 0 else 0.0


def cue_of(query: Query, kind: QuestionType, best: ScoredSentence) -> float:
    """Whether a sentence holds the kind of thing asked for, as a feature."""
    return float(has_cue(query, kind, best.sentence.text)) if kind in CUED_TYPES else 0.5
