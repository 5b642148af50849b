"""What the measurements of parsing compare texts by: words, their order, and quotes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """Runs of letters and digits, compatibility forms (ligatures, m², no-break spaces) made plain, without case.

    Nothing else is evened out: a word cut at a line end is two words, one glued to its neighbour is a wrong one.
    Punctuation, bullets and the marks between cells count for nothing.
    """
    return _WORD.findall(unicodedata.normalize("NFKC", text).replace("\u00ad", "").casefold())


def in_order(truth: Sequence[str], found: Sequence[str]) -> int:
    """Length of the longest common subsequence, by Hyyrö's bit-parallel algorithm (2004)."""
    places: dict[str, int] = {}
    for index, word in enumerate(truth):
        places[word] = places.get(word, 0) | 1 << index
    everything = (1 << len(truth)) - 1
    row = everything
    for word in found:
        matches = row & places.get(word, 0)
        row = ((row + matches) | (row - matches)) & everything
    return len(truth) - row.bit_count()


def squeezed(text: str) -> str:
    """A text with every run of white space as one space."""
    return " ".join(text.split())


def letters(text: str) -> str:
    """Letters and digits only, compatibility forms made plain."""
    return "".join(character for character in unicodedata.normalize("NFKC", text) if character.isalnum())
