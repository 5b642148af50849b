"""Runs of words that a text has in common with others, taken out of it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.text.normalise import fold

LEFT_OUT = "[…]"
_RUN = 4  # words in a row that are more than chance
_WORD = re.compile(r"\w+")
_JOINED = re.compile(rf"{re.escape(LEFT_OUT)}(?:\W*{re.escape(LEFT_OUT)})+")


def without_runs(text: str, sources: Sequence[str]) -> str:
    """A text with `[…]` for each run of four words and more that stands in a source, or for a whole shorter source."""
    words = [(found.start(), found.end(), fold(found[0])) for found in _WORD.finditer(text)]
    if not words:
        return text
    taken = [False] * len(words)
    for source in sources:
        _take(taken, [word for _, _, word in words], [fold(word) for word in _WORD.findall(source)])
    parts: list[str] = []
    end = 0
    for (start, stop, _), gone in zip(words, taken, strict=True):
        parts += [text[end:start], LEFT_OUT if gone else text[start:stop]]
        end = stop
    return _JOINED.sub(LEFT_OUT, "".join([*parts, text[end:]]))


def _take(taken: list[bool], words: Sequence[str], source: Sequence[str]) -> None:
    size = min(_RUN, len(source))
    if not size:
        return
    held = {tuple(source[place : place + size]) for place in range(len(source) - size + 1)}
    for place in range(len(words) - size + 1):
        if tuple(words[place : place + size]) in held:
            taken[place : place + size] = [True] * size
