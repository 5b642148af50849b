"""One side of search_scale.py, in a process of its own; its result is one JSON object on stdout.

python work_search.py SIDE build PREPARED INDEX     makes the side's index of what `search_data.Prepared` holds
python work_search.py SIDE search PREPARED INDEX    opens it, and asks it all questions: one by one, then many clients

Sides: `ours`, `llamaindex-chroma`, `llamaindex-bm25`, `bm25s`, `tantivy`. All give ten passages with their text, bm25s
their numbers alone. None embeds: the vectors of passages and questions are looked up.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

os.environ.update(HF_HUB_OFFLINE="1", ANONYMIZED_TELEMETRY="False")

import numpy as np
from process import tree_bytes
from search_data import Prepared, passage_name

LIMIT = 10
CLIENTS = 16
ROUNDS = 3  # times each question is asked while there are many clients
WARM_UPS = 20
Figures = dict[str, Any]
Find = Callable[[str], Sequence[str]]


class LlamaIndexChroma:
    """llama-index's vector index on Chroma, at its defaults."""

    def build(self, prepared: Prepared, index: Path) -> Figures:
        """Make the index, a batch of documents at a time."""
        from llama_index.core.schema import TextNode

        into = self._index(index, {})
        for first, records, vectors in prepared.batches():
            rows = zip(range(first, first + len(records)), records, vectors.tolist(), strict=True)
            into.insert_nodes(
                [
                    TextNode(id_=passage_name(number), text=text, metadata={"title": title}, embedding=vector)
                    for number, (title, text), vector in rows
                ]
            )
        return {}

    def open(self, prepared: Prepared, index: Path) -> Find:
        """What finds the passages of a question, best first."""
        retriever = self._index(index, prepared.asked).as_retriever(similarity_top_k=LIMIT)
        return lambda question: [hit.node.node_id for hit in retriever.retrieve(question)]

    def neighbours(self, find: Find) -> Find:
        """The passages nearest to a question by its vector: all that it finds."""
        return find

    @staticmethod
    def _index(folder: Path, asked: dict[str, np.ndarray]) -> Any:
        import chromadb
        from llama_index.core import VectorStoreIndex
        from llama_index.core.embeddings import BaseEmbedding
        from llama_index.vector_stores.chroma import ChromaVectorStore

        class LookedUp(BaseEmbedding):
            def _get_query_embedding(self, query: str) -> list[float]:
                found: list[float] = asked[query].tolist()
                return found

            async def _aget_query_embedding(self, query: str) -> list[float]:
                return self._get_query_embedding(query)

            def _get_text_embedding(self, text: str) -> list[float]:
                raise AssertionError("the vectors of passages are given")

        collection = chromadb.PersistentClient(path=str(folder)).get_or_create_collection("passages")
        store = ChromaVectorStore(chroma_collection=collection)
        return VectorStoreIndex.from_vector_store(store, embed_model=LookedUp())


class LlamaIndexBm25:
    """llama-index's BM25Retriever, at its defaults."""

    def build(self, prepared: Prepared, index: Path) -> Figures:
        """Make the index."""
        from llama_index.core.schema import TextNode
        from llama_index.retrievers.bm25 import BM25Retriever

        nodes = [
            TextNode(id_=passage_name(first + place), text=text, metadata={"title": title})
            for first, records, _ in prepared.batches()
            for place, (title, text) in enumerate(records)
        ]
        BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=LIMIT).persist(str(index))
        return {}

    def open(self, prepared: Prepared, index: Path) -> Find:
        """What finds the passages of a question, best first."""
        from llama_index.retrievers.bm25 import BM25Retriever

        retriever = BM25Retriever.from_persist_dir(str(index))
        return lambda question: [hit.node.node_id for hit in retriever.retrieve(question)]


class Bm25s:
    """bm25s alone, with French stems and stop words."""

    def build(self, prepared: Prepared, index: Path) -> Figures:
        """Make the index."""
        import bm25s

        tokens = bm25s.tokenize(prepared.texts(), stopwords="fr", stemmer=self._stemmer(), show_progress=False)
        engine = bm25s.BM25()
        engine.index(tokens, show_progress=False)
        engine.save(str(index))
        return {}

    def open(self, prepared: Prepared, index: Path) -> Find:
        """What finds the passages of a question, best first."""
        import bm25s

        engine, stemmer = bm25s.BM25.load(str(index)), self._stemmer()

        def find(question: str) -> list[str]:
            tokens = bm25s.tokenize(question, stopwords="fr", stemmer=stemmer, return_ids=False, show_progress=False)
            numbers, _ = engine.retrieve(tokens, k=LIMIT, show_progress=False)
            return [passage_name(int(number)) for number in numbers[0]]

        return find

    @staticmethod
    def _stemmer() -> Any:
        import Stemmer

        return Stemmer.Stemmer("french")


