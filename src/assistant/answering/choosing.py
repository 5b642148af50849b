"""Which sentences are quoted, of those that may answer: how many, from how many documents, nothing said twice. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from assistant.answering.form import is_record
from assistant.answering.question import BROAD_TYPES, WIDE_TYPES, QuestionType
from assistant.answering.reasons import reasons_first
from assistant.answering.scoring import ScoredSentence
from assistant.retrieval.coverage import names_on_record
from assistant.text.normalise import fold
from assistant.types import Query

_FACT_SENTENCES = 2
_FACT_RATIO = 0.9  # a second sentence is quoted for a fact only if it scores nearly as well as the first
BROAD_RATIO = 0.6
"""How good a further sentence must be beside the best, where a question is broad."""
_WIDE_RATIO = 0.4  # the same, where several answers are asked for: they are spread, in words of their own
_ACROSS_RATIO = 0.33  # the same, where it is asked what several sources hold: some say it in passing
_OTHER_RATIO = 0.7  # the same, for the best sentence of a further work, where several answers are asked for
_NOVELTY = 0.8  # share of a sentence's words already quoted above which it adds nothing
_ANSWER_WORDS = 90  # no further sentence once the quotes are this long
WIDE_WORDS = 160  # the same, where several answers are asked for


def choose(
    sentences: Sequence[ScoredSentence], kind: QuestionType, limit: int, across: bool = False
) -> list[ScoredSentence]:
    """The sentences to quote: one or two for a fact, more for a broad question, nothing said twice.

    Where several are asked for (obstacles, a list), each document has its say before one speaks again; with `across`,
    whatever the kind, since it is asked what several sources hold.
    """
    broad, wide = kind in BROAD_TYPES or across, kind in WIDE_TYPES or across
    most = limit if broad else min(limit, _FACT_SENTENCES)
    ratio = _ACROSS_RATIO if across else _WIDE_RATIO if wide else BROAD_RATIO if broad else _FACT_RATIO
    room = WIDE_WORDS if wide else _ANSWER_WORDS
    chosen: list[ScoredSentence] = []
    words = 0
    good = [each for each in sentences if each.score >= ratio * sentences[0].score]
    if across:
        good = [each for each in good if each.coverage > 0 or each is sentences[0]]
    elif wide:
        good = in_focus(good)
    if broad:
        good = [each for each in good if not is_record(each.sentence.text)] or good
    if kind is QuestionType.WHY:
        points = [each for each in good if each.point]
        good = [*points, *(each for each in reasons_first(good) if not each.point)]
    for candidate in in_turn(good) if wide else good:
        if len(chosen) == most:
            break
        length = len(candidate.sentence.text.split())
        if chosen and (words + length > room or _said(candidate, chosen)):
            continue
        if chosen and not broad and not chosen[0].named <= candidate.named:
            continue  # about another place, person or year than the first
        chosen.append(candidate)
        words += length
    return chosen


def about_places(query: Query, places: Iterable[str], sentences: Sequence[ScoredSentence]) -> Sequence[ScoredSentence]:
    """Of sentences that may answer, those of documents that have a place of the question; all where none has.

    Args:
        query: the question.
        places: the names of those that it names.
        sentences: those that may answer.
    """
    words = {word for place in places for word in fold(place).split()}
    names = frozenset(at for at, word in enumerate(query.words) if word.named and fold(word.surface) in words)
    works = {
        each.source.document.work_id
        for each in sentences
        if names & (each.named | names_on_record(query.words, each.source.document))
    }
    return [each for each in sentences if each.source.document.work_id in works] if works else sentences


def in_focus(sentences: Sequence[ScoredSentence]) -> list[ScoredSentence]:
    """Without the sentences of works whose best one is far behind the best: most are about something else."""
    best: dict[str, float] = {}
    for each in sentences:
        best.setdefault(each.source.document.work_id, each.score)
    return [each for each in sentences if best[each.source.document.work_id] >= _OTHER_RATIO * sentences[0].score]


def in_turn(sentences: Sequence[ScoredSentence]) -> list[ScoredSentence]:
    """The best sentence of each work, then the second of each, and so on; works by their best."""
    turns: Counter[str] = Counter()
    placed = []
    for place, each in enumerate(sentences):
        document = each.source.document.work_id
        placed.append((turns[document], place, each))
        turns[document] += 1
    return [each for _, _, each in sorted(placed, key=lambda entry: entry[:2])]


def _said(candidate: ScoredSentence, chosen: Sequence[ScoredSentence]) -> bool:
    words = set(candidate.sentence.text.casefold().split())
    return any(
        len(words & set(each.sentence.text.casefold().split())) >= _NOVELTY * max(len(words), 1) for each in chosen
    )
