"""The best passages of the fusion, looked at again one by one: does one sentence answer the question? Pure.

To the fused score are added how much of the question's words the best sentence of a passage holds, with its headings
and title, and how near the passage is in meaning, on the vector leg's own scale: the fusion knows both only by what the
other candidates have. Two weights, fitted on pairs of passages of two sets and looked at on the others
(evals/README.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from assistant.retrieval.coverage import WordsSought, share, word_weights
from assistant.retrieval.fusion import VECTOR
from assistant.retrieval.order import reordered
from assistant.retrieval.weights import EMBEDDED_ENCODER
from assistant.text.analysis import analyse, terms_of_parts
from assistant.text.sentences import split_sentences
from assistant.types import Language, Query, ScoredPassage

DEPTH = 15  # passages looked at
_KEPT = 10_000  # texts whose terms are kept, a kilobyte each: the same passages are found again and again


@dataclass(frozen=True, slots=True)
class SecondLook:
    """Weights of the share of the question that one sentence holds, and of the cosine, against a fused score's 1."""

    sentence: float
    nearness: float


MEASURED_LOOKS = {EMBEDDED_ENCODER: SecondLook(sentence=5.0, nearness=6.0)}


def second_look_of(fingerprint: str) -> SecondLook | None:
    """The weights measured for an embedding model; None: the fusion's order stays."""
    return MEASURED_LOOKS.get(fingerprint)


def look_again(
    query: Query, found: Iterable[ScoredPassage], weights: SecondLook, frequency: Callable[[str], int], total: int
) -> Iterator[ScoredPassage]:
    """The passages with the first `DEPTH` in a new order; scores go on falling.

    Args:
        query: the question.
        found: passages, best first.
        weights: of the two things that are looked at.
        frequency: number of passages that hold a term.
        total: number of passages.
    """
    rest = iter(found)
    head = list(islice(rest, DEPTH))
    if not head:
        return iter(())
    look = Look(query, own_weights(query, frequency, total))
    scores = (
        each.score + weights.sentence * look.best_sentence(each) + weights.nearness * cosine
        for each, cosine in zip(head, cosines(head), strict=True)
    )
    return reordered(head, scores, rest)


def cosines(found: Sequence[ScoredPassage]) -> list[float]:
    """Cosine of each passage; of what the vector leg did not return no more is known than the least that it did."""
    near = [each.legs[VECTOR].score for each in found if VECTOR in each.legs]
    farthest = min(near, default=0.0)
    return [each.legs[VECTOR].score if VECTOR in each.legs else farthest for each in found]


def own_weights(query: Query, frequency: Callable[[str], int], total: int) -> list[float]:
    """Rarity of the question's own words; 0 for carried ones, which say what it is about, not what it asks."""
    weights = word_weights(query.words, frequency, total)
    return [0.0 if word.carried else weight for word, weight in zip(query.words, weights, strict=True)]


class Look:
    """What is looked for in each passage: the question's words, by the rarity of each."""

    def __init__(self, query: Query, rarity: Sequence[float]) -> None:
        self._query = query
        self._rarity = rarity
        self._sought: dict[bool, WordsSought] = {}  # without translations, and with them

    def best_sentence(self, found: ScoredPassage) -> float:
        """Share of the question that one sentence of a passage holds with its headings and its document's title."""
        passage = found.passage
        sought = self._sought_in(passage.language)
        headings = " ".join((found.document.title, *passage.heading_path))
        above = sought.matched(sought.held(analyse(headings, passage.language)))
        held = {sought.held(each.split(" ")) for each in _terms_by_sentence(passage.text, passage.language)}
        matched = {sought.matched(each) | above for each in held}
        return max((share(each, self._rarity) for each in matched), default=0.0)

    def _sought_in(self, language: Language) -> WordsSought:
        translated = language != self._query.language
        if translated not in self._sought:
            self._sought[translated] = WordsSought(self._query.words, translated)
        return self._sought[translated]


@lru_cache(maxsize=_KEPT)
def _terms_by_sentence(text: str, language: Language) -> tuple[str, ...]:
    """The terms of each sentence, parted by spaces: sets of them take ten times the room."""
    return tuple(map(" ".join, terms_of_parts(text, split_sentences(text), language)))
