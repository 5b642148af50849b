"""The vector index: nearest passages by cosine, on Chroma.

Chroma is given ids and vectors, and each passage's document id to delete by: no text, so that none lies in its files.
One process at a time: two on one folder lose vectors with no error (`lock.IndexLock` keeps the second one out).
"""

from __future__ import annotations

import heapq
import itertools
import math
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, cast

from assistant.ports import Matrix, Vector
from assistant.store.hnsw import blank_unused
from assistant.store.index import Batch, DamagedCacheError, vendor_faults
from assistant.types import Hit

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateCollectionConfiguration, HNSWConfiguration

_MAX_BATCH = 5_461  # most entries Chroma takes at a time
_MAX_NAMED = 500  # document ids named in one condition
_MORE = 4  # times as many passages asked for, each time that too few of them are of the documents wanted
_PROBED = 16  # vectors asked for when a folder is probed
_EF_SEARCH = 300  # candidates looked at; recall@10 is measured in tests/integration/test_store_vectors.py
_EF_ENOUGH = 50_000  # passages up to which these are enough; of more, as many more as keep the recall (search_scale.py)
_EF_GROWTH = 0.4


class ChromaIndex:
    """Passages by their vectors, in a folder: one collection, named by the model's fingerprint."""

    def __init__(self, client: Client, collection: Any, folder: Path) -> None:
        self._client = client
        self._collection = collection
        self._folder = folder
        self._count = int(collection.count())

    @classmethod
    def build(cls, folder: Path, batches: Iterable[Batch], fingerprint: str) -> Self:
        """A new index in an empty folder.

        Raises:
            StoreError: disk_full.
            DamagedCacheError: it can't be written.
        """
        with vendor_faults(folder):
            client = _client(folder)
            configuration: CreateCollectionConfiguration = {"hnsw": _hnsw(), "embedding_function": None}
            name = _collection_name(fingerprint)
            collection = client.create_collection(name, configuration=configuration, embedding_function=None)
            index = cls(client, collection, folder)
        try:
            index.apply((), batches)
        except BaseException:
            index.close()
            raise
        return index

    @classmethod
    def open(cls, folder: Path, fingerprint: str) -> Self:
        """The index of a folder, for the model of that fingerprint.

        Raises:
            DamagedCacheError: it can't be opened, or holds vectors of another model.
        """
        with vendor_faults(folder):
            client = _client(folder)
            try:
                collection: Any = client.get_collection(_collection_name(fingerprint), embedding_function=None)
                wanted = breadth(collection.count())
                if collection.configuration_json["hnsw"]["ef_search"] != wanted:
                    collection.modify(configuration={"hnsw": {"ef_search": wanted}})
                    client.close()  # it counts from the next opening on
                    client = _client(folder)
                    collection = client.get_collection(_collection_name(fingerprint), embedding_function=None)
                index = cls(client, collection, folder)
                blank_unused(folder)
            except BaseException:
                client.close()
                raise
        return index

    def apply(self, removed_document_ids: Collection[str], added: Iterable[Batch]) -> None:
        """Drop all passages of the removed documents, and add passages.

        Added ones go first, so that those of a document that is replaced never miss from a search.
        """
        with vendor_faults(self._folder):
            dropped = self._ids_of(removed_document_ids)
            for passages, _, vectors in added:
                dropped.difference_update(passage.id for passage in passages)
                for start in range(0, len(passages), _MAX_BATCH):
                    part = passages[start : start + _MAX_BATCH]
                    self._collection.upsert(
                        ids=[passage.id for passage in part],
                        embeddings=vectors[start : start + _MAX_BATCH],
                        metadatas=[{"document_id": passage.document_id} for passage in part],
                    )
            rest = iter(dropped)
            while block := list(itertools.islice(rest, _MAX_BATCH)):
                self._collection.delete(ids=block)
            self._count = int(self._collection.count())
            blank_unused(self._folder)

    def _ids_of(self, document_ids: Iterable[str]) -> set[str]:
        """The passages of documents."""
        found: set[str] = set()
        rest = iter(document_ids)
        while block := list(itertools.islice(rest, _MAX_NAMED)):
            found.update(self._collection.get(where={"document_id": {"$in": block}}, include=[])["ids"])
        return found

    def search(self, vector: Vector, limit: int, document_ids: Collection[str] | None = None) -> list[Hit]:
        """The nearest passages by cosine, best first; the score is the cosine similarity.

        With `document_ids`, only those of these documents: more and more passages are asked for until there are
        enough, because a condition given to Chroma takes time linear in all passages.
        """
        asked = wanted = min(limit, self._count)
        if wanted < 1:
            return []
        if document_ids is None:
            return self._hits(self._nearest(vector, wanted))
        while True:
            asked = min(_MORE * asked, self._count)
            found = self._nearest(vector, asked, "metadatas")
            wanted_here = (about["document_id"] in document_ids for about in found["metadatas"][0])
            hits = list(itertools.compress(self._hits(found), wanted_here))
            if len(hits) >= wanted or asked == self._count:
                return hits[:wanted]

    def _nearest(self, vector: Vector, count: int, *more: str) -> Any:
        """What Chroma says of the nearest passages of all: ids, distances, and more where it is wanted (it costs)."""
        with vendor_faults(self._folder):
            return self._collection.query(query_embeddings=[vector], n_results=count, include=["distances", *more])

    @staticmethod
    def _hits(found: Any) -> list[Hit]:
        rows = zip(found["ids"][0], found["distances"][0], strict=True)
        return [Hit(passage_id, 1.0 - float(distance)) for passage_id, distance in rows]

    def probe(self) -> None:
        """Ask it for what is near to a few of its own vectors.

        Raises:
            DamagedCacheError: it can't be asked, or finds nothing.
        """
        with vendor_faults(self._folder):
            own = self._collection.get(limit=_PROBED, include=["embeddings"])["embeddings"]
            if len(own) and not all(self._collection.query(query_embeddings=own, n_results=1)["ids"]):
                raise DamagedCacheError("nothing is found")

    def __len__(self) -> int:
        return self._count

    def close(self) -> None:
        """Release the folder, so that it can be moved or deleted, and another one opened in its place."""
        with vendor_faults(self._folder):
            self._client.close()


