"""What the parts of a question say, put together with what is nearest to the whole of it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from assistant.answering.extractive import ANSWERED_ABOVE, PARTIAL_ABOVE, Selection
from assistant.answering.question import FACT_TYPES
from assistant.answering.scoring import ScoredSentence
from assistant.types import Evidence

_FIRST = 2
_ROOM = 160  # words, from which no further sentence is added


def together(whole: Selection, parts: Sequence[Selection], alike: bool, most: int) -> Selection:
    """The sentences of each part in turn; those for the whole question where the parts are not told.

    Args:
        whole: what is chosen for the whole question.
        parts: what is chosen for each of its parts.
        alike: whether the parts ask the same of several things, so that each is told by a sentence of its own.
        most: sentences, at most.
    """
    told = [part for part in parts if part.sentences]
    if not told:
        return whole
    if alike:
        firsts = [part.sentences[: 1 if part.kind in FACT_TYPES else _FIRST] for part in told]
        if whole.sentences and len(told) < len(parts):
            firsts.insert(0, whole.sentences[:_FIRST])
        if not whole.sentences and len(told) < len(parts) and len(told) < 2:
            return whole
        sure = min(part.confidence for part in told)
        if len(told) < len(parts):
            sure = min(sure, ANSWERED_ABOVE - 0.01)
        sentences = _in_turn(firsts, most)
    else:
        if not whole.sentences or whole.kind not in FACT_TYPES:
            return whole
        told = [part for part in told if part.kind in FACT_TYPES and part.confidence >= ANSWERED_ABOVE and len(part.evidence.query.words) > 2]
        sentences = _in_turn([whole.sentences, *(part.sentences[:1] for part in told)], most)
        sure = whole.confidence
    merged = _merged([whole.evidence, *(part.evidence for part in told)])
    return replace(whole, evidence=merged, sentences=tuple(sentences), confidence=sure)


def _in_turn(lists: Sequence[Sequence[ScoredSentence]], most: int) -> list[ScoredSentence]:
    """The first of each, then the second of each, and so on, each once, as far as there is room."""
    kept: list[ScoredSentence] = []
    words = 0
    for row in zip_longest(*lists):
        for each in row:
            if each is None or len(kept) == most or any(_same(each, other) for other in kept):
                continue
            length = len(each.sentence.text.split())
            if kept and words + length > _ROOM:
                continue
            kept.append(each)
            words += length
    return kept


def _same(one: ScoredSentence, other: ScoredSentence) -> bool:
    first, second = one.sentence.quotes, other.sentence.quotes
    return any((a.document_id, a.page) == (b.document_id, b.page) and a.start < b.end and b.start < a.end for a in first for b in second)


def _merged(evidences: Sequence[Evidence]) -> Evidence:
    """The first one's, with the passages of the others that it lacks."""
    passages = {each.passage.id: each for evidence in reversed(evidences) for each in reversed(evidence.passages)}
    return replace(evidences[0], passages=tuple(reversed(passages.values())), parts=())
