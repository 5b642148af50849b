"""Whether the best sentence tells the very fact that is asked for, or only stands near to it. Pure.

"Qui a fondé X ?" A sentence that names X and nobody else, or says nothing of founding, is no answer: at most it helps.
"""

from __future__ import annotations

from assistant.answering.asked_for import AskedFor
from assistant.answering.question import QuestionType
from assistant.answering.scoring import ScoredSentence, has_cue
from assistant.types import Query


def told_plainly(query: Query, kind: QuestionType, best: ScoredSentence) -> bool:
    """Whether a sentence has what a fact is told by: a date, or somebody's name with what was done.

    Args:
        query: the question.
        kind: what it asks for.
        best: the sentence that answers best.
    """
    if kind is QuestionType.WHEN:
        return AskedFor.of(query, kind).is_at_it(best)
    asked = AskedFor.of(query, kind) if kind is QuestionType.WHO else None
    if asked is None or asked.may:
        return True
    return has_cue(query, kind, best.sentence.text) and (not asked.event or bool(asked.event & best.near))
