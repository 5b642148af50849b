"""Both caches of an index folder, opened together: always usable, rebuilt from the catalogue where they must be."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path

from assistant.messages import render
from assistant.ports import Vector
from assistant.store import probe
from assistant.store.cache import BESIDE, Cache, Maker, PassageSource
from assistant.store.lexical import TantivyIndex
from assistant.store.nearest import NearestVectors
from assistant.store.stamps import Doubt, doubt
from assistant.store.vectors import ChromaIndex, exact_hits
from assistant.types import CacheState, Hit, Language, Stamp

LEXICAL_FOLDER = "lexical"
VECTORS_FOLDER = "vectors"
EXACT_PASSAGES = 5_000
"""So many vectors are compared one by one in less time than an index takes to find those wanted among its own."""
IN_MEMORY = 100_000
"""Up to so many vectors a search compares them in memory (1.7 kB each); of more, Chroma finds the nearest ones."""
_STATES: dict[Doubt, CacheState] = {"missing": "missing"}
# Raise one where what is put into its folder changes, so that older ones are rebuilt.
_LEXICAL_LAYOUT, _VECTORS_LAYOUT = "5", "3"


class LexicalCache(Cache[TantivyIndex]):
    """`ports.LexicalIndex`, whatever happens to its folder."""

    def search(
        self,
        terms: Sequence[tuple[str, float]],
        limit: int,
        pairs: Sequence[tuple[str, str, float]] = (),
        document_ids: Collection[str] | None = None,
    ) -> Sequence[Hit]:
        """The best passages for weighted analysed terms and pairs of them, best first. [] for no terms."""
        return self._use(lambda index: index.search(terms, limit, pairs, document_ids))

    def acronyms(self, keys: Collection[str]) -> Sequence[tuple[str, str]]:
        """Acronyms that passages explain, with what they stand for."""
        return self._use(lambda index: index.acronyms(keys))

    def similar(self, word: str, distance: int, limit: int) -> Sequence[str]:
        """Passages that have a word spelt like this one."""
        return self._use(lambda index: index.similar(word, distance, limit))

    def holding(
        self, terms: Sequence[tuple[str, int]], limit: int, document_ids: Collection[str] | None = None
    ) -> Sequence[str]:
        """Passages that have terms at these places one after the other."""
        return self._use(lambda index: index.holding(terms, limit, document_ids))

    def document_frequency(self, term: str) -> int:
        """In how many passages an analysed term occurs (title, heading or body)."""
        return self._use(lambda index: index.document_frequency(term))

    def sentence_terms(self, passage_ids: Collection[str]) -> Mapping[str, Sequence[str]]:
        """The sentences of passages, by id: the analysed terms of each, parted by spaces."""
        return self._use(lambda index: index.sentence_terms(passage_ids))


class VectorCache(Cache[ChromaIndex]):
    """`ports.VectorIndex`, whatever happens to its folder. Up to `IN_MEMORY` passages are compared in memory."""

    def __init__(
        self,
        folder: Path,
        maker: Maker[ChromaIndex],
        source: PassageSource,
        notify: Callable[[Doubt, Path], None],
        model: str,
    ) -> None:
        """As any cache; `model` is the fingerprint of the model whose vectors these are."""
        self._model = model
        self._loading = threading.Lock()
        self._nearest: tuple[int, NearestVectors | None] = (-1, None)  # of which state of the cache, and what it holds
        super().__init__(folder, maker, source, notify)

    def search(self, vector: Vector, limit: int, document_ids: Collection[str] | None = None) -> Sequence[Hit]:
        """The nearest passages by cosine, best first; the score is the cosine similarity.

        With `document_ids`, only those of these documents: each is compared where they are few, or where the index
        finds fewer than there are.
        """
        if document_ids is None:
            nearest = self._in_memory()
            return (
                self._use(lambda index: index.search(vector, limit))
                if nearest is None
                else nearest.search(vector, limit)
            )
        held = self._source.passage_count(document_ids)
        if held > EXACT_PASSAGES:
            found = self._use(lambda index: index.search(vector, limit, document_ids))
            if len(found) >= min(limit, held):
                return found
        return exact_hits(vector, self._source.iter_vectors(document_ids), limit)

    def _in_memory(self) -> NearestVectors | None:
        """All vectors, read anew after a change; None where they are too many, or the catalogue has others already."""
        state, nearest = self._nearest
        if state == self._changes:
            return nearest
        with self._loading:
            state, nearest = self._nearest
            if state != self._changes:
                state, count = self._changes, len(self)
                few = 0 < count <= IN_MEMORY
                nearest = NearestVectors.of(self._source.model_vectors(self._model), count) if few else None
                self._nearest = state, nearest
            return nearest


@dataclass(frozen=True, slots=True)
class Caches:
    """The two caches. The objects stay the same for as long as they are open; usable from several threads."""

    lexical: LexicalCache
    vectors: VectorCache

    def apply(self, removed_document_ids: Collection[str], added_document_ids: Collection[str]) -> None:
        """Bring both up to date after an ingestion; where more than half of the documents changed, build anew.

        Args:
            removed_document_ids: all documents dropped from the catalogue since the caches were last up to date.
            added_document_ids: all documents added or replaced since then.

        Raises:
            StoreError: the disk is full, or a folder can't be written. The next opening rebuilds them.
        """
        _side_by_side(*(partial(each.apply, removed_document_ids, added_document_ids) for each in self._both))

    def rebuild(self) -> None:
        """Make both anew from the catalogue, while those in use answer.

        Raises:
            StoreError: the disk is full, or a folder can't be written. Those in use stay.
        """
        _side_by_side(*(each.rebuild for each in self._both))

    @property
    def states(self) -> dict[str, CacheState]:
        """How each stands to the catalogue, by the name of its folder."""
        return {LEXICAL_FOLDER: self.lexical.state, VECTORS_FOLDER: self.vectors.state}

    def compact(self) -> None:
        """Leave no term and no vector of a removed document in their files (they are built anew where one may be)."""
        _side_by_side(*(each.compact for each in self._both))

    @property
    def _both(self) -> tuple[LexicalCache, VectorCache]:
        return self.lexical, self.vectors

    def close(self) -> None:
        """Release the folders."""
        self.lexical.close()
        self.vectors.close()


def open_caches(
    directory: Path, catalogue: PassageSource, stamp: Stamp, notify: Callable[[str], None], language: Language = "fr"
) -> Caches:
    """Open both caches of an index folder. A missing, stale, foreign or damaged one is rebuilt, with a message.

    Args:
        directory: the index folder.
        catalogue: what they are rebuilt from; its own generation counts, not the stamp's.
        stamp: what the catalogue was made with.
        notify: given a sentence for each cache that is rebuilt, before that starts.
        language: language of these sentences.

    Raises:
        StoreError: the catalogue is damaged, the disk is full, or the folder can't be written.
    """

    def tell(why: Doubt, folder: Path) -> None:
        notify(render(f"cache_{why}", {"cache": folder.name}, language).reason)

    lexical_maker = Maker(_lexical_made_with(stamp), TantivyIndex.build, TantivyIndex.open)
    lexical = LexicalCache(directory / LEXICAL_FOLDER, lexical_maker, catalogue, tell)
    return Caches(lexical, open_vectors(directory / VECTORS_FOLDER, catalogue, stamp, tell))


def open_vectors(
    folder: Path, source: PassageSource, stamp: Stamp, tell: Callable[[Doubt, Path], None] = lambda why, folder: None
) -> VectorCache:
    """The vector cache of a folder, for the model of the stamp; rebuilt from the source where it must be.

    Raises:
        StoreError: the catalogue is damaged, the disk is full, or the folder can't be written.
    """
    fingerprint = stamp.embedding_fingerprint
    maker = Maker(
        _vectors_made_with(stamp),
        lambda folder, batches: ChromaIndex.build(folder, batches, fingerprint),
        lambda folder: ChromaIndex.open(folder, fingerprint),
        lambda folder: probe.answers(folder, fingerprint),
    )
    return VectorCache(folder, maker, source, tell, fingerprint)


def closed_states(directory: Path, catalogue: PassageSource, stamp: Stamp) -> dict[str, CacheState]:
    """How two caches that are not open stand to the catalogue, by their stamps and their files' marks."""
    expected = {LEXICAL_FOLDER: _lexical_made_with(stamp), VECTORS_FOLDER: _vectors_made_with(stamp)}
    generation, (_, _, passages) = catalogue.generation, catalogue.counts()
    found = {name: doubt(directory / name, made, generation, passages) for name, made in expected.items()}
    return {name: "unopened" if why is None else _STATES.get(why, "behind") for name, why in found.items()}


