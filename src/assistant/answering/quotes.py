"""Sentences of passages as exact quotes. Pure.

A passage's text is its spans' page text joined by one newline; a sentence that runs over a page break gives two
quotes, one a page, so that each is verbatim at its own page and offsets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.text.sentences import split_sentences
from assistant.types import Passage, Quote

_LIST_MARK = re.compile(r"[-–—•▪◦‣·*]\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class QuotedSentence:
    """One sentence of a passage, its place among the passage's sentences, and the quotes that hold it."""

    text: str
    position: int
    quotes: tuple[Quote, ...]


def quoted_sentences(passage: Passage) -> list[QuotedSentence]:
    """The sentences of a passage, in order."""
    return [
        QuotedSentence(passage.text[start:end], position, locate(passage, start, end))
        for position, (start, end) in enumerate(split_sentences(passage.text))
    ]


def locate(passage: Passage, start: int, end: int) -> tuple[Quote, ...]:
    """The quotes for characters start to end of a passage's text, one for each page they stand on, trimmed.

    The mark of a list before the first word is no part of what is quoted.
    """
    quotes: list[Quote] = []
    offset = 0
    for span in passage.spans:
        length = span.end - span.start
        low, high = max(start - offset, 0), min(end - offset, length)
        text = passage.text[offset + low : offset + high] if low < high else ""
        trimmed = text.strip()
        if not quotes and (mark := _LIST_MARK.match(trimmed)):
            trimmed = trimmed[mark.end() :]
        if trimmed:
            first = span.start + low + text.index(trimmed)
            quotes.append(Quote(passage.document_id, passage.id, span.page, first, first + len(trimmed), trimmed))
        offset += length + 1
    return tuple(quotes)
