"""One measured job of llama-index's own default way, in a process of its own; one JSON object on stdout.

python work_llamaindex.py ingest INDEX FOLDER         SimpleDirectoryReader, SentenceSplitter, Chroma, VectorStoreIndex
python work_llamaindex.py ingest-all INDEX FOLDER     the same, binary files with no reader taken for text, as it does
python work_llamaindex.py ingest-beir INDEX DIR       the records of a BEIR folder, one Document each
python work_llamaindex.py latency|cases INDEX CASES   its retriever on the questions of a case file
python work_llamaindex.py beir INDEX DIR [N]          its retriever on the questions of a BEIR folder

The embedding model is the assistant's embedded one; all else is left at its default.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

os.environ.update(HF_HUB_OFFLINE="1", ANONYMIZED_TELEMETRY="False")

import chromadb
from llama_index.core import Document, SimpleDirectoryReader, StorageContext, VectorStoreIndex
from llama_index.core.node_parser import SentenceSplitter
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from llama_index.vector_stores.chroma import ChromaVectorStore

from assistant.models.folders import ENCODER

WARM_UPS = 5
DEPTH = 100


def store(index: Path) -> ChromaVectorStore:
    client = chromadb.PersistentClient(path=str(index))
    return ChromaVectorStore(chroma_collection=client.get_or_create_collection("documents"))


def embedder() -> HuggingFaceEmbedding:
    return HuggingFaceEmbedding(model_name=str(ENCODER), device="cpu")


def ingest(index: Path, documents: list[Document]) -> dict[str, Any]:
    nodes = SentenceSplitter().get_nodes_from_documents(documents)
    VectorStoreIndex(
        nodes, storage_context=StorageContext.from_defaults(vector_store=store(index)), embed_model=embedder()
    )
    return {"passages": len(nodes), "characters": sum(len(document.text) for document in documents)}


def read_folder(folder: Path, binary_as_text: bool) -> tuple[list[Document], list[str], int]:
    """Documents, names of the files that its readers failed on, and number of files.

    The files are given one by one, because a reader whose own dependency is missing ends the whole load.
    """
    documents: list[Document] = []
    failed: list[str] = []
    with_reader = SimpleDirectoryReader.supported_suffix_fn()
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    for path in files:
        # Without a reader for it, a binary file would be taken for text: noise that costs time to embed, which
        # would make the other side look faster than it is.
        unread = not binary_as_text and path.suffix.lower() not in with_reader
        if unread and b"\0" in path.read_bytes()[:8192]:
            failed.append(path.name)
            continue
        try:
            read = SimpleDirectoryReader(input_files=[path], raise_on_error=True).load_data()
        except Exception as error:  # readers of many makers: anything may come out of them, and is reported
            failed.append(path.name)
            print(f"{path.name}: {error!r}", file=sys.stderr)
            continue
        # Its store refuses what its own reader of slides notes.
        for document in read:
            document.metadata = {key: value for key, value in document.metadata.items() if not isinstance(value, list)}
        documents.extend(read)
    return documents, failed, len(files)


def beir_documents(folder: Path) -> list[Document]:
    lines = (folder / "corpus.jsonl").read_text("utf-8").split("\n")
    records = [json.loads(line) for line in lines if line.strip()]
    return [
        Document(
            text=record["text"],
            metadata={"title": record.get("title", ""), "name": record["_id"]},
            excluded_embed_metadata_keys=["name"],
        )
        for record in records
    ]


class Retriever:
    """llama-index's retriever, its hits reduced to names of documents, best first, each once."""

    def __init__(self, index: Path, name: str) -> None:
        self._name = name
        self._index = VectorStoreIndex.from_vector_store(store(index), embed_model=embedder())

    def find(self, question: str, depth: int) -> list[str]:
        """Names of the documents of the `depth` best passages."""
        hits = self._index.as_retriever(similarity_top_k=depth).retrieve(question)
        return list(dict.fromkeys(hit.node.metadata[self._name] for hit in hits))


def timed(retriever: Retriever, questions: list[str], depth: int) -> list[float]:
    for question in questions[:WARM_UPS]:
        retriever.find(question, depth)
    durations = []
    for question in questions:
        start = time.perf_counter()
        retriever.find(question, depth)
        durations.append((time.perf_counter() - start) * 1000)
    return durations


def load(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()]


def run(job: str, index: Path, target: Path, count: int | None) -> dict[str, Any]:
    if job in ("ingest", "ingest-all"):
        documents, failed, files = read_folder(target, binary_as_text=job == "ingest-all")
        return {"files": files, "failed": failed, "pages": len(documents), **ingest(index, documents)}
    if job == "ingest-beir":
        return ingest(index, beir_documents(target))
    if job == "latency":
        return {"search": timed(Retriever(index, "file_name"), [case["question"] for case in load(target)], 10)}
    if job == "cases":
        retriever = Retriever(index, "file_name")
        return {"rankings": {case["id"]: retriever.find(case["question"], DEPTH) for case in load(target)}}
    retriever = Retriever(index, "name")
    queries = load(target / "queries.jsonl")[:count]
    return {"rankings": {query["_id"]: retriever.find(query["text"], DEPTH) for query in queries}}


def main() -> None:
    job, index, target, *rest = sys.argv[1:]
    print(json.dumps(run(job, Path(index), Path(target), int(rest[0]) if rest else None)))


if __name__ == "__main__":
    main()
