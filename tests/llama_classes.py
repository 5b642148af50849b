"""Classes of llama-index, as an installed package would bring them, for the tests that name them in the settings."""

from __future__ import annotations

from typing import Any

from llama_index.core.embeddings import BaseEmbedding
from llama_index.core.postprocessor import types as postprocessors
from llama_index.core.schema import NodeWithScore, QueryBundle
from pydantic import PrivateAttr

from fakes import HashEmbedder


class WordsEmbedding(BaseEmbedding):
    """Bags of words; twice as long as vectors of norm 1, as many models give them."""

    size: int = 24
    api_key: str = ""
    _embedder: HashEmbedder = PrivateAttr()

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self._embedder = HashEmbedder(self.size)

    def _get_text_embedding(self, text: str) -> list[float]:
        if "panne" in text:
            raise RuntimeError(f"the server refuses the key {self.api_key}")
        return (2 * self._embedder.embed_query(text)).tolist()

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


class ShrinkingEmbedding(WordsEmbedding):
    """Says that vectors have one length, and makes passages of another."""

    def _get_text_embedding(self, text: str) -> list[float]:
        return super()._get_text_embedding(text)[:-1]

    def _get_query_embedding(self, query: str) -> list[float]:
        return super()._get_text_embedding(query)


class LongestFirst(postprocessors.BaseNodePostprocessor):
    """Keeps the longest texts."""

    top_n: int = 2

    def _postprocess_nodes(
        self, nodes: list[NodeWithScore], query_bundle: QueryBundle | None = None
    ) -> list[NodeWithScore]:
        assert query_bundle is not None
        if "panne" in query_bundle.query_str:
            raise MemoryError
        return sorted(nodes, key=lambda found: -len(found.node.get_content()))[: self.top_n]


NOT_A_CLASS = "text"
