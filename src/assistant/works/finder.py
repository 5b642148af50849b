"""Twins among documents: candidates by their sketches, then each pair by its words. Pure but for what it asks for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import lru_cache

from assistant.text.shingles import Hashes
from assistant.types import Twin
from assistant.works.candidates import candidates, same_bytes
from assistant.works.compare import twin_kind
from assistant.works.worded import Worded

_KEPT = 256  # documents whose words are kept while pairs are compared


def find_twins(
    sketches: Mapping[str, Hashes],
    content_hashes: Mapping[str, str],
    changed: Collection[str],
    worded: Callable[[str], Worded],
) -> list[Twin]:
    """The twins of some documents among all.

    Args:
        sketches: of all documents, by id.
        content_hashes: the same.
        changed: ids of those whose twins are looked for.
        worded: a document with its words, by id; asked for candidates alone.
    """
    chosen = frozenset(changed)
    read = lru_cache(maxsize=_KEPT)(worded)
    pairs = dict.fromkeys([*same_bytes(content_hashes, chosen), *candidates(sketches, chosen)])
    kinds = ((first, second, twin_kind(read(first), read(second))) for first, second in pairs)
    return [Twin(first, second, kind) for first, second, kind in kinds if kind is not None]
