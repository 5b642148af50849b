"""What a language model writes, read sentence by sentence as it comes: the words, and the keys at its end. Pure.

A line is taken when it has ended. Keys stand in brackets after what they support; of several sentences before one group
of keys, all have those keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.text.sentences import split_sentences

_KEYS = re.compile(r"[\[【]\s*([\w.:#†-]{1,40}(?:\s*[,;|]\s*[\w.:#†-]{1,40})*)\s*[\]】](?!\()")
_GROUP = re.compile(rf"(?:\s*{_KEYS.pattern})+\s*[.!?]?")
_BULLET = re.compile(r"^\s*(?:[-–—•*]\s+|\d{1,2}[.)]\s+|#{1,6}\s+|>\s+)")
_MARKS = re.compile(r"\*\*|__|`{1,3}")
_THINKING = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|$)", re.DOTALL | re.IGNORECASE)
_END = "."


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as it was written, without its keys, and the keys, each once."""

    text: str
    keys: tuple[str, ...]


class LineReader:
    """Collects the pieces of a stream and gives out the sentences of each line that has ended."""

    def __init__(self) -> None:
        self._text = ""
        self._read = 0

    def feed(self, piece: str) -> list[Sentence]:
        """The sentences that a piece completes."""
        self._text += piece
        if "\n" not in piece:
            return []
        return self._taken("".join(self._spoken().rpartition("\n")[:2]))

    def rest(self) -> list[Sentence]:
        """Those of the last line, when the stream has ended."""
        return self._taken(self._spoken())

    def _spoken(self) -> str:
        """What was written for the reader: some models think aloud first."""
        return _THINKING.sub("", self._text)

    def _taken(self, text: str) -> list[Sentence]:
        fresh, self._read = text[self._read :], max(self._read, len(text))
        return [sentence for line in fresh.splitlines() for sentence in sentences_of(line)]


def without_thinking(text: str) -> str:
    """A model's answer without what it thought aloud before it."""
    return _THINKING.sub("", text)


def sentences_of(line: str) -> Iterator[Sentence]:
    """The sentences of one line, with their keys."""
    line = _MARKS.sub("", _BULLET.sub("", line))
    start = 0
    for group in _GROUP.finditer(line):
        keys = tuple(
            dict.fromkeys(key for found in _KEYS.finditer(group[0]) for key in re.split(r"\s*[,;|]\s*", found[1]))
        )
        ended = group[0].rstrip()[-1]
        yield from _sentences(line[start : group.start()], keys, ended if ended in ".!?" else "")
        start = group.end()
    yield from _sentences(line[start:], (), "")


def _sentences(text: str, keys: tuple[str, ...], ended: str) -> Iterator[Sentence]:
    """The sentences before a group of keys, and the stop that follows it where it follows."""
    text = text.strip(" \t,;")
    spans = [(start, end) for start, end in split_sentences(text) if any(map(str.isalnum, text[start:end]))]
    for place, (start, end) in enumerate(spans):
        sentence = text[start:end]
        if place == len(spans) - 1 and sentence[-1] not in '.!?…:»”"':
            sentence += ended or _END
        yield Sentence(sentence, keys)
