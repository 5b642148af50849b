"""Words of a question that the corpus does not know, for nearly the same ones that it does: typing errors. Pure.

A word is only ever corrected where no passage has it and it is no word of French or English: a true word that the
corpus lacks is what the corpus does not say. A name is left as it is, since another name is somebody else, unless two
of its letters are swapped, or one is doubled or not. What was searched instead is told with the results.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from assistant.text.analysis import EXACT_MARK, index_terms
from assistant.types import Query
from assistant.vocabulary.known import known_words

SHORTEST = 5  # letters of a word that may be mended
_LONG = 8  # letters from which two changes may be made
_MOST_LOOKED_UP = 8  # words of one question
_PASSAGES = 20  # looked at for the word that was meant
_SINGLE = re.compile(r"(.)\1+")
_WORD = re.compile(r"[^\W\d_]+")

Similar = Callable[[str, int, int], Sequence[str]]
"""A folded word, changes, most passages -> texts that have a word spelt like it."""


def corrections(query: Query, frequency: Callable[[str], int], similar: Similar) -> Iterator[tuple[str, str]]:
    """Words of the question (and of those it leans on) as they were typed, each with what the corpus has instead."""
    looked_up = 0
    for word in query.words:
        typed = word.surface
        if not typed.isalpha() or len(typed) < SHORTEST or typed.isupper():
            continue
        folded = folded_form(typed)
        if folded in known_words() or any(map(frequency, (*word.terms, EXACT_MARK + folded))):
            continue
        looked_up += 1
        if looked_up > _MOST_LOOKED_UP:
            return
        best = _best(folded, word.named, similar)
        if best:
            yield typed, best.capitalize() if typed[0].isupper() else best


def corrected(question: str, found: Iterable[tuple[str, str]]) -> str:
    """The question with the words that are taken instead."""
    for typed, taken in found:
        question = re.sub(rf"\b{re.escape(typed)}\b", taken, question)
    return question


def folded_form(word: str) -> str:
    """A word in small letters without accents, as indexes keep its exact form."""
    exact = [term for term in index_terms(word, "fr") if term.startswith(EXACT_MARK)]
    return exact[-1].removeprefix(EXACT_MARK) if exact else ""


def _best(folded: str, named: bool, similar: Similar) -> str | None:
    """The word that was meant: one change away, else two in a long word that is no name."""
    best = _nearest(folded, 1, similar(folded, 1, _PASSAGES))
    if named:
        return best if best is not None and _is_slip(folded, folded_form(best)) else None
    if best is None and len(folded) >= _LONG:
        best = _nearest(folded, 2, similar(folded, 2, _PASSAGES))
    return best


def _is_slip(typed: str, meant: str) -> bool:
    """Whether two neighbouring letters are swapped, or one is written twice or not."""
    if len(typed) == len(meant):
        return sorted(typed) == sorted(meant)
    return _SINGLE.sub(r"\1", typed) == _SINGLE.sub(r"\1", meant)


def _nearest(folded: str, most: int, texts: Iterable[str]) -> str | None:
    counts = Counter(word.lower() for text in texts for word in _WORD.findall(text))
    found = []
    for word, count in counts.items():
        form = folded_form(word) if abs(len(word) - len(folded)) <= most + 2 else ""
        if form and abs(len(form) - len(folded)) <= most:
            changes = distance(folded, form)
            if 0 < changes <= most:
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
