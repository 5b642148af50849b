"""llama-index's BM25Retriever on the nodes of its own default way, in a process of its own; one JSON object on stdout.

python work_bm25.py cases LANGUAGE FOLDER CASES       documents found for each case, in the files of a folder
python work_bm25.py beir LANGUAGE DIR DIR [N]         documents found for each question of a BEIR folder

LANGUAGE is what it stems by and takes stop words of: `en`, its default, or `fr`. The index is made anew each time: it
takes seconds.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import Stemmer
from llama_index.core import Document
from llama_index.core.node_parser import SentenceSplitter
from llama_index.retrievers.bm25 import BM25Retriever
from work_llamaindex import DEPTH, beir_documents, load, read_folder

SNOWBALL = {"en": "english", "fr": "french"}


class Retriever:
    """The retriever, its hits reduced to names of documents, best first, each once."""

    def __init__(self, documents: list[Document], language: str, name: str) -> None:
        nodes = SentenceSplitter().get_nodes_from_documents(documents)
        stemmer = Stemmer.Stemmer(SNOWBALL[language])
        self._name = name
        self._retriever = BM25Retriever.from_defaults(
            nodes=nodes, stemmer=stemmer, language=language, similarity_top_k=DEPTH
        )

    def find(self, question: str) -> list[str]:
        """Names of the documents of the best passages."""
        return list(dict.fromkeys(hit.node.metadata[self._name] for hit in self._retriever.retrieve(question)))


def run(job: str, language: str, corpus: Path, target: Path, count: int | None) -> dict[str, Any]:
    if job == "cases":
        documents, _, _ = read_folder(corpus, binary_as_text=False)
        retriever = Retriever(documents, language, "file_name")
        return {"rankings": {case["id"]: retriever.find(case["question"]) for case in load(target)}}
    retriever = Retriever(beir_documents(corpus), language, "name")
    queries = load(target / "queries.jsonl")[:count]
    return {"rankings": {query["_id"]: retriever.find(query["text"]) for query in queries}}


def main() -> None:
    job, language, corpus, target, *rest = sys.argv[1:]
    print(json.dumps(run(job, language, Path(corpus), Path(target), int(rest[0]) if rest else None)))


if __name__ == "__main__":
    main()
