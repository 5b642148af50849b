"""Terms of the other language that a term of a question may stand for, from a lexicon that comes with the program.

A line of `lexicon.tsv.gz` holds a French term, an English term, both as the analyser has them, and the share of the
French word's meanings that the English one is (`training/expansion.py` makes it).
"""

from __future__ import annotations

import gzip
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from assistant.types import Language

_FILE = Path(__file__).with_name("lexicon.tsv.gz")
_MOST = 4  # English terms stand for many French ones; the likeliest are enough

Translations = tuple[tuple[str, float], ...]


def translations(term: str, language: Language) -> Translations:
    """Terms of the other language for a term of this one, with their shares (0 to 1), the likeliest first."""
    return _tables()[language].get(term, ())


@cache
def _tables() -> dict[Language, Mapping[str, Translations]]:
    content = gzip.decompress(_FILE.read_bytes()).decode("utf-8")
    french: dict[str, list[tuple[str, float]]] = defaultdict(list)
    english: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for line in content.splitlines()[1:]:
        one, other, share = line.split("\t")
        french[one].append((other, float(share)))
        english[other].append((one, float(share)))
    return {"fr": _likeliest(french), "en": _likeliest(english)}


def _likeliest(found: Mapping[str, list[tuple[str, float]]]) -> dict[str, Translations]:
    return {term: tuple(sorted(each, key=lambda one: (-one[1], one[0]))[:_MOST]) for term, each in found.items()}
