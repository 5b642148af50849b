"""Whether the best sentence tells the very fact that is asked for, or only stands near to it. Pure.

"Qui a fondé X ?" A sentence that names X and nobody else, or says nothing of founding, is no answer: at most it helps.
"""

from __future__ import annotations

import re

from assistant.answering.asked_for import WHEN, AskedFor
from assistant.answering.question import QuestionType
from assistant.answering.scoring import ScoredSentence, has_cue
from assistant.text.normalise import fold
from assistant.types import Query

_BEEN = re.compile(
    r"\b(?:a|ont|ait|aient|avai(?:t|ent)|aur(?:a|ont|ait|aient)|ayant|avoir) (?:\w+ )?ete\b"
)  # no summer


def told_plainly(query: Query, kind: QuestionType, best: ScoredSentence) -> bool:
    """Whether a sentence has what a fact is told by: a date, or somebody's name with what was done.

    Args:
        query: the question.
        kind: what it asks for.
        best: the sentence that answers best.
    """
    if kind not in (QuestionType.WHEN, QuestionType.WHO):
        return True
    asked = AskedFor.of(query, kind)
    if kind is QuestionType.WHEN:
        told = _BEEN.sub(" ", fold(f"{best.head} {best.sentence.text}"))
        return not asked.dated or WHEN.search(told) is not None
    if asked.may:
        return True
    return has_cue(query, kind, best.sentence.text) and (not asked.event or bool(asked.event & best.near))
