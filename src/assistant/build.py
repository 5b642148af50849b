"""Settings -> Assistant: the one place where parts are chosen and put together."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from contextlib import ExitStack
from functools import cache
from typing import TYPE_CHECKING

from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.answering.answerer import Answering
    from assistant.answering.generative import Writer
    from assistant.conversations import Conversations
    from assistant.errors import AssistantError
    from assistant.ingest.limits import ReadLimits
    from assistant.ingest.process.worker import WorkerReader
    from assistant.jobs import Jobs
    from assistant.model_ports import ChatModel, Entailment, Reranker
    from assistant.places.places import Places
    from assistant.ports import Embedder, Indexes
    from assistant.retrieval.retriever import HybridRetriever
    from assistant.retrieval.rewriting import Rewriter
    from assistant.service import Assistant, Parts
    from assistant.store.embedder_options import EmbedderOptions
    from assistant.store.folder import IndexFolder
    from assistant.types import IndexModel, VectorWeight

Notify = Callable[[str], None]

_MOST_READERS = 4  # files read at the same time: reading takes far less time than embedding


def build_assistant(
    settings: Settings, notify: Notify | None = None, create: bool = False, jobs: Jobs | None = None
) -> Assistant:
    """Open the index of the settings and everything around it. Close the Assistant to give the index back.

    Args:
        settings: see `settings.load_settings`.
        notify: told, in a sentence, what takes time or was mended (a cache that is rebuilt).
        create: make the index where there is none.
        jobs: background jobs that live longer than the Assistant; None: it has its own.

    Raises:
        IndexLocked: another process owns the index.
        StoreError: there is no index (and `create` is False), or it can't be read or written.
        ModelError: a model can't be found, or the embedding model is not the one the index was made with.
    """
    from assistant.service import Assistant

    with ExitStack() as opened:
        folder = open_index(settings, notify, create=create)
        opened.callback(folder.close)
        options = chosen_options(settings, folder.models.in_use)
        embedder = load_embedder(options)
        folder.settle(embedder, weight_of(settings, embedder, folder), options.kept())
        parts = make_parts(settings, folder, embedder, notify, opened)
        folder.forget_previous()
        return Assistant(settings, parts, jobs)


def open_index(settings: Settings, notify: Notify | None = None, *, create: bool) -> IndexFolder:
    """The index folder of the settings, taken; its model is not looked at yet. Close it to give it back.

    Raises:
        IndexLocked: another process owns the index.
        StoreError: there is no index (and `create` is False), or it can't be read or written.
    """
    from assistant.store.folder import IndexFolder

    return IndexFolder.open(settings.index, notify or (lambda _: None), settings.language, create=create)


def chosen_options(settings: Settings, in_use: IndexModel | None) -> EmbedderOptions:
    """How the embedding model is loaded: the index's own one, unless the settings name another.

    Raises:
        ModelError: model_not_found or model_unusable.
    """
    from assistant.store.embedder_options import EmbedderOptions
    from assistant.store.embedder_options import chosen_options as chosen

    return chosen(EmbedderOptions(**settings.embedding.model_dump()), in_use)


def load_embedder(options: EmbedderOptions) -> Embedder:
    """The embedding model of some options.

    Raises:
        ModelError: it can't be found or used.
    """
    from assistant.store import embedders

    return embedders.load_embedder(options)


def weight_of(settings: Settings, embedder: Embedder, folder: IndexFolder | None = None) -> VectorWeight:
    """The vector leg's share in the fusion with an embedding model; with a folder, what was measured there counts."""
    from assistant.retrieval.weights import vector_weight

    own = None if folder is None else folder.own_share(embedder.fingerprint)
    return vector_weight(embedder.fingerprint, settings.retrieval.vector_weight, own)


