"""Words of a question that the corpus does not know, for nearly the same ones that it does: typing errors. Pure.

A word is only ever corrected where no passage has it and it is no word of French or English: a true word that the
corpus lacks is what the corpus does not say. What was searched instead is told with the results.
"""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from assistant.text.analysis import EXACT_MARK, index_terms
from assistant.types import Query

_FILE = Path(__file__).with_name("words.txt.gz")
_SHORTEST = 5
_LONG = 8  # letters from which two changes may be made
_PASSAGES = 20  # looked at for the word that was meant
_WORD = re.compile(r"[^\W\d_]+")

Similar = Callable[[str, int, int], Sequence[str]]
"""A folded word, changes, most passages -> texts that have a word spelt like it."""


def corrections(query: Query, frequency: Callable[[str], int], similar: Similar) -> Iterator[tuple[str, str]]:
    """Words of the question (and of those it leans on) as they were typed, each with what the corpus has instead."""
    for word in query.words:
        typed = word.surface
        if not typed.isalpha() or len(typed) < _SHORTEST or typed.isupper():
            continue
        folded = folded_form(typed)
        if folded in known_words() or any(map(frequency, (*word.terms, EXACT_MARK + folded))):
            continue
        most = 1 if len(folded) < _LONG else 2
        best = _nearest(folded, most, similar(folded, most, _PASSAGES))
        if best:
            yield typed, best


def corrected(question: str, found: Iterable[tuple[str, str]]) -> str:
    """The question with the words that are taken instead."""
    for typed, taken in found:
        question = re.sub(rf"\b{re.escape(typed)}\b", taken, question)
    return question


def folded_form(word: str) -> str:
    """A word in small letters without accents, as indexes keep its exact form."""
    exact = [term for term in index_terms(word, "fr") if term.startswith(EXACT_MARK)]
    return exact[-1].removeprefix(EXACT_MARK) if exact else ""


@cache
def known_words() -> frozenset[str]:
    """Frequent French and English words, folded (`training/expansion.py` writes them)."""
    return frozenset(gzip.decompress(_FILE.read_bytes()).decode("utf-8").split())


def _nearest(folded: str, most: int, texts: Iterable[str]) -> str | None:
    counts = Counter(word.lower() for text in texts for word in _WORD.findall(text))
    found = []
    for word, count in counts.items():
        form = folded_form(word) if abs(len(word) - len(folded)) <= most + 2 else ""
        if form and abs(len(form) - len(folded)) <= most:
            changes = distance(folded, form)
            if changes <= most:
                found.append((changes, -count, word))
    return min(found)[2] if found else None


def distance(first: str, second: str) -> int:
    """Changes from one word to the other: a letter put in, left out, replaced, or swapped with the next."""
    before: list[int] = []
    last = list(range(len(second) + 1))
    for row, letter in enumerate(first, 1):
        current = [row]
        for column, other in enumerate(second, 1):
            changes = min(last[column] + 1, current[-1] + 1, last[column - 1] + (letter != other))
            if row > 1 and column > 1 and letter == second[column - 2] and first[row - 2] == other:
                changes = min(changes, before[column - 2] + 1)
            current.append(changes)
        before, last = last, current
    return last[-1]