def exact_hits(vector: Vector, batches: Iterable[tuple[Sequence[str], Matrix]], limit: int) -> list[Hit]:
    """The nearest passages by cosine, best first, each of them compared.

    Args:
        vector: of the question, norm 1.
        batches: ids of passages, and their vectors of norm 1, one a row.
        limit: most passages returned.
    """
    scored: list[tuple[float, str]] = []
    for passage_ids, vectors in batches:
        scored.extend(zip((-(vectors @ vector)).tolist(), passage_ids, strict=True))
    return [Hit(passage_id, -negative) for negative, passage_id in heapq.nsmallest(max(limit, 0), scored)]


def breadth(count: int) -> int:
    """How many candidates are looked at among so many passages, in hundreds."""
    more: float = max(count / _EF_ENOUGH, 1.0) ** _EF_GROWTH
    return 100 * math.ceil(_EF_SEARCH * more / 100)


def _client(folder: Path) -> Client:
    import chromadb
    from chromadb.api.shared_system_client import SharedSystemClient
    from chromadb.config import Settings

    folder.mkdir(parents=True, exist_ok=True)
    try:
        client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    except BaseException:
        # Chroma keeps one system a path, also one that failed to start, and would give it out again for ever after.
        SharedSystemClient._identifier_to_system.pop(str(folder), None)
        raise
    return cast("Client", client)


def _hnsw() -> HNSWConfiguration:
    return {"space": "cosine", "max_neighbors": 24, "ef_construction": 200, "ef_search": _EF_SEARCH}


def _collection_name(fingerprint: str) -> str:
    return f"passages-{fingerprint[:40]}"
