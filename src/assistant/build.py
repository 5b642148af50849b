"""Settings -> Assistant: the one place where parts are chosen and put together."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING

from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.service import Assistant


def build_assistant(settings: Settings, notify: Callable[[str], None] | None = None, create: bool = False) -> Assistant:
    """Open the index of the settings and everything around it. Close the Assistant to give the index back.

    Args:
        settings: see `settings.load_settings`.
        notify: told, in a sentence, what takes time or was mended (a cache that is rebuilt).
        create: make the index where there is none.

    Raises:
        IndexLocked: another process owns the index.
        StoreError: there is no index (and `create` is False), or it can't be read or written.
        ModelError: the embedding model can't be found, or is not the one the index was made with.
    """
    from assistant.indexing import Indexer
    from assistant.ingest.limits import READERS_VERSION, ReadLimits
    from assistant.ingest.worker import WorkerReader
    from assistant.retrieval.retriever import HybridRetriever
    from assistant.service import Assistant, Parts
    from assistant.store.embedders import EmbedderOptions, load_embedder
    from assistant.store.folder import IndexFolder
    from assistant.text.passages import PassageOptions

    embedder = load_embedder(EmbedderOptions(**settings.embedding.model_dump()))
    limits = ReadLimits(**settings.limits.model_dump())
    reader = WorkerReader(limits)
    reading = hashlib.sha256(f"{READERS_VERSION} {limits}".encode()).hexdigest()[:12]
    with ExitStack() as opened:
        opened.callback(reader.close)
        folder = IndexFolder.open(
            settings.index, embedder, notify or (lambda _: None), settings.language, create=create
        )
        opened.callback(folder.close)
        options = PassageOptions(**settings.passages.model_dump())
        retrieval = settings.retrieval
        parts = Parts(
            catalogue=folder.catalogue,
            folder=folder,
            indexer=Indexer(folder.catalogue, reader, embedder, folder.originals, folder, options, reading),
            retriever=HybridRetriever(
                folder.catalogue, folder, embedder, retrieval.candidates, retrieval.vector_weight
            ),
            embedder=embedder,
            close=opened.pop_all().close,
        )
    return Assistant(settings, parts)
