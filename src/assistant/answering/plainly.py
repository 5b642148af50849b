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
    if kind is QuestionType.WHEN:
        dated = AskedFor.of(query, kind).dated
        return not dated or WHEN.search(_BEEN.sub(" ", fold(f"{best.head} {best.sentence.text}"))) is not None
    asked = AskedFor.of(query, kind) if kind is QuestionType.WHO else None
    if asked is None or asked.may:
        return True
    return has_cue(query, kind, best.sentence.text) and (not asked.event or bool(asked.event & best.near))
