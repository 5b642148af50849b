"""Where on its page a quote stands that a language model copied: the page's own characters are what is shown. Pure.

A model changes white space, quotation marks, hyphens, case and accents when it copies. Letters and digits must be the
same, in the same order, from word to word; what is marked as left out ("[…]") parts a quote into several.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.answering.quotes import locate
from assistant.text.normalise import fold
from assistant.text.sentences import split_sentences
from assistant.types import Passage, Quote

SHORTEST = 3
"""Letters and digits that a quote has at least; a single letter stands everywhere."""
LONGEST_SENTENCE = 600
"""Characters: a longer one (a table read as a line) is not shown whole for the sake of a few words."""
_LEFT_OUT = re.compile(r"\[\s*(?:…|\.\.\.)\s*\]|\(\s*(?:…|\.\.\.)\s*\)|…|\.\.\.")


def quotes_in(passage: Passage, copied: str) -> tuple[Quote, ...]:
    """The sentences of a passage that hold what was copied from it; () where any part of it does not stand there."""
    parts = [part for part in _LEFT_OUT.split(copied) if any(map(str.isalnum, part))]
    places, begin = [], 0
    for part in parts:
        place = _place(passage.text, part, begin)
        if place is None:
            return ()
        places.append(place)
        begin = place[1]
    spans = _merged(_sentences_around(passage.text, start, end) for start, end in places)
    return tuple(quote for start, end in spans for quote in locate(passage, start, end))


def _place(text: str, part: str, begin: int) -> tuple[int, int] | None:
    """Where a part stands, from some place on, as characters of the text."""
    wanted = "".join(letters for letters, _ in _letters(part))
    if len(wanted) < SHORTEST:
        return None
    letters, origins = [], []
    for letter, origin in _letters(text):
        letters.append(letter)
        origins.append(origin)
    held = "".join(letters)
    at = held.find(wanted)
    while at >= 0:
        start, end = origins[at], origins[at + len(wanted) - 1] + 1
        if start >= begin and _whole(text, start, end):
            return start, end
        at = held.find(wanted, at + 1)
    return None


def _letters(text: str) -> Iterator[tuple[str, int]]:
    """Letters and digits in the form that they are compared in, one at a time, with the places they come from.

    The sign between two digits counts: 1,5 is not 15. Of "15 000" the space does not: it is written in many ways.
    """
    for place, character in enumerate(text):
        if character.isalnum():
            for letter in fold(character):
                if letter.isalnum():
                    yield letter, place
        elif character in ".,/" and text[place - 1 : place].isdigit() and text[place + 1 : place + 2].isdigit():
            yield character, place


def _whole(text: str, start: int, end: int) -> bool:
    """Whether a span begins and ends with words."""
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    return not before.isalnum() and not after.isalnum()


def _sentences_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The whole sentences that a span stands in, unless they are long."""
    around = [(low, high) for low, high in split_sentences(text) if low < end and high > start]
    low, high = min(start, around[0][0]), max(end, around[-1][1])
    return (low, high) if high - low <= max(LONGEST_SENTENCE, end - start) else (start, end)


def _merged(spans: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that overlap as one."""
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (min(merged[-1][0], start), max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
