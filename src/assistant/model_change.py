"""Changing the embedding model of an index: its passages are embedded again from the catalogue, no file is read.

The index belongs to this process meanwhile. What is made stands beside what is in use, and takes its place in one step:
killed at any moment, the old model is in use or the new one, whole. The model before is kept, to go back to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from types import TracebackType
from typing import TYPE_CHECKING, Self, cast

from assistant.build import (
    Notify,
    chosen_options,
    load_embedder,
    make_parts,
    make_retriever,
    open_index,
    weight_of,
)
from assistant.errors import ModelError, UsageError
from assistant.exchange import Steps
from assistant.models.folders import EMBEDDED, as_path
from assistant.ports import Embedder, LexicalIndex, VectorIndex
from assistant.settings import Settings
from assistant.text.passages import embedded_text
from assistant.types import IndexModel

if TYPE_CHECKING:
    from assistant.service import Assistant
    from assistant.store.candidate import Candidate
    from assistant.store.folder import IndexFolder

_READ = 1024  # passages read from the catalogue at a time
_SLICE = 128  # passages embedded and stored at a time: between two slices the progress is told


@dataclass(frozen=True, slots=True)
class _Beside:
    """`ports.Indexes`: the lexical index in use, and the vector index of another model."""

    lexical: LexicalIndex
    vectors: VectorIndex


class ModelChange:
    """An index that is to change its model. Nothing changes before `switch`; what was made and not used is dropped."""

    def __init__(
        self, settings: Settings, folder: IndexFolder, notify: Notify, service: Assistant | None = None
    ) -> None:
        self._settings = settings
        self._folder = folder
        self._notify = notify
        self._service = service
        self._embedder: Embedder | None = None
        self._model: IndexModel | None = None
        self._candidate: Candidate | None = None
        self._making = False
        self._handed_over = False  # to the server, which opens the index anew: nothing is left to be dropped here

    @classmethod
    def open(cls, settings: Settings, notify: Notify, *, create: bool) -> Self:
        """Take the index. Close it to give it back.

        Raises:
            IndexLocked: another process owns the index.
            StoreError: there is no index (and `create` is False), or it can't be read or written.
        """
        return cls(settings, open_index(settings, notify, create=create), notify)

    @classmethod
    def of(cls, assistant: Assistant) -> Self:
        """The index that an assistant has open and goes on with: it answers meanwhile, see `in_service`."""
        folder = cast("IndexFolder", assistant.indexes.folder)
        return cls(assistant.settings, folder, lambda _: None, assistant)

    @property
    def settings(self) -> Settings:
        """The settings that it was opened with."""
        return self._settings

    @property
    def in_use(self) -> IndexModel | None:
        """The model in use; None where the index is new."""
        return self._folder.models.in_use

    @property
    def before(self) -> IndexModel | None:
        """The model that was in use before, whose vectors are kept."""
        return self._folder.models.before

    @property
    def weight_is_known(self) -> bool:
        """Whether the vectors' share in the search was measured for the model found, or is set."""
        from assistant.retrieval.weights import MEASURED

        fingerprint = self._found()[1].fingerprint
        if fingerprint in MEASURED or self._settings.retrieval.vector_weight is not None:
            return True
        return self._folder.own_share(fingerprint) is not None

    @property
    def passages(self) -> int:
        """How many passages there are."""
        return self._folder.catalogue.counts()[2]

    def find(self, name: str) -> IndexModel:
        """Find a model (or fetch it) and make sure that it can be used.

        Args:
            name: of a known model, a hub name, the path of a folder, or "llama-index:MODULE.CLASS".

        Raises:
            UsageError: model_named_elsewhere: the settings name another one.
            ModelError: it can't be found (within 3 s where there is no network), loaded or used.
        """
        from assistant.models.known import known_model

        full = _full(name)
        self._check_settings(full)
        known = known_model(full)
        if known is not None and known.own_code:
            raise ModelError("model_own_code", model=full)
        embedding = self._settings.embedding.model_copy(update={"model": full})
        return self._take(self._settings.model_copy(update={"embedding": embedding}), None)

    def find_before(self) -> IndexModel:
        """Find the model before.

        Raises:
            UsageError: there is none (model_before_missing), or the settings name another one.
            ModelError: it can't be found, loaded or used.
        """
        before = self.before
        if before is None:
            raise UsageError("model_before_missing", path=self._folder.directory)
        self._check_settings(str(before.options.get("model", before.name)))
        return self._take(self._settings, before)

    def _check_settings(self, wanted: str) -> None:
        named = self._settings.embedding.model
        if named != EMBEDDED and _full(named) != wanted:
            raise UsageError("model_named_elsewhere", named=named, wanted=wanted)

    def _take(self, settings: Settings, known: IndexModel | None) -> IndexModel:
        options = chosen_options(settings, known)
        embedder = load_embedder(options)
        embedder.warm_up()
        kept = replace(options, dimension=embedder.dimension).kept()
        self._embedder, self._model = embedder, IndexModel(embedder.name, embedder.fingerprint, kept)
        return self._model

    def embed(self, progress: Callable[[int, int], None]) -> int:
        """Embed the passages that have no vector of the model found, and make its vector index.

        Args:
            progress: called with (passages embedded, passages to embed).

        Returns:
            How many were embedded: none of those whose vectors were kept.

        Raises:
            ModelError: the model fails.
            StoreError: the disk is full, or the index can't be written.
        """
        embedder, model = self._found()
        models = self._folder.models
        self._making = True
        models.start(model.fingerprint)
        done, total = 0, models.missing(model.fingerprint)
        for block in models.without_vector(model.fingerprint, _READ):
            block.sort(key=lambda each: len(each[0].text))  # those of one length together, so that little is padding
            for start in range(0, len(block), _SLICE):
                part = block[start : start + _SLICE]
                vectors = embedder.embed_passages([embedded_text(document, passage) for passage, document in part])
                models.put(model.fingerprint, [passage.id for passage, _ in part], vectors)
                done += len(part)
                progress(done, total)
        self._candidate = self._folder.candidate(model)
        return total

    @contextmanager
    def with_model_in_use(self) -> Iterator[Assistant]:
        """The assistant as it is, to be measured.

        Raises:
            ModelError: the model in use can't be found or used.
        """
        from assistant.service import Assistant

        if self._service is not None:
            yield self._service
            return
        embedder = load_embedder(chosen_options(self._settings, self.in_use))
        with ExitStack() as opened:
            parts = make_parts(self._settings, self._folder, embedder, self._notify, opened)
            opened.callback(parts.close)
            yield Assistant(self._settings, parts)

    @contextmanager
    def with_new_model(self) -> Iterator[Assistant]:
        """The assistant as it will be after `switch`, to be measured."""
        from assistant.service import Assistant

        embedder, _ = self._found()
        assert self._candidate is not None, "embed first"
        with ExitStack() as opened:
            parts = make_parts(self._settings, self._folder, embedder, self._notify, opened)
            opened.callback(parts.close)
            indexes = _Beside(self._folder.lexical, self._candidate)
            retriever = make_retriever(
                self._settings, self._folder, indexes, embedder, parts.reranker, self._notify, opened
            )
            yield Assistant(self._settings, replace(parts, retriever=retriever))

    def learn_share(self, figure: Callable[[Assistant], float]) -> float:
        """Measure the search with several shares of the vectors; the best one is kept for the model found.

        Args:
            figure: what is measured of the assistant as it will be; more is better.
        """
        from assistant.retrieval.weights import TRIED, best_share
        from assistant.types import Trial

        with self.with_new_model() as assistant:
            share = best_share({each: figure(assistant.tried(Trial(vector_weight=each))) for each in TRIED})
        self._folder.keep_own_share(self._found()[1].fingerprint, share)
        return share

    @property
    def sources(self) -> frozenset[str]:
        """The documents of the index, by source."""
        return frozenset(each.source for each in self._folder.catalogue.documents())

    def switch(self) -> None:
        """Put the model found into use, in one step.

        Raises:
            StoreError: the disk is full, or the index can't be written.
        """
        embedder, model = self._found()
        assert self._candidate is not None, "embed first"
        self._folder.switch(model, self._candidate)
        self._making = False
        self._folder.settle(embedder, weight_of(self._settings, embedder, self._folder), model.options)

    def switch_in_service(self) -> None:
        """The same for an index that is in service: it is closed for a moment, and opened with the model found.

        Raises:
            StoreError: as for `switch`; the model before goes on.
            ModelError: the index can't be opened with it; the model before goes on.
            AssistantError: exchange_impossible; the same.
        """
        assert self._service is not None
        left, settings, notify = self.in_use, self._settings, self._notify

        def go_back() -> None:
            if left is not None:
                with ModelChange.open(settings, notify, create=False) as change:
                    change.find_before()
                    change.embed(lambda done, total: None)
                    change.switch()

        def still() -> None:
            self._handed_over = True
            self.switch()

        self._service.jobs.exchanges.run(Steps(still=still, back=go_back))

    def forget(self) -> bool:
        """Drop the model before and its vectors, and give their space back. False where there is none."""
        known = self._folder.models.forget_before()
        if known:
            self._folder.catalogue.compact()
        return known

    def _found(self) -> tuple[Embedder, IndexModel]:
        assert self._embedder is not None, "find a model first"
        assert self._model is not None
        return self._embedder, self._model

    def close(self) -> None:
        """Give the index back, where it is ours; what was made and not put into use is dropped."""
        from assistant.store.candidate import remove_candidate

        with ExitStack() as last:
            if self._service is None:
                last.callback(self._folder.close)
            if self._candidate is not None:
                self._candidate.close()
            if self._making and not self._handed_over:
                self._folder.models.drop_leftovers()
                remove_candidate(self._folder.directory)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _full(name: str) -> str:
    """The whole name of a known model, the whole path of a folder (to be found from anywhere), else the name."""
    from assistant.models.known import known_model

    path = as_path(name)
    if name != EMBEDDED and path is not None and path.is_dir():
        return str(path.resolve())
    known = known_model(name)
    return name if known is None else known.name