class Tantivy:
    """tantivy alone, with its own French tokenizer; title and text are one field, stored."""

    def build(self, prepared: Prepared, index: Path) -> Figures:
        """Make the index."""
        import tantivy

        schema = tantivy.SchemaBuilder()
        schema.add_text_field("name", stored=True, tokenizer_name="raw", index_option="basic")
        schema.add_text_field("text", stored=True, tokenizer_name="fr_stem", index_option="freq")
        index.mkdir()
        engine = tantivy.Index(schema.build(), path=str(index))
        writer = engine.writer()
        for number, text in enumerate(prepared.texts()):
            writer.add_document(tantivy.Document(name=passage_name(number), text=text))
        writer.commit()
        writer.wait_merging_threads()
        return {}

    def open(self, prepared: Prepared, index: Path) -> Find:
        """What finds the passages of a question, best first."""
        import tantivy

        engine = tantivy.Index.open(str(index))

        def find(question: str) -> list[str]:
            query, _ = engine.parse_query_lenient(question, ["text"])
            searcher = engine.searcher()
            hits = searcher.search(query, LIMIT, count=False).hits
            return [searcher.doc(address).to_dict()["name"][0] for _, address in hits]

        return find


def ours() -> Any:
    """The assistant; imported here, so that it does not count in the others' memory."""
    from search_ours import Ours

    return Ours()


SIDES: dict[str, Callable[[], Any]] = {
    "ours": ours,
    "llamaindex-chroma": LlamaIndexChroma,
    "llamaindex-bm25": LlamaIndexBm25,
    "bm25s": Bm25s,
    "tantivy": Tantivy,
}


def build(side: Any, prepared: Prepared, index: Path) -> Figures:
    """Seconds that the index took, in all and by part where the side has parts."""
    start = time.perf_counter()
    parts = side.build(prepared, index)
    return {"build_s": time.perf_counter() - start, "build_parts_s": parts}


def search(side: Any, prepared: Prepared, index: Path) -> Figures:
    """Milliseconds of a search, alone and among many clients, memory, disk, and how many neighbours are found."""
    asked = prepared.questions
    before = tree_bytes(os.getpid())
    start = time.perf_counter()
    find: Find = side.open(prepared, index)
    find(asked[0])
    figures: Figures = {"open_s": time.perf_counter() - start}
    figures["search"] = timed(find, asked)
    figures |= {"memory_mb": tree_bytes(os.getpid()) / 1e6, "memory_before_mb": before / 1e6}
    figures["clients"] = crowded(find, asked)
    figures["disk_mb"] = {"all": sum(each.stat().st_size for each in index.rglob("*") if each.is_file()) / 1e6}
    if hasattr(side, "more"):
        figures |= side.more(prepared, timed)
    if hasattr(side, "neighbours"):
        figures["recall"] = recall(side.neighbours(find), prepared)
    return figures


def timed(find: Callable[[str], object], asked: Sequence[str]) -> Figures:
    """Milliseconds of a question, by the clock and of CPU (all threads together), after some warm-ups."""
    for question in asked[:WARM_UPS]:
        find(question)
    durations, cpu = [], time.process_time()
    for question in asked:
        start = time.perf_counter()
        find(question)
        durations.append((time.perf_counter() - start) * 1000)
    return {**spread(durations), "cpu_ms": (time.process_time() - cpu) * 1000 / len(asked)}


def spread(durations: Sequence[float]) -> Figures:
    """Median and 95th percentile of milliseconds."""
    return {"p50_ms": float(np.percentile(durations, 50)), "p95_ms": float(np.percentile(durations, 95))}


def crowded(find: Find, asked: Sequence[str]) -> Figures:
    """The same for clients that all ask without a pause, each its share of the questions; and how many failed."""
    failed: list[str] = []

    def ask(client: int) -> list[float]:
        durations = []
        for question in list(asked[client::CLIENTS]) * ROUNDS:
            start = time.perf_counter()
            try:
                find(question)
            except Exception as error:  # of any engine: counted, and the first are told
                failed.append(repr(error))
            durations.append((time.perf_counter() - start) * 1000)
        return durations

    start = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        durations = [each for client in pool.map(ask, range(CLIENTS)) for each in client]
    rate = len(durations) / (time.perf_counter() - start)
    return {**spread(durations), "per_s": rate, "errors": len(failed), "first_errors": failed[:3]}


def recall(neighbours: Find, prepared: Prepared) -> float:
    """Mean share of the nearest passages of a question, by exact search, that are found."""
    shares = []
    for question, numbers in zip(prepared.questions, prepared.nearest(LIMIT), strict=True):
        exact = {passage_name(number) for number in numbers}
        shares.append(len(exact.intersection(neighbours(question))) / LIMIT)
    return sum(shares) / len(shares)


def main() -> None:
    name, job, prepared, index = sys.argv[1:]
    work = {"build": build, "search": search}[job]
    print(json.dumps(work(SIDES[name](), Prepared(Path(prepared)), Path(index))))


if __name__ == "__main__":
    main()