def are_current(directory: Path, catalogue: PassageSource, stamp: Stamp) -> bool:
    """Whether neither cache would be rebuilt for what its stamp and its files' marks say."""
    expected = {LEXICAL_FOLDER: _lexical_made_with(stamp), VECTORS_FOLDER: _vectors_made_with(stamp)}
    generation, (_, _, passages) = catalogue.generation, catalogue.counts()
    return all(doubt(directory / name, made, generation, passages) is None for name, made in expected.items())


def has_leftovers(directory: Path) -> bool:
    """Whether a rebuilding that was stopped left a folder behind; the next opening removes it."""
    return any((directory / f"{name}.{end}").exists() for name in (LEXICAL_FOLDER, VECTORS_FOLDER) for end in BESIDE)


def _side_by_side(*actions: Callable[[], None]) -> None:
    """Do several things at the same time, all to their end; the error of one is raised."""
    with ThreadPoolExecutor(len(actions)) as pool:
        for done in [pool.submit(action) for action in actions]:
            done.result()


def _lexical_made_with(stamp: Stamp) -> dict[str, str]:
    return _made_with(stamp, _LEXICAL_LAYOUT, "tantivy", stamp.analyser)


def _vectors_made_with(stamp: Stamp) -> dict[str, str]:
    return _made_with(stamp, _VECTORS_LAYOUT, "chromadb", stamp.embedding_fingerprint)


def _made_with(stamp: Stamp, layout: str, package: str, content: str) -> dict[str, str]:
    return {
        "layout": layout,
        "schema": str(stamp.schema),
        "content": content,
        "software": f"{package} {version(package)}",  # another version may read or order the folder otherwise
    }
