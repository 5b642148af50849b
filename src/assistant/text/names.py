"""Names in a text: words with a capital that do not stand where any word has one, and acronyms. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.text.sentences import split_sentences
from assistant.text.stopwords import FRENCH_STOP_WORDS
from assistant.text.wordsets import word_set

_NAME_TOKEN = re.compile(r"[^\W\d_][\w]*")
_TITLES = word_set("m mm mme mmes mlle dr pr me mr mrs ms sir")


@lru_cache(maxsize=20_000)
def names_stated(text: str) -> tuple[str, ...]:
    """The words of a text that are names or acronyms, in order, as they stand there.

    A capital says nothing at the start of a sentence, a quote or a list item (unless the next word has one too), nor in
    a line of capitals.
    """
    found: list[str] = []
    for start, end in split_sentences(text):
        found.extend(_names_of(text[start:end]))
    return tuple(dict.fromkeys(found))


def _names_of(sentence: str) -> Iterator[str]:
    if sentence.isupper() and " " in sentence:
        return
    tokens = list(_NAME_TOKEN.finditer(sentence))
    for position, match in enumerate(tokens):
        word = match[0]
        if len(word) < 2 or not word[0].isupper() or word.casefold() in _TITLES:
            continue
        if not _opens(sentence, match.start()) or sum(map(str.isupper, word)) > 1:
            yield word
        elif word.casefold() in FRENCH_STOP_WORDS:
            continue
        elif position + 1 < len(tokens) and sentence[match.end() : tokens[position + 1].start()] in (" ", "-"):
            following = tokens[position + 1][0]
            if following[0].isupper() and len(following) > 1:
                yield word


def _opens(sentence: str, position: int) -> bool:
    """Whether a word stands where any word has a capital: after nothing but opening marks, or after a colon."""
    before = sentence[:position].rstrip(" \u00a0\u202f«“\"'(‘[-–—•")
    return not before or before[-1] in ":!?…"
