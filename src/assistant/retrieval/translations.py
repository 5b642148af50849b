"""Terms of the other language that a term of a question may stand for, from a lexicon that comes with the program.

A line of `lexicon.tsv.gz` holds a French term and an English one, both as the analyser has them, the share of the
French term's meanings that the English one is, and the share of the English one's that the French is
(`training/expansion.py` makes it). A term may be of several words ("appel offre" for "appel d'offres"), on either side.
"""

from __future__ import annotations

import gzip
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from assistant.types import Language

_FILE = Path(__file__).with_name("lexicon.tsv.gz")
_LONGEST_TERM = 4  # words
_MOST = 6  # English terms stand for many French ones; the likeliest are enough
_LEAST_SHARE = 0.05

Translations = tuple[tuple[str, float], ...]


def translations(term: str, language: Language) -> Translations:
    """Terms of the other language for a term of this one, with their shares (0 to 1), the likeliest first.

    Words of a term of several stand apart by one space, here and in what is returned.
    """
    return _tables()[language].get(term, ())


def cut_into_terms(words: Sequence[str], language: Language) -> Iterator[tuple[int, int]]:
    """Words cut into terms of the lexicon, the longest first: half-open spans that cover them all, in order."""
    at = 0
    while at < len(words):
        longest = min(_LONGEST_TERM, len(words) - at)
        fits = (size for size in range(longest, 1, -1) if translations(" ".join(words[at : at + size]), language))
        size = next(fits, 1)
        yield at, at + size
        at += size


@cache
def _tables() -> dict[Language, Mapping[str, Translations]]:
    content = gzip.decompress(_FILE.read_bytes()).decode("utf-8")
    french: dict[str, list[tuple[str, float]]] = defaultdict(list)
    english: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for line in content.splitlines()[1:]:
        one, other, there, back = line.split("\t")
        french[one].append((other, float(there)))
        english[other].append((one, float(back)))
    return {"fr": _likeliest(french), "en": _likeliest(english)}


def _likeliest(found: Mapping[str, list[tuple[str, float]]]) -> dict[str, Translations]:
    best = {term: sorted(each, key=lambda one: (-one[1], one[0]))[:_MOST] for term, each in found.items()}
    return {term: tuple(one for one in each if one[1] >= _LEAST_SHARE) for term, each in best.items()}
