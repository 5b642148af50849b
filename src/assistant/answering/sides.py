"""Questions about several things at once ("de Paris et de Grigny", "entre A et B"): something of each is quoted. Pure.

What one side is told by says nothing of the other. A side is the words that it alone has; for each side that nothing
quoted speaks of, the best sentence that does is added.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.question import asks_positions
from assistant.answering.scoring import ScoredSentence
from assistant.retrieval.coverage import names_on_record
from assistant.text.normalise import fold
from assistant.text.sentences import split_sentences
from assistant.types import Language, Notice, Query

MOST_SIDES = 4
_LOOKED_AT = 60  # sentences, best first
_LEAST_SCORE = 0.35  # of the best
_PHRASE, _OPENS = 0.4, 0.3  # a sentence has the side's words as they stand in the question, or opens on them
_ARTICLES = r"(?:le |la |les |l'|un |une |des |du |de la |de l'|de |d'|the |an? |of )"
_NAME = r"[A-ZÀ-ÖØ-Þ][\w'’-]*(?:[ -](?:(?:de|du|des|la|le|sur|en)[ -])*[A-ZÀ-ÖØ-Þ][\w'’-]*)*"
_PREPOSITION = r"(?:à |de |d['’]|du |des |chez |pour |selon |in |of |for |by )?(?:la |le |les |l['’]|the )?"
_NAMED = re.compile(
    rf"(?P<first>{_NAME})(?P<more>(?:, {_PREPOSITION}{_NAME})*),? (?:et|ou|and|or|contre|versus) "
    rf"{_PREPOSITION}(?P<last>{_NAME})"
)
_BETWEEN = re.compile(
    r"\b(?:differences?|distinctions?|ecarts?|rapports?|comparaisons?|comparison|compare[rz]?|distingue[rz]?)\b"
    r"[^?]{0,30}?\b(?:entre|between) (?P<sides>[^?]+)"
)
_APART = re.compile(
    r"\b(?:qu'est[- ]ce qu(?:e|'une?)|que signifie|what is) (?P<one>[^?,]+?) et (?:en quoi|comment) "
    r"[^?]*?(?:se distingue|differe)\S* (?:de |du |d')(?P<other>[^?]+)"
)
_SPLIT = re.compile(r",? (?:et|and|ou|or|versus|vs) |, ")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the things asked about: its name, folded and as it stands, and the places of the words it alone has."""

    name: str
    words: frozenset[int]
    said: str = ""


def sides_of(query: Query) -> list[Side]:
    """The things that a question asks about side by side; [] for most questions."""
    names = _names(query.text)
    places = [_places(name, query) for name in names]
    sides = []
    for name, own in zip(names, places, strict=True):
        others = frozenset().union(*(each for each in places if each is not own))
        if own - others:
            sides.append(Side(name, own - others, _said(name, query.text)))
    return sides[:MOST_SIDES] if len(sides) > 1 else []


def of_each_side(
    query: Query, sides: Sequence[Side], chosen: Sequence[ScoredSentence], able: Sequence[ScoredSentence]
) -> tuple[list[ScoredSentence], list[str]]:
    """What was chosen with the best sentence of each further side, and the names of sides that nothing speaks of.

    Args:
        query: the question.
        sides: its sides.
        chosen: the sentences that would be quoted, one at least.
        able: those that may answer, best first.
    """
    kept, missing = list(chosen), []
    shared, views = _asked_of_all(query, sides), asks_positions(query.text)
    for side in sides:
        if any(_speaks_of(side, each, query, views) for each in kept):
            continue
        good = (each for each in able[:_LOOKED_AT] if each.score >= _LEAST_SCORE * chosen[0].score)
        looked = [each for each in good if _speaks_of(side, each, query, views) and (not shared or each.near & shared)]
        best = max(looked, key=lambda each: _fit(side, each), default=None)
        if best is None:
            missing.append(side.said or side.name)
        elif best not in kept:
            kept.append(best)
    return kept, missing


def _asked_of_all(query: Query, sides: Sequence[Side]) -> frozenset[int]:
    """The words of what is asked of each: a sentence with none says something else. None where sides are compared."""
    folded = fold(query.text)
    if _BETWEEN.search(folded) or _APART.search(folded):
        return frozenset()
    return frozenset(range(len(query.words))).difference(*(side.words for side in sides))


def named_before(sides: Sequence[Side], each: ScoredSentence) -> int | None:
    """The place in its passage of the sentence that names the side a sentence tells of; None where it does so itself.

    Args:
        sides: of the question.
        each: a sentence that is quoted.
    """
    passage = each.source.passage
    shown = fold(" ".join((each.source.document.title, each.head, each.sentence.text)))
    if not sides or any(side.name in shown for side in sides):
        return None
    texts = [fold(passage.text[start:end]) for start, end in split_sentences(passage.text)[: each.sentence.position]]
    named = (place for place, text in enumerate(texts) if any(side.name in text for side in sides))
    return max(named, default=None)


def side_notice(names: Sequence[str], language: Language) -> Notice:
    """That nothing is quoted about some of the things asked about."""
    return Notice("side_not_told", {"names": ("\u202f; " if language == "fr" else "; ").join(names)})


def _names(question: str) -> list[str]:
    folded = fold(question)
    between, apart = _BETWEEN.search(folded), _APART.search(folded)
    if between:
        return [_bare(part) for part in _SPLIT.split(between["sides"].strip(" .?"))]
    if apart:
        return [_bare(apart["one"]), _bare(apart["other"].strip(" .?"))]
    named = _NAMED.search(question)
    if named is None:
        return []
    more = re.findall(_NAME, named["more"])
    return [fold(name) for name in (named["first"], *more, named["last"])]


def _bare(part: str) -> str:
    return re.sub(rf"\A{_ARTICLES}", "", part.strip())


def _said(name: str, question: str) -> str:
    """A folded name as it stands in a question."""
    words = question.split()
    spans = ((start, end) for start in range(len(words)) for end in range(start + 1, len(words) + 1))
    texts = (" ".join(words[start:end]).strip(" ,.?!;:") for start, end in spans)
    return next((text for text in texts if fold(text) == name), name)


def _places(name: str, query: Query) -> frozenset[int]:
    tokens = set(re.findall(r"\w+", name))
    return frozenset(
        place for place, word in enumerate(query.words) if set(re.findall(r"\w+", fold(word.surface))) <= tokens
    )


def _speaks_of(side: Side, each: ScoredSentence, query: Query, views: bool) -> bool:
    """Whether a sentence has the words of a side about it; of several, as they stand in the question.

    `views`: of views, the names on the document's record count as well: they are its authors'.
    """
    record = names_on_record(query.words, each.source.document) if views else frozenset()
    alone = " " not in side.name or side.name in fold(each.sentence.text)
    return alone and side.words <= each.near | record


def _fit(side: Side, each: ScoredSentence) -> float:
    text = fold(each.sentence.text)
    held = re.search(rf"\b{re.escape(side.name)}", text)
    return each.score + (_PHRASE if held else 0.0) + (_OPENS if held and held.start() < len(side.name) else 0.0)
