"""Questions that ask for several facts ("Qui a conçu X, et combien de jours dure-t-il ?"): one sentence for each. Pure.

The first fact is answered as any is. For each further one a sentence of the same document is looked for that has the
kind of thing asked for and says it of the same words, unless what is quoted already says it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answering.asked_for import AskedFor
from assistant.answering.counted import Counted, counted_in, counts
from assistant.answering.question import FACT_TYPES, QuestionType, holds_cue, question_type
from assistant.answering.scoring import ScoredSentence
from assistant.retrieval.coverage import matched_words
from assistant.text.analysis import analyse
from assistant.text.normalise import fold
from assistant.types import Query

_MOST_PARTS = 3
_LOOKED_AT = 40  # sentences, best first
_MEASURES = (
    r"nombre|nb|montant|budget|cout|prix|dotation|date|annee|duree|score|effectif|taux|part|pourcentage|number|amount|"
    r"cost|price|date|year|share|score"
)
_PART = re.compile(
    r"(?:,\s*(?:et |and )?|\b(?:et|and) )(?:(?:avec|pour|de|en|a|dans|depuis|with|for|in|by) )?"
    rf"(?=(?:qui|quand|combien|quel(?:le)?s?|ou|who|when|where|how (?:many|much|long)|which|what)\b"
    rf"|(?:le |la |les |l'|un |the )?(?:{_MEASURES})s?\b)"
)
_ENOUGH = 0.5  # of a part's own words in a sentence, where it does not count the very thing
_COUNTED, _CUE, _RANK = 1.0, 0.5, 0.5


@dataclass(frozen=True, slots=True)
class Part:
    """One further fact that is asked for: its kind, its own words by their places, what it counts, what it demands."""

    kind: QuestionType
    words: frozenset[int]
    counted: Counted | None
    asked: AskedFor


def further_parts(query: Query) -> list[Part]:
    """The facts that a question asks for after its first one; [] for most questions."""
    folded = fold(query.text)
    cuts = [match.end() for match in _PART.finditer(folded) if match.start() > 0]
    ends = [*cuts[1:], len(folded)] if cuts else []
    parts = []
    for start, end in list(zip(cuts, ends, strict=True))[:_MOST_PARTS]:
        text = folded[start:end].strip(" ,")
        kind = question_type(text)
        if kind in FACT_TYPES:
            tokens = set(re.findall(r"\w+", text))
            words = frozenset(
                place for place, word in enumerate(query.words) if set(re.findall(r"\w+", fold(word.surface))) <= tokens
            )
            parts.append(Part(kind, words, counted_in(text), AskedFor.of(replace(query, text=text), kind)))
    return parts


def with_further(
    query: Query, chosen: Sequence[ScoredSentence], ranked: Sequence[ScoredSentence]
) -> list[ScoredSentence]:
    """What was chosen for the first fact, and a sentence for each further one that it does not tell.

    Args:
        query: the question.
        chosen: the sentences that answer its first fact.
        ranked: all sentences of the evidence, best first.
    """
    kept = list(chosen)
    for part in further_parts(query) if chosen else ():
        told = max((_fit(part, query, each) for each in kept), default=0.0)
        work = chosen[0].source.document.work_id
        others = [each for each in ranked[:_LOOKED_AT] if each not in kept and each.source.document.work_id == work]
        best = max(others, key=lambda each: (_fit(part, query, each), each.score), default=None)
        if best is not None and _fit(part, query, best) > told + _RANK * _ENOUGH:
            kept.append(best)
    return kept


def _fit(part: Part, query: Query, each: ScoredSentence) -> float:
    """How well a sentence tells a part: 0 where it lacks its kind of thing, or its words."""
    text = each.sentence.text
    if not part.asked.held_by(each) or not holds_cue(part.kind, text):
        return 0.0
    held = matched_words(query.words, set(analyse(f"{each.head} {text}", each.source.passage.language)))
    share = len(held & part.words) / len(part.words) if part.words else _ENOUGH
    counted = counts(part.counted, text, each.head)
    if not counted and share < _ENOUGH:
        return 0.0
    return _CUE + (_COUNTED if counted else 0.0) + share
