"""Sentences that give a reason, apart from those that only say again what the reason is asked of. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.scoring import ScoredSentence
from assistant.text.normalise import fold

_GIVES = re.compile(
    r"\b(?:parce qu|car|puisque|puisqu|faute d|en raison d|a cause d|du fait d|grace a|a la suite d|par manque d|afin|"
    r"raisons?|motifs?|causes?|explique(?:nt)?|s'explique|tient a|because|since|due to|owing to|"
    r"reasons?|for lack of|so that)"
)
_LACKS = re.compile(
    r"\b(?:manqu\w+|absence|insuffisan\w+|ni\b.{1,60}\bni|n'av\w+ (?:ni|pas|plus|aucun\w*)|"
    r"jamais rien|trop (?:\w+)|lack\w*|missing|too \w+|neither)"
)
# A reason that others give, and who writes does not, or only grants.
_OTHERS_SAY = re.compile(
    r"\A\W*(?:mais |or )?(?:on (?:nous )?(?:dira|pourrait (?:dire|croire|penser)|croit (?:souvent|parfois)?|a dit)"
    r"|certains (?:diront|croient|pensent|disent)|(?:people|some) (?:will |may )?(?:say|think)|one might think"
    r"|contrairement a ce qu|certes)\b|\bil est vrai,|, il est vrai\b"
    r"|\bce n'est pas (?:parce|faute|en raison|a cause|l[ea']|la faute)"
)
_OBJECTS = re.compile(r"\W*(?:mais|pourtant|cependant|toutefois|but|yet|however)\b")
_ASKS_WHY = re.compile(r"\b(?:pourquoi|raisons?|causes?|motifs?|explications?|why|reasons?)\b")
_ALL = 0.99
_SAYS_WHY = 2


def reasons_first(sentences: Sequence[ScoredSentence]) -> list[ScoredSentence]:
    """Of the sentences that may be quoted those that give a reason, the plainest first; all where none does.

    One that has all of the question's words and gives none only says again what is known to who asks. Where a part of a
    document is headed by the question, its reasons stand there.
    """
    ranks = [_rank(each) for each in sentences]
    best = max(ranks, default=0)
    if best < _SAYS_WHY:
        return list(sentences)
    kept = [
        (rank, each)
        for rank, each in zip(ranks, sentences, strict=True)
        if rank or (best == _SAYS_WHY and each.coverage < _ALL)
    ]
    return [each for _, each in sorted(kept, key=lambda pair: -pair[0])]


def _rank(each: ScoredSentence) -> int:
    """3 for a reason below a heading that asks for it, 2 for another, 1 for what else stands below such a heading."""
    text = fold(each.sentence.text)
    if _OTHERS_SAY.search(text):
        return 0
    gives = _GIVES.search(text) is not None
    headed = _ASKS_WHY.search(fold(" ".join(each.source.passage.heading_path[1:]))) is not None
    if headed:
        return 3 if gives or _LACKS.search(text) else 0 if _OBJECTS.match(text) else 1
    return _SAYS_WHY if gives and each.coverage > 0 else 0
