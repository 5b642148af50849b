"""What an Assistant is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from assistant.answering.answerer import Answering
from assistant.conversations import Conversations
from assistant.indexing import Indexer
from assistant.ingestion import Ingestion
from assistant.library import Library
from assistant.model_ports import Reranker
from assistant.page_images import PageImages
from assistant.places.places import Places
from assistant.ports import Catalogue, Embedder, Indexes
from assistant.proposal_files import ProposalFiles
from assistant.proposals.desk import Proposals
from assistant.proposals.writing import Drafting
from assistant.rebuilding import Rebuildable
from assistant.retrieval.retriever import HybridRetriever
from assistant.types import Stamp
from assistant.watching.watch import Watch
from assistant.works.works import Works


class IndexFolder(Indexes, Rebuildable, Protocol):
    """What the service asks of the index folder."""

    @property
    def stamp(self) -> Stamp:
        """What the index was made with, and its generation now."""
        ...

    def original(self, content_hash: str) -> Path | None:
        """The stored copy of an original file, or None."""
        ...

    def sizes(self) -> dict[str, int]:
        """Bytes on disk by part."""
        ...

    def prepare(self) -> None:
        """Open the indexes, which are opened when first used otherwise."""
        ...

    def catch_up(self) -> None:
        """Have the indexes rebuilt that a run which was stopped left behind the catalogue."""
        ...

    def compact(self) -> None:
        """Leave no byte of documents that were dropped or replaced since the last time, also in a run that failed."""
        ...


@dataclass(frozen=True, slots=True)
class Parts:
    """What an Assistant is made of; `build` makes them from settings. `close` releases them all."""

    catalogue: Catalogue
    folder: IndexFolder
    indexer: Indexer
    retriever: HybridRetriever
    embedder: Embedder
    reranker: Reranker | None
    conversations: Conversations
    library: Library
    proposals: Proposals
    drafting: Drafting
    proposal_files: ProposalFiles
    works: Works
    places: Places
    answering: Answering
    ingestion: Ingestion
    watch: Watch
    page_images: PageImages
    close: Callable[[], None]

    def warm_up(self) -> None:
        """Open the indexes, load the list of places and the models."""
        self.folder.prepare()
        self.places.warm_up()
        for part in (self.embedder, self.reranker, self.answering.writer):
            if part is not None:
                part.warm_up()
