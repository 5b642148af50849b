"""The best passages of the fusion, looked at again one by one: does one sentence answer the question? Pure.

To the fused score are added how much of the question's words the best sentence of a passage holds, with its headings
and title, and how near the passage is in meaning, on the vector leg's own scale: the fusion knows both only by what the
other candidates have. Two weights, fitted on pairs of passages of two sets and looked at on the others
(evals/README.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from assistant.retrieval.coverage import WordsSought, share, word_weights
from assistant.retrieval.fusion import VECTOR
from assistant.retrieval.order import reordered
from assistant.retrieval.weights import EMBEDDED_ENCODER
from assistant.text.analysis import analyse
from assistant.text.sentence_terms import sentence_terms
from assistant.types import Language, Query, ScoredPassage

DEPTH = 15  # passages looked at
_KEPT: dict[str, Sequence[str]] = {}  # the terms of texts that were found: the same are found again and again
_MOST_KEPT = 10_000  # texts, a kilobyte each
SentenceTerms = Callable[[Sequence[str]], Mapping[str, Sequence[str]]]  # what is known of passages, by their ids


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
    query: Query,
    found: Iterable[ScoredPassage],
    weights: SecondLook,
    known: tuple[Callable[[str], int], int],
    sentences: SentenceTerms,
) -> Iterator[ScoredPassage]:
    """The passages with the first `DEPTH` in a new order; scores go on falling.

    Args:
        query: the question.
        found: passages, best first.
        weights: of the two things that are looked at.
        known: number of passages that hold a term, and of all.
        sentences: the terms of each sentence of passages, of which some may be missing: those are analysed.
    """
    rest = iter(found)
    head = list(islice(rest, DEPTH))
    if not head:
        return iter(())
    look, terms = Look(query, own_weights(query, *known)), _terms_of(head, sentences)
    scores = (
        each.score + weights.sentence * look.best_sentence(each, own) + weights.nearness * cosine
        for each, own, cosine in zip(head, terms, cosines(head), strict=True)
    )
    return reordered(head, scores, rest)


def _terms_of(found: Sequence[ScoredPassage], sentences: SentenceTerms) -> list[Sequence[str] | None]:
    """The terms of each passage's sentences; None where they are not known."""
    keys = [f"{each.passage.language} {each.passage.text}" for each in found]
    missing = {each.passage.id: key for key, each in zip(keys, found, strict=True) if key not in _KEPT}
    if missing:
        if len(_KEPT) + len(missing) > _MOST_KEPT:
            _KEPT.clear()
        _KEPT.update((missing[name], terms) for name, terms in sentences(list(missing)).items())
    return [_KEPT.get(key) for key in keys]


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

    def best_sentence(self, found: ScoredPassage, sentences: Sequence[str] | None = None) -> float:
        """Share of the question that one sentence of a passage holds with its headings and its document's title.

        `sentences` are its own, each as its terms, where these are known already.
        """
        passage = found.passage
        sought = self._sought_in(passage.language)
        headings = " ".join((found.document.title, *passage.heading_path))
        above = sought.matched(sought.held(analyse(headings, passage.language)))
        if sentences is None:
            sentences = sentence_terms(passage.text, passage.language)
        held = {sought.held(each.split(" ")) for each in sentences}
        matched = {sought.matched(each) | above for each in held}
        return max((share(each, self._rarity) for each in matched), default=0.0)

    def _sought_in(self, language: Language) -> WordsSought:
        translated = language != self._query.language
        if translated not in self._sought:
            self._sought[translated] = WordsSought(self._query.words, translated)
        return self._sought[translated]
