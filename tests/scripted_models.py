"""What a scripted model server replies when an answer is asked of it: honest, or wrong in one way.

A reply is made from the request alone, as a model's is: the extracts or quotes that it was given, by key, and the
question. `writes(...)` puts together what it picks and what it writes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from model_server import Reply, Request, says

_BLOCK = re.compile(
    r"<<(?P<block>[0-9a-f]{16}) (?P<name>[^>\n]+)>>\n(?P<text>.*?)\n<</(?P=block) (?P=name)>>", re.DOTALL
)


@dataclass(frozen=True)
class Given:
    """What a request gives: the question, and texts by key (without the line on their document)."""

    question: str
    texts: Mapping[str, str]
    facts: Mapping[str, str]
    choosing: bool

    def holding(self, words: str) -> str:
        """The key of the first text that holds some words."""
        return next(key for key, text in self.texts.items() if words in text)


Pick = tuple[str, str, str]
Picks = Callable[[Given], Sequence[Pick]]
Lines = Callable[[Given], str]


def given(request: Request) -> Given:
    """What a request gives."""
    question, texts, facts = "", {}, {}
    for match in _BLOCK.finditer(request.messages[1][1]):
        _, _, key = match["name"].partition(" ")
        if key:
            facts[key], _, texts[key] = match["text"].partition("\n")
        else:
            question = match["text"]
    choosing = "JSON" in request.messages[0][1]
    return Given(question, texts, facts, choosing)


def writes(picks: Picks, lines: Lines, **more: object) -> Callable[[Request], Reply]:
    """A server that picks quotes with the one function and writes with the other."""

    def script(request: Request) -> Reply:
        told = given(request)
        if told.choosing:
            items = [{"key": key, "quote": quote, "translation": other} for key, quote, other in picks(told)]
            return says(json.dumps({"quotes": items}, ensure_ascii=False))
        return says(lines(told), **more)

    return script


def picks(*quotes: str, translation: str = "") -> Picks:
    """Pick these words, each from the extract that holds it."""
    return lambda told: [(told.holding(quote), quote, translation) for quote in quotes]


def repeats(told: Given) -> str:
    """Write every quote as it is, with its key: the faithful model."""
    return "\n".join(f"{' '.join(text.split())} [{key}]" for key, text in told.texts.items())


def says_of(line: str) -> Lines:
    """Write one text; `{0}`, `{1}`… stand for the keys of the quotes in their order."""
    return lambda told: line.format(*told.texts)
