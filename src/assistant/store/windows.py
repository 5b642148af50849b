"""Cutting a text that is longer than a model's input into windows that fit. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a text, and how many tokens it is."""

    text: str
    tokens: int


def windows(text: str, spans: Sequence[tuple[int, int]], limit: int) -> list[Window]:
    """Fill windows one after the other, each cut where a word starts; the last one holds what is left.

    Filled windows, each weighing what it is long, find as well as the text cut off does, and lose nothing of it; even
    halves find less well.

    Args:
        text: what is to be embedded.
        spans: start and end of each token in the text, in order.
        limit: most tokens of a window, at least 1.

    Returns:
        The windows in order; together they hold every token. The whole text where it fits.
    """
    if len(spans) <= limit:
        return [Window(text, len(spans))]
    found = []
    first = 0
    while first < len(spans):
        after = _word_start(text, spans, first, min(first + limit, len(spans)))
        found.append(Window(text[spans[first][0] : spans[after - 1][1]], after - first))
        first = after
    return found


def _word_start(text: str, spans: Sequence[tuple[int, int]], first: int, after: int) -> int:
    """The last token up to `after` that starts a word, not before half of the window; else `after` itself."""
    if after == len(spans):
        return after
    for token in range(after, first + (after - first) // 2, -1):
        start = spans[token][0]
        if text[start].isspace() or text[start - 1].isspace():  # some tokenizers count the space in
            return token
    return after
