"""Runs of words as numbers: what two texts share, whatever their layout, and a small sketch of a text to find it by.

The sketch is a scaled MinHash ("FracMinHash", Irber et al. 2022): of the hashes of all runs, those below one fixed
bound. Unlike a signature of fixed length it finds a part in its whole, because both keep the same hashes of what they
share.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence, Set
from typing import TYPE_CHECKING, Any

from assistant.text.normalise import fold

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]
else:
    Hashes = Any

RUN = 5  # words of a run
SKETCH_SHARE = 8  # one hash of so many is kept
_WORD = re.compile(r"\w+")
_PRIME = 0x9E3779B97F4A7C15
_MIX = 0xBF58476D1CE4E5B9


def folded_words(text: str) -> list[str]:
    """The words of a text in lower case, without accents."""
    return _WORD.findall(fold(text))


def runs(words: Sequence[str]) -> Hashes:
    """A 64-bit hash of each run of words, in their order: shape (len(words) - RUN + 1,), or (0,) for fewer words."""
    import numpy as np

    count = max(len(words) - RUN + 1, 0)
    own = np.fromiter(map(_HASHES.__getitem__, words), np.uint64, len(words))
    mixed = np.zeros(count, np.uint64)
    with np.errstate(over="ignore"):
        for place in range(RUN):
            mixed = mixed * np.uint64(_PRIME) + own[place : place + count]
        mixed ^= mixed >> np.uint64(31)
        mixed *= np.uint64(_MIX)
    return mixed ^ (mixed >> np.uint64(27))


def sketch(words: Sequence[str]) -> Hashes:
    """The hashes of a text's runs below a fixed bound, each once, in ascending order."""
    import numpy as np

    found = runs(words)
    return np.unique(found[found < np.uint64(2**64 // SKETCH_SHARE)])


def covered(own: Sequence[int], other: Set[int]) -> bytearray:
    """For each word of a text of RUN words or more, 1 where it stands in a run that another text has too, else 0.

    Args:
        own: the runs of the text, in their order.
        other: those of the other one.
    """
    marks, run = bytearray(len(own) + RUN - 1), b"\1" * RUN
    for place, one in enumerate(own):
        if one in other:
            marks[place : place + RUN] = run
    return marks


class _WordHashes(dict[str, int]):
    """Hash of a word, the same in every process; each is made once."""

    def __missing__(self, word: str) -> int:
        value = int.from_bytes(hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=8).digest(), "little")
        if len(self) < _MOST_WORDS:
            self[word] = value
        return value


_MOST_WORDS = 500_000
_HASHES = _WordHashes()
