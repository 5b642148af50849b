"""Messages that hold a second question ("Combien coûte X ou quel est le frein de Y ?"): none goes without a word. Pure.

What `several_asked` finds are further facts of one thing, told by one document. Here the second question is one by
itself: a sentence of any document answers it, or it is named as left open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.question import CUED_TYPES, FACT_TYPES, holds_cue, question_type
from assistant.answering.scoring import ScoredSentence
from assistant.text.normalise import fold
from assistant.types import Query

_ASKS = (
    r"(?:quel(?:le)?s?|lesquel(?:le)?s|combien|comment|pourquoi|quand|qui|qu['’]est-ce|"
    r"what|who|which|how|why|when|where)\b"
)
_LINKS = r"(?:ou(?: bien)?|et|or|and)"
_CUT = re.compile(rf"(?:\s*[?;]\s*(?:{_LINKS}\s+)?|\s*,?\s+{_LINKS}\s+)(?={_ASKS})", re.IGNORECASE)
_ADDS = re.compile(r"\b(?:et|and)\b", re.IGNORECASE)
_OPENS = re.compile(rf"\W*(?:[^\W\d_]{{1,6}} )?{_ASKS}", re.IGNORECASE)
_BARE = frozenset({"pourquoi", "why"})  # "… ont été abandonnées, et pourquoi ?" asks it of all that stands before
_LEAST_WORDS = 2  # of its own in a second question: with fewer it asks more of the same thing
_ENOUGH = 0.6  # of its own words in a sentence that answers it
_LOOKED_AT = 60  # sentences, best first


def with_second(
    query: Query, chosen: Sequence[ScoredSentence], ranked: Sequence[ScoredSentence]
) -> tuple[list[ScoredSentence], list[str]]:
    """What was chosen with a sentence for each further question, and the further questions that none answers.

    Args:
        query: the message.
        chosen: the sentences that answer its first question, one at least.
        ranked: all sentences of the evidence, best first.
    """
    kept, open_ones = list(chosen), []
    for text, words in _further(query):
        kind = question_type(text)

        def tells(each: ScoredSentence, own: frozenset[int] = words) -> bool:
            return len(each.near & own) >= _ENOUGH * len(own)

        bare = fold(text) in _BARE
        if any(tells(each) and (not bare or holds_cue(kind, each.sentence.text)) for each in kept):
            continue
        able = [each for each in ranked[:_LOOKED_AT] if tells(each)]
        cued = [each for each in able if kind not in CUED_TYPES or holds_cue(kind, each.sentence.text)]
        best = max(cued, key=lambda each: (len(each.near & words), each.score), default=None)
        if best is None:
            open_ones.append(text)
        else:
            kept.append(best)
    return kept, open_ones


def _further(query: Query) -> list[tuple[str, frozenset[int]]]:
    """The questions after the first one, with the places of the words that they alone have."""
    cuts = [found for found in _CUT.finditer(query.text) if found.start() > 0]
    if not cuts or not _OPENS.match(query.text):
        return []
    ends = [*(found.start() for found in cuts[1:]), len(query.text)]
    before = _tokens(query.text[: cuts[0].start()])
    found = []
    for cut, end in zip(cuts, ends, strict=True):
        text = query.text[cut.end() : end].strip(" ?.!;,\u00a0\u202f")
        if fold(text) in _BARE:
            found.append((text, frozenset(range(len(query.words)))))
            continue
        alone = _tokens(text) - before
        words = frozenset(place for place, word in enumerate(query.words) if _tokens(word.surface) <= alone)
        same = _ADDS.search(cut[0]) and question_type(text) in FACT_TYPES  # `several_asked` looks for it
        names = any(query.words[place].named for place in words)
        if len(words) >= _LEAST_WORDS and (names or not same):
            found.append((text, words))
    return found


def _tokens(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", fold(text)))