def make_parts(
    settings: Settings, folder: IndexFolder, embedder: Embedder, notify: Notify | None, opened: ExitStack
) -> Parts:
    """Everything around an open index folder.

    Args:
        settings: see `settings.load_settings`.
        folder: the index, settled on the embedding model.
        embedder: that model.
        notify: told, in a sentence, what goes wrong without ending anything.
        opened: what is open so far; what is opened here is added, and all of it belongs to the parts then.

    Raises:
        ModelError: the reranker can't be found or used.
    """
    from assistant.build_library import build_collector, build_library, build_web, refresher
    from assistant.build_proposals import make_proposal_files, make_proposals
    from assistant.indexing import Indexer, IngestOptions
    from assistant.ingest.limits import READERS_VERSION
    from assistant.ingestion import Ingestion
    from assistant.models.runtime import usable_cores
    from assistant.page_images import PageImages
    from assistant.service import Parts
    from assistant.text.passages import PassageOptions
    from assistant.watching.watch import Watch
    from assistant.works.works import Works

    places = make_places(settings, folder)
    limits, reader = make_reader(settings, opened)
    reading = hashlib.sha256(f"{READERS_VERSION} {limits} {reader.abilities}".encode()).hexdigest()[:12]
    passages = PassageOptions(**settings.passages.model_dump())
    homes = (settings.corpus, settings.web_folder)
    options = IngestOptions(passages, limits, reading, settings.index, min(usable_cores(), _MOST_READERS), homes)
    indexer = Indexer(folder.catalogue, reader, embedder, folder.originals, folder, options)
    web = build_web(settings)
    writing = threading.RLock()
    works = Works(folder.catalogue.works, folder.catalogue, embedder, folder)
    refreshes = works.refresh, places.refresh
    collector = build_collector(settings, web, reader)
    ingestion = Ingestion(indexer, folder.catalogue, folder, collector, settings.corpus, writing, refreshes)
    reranker = build_reranker(settings)
    retriever = make_retriever(settings, folder, folder, embedder, reranker, notify, opened, places)
    answering = make_answering(settings, opened, folder)
    proposals, drafting = make_proposals(settings, folder, retriever, answering.writer)
    library = build_library(settings, folder, writing, refresher(works, places), proposals.erase_documents)
    return Parts(
        catalogue=folder.catalogue,
        folder=folder,
        indexer=indexer,
        retriever=retriever,
        reranker=reranker,
        embedder=embedder,
        conversations=make_conversations(settings, folder),
        library=library,
        proposal_files=make_proposal_files(settings, folder, proposals, library, limits, reader),
        proposals=proposals,
        drafting=drafting,
        works=works,
        places=places,
        answering=answering,
        ingestion=ingestion,
        page_images=PageImages(folder.catalogue, folder, reader),
        watch=Watch(folder.catalogue.feeds, web, ingestion, folder.catalogue, folder),
        close=opened.pop_all().close,
    )


def make_reader(settings: Settings, opened: ExitStack) -> tuple[ReadLimits, WorkerReader]:
    """What reads files, and its limits; its processes end with `opened`."""
    from assistant.ingest.limits import ReadLimits, RecognitionLimits
    from assistant.ingest.process.worker import WorkerReader

    limits = ReadLimits(**settings.limits.model_dump())
    reader = WorkerReader(limits, RecognitionLimits(**settings.recognition.model_dump()))
    opened.callback(reader.close)
    return limits, reader


def make_conversations(settings: Settings, folder: IndexFolder) -> Conversations:
    """The conversations kept in an index."""
    from assistant.conversation_ports import ConversationLimits
    from assistant.conversations import Conversations

    given = settings.conversations
    limits = ConversationLimits(given.per_owner, given.in_all, given.turns)
    return Conversations(folder.catalogue.conversations, folder.catalogue, limits, given.comment_characters)


def make_places(settings: Settings, folder: IndexFolder) -> Places:
    """The places that the documents of an index are about; the lists of places are read when first used."""
    from assistant.places.load import load_gazetteer
    from assistant.places.places import Places

    own = settings.places.file
    is_default = own == type(settings.places)().file
    gazetteer = cache(lambda: load_gazetteer(None if is_default and not own.is_file() else own))
    return Places(folder.catalogue.places, folder.catalogue, gazetteer)


