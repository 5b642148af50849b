"""Pairs of documents whose sketches overlap, found without comparing every document with every other. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import combinations
from typing import TYPE_CHECKING, Any

from assistant.text.shingles import Hashes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]
else:
    Numbers = Any

_SHARED = 0.35  # of the smaller sketch, from which a pair is worth reading: less than the least share of one work
_NEIGHBOURS = 20  # documents with the same hash that each is paired with: a boilerplate in thousands costs no more


def candidates(sketches: Mapping[str, Hashes], changed: Collection[str]) -> list[tuple[str, str]]:
    """Pairs of ids, each in ascending order, with at least one of the changed, whose texts may be of one work.

    Args:
        sketches: by document id, as `text.shingles.sketch` makes them.
        changed: ids of the documents that are new, or have another text than before.
    """
    import numpy as np

    ids = sorted(sketches)
    wanted = np.fromiter((each in changed for each in ids), bool, len(ids))
    if not wanted.any():
        return []
    sizes = np.fromiter((len(sketches[each]) for each in ids), np.int64, len(ids))
    hashes = np.concatenate([sketches[each] for each in ids])
    owners = np.repeat(np.arange(len(ids)), sizes)
    if not wanted.all():
        kept = np.isin(hashes, np.unique(hashes[wanted[owners]]))
        hashes, owners = hashes[kept], owners[kept]
    order = np.argsort(hashes, kind="stable")
    pairs = _pairs(hashes[order], owners[order], len(ids))
    codes, counts = np.unique(pairs, return_counts=True)
    first, second = codes // len(ids), codes % len(ids)
    near = (counts >= _SHARED * np.minimum(sizes[first], sizes[second])) & (wanted[first] | wanted[second])
    return [(ids[one], ids[other]) for one, other in zip(first[near], second[near], strict=True)]


def _pairs(hashes: Hashes, owners: Numbers, documents: int) -> Numbers:
    """A code of each pair of documents (first * documents + second) for each hash that both have."""
    import numpy as np

    found = [np.empty(0, np.int64)]
    places = np.arange(len(hashes))
    for distance in range(1, _NEIGHBOURS + 1):
        places = places[places < len(hashes) - distance]
        places = places[hashes[places] == hashes[places + distance]]
        found.append(owners[places] * documents + owners[places + distance])
    return np.concatenate(found)


def same_bytes(content_hashes: Mapping[str, str], changed: Collection[str]) -> list[tuple[str, str]]:
    """Pairs of ids, as from `candidates`, of documents with the same content hash."""
    by_hash: dict[str, list[str]] = {}
    for each in sorted(content_hashes):
        by_hash.setdefault(content_hashes[each], []).append(each)
    groups = (ids[:_NEIGHBOURS] for ids in by_hash.values() if len(ids) > 1)
    return [pair for ids in groups for pair in combinations(ids, 2) if any(each in changed for each in pair)]
