"""Twins among documents: candidates by their sketches, then each pair by its words. Pure but for what it asks for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from assistant.text.shingles import Hashes
from assistant.types import Document, Twin
from assistant.works.candidates import candidates, same_bytes
from assistant.works.compare import may_be_one_work, twin_kind
from assistant.works.worded import Worded

_CHARACTERS = 4_000_000  # of documents whose words are held at once, but for a pair that is longer by itself

Pair = tuple[str, str]


def find_twins(
    sketches: Mapping[str, Hashes],
    documents: Mapping[str, Document],
    changed: Collection[str],
    words: Callable[[Collection[str]], Mapping[str, Sequence[str]]],
) -> list[Twin]:
    """The twins of some documents among all.

    Args:
        sketches: of all documents, by id.
        documents: the same.
        changed: ids of those whose twins are looked for.
        words: the folded words of documents, by id; asked for candidates alone, many together.
    """
    chosen = frozenset(changed)
    hashes = {each: document.content_hash for each, document in documents.items()}
    pairs = dict.fromkeys([*same_bytes(hashes, chosen), *candidates(sketches, chosen)])
    near = (pair for pair in pairs if may_be_one_work(documents[pair[0]], documents[pair[1]]))
    found: list[Twin] = []
    for block in _blocks(near, documents):
        read = words({each for pair in block for each in pair})
        worded = {each: Worded(documents[each], own) for each, own in read.items()}
        kinds = ((first, second, twin_kind(worded[first], worded[second])) for first, second in block)
        found += [Twin(first, second, kind) for first, second, kind in kinds if kind is not None]
    return found


def _blocks(pairs: Iterable[Pair], documents: Mapping[str, Document]) -> Iterator[list[Pair]]:
    """The pairs in blocks, each of documents that have few enough characters together."""
    block: list[Pair] = []
    held, characters = set[str](), 0
    for pair in pairs:
        more = sum(documents[each].characters for each in pair if each not in held)
        if block and characters + more > _CHARACTERS:
            yield block
            block, held, characters = [], set(), 0
            more = sum(documents[each].characters for each in pair)
        block.append(pair)
        held.update(pair)
        characters += more
    if block:
        yield block