def make_answering(settings: Settings, opened: ExitStack, folder: IndexFolder) -> Answering:
    """How answers are made; with a language model where the settings name one and do not ask for extracts."""
    from assistant.answering.answerer import Answering
    from assistant.types import Notice

    given = settings.answering
    limits = settings.retrieval.evidence, given.max_sentences
    if settings.writes:
        return Answering(*limits, build_writer(settings, opened, folder))
    half_named = bool(settings.model_server.base_url) != bool(settings.model_server.model)
    if given.mode == "extractive" or (given.mode == "auto" and not half_named):
        return Answering(*limits)
    return Answering(*limits, notice=Notice("extracts_instead_no_server"))


def build_writer(settings: Settings, opened: ExitStack, folder: IndexFolder) -> Writer:
    """The writer of answers of the settings; its connections are released with `opened`.

    An inference model counts as it was calibrated in the index folder.
    """
    from assistant.answering.generative import Writer
    from assistant.answering.verdicts import Checker
    from assistant.support.combined import calibration_from
    from assistant.support.nli import NliJudge

    given = settings.answering
    model = build_chat_model(settings)
    opened.callback(model.close)
    nli = NliJudge(build_entailment(settings, given.nli)) if given.nli else None
    fitted = None if nli is None else folder.calibration(nli.fingerprint)
    checker = Checker(nli, calibration=None if fitted is None else calibration_from(fitted))
    return Writer(model, given.unverified, checker, given.max_sentences)


def make_retriever(
    settings: Settings,
    folder: IndexFolder,
    indexes: Indexes,
    embedder: Embedder,
    reranker: Reranker | None,
    notify: Notify | None,
    opened: ExitStack,
    places: Places | None = None,
) -> HybridRetriever:
    """The search over a catalogue and two indexes of it, with an embedding model."""
    from assistant.models.fallback import ForgivingReranker
    from assistant.retrieval.retriever import HybridRetriever
    from assistant.retrieval.second_look import second_look_of

    def tell(error: AssistantError) -> None:
        if notify is not None:
            message = error.render(settings.language)
            notify(f"{message.reason} {message.hint}")

    rewriter = build_rewriter(settings)
    if rewriter is not None:
        opened.callback(rewriter.close)
    return HybridRetriever(
        folder.catalogue,
        indexes,
        embedder,
        settings.retrieval.candidates,
        weight_of(settings, embedder, folder),
        reranker,
        settings.retrieval.rerank_depth,
        rewriter,
        None if reranker is None else ForgivingReranker(reranker, tell),
        second_look_of(embedder.fingerprint),
        places or make_places(settings, folder),
    )


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


def build_rewriter(settings: Settings) -> Rewriter | None:
    """What makes follow-up questions stand alone, where the settings name a model server; None: rules do."""
    given = settings.model_server
    if not given.base_url or not given.model or not settings.retrieval.rewrite:
        return None
    from assistant.retrieval.rewriting import Rewriter

    seconds = min(given.timeout_seconds, settings.retrieval.rewrite_seconds)
    patient = given.model_copy(update={"timeout_seconds": seconds})
    return Rewriter(build_chat_model(settings.model_copy(update={"model_server": patient})))


def build_reranker(settings: Settings) -> Reranker | None:
    """The reranker of the settings, or None where they name none. Its model is loaded when first used.

    Raises:
        ModelError: model_not_found or model_unusable.
    """
    if not settings.retrieval.reranker:
        return None
    from assistant.models.cross_encoder import load_reranker
    from assistant.models.llama_index_models import LlamaIndexReranker, is_llama_index

    if is_llama_index(settings.retrieval.reranker):
        return LlamaIndexReranker(settings.retrieval.reranker, settings.retrieval.reranker_arguments)
    return load_reranker(settings.retrieval.reranker, settings.embedding.threads)


def build_entailment(settings: Settings, model: str) -> Entailment:
    """The inference model of a folder or hub name. It is loaded when first used.

    Raises:
        ModelError: model_not_found or model_unusable.
    """
    from assistant.models.cross_encoder import load_entailment

    return load_entailment(model, settings.embedding.threads)


def give_up_models() -> None:
    """Ask model servers for nothing more, for a process that ends: those who wait for one get an error at once."""
    from assistant.models.loop import give_up_all

    give_up_all()
