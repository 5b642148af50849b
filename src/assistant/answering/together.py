"""What the parts of a question say, put together with what is nearest to the whole of it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from assistant.answering.choosing import WIDE_WORDS
from assistant.answering.extractive import ANSWERED_ABOVE, Selection
from assistant.answering.parts import asks_alike
from assistant.answering.question import FACT_TYPES, holds_cue
from assistant.answering.scoring import ScoredSentence
from assistant.retrieval.coverage import matched_words
from assistant.text.analysis import analyse
from assistant.types import Evidence

_FEW = 2
_ENOUGH = 0.5  # of a part's words in a sentence that tells it


def together(whole: Selection, parts: Sequence[Selection], most: int) -> Selection:
    """The sentences for the whole question with those of its parts; of several times or things those of each in turn.

    Args:
        whole: what is chosen for the whole question.
        parts: what is chosen for each of its parts.
        most: sentences, at most.
    """
    told = [part for part in parts if part.sentences]
    if asks_alike(whole.evidence.query.text):
        return _of_each(whole, told, len(parts), most)
    open_ones = [part for part in told if part.confidence >= ANSWERED_ABOVE and not _tells(whole.sentences, part)]
    if not whole.sentences or not open_ones:
        return whole
    sentences = _in_turn([whole.sentences, *(part.sentences[:1] for part in open_ones)], most)
    return replace(whole, evidence=_merged(whole, open_ones), sentences=tuple(sentences))


def _of_each(whole: Selection, told: Sequence[Selection], asked: int, most: int) -> Selection:
    """The best of each time or thing; where some are not told, after the best of the whole, as an answer in part."""
    all_told = len(told) == asked
    if not whole.sentences and not all_told:
        told = [part for part in told if part.confidence >= ANSWERED_ABOVE]
    if not told:
        return whole
    bests = [part.sentences[: 1 if part.kind in FACT_TYPES else _FEW] for part in told]
    sentences = _in_turn(bests if all_told else [whole.sentences[:_FEW], *bests], most)
    sure = min(part.confidence for part in told)
    sure = sure if all_told else min(sure, ANSWERED_ABOVE - 0.01)
    return replace(whole, evidence=_merged(whole, told), sentences=tuple(sentences), confidence=sure)


def _tells(sentences: Sequence[ScoredSentence], part: Selection) -> bool:
    """Whether one of the sentences tells what a part asks: it has the kind of thing, and half of the part's words."""
    words = part.evidence.query.words
    return any(
        holds_cue(part.kind, each.sentence.text)
        and len(matched_words(words, set(analyse(each.sentence.text, each.source.passage.language))))
        >= _ENOUGH * len(words)
        for each in sentences
    )


def _in_turn(lists: Sequence[Sequence[ScoredSentence]], most: int) -> list[ScoredSentence]:
    """The first of each, then the second of each, and so on, each once, as far as there is room."""
    kept: list[ScoredSentence] = []
    words = 0
    for each in (each for row in zip_longest(*lists) for each in row if each is not None):
        length = len(each.sentence.text.split())
        full = len(kept) == most or (kept and words + length > WIDE_WORDS)
        if full or any(_overlap(each, other) for other in kept):
            continue
        kept.append(each)
        words += length
    return kept


def _overlap(one: ScoredSentence, other: ScoredSentence) -> bool:
    return any(
        (first.document_id, first.page) == (second.document_id, second.page)
        and first.start < second.end
        and second.start < first.end
        for first in one.sentence.quotes
        for second in other.sentence.quotes
    )


def _merged(whole: Selection, parts: Sequence[Selection]) -> Evidence:
    """The evidence of the whole question, with the passages of its parts that it lacks."""
    evidences = [whole.evidence, *(part.evidence for part in parts)]
    passages = {each.passage.id: each for evidence in reversed(evidences) for each in reversed(evidence.passages)}
    return replace(whole.evidence, passages=tuple(reversed(passages.values())), parts=())
