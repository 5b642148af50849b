"""Runs of words that a text has in common with others, taken out of it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from assistant.text.normalise import fold

LEFT_OUT = "[…]"
_RUN = 4  # words in a row that are more than chance
_WORD = re.compile(r"\w+")
_JOINED = re.compile(rf"{re.escape(LEFT_OUT)}(?:\W*{re.escape(LEFT_OUT)})+")
_Run = tuple[str, ...]


class Runs:
    """The runs of four words and more that stand in sources, and shorter sources as wholes; read once for many texts.

    Args:
        sources: texts whose words are not to be given.
        spared: texts whose words may be given, though a source has them, too.
    """

    def __init__(self, sources: Iterable[str], spared: Iterable[str] = ()) -> None:
        self._held: dict[int, set[_Run]] = {}
        for source in sources:
            words = words_of(source)
            self._held.setdefault(min(_RUN, len(words)), set()).update(_runs(words))
        self._spared: frozenset[_Run] = frozenset(run for text in spared for run in _runs(words_of(text)))

    def sparing(self, texts: Iterable[str]) -> Runs:
        """The same without the runs that these texts have, too."""
        less = Runs(())
        less._held = self._held
        less._spared = self._spared.union(run for text in texts for run in _runs(words_of(text)))
        return less

    def out_of(self, text: str) -> str:
        """A text with `[…]` for each of the runs that it has."""
        words = [(found.start(), found.end(), fold(found[0])) for found in _WORD.finditer(text)]
        taken = [False] * len(words)
        for size, held in self._held.items():
            for place in range(len(words) - size + 1 if size else 0):
                run = tuple(word for _, _, word in words[place : place + size])
                if run in held and run not in self._spared:
                    taken[place : place + size] = [True] * size
        return _marked(text, words, taken) if any(taken) else text


def without_runs(text: str, sources: Iterable[str]) -> str:
    """A text with `[…]` for each run of four words and more that stands in a source, or for a whole shorter source."""
    return Runs(sources).out_of(text)


def _marked(text: str, words: Sequence[tuple[int, int, str]], taken: Sequence[bool]) -> str:
    parts: list[str] = []
    end = 0
    for (start, stop, _), gone in zip(words, taken, strict=True):
        parts += [text[end:start], LEFT_OUT if gone else text[start:stop]]
        end = stop
    return _JOINED.sub(LEFT_OUT, "".join([*parts, text[end:]]))


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, whatever their case, their accents and what stands between them."""
    return tuple(fold(word) for word in _WORD.findall(text))


def _runs(words: Sequence[str]) -> Iterator[_Run]:
    size = min(_RUN, len(words))
    return (tuple(words[place : place + size]) for place in range(len(words) - size + 1 if size else 0))
