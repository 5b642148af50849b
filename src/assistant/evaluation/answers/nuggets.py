"""Whether an answer holds the facts that a good answer holds, and scores from it.

Matching is by words: no model, no synonyms. A nugget is looked for in windows of consecutive sentences, since its words
scattered over an answer say something else. Its numbers and names must stand there for it to be held; of its other
words, inflected or not, most must. What stands in brackets, a label such as "levier :", and which source says it
("selon un billet") is not required.
A nugget in one language is hardly ever found in an answer in the other, unless it is made of numbers and names: read
scores of cross-lingual questions with that in mind. evals/check_nuggets.py measures all this.

Scores are those of the TREC 2024 RAG track (Pradeep et al. 2024, arXiv:2411.09607): each nugget counts 1 where it is
held, 0.5 where it is held in part, 0 otherwise; "strict" counts 0 for a part. "Vital" ones must be in a good answer,
the others ("okay") may be, and weigh half as much.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.evaluation.sets.cases import Nugget
from assistant.support.facts import names_stated, numbers_held, numbers_stated
from assistant.text.analysis import analyse
from assistant.text.language import detect
from assistant.text.sentences import split_sentences
from assistant.types import Language

SUPPORT, PARTIAL, NONE = 1.0, 0.5, 0.0
SUPPORTED_FROM = 0.6
PARTIAL_FROM = 0.4
"""Shares of a nugget's words, measured by evals/check_nuggets.py."""
MUST_HOLD = 3
"""With no more words than this, all must stand there."""
WINDOW = 3
SHORT = 3
"""A nugget of no more words and numbers than this must stand in one sentence."""
OKAY_WEIGHT = 0.5
_SHORTEST_ROOT = 5

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LABEL = re.compile(r"^\s*(?:leviers?|freins?|réponses?|causes?|effets?|exemples?|oui|non)\s*(?::|,)\s*", re.IGNORECASE)
_ATTRIBUTED = re.compile(
    r",?\s+(?:selon|d['’]après) (?:une?|le|la|l['’]|les|cet|cette|ce) ?(?:autre )?"
    r"(?:billet|article|note|rapport|entretien|document|source|étude|texte|autre)\b[^,;:]*$",
    re.IGNORECASE,
)
_ENDING = re.compile("(?<=[a-z]{4})(?:ent|es|e|s)$")  # what stems keep of short words: "restent", "flous"
_PARTS = re.compile(r"\d+|[^\W\d_]+")
_ALTERNATIVES = re.compile(r"(?<=\w)/(?=\w)")


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a nugget asks for: words (each with its alternatives), numbers, names as terms."""

    words: tuple[frozenset[str], ...]
    numbers: frozenset[str]
    names: frozenset[str]


def match_nuggets(nuggets: Sequence[Nugget], text: str) -> tuple[float, ...]:
    """For each nugget, how far a text holds it: SUPPORT, PARTIAL or NONE."""
    return tuple(match(nugget.text, text) for nugget in nuggets)


def match(nugget: str, text: str) -> float:
    """How far a text holds a nugget: SUPPORT, PARTIAL or NONE."""
    return max((held.match for held in _held(nugget, text)), default=NONE)


def resemblance(nugget: str, text: str) -> float:
    """How much of a nugget the window that holds it best holds, between 0 and 1: to measure the thresholds with."""
    return max((held.share for held in _held(nugget, text)), default=0.0)


@dataclass(frozen=True, slots=True)
class _Held:
    """What one window holds of a nugget."""

    words: int
    all_words: int
    numbers: int
    all_numbers: int
    all_names: bool

    @property
    def share(self) -> float:
        return (self.words + self.numbers) / (self.all_words + self.all_numbers)

    @property
    def match(self) -> float:
        """Numbers that are all missing make it another fact, whatever its words."""
        if self.all_numbers and not self.numbers:
            return NONE
        missing = self.all_words - self.words
        enough = self.words >= SUPPORTED_FROM * self.all_words and missing <= self.all_words - MUST_HOLD
        enough = enough or missing == 0
        if enough and self.numbers == self.all_numbers and self.all_names:
            return SUPPORT
        return PARTIAL if self.words and self.words >= PARTIAL_FROM * self.all_words else NONE


def _held(nugget: str, text: str) -> Iterator[_Held]:
    """What each window holds of a nugget, with and without what it has in brackets."""
    language = detect(text or nugget)
    for wanted in {_wanted(nugget, language), _wanted(_BRACKETS.sub(" ", nugget), language)}:
        size = len(wanted.words) + len(wanted.numbers)
        for terms, numbers in _windows(text, language, 1 if size <= SHORT else WINDOW) if size else ():
            yield _Held(
                words=sum(any(_holds(word, terms) for word in words) for words in wanted.words),
                all_words=len(wanted.words),
                numbers=len(wanted.numbers & numbers),
                all_numbers=len(wanted.numbers),
                all_names=all(_holds(name, terms) for name in wanted.names),
            )


@lru_cache(maxsize=4096)
def _wanted(nugget: str, language: Language) -> _Wanted:
    text = _ATTRIBUTED.sub("", _LABEL.sub("", nugget))
    words: list[frozenset[str]] = []
    for token in text.split():
        if _is_number(token):
            continue
        words += _slots([frozenset(analyse(option, language)) for option in _ALTERNATIVES.split(token)])
    names = frozenset(term for name in names_stated(text) for term in analyse(name, language))
    return _Wanted(tuple(dict.fromkeys(word for word in words if word)), numbers_stated(text), names)


def _slots(options: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    """The words of a token, one each; the alternatives of "reconnaît/nomme" are one."""
    return [frozenset().union(*options)] if len(options) > 1 else [frozenset({term}) for term in options[0]]


def _is_number(token: str) -> bool:
    """Whether a token is one or several numbers, in digits or in words: these are looked for by value."""
    parts = _PARTS.findall(token)
    return bool(parts) and all(numbers_stated(part) for part in parts)


@lru_cache(maxsize=256)
def _windows(text: str, language: Language, size: int) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """Terms and numbers of each run of so many sentences."""
    sentences = [text[start:end] for start, end in split_sentences(text)]
    read = [(frozenset(analyse(sentence, language)), numbers_held(sentence)) for sentence in sentences]
    windows = [read[start : start + size] for start in range(max(1, len(read) - size + 1))]
    return tuple(
        (frozenset().union(*(terms for terms, _ in window)), frozenset().union(*(numbers for _, numbers in window)))
        for window in windows
    )


def _holds(word: str, terms: frozenset[str]) -> bool:
    """Whether a term is there, or one of its root: "création" finds "créateur", "reste" finds "restent"."""
    if word in terms:
        return True
    root, bare = word[: max(_SHORTEST_ROOT, len(word) - 2)], _ENDING.sub("", word)
    return any(
        _ENDING.sub("", term) == bare or (len(root) >= _SHORTEST_ROOT and term.startswith(root)) for term in terms
    )


def vital_strict(matched: Sequence[float], vital: Sequence[bool]) -> float | None:
    """The share of vital nuggets that are held; None where there are none."""
    return vital_score([_strict(each) for each in matched], vital)


def vital_score(matched: Sequence[float], vital: Sequence[bool]) -> float | None:
    """As `vital_strict`, a part counting half."""
    values = [each for each, is_vital in zip(matched, vital, strict=True) if is_vital]
    return sum(values) / len(values) if values else None


def weighted_strict(matched: Sequence[float], vital: Sequence[bool]) -> float | None:
    """The share of nuggets that are held, an okay one weighing half a vital one; None where there are no nuggets."""
    return weighted([_strict(each) for each in matched], vital)


def weighted(matched: Sequence[float], vital: Sequence[bool]) -> float | None:
    """As `weighted_strict`, a part counting half."""
    weights = [1.0 if is_vital else OKAY_WEIGHT for is_vital in vital]
    total = sum(each * weight for each, weight in zip(matched, weights, strict=True))
    return total / sum(weights) if weights else None


def _strict(value: float) -> float:
    return SUPPORT if value >= SUPPORT else NONE
