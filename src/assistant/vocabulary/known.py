"""Words that are no names and no typing errors: the frequent ones of French and English."""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path

SHORTEST_KNOWN = 5  # letters of a word of the list
_FILE = Path(__file__).with_name("words.txt.gz")


@cache
def known_words() -> frozenset[str]:
    """Frequent French and English words of five letters and more, folded (`training/expansion.py` writes them)."""
    return frozenset(gzip.decompress(_FILE.read_bytes()).decode("utf-8").split())
