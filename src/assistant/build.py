"""Settings -> Assistant: the one place where parts are chosen and put together."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING

from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.model_ports import ChatModel, Entailment, Reranker
    from assistant.service import Assistant


_MOST_READERS = 4  # files read at the same time: reading takes far less time than embedding


def build_assistant(settings: Settings, notify: Callable[[str], None] | None = None, create: bool = False) -> Assistant:
    """Open the index of the settings and everything around it. Close the Assistant to give the index back.

    Args:
        settings: see `settings.load_settings`.
        notify: told, in a sentence, what takes time or was mended (a cache that is rebuilt).
        create: make the index where there is none.

    Raises:
        IndexLocked: another process owns the index.
        StoreError: there is no index (and `create` is False), or it can't be read or written.
        ModelError: a model can't be found, or the embedding model is not the one the index was made with.
    """
    from assistant.indexing import Indexer, IngestOptions
    from assistant.ingest.limits import READERS_VERSION, ReadLimits, RecognitionLimits
    from assistant.ingest.process.worker import WorkerReader
    from assistant.models.runtime import usable_cores
    from assistant.retrieval.retriever import HybridRetriever
    from assistant.retrieval.weights import vector_weight
    from assistant.service import Assistant, Parts
    from assistant.store.embedders import EmbedderOptions, load_embedder
    from assistant.store.folder import IndexFolder
    from assistant.text.passages import PassageOptions

    embedder = load_embedder(EmbedderOptions(**settings.embedding.model_dump()))
    retrieval = settings.retrieval
    weight = vector_weight(embedder.fingerprint, retrieval.vector_weight)
    reranker = build_reranker(settings)
    limits = ReadLimits(**settings.limits.model_dump())
    reader = WorkerReader(limits, RecognitionLimits(**settings.recognition.model_dump()))
    reading = hashlib.sha256(f"{READERS_VERSION} {limits} {reader.abilities}".encode()).hexdigest()[:12]
    with ExitStack() as opened:
        opened.callback(reader.close)
        folder = IndexFolder.open(
            settings.index, embedder, weight, notify or (lambda _: None), settings.language, create=create
        )
        opened.callback(folder.close)
        passages = PassageOptions(**settings.passages.model_dump())
        options = IngestOptions(passages, limits, reading, settings.index, min(usable_cores(), _MOST_READERS))
        parts = Parts(
            catalogue=folder.catalogue,
            folder=folder,
            indexer=Indexer(folder.catalogue, reader, embedder, folder.originals, folder, options),
            retriever=HybridRetriever(
                folder.catalogue, folder, embedder, retrieval.candidates, weight, reranker, retrieval.rerank_depth
            ),
            reranker=reranker,
            embedder=embedder,
            close=opened.pop_all().close,
        )
    return Assistant(settings, parts)


def build_chat_model(settings: Settings) -> ChatModel:
    """The language model of the settings. Nothing is asked of its server yet. Close it to release its connections.

    Raises:
        ModelError: no_model_server: the settings name no server, or no model on it.
    """
    from assistant.errors import ModelError
    from assistant.models.chat import ModelServerOptions, OpenAIChatModel

    given = settings.model_server
    if not given.base_url or not given.model:
        raise ModelError("no_model_server")
    key = given.api_key.get_secret_value() if given.api_key is not None else ""
    return OpenAIChatModel(ModelServerOptions(**{**given.model_dump(), "api_key": key}))


def build_reranker(settings: Settings) -> Reranker | None:
    """The reranker of the settings, or None where they name none. Its model is loaded when first used.

    Raises:
        ModelError: model_not_found or model_unusable.
    """
    if not settings.retrieval.reranker:
        return None
    from assistant.models.cross_encoder import load_reranker

    return load_reranker(settings.retrieval.reranker, settings.embedding.threads)


def build_entailment(settings: Settings, model: str) -> Entailment:
    """The inference model of a folder or hub name. It is loaded when first used.

    Raises:
        ModelError: model_not_found or model_unusable.
    """
    from assistant.models.cross_encoder import load_entailment

    return load_entailment(model, settings.embedding.threads)
