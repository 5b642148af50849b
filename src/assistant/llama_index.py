"""A front for llama-index: our retriever as a `BaseRetriever`, so that its query engines and agents can use it.

Nodes carry the passage's exact text and, in their metadata, everything a citation needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.service import Assistant
from assistant.types import Filters, ScoredPassage

if TYPE_CHECKING:
    from llama_index.core.retrievers import BaseRetriever
    from llama_index.core.schema import NodeWithScore


def as_retriever(assistant: Assistant, limit: int = 10, filters: Filters | None = None) -> BaseRetriever:
    """A llama-index retriever over an open Assistant, which must stay open while it is used.

    Args:
        assistant: the service.
        limit: passages returned for a question.
        filters: what documents must be; a question may state some in its own words, too.
    """
    from llama_index.core.retrievers import BaseRetriever
    from llama_index.core.schema import QueryBundle

    class PassageRetriever(BaseRetriever):
        """Searches the assistant's index; raises its UsageError on an empty question."""

        def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
            return [_node(found) for found in assistant.search(query_bundle.query_str, limit, filters=filters)]

    return PassageRetriever()


def _node(found: ScoredPassage) -> NodeWithScore:
    from llama_index.core.schema import NodeWithScore, TextNode

    passage, document = found.passage, found.document
    metadata = {
        "document_id": document.id,
        "source": document.source,
        "title": document.title,
        "heading": " > ".join(passage.heading_path),
        "page_start": passage.page_start if document.paged else None,
        "page_end": passage.page_end if document.paged else None,
        "start": passage.spans[0].start,
        "end": passage.spans[-1].end,
        "ocr_confidence": found.ocr_confidence,
        "quotable": document.text_shown,
    }
    keys = list(metadata)
    node = TextNode(
        id_=passage.id,
        text=passage.text,
        metadata=metadata,
        excluded_embed_metadata_keys=keys,
        excluded_llm_metadata_keys=[key for key in keys if key not in ("source", "title", "page_start")],
    )
    return NodeWithScore(node=node, score=found.score)
