"""The index folder as a whole: one owner, the catalogue, its caches and the originals, opened and closed together.

catalogue.sqlite   the truth
lexical/ vectors/  caches, rebuilt from the catalogue
files/             originals by hash
lock               names the process that owns the folder
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

from assistant.errors import ModelError, StoreError
from assistant.ports import Embedder, LexicalIndex, VectorIndex
from assistant.store.caches import (
    LEXICAL_FOLDER,
    VECTORS_FOLDER,
    Caches,
    are_current,
    closed_states,
    has_leftovers,
    open_caches,
)
from assistant.store.candidate import Candidate, remove_candidate
from assistant.store.catalogue import SqlCatalogue
from assistant.store.files import FileStore
from assistant.store.index_models import IndexModels
from assistant.store.layout import CATALOGUE_FILE, ORIGINALS_FOLDER, RESTORED_FOLDER
from assistant.store.lock import IndexLock
from assistant.store.restore import finish_restore, forget_previous
from assistant.store.schema import REVISIONS
from assistant.text.analysis import ANALYSER_VERSION
from assistant.types import CacheState, IndexModel, Language, Stamp, VectorWeight

_WEIGHT_KEY = "vector_weight"
_OWN_SHARE = "own_share"
_CALIBRATION = "judge_calibration"


class IndexFolder:
    """An open index folder. Build it with `open`; `close` gives it back, whatever happened meanwhile.

    The caches are opened (and rebuilt where they must be) when they are first used: many commands need none.
    """

    def __init__(
        self,
        directory: Path,
        catalogue: SqlCatalogue,
        open_them: Callable[[], Caches],
        opened: ExitStack,
    ) -> None:
        self.directory = directory
        self.catalogue = catalogue
        self.originals = FileStore(directory / ORIGINALS_FOLDER)
        self._open_caches = open_them
        self._caches: Caches | None = None
        self._opening = threading.Lock()
        self._opened = opened
        opened.callback(self._close_caches)

    @classmethod
    def open(cls, directory: Path, notify: Callable[[str], None], language: Language, *, create: bool) -> Self:
        """Take the folder and open the catalogue. What a change of model left that was killed is removed.

        Args:
            directory: the index folder.
            notify: given a sentence for each cache that is rebuilt.
            language: language of these sentences.
            create: make the folder where it is missing.

        Raises:
            IndexLocked: another process owns it.
            StoreError: there is no index and `create` is False, or it can't be read or written.
        """
        catalogue_file = directory / CATALOGUE_FILE
        if not create and not catalogue_file.exists() and not (directory / RESTORED_FOLDER).exists():
            raise StoreError("index_missing", path=directory)
        with ExitStack() as opened:
            opened.callback(IndexLock(directory).release)
            finish_restore(directory)
            _check_emptied(directory, create=create)
            catalogue = SqlCatalogue.open(catalogue_file, create=create)
            opened.callback(catalogue.close)
            catalogue.models.drop_leftovers()
            with suppress(StoreError):  # a full disk is no reason not to answer: it stays due
                catalogue.conversations.finish_erasure()
            remove_candidate(directory)

            def open_them() -> Caches:
                return open_caches(directory, catalogue, _stamp(catalogue), notify, language)

            return cls(directory, catalogue, open_them, opened.pop_all())

    def settle(self, embedder: Embedder, vector_weight: VectorWeight, options: Mapping[str, Any] | None = None) -> None:
        """Check that the index is this model's, or make it so where it has no passages yet; stamp how it is searched.

        Args:
            embedder: the model that documents and questions will be embedded with.
            vector_weight: how the index is searched.
            options: what the model is loaded by, to be kept.

        Raises:
            ModelError: model_mismatch.
        """
        _keep_model(self.directory, self.catalogue, embedder, options or {})
        _keep_weight(self.catalogue, vector_weight)

    def forget_previous(self) -> None:
        """Delete what a backup took the place of: the index was opened with what came.

        Raises:
            StoreError: the folder can't be written.
        """
        forget_previous(self.directory)

    def own_share(self, fingerprint: str) -> float | None:
        """The vector leg's share that was best with a model on the group's own cases; None: that was not measured."""
        kept = self.catalogue.get_meta(f"{_OWN_SHARE} {fingerprint}")
        return None if kept is None else float(kept)

    def keep_own_share(self, fingerprint: str, share: float) -> None:
        """Keep what share was best with a model, in use or not."""
        self.catalogue.set_meta(f"{_OWN_SHARE} {fingerprint}", str(share))

    def calibration(self, fingerprint: str) -> str | None:
        """How a judge by inference counts beside the one by words, as it was fitted; None: it was not."""
        return self.catalogue.get_meta(f"{_CALIBRATION} {fingerprint}")

    def keep_calibration(self, fingerprint: str, text: str) -> None:
        """Keep what was fitted for a judge by inference."""
        self.catalogue.set_meta(f"{_CALIBRATION} {fingerprint}", text)

    @property
    def models(self) -> IndexModels:
        """The embedding models that the index has vectors of."""
        return self.catalogue.models

    def candidate(self, model: IndexModel) -> Candidate:
        """The vector index of a model that is not in use yet, made beside the one in use. Close it before `switch`.

        Raises:
            StoreError: the disk is full, or the folder can't be written.
        """
        stamp = replace(self.stamp, embedding_model=model.name, embedding_fingerprint=model.fingerprint)
        return Candidate(self.directory, self.catalogue, stamp)

    def switch(self, model: IndexModel, candidate: Candidate) -> None:
        """Put a model into use that every passage has a vector of, and its vector index in the place of the other.

        Killed before the catalogue has it, the old model is in use; after that, the new one, its index rebuilt from the
        catalogue where it did not get into its place.

        Raises:
            StoreError: the disk is full, or the folder can't be written.
        """
        candidate.close()
        with self._opening:
            self.models.switch(model)
            self._close_caches()
            candidate.take_place()

    @property
    def lexical(self) -> LexicalIndex:
        """The lexical index.

        Raises:
            StoreError: it had to be rebuilt, and the disk is full or the folder can't be written.
        """
        return self._usable().lexical

    @property
    def vectors(self) -> VectorIndex:
        """The vector index.

        Raises:
            StoreError: as for `lexical`.
        """
        return self._usable().vectors

    def prepare(self) -> None:
        """Open the caches now, which are opened when they are first used otherwise."""
        self._usable()

    def prepare_changes(self) -> None:
        """Open the caches before documents change, so that the changes can be applied to them.

        Those that have to be rebuilt anyway are left for `apply`, which rebuilds them once, with the changes.
        """
        if not self._is_behind():
            self._usable()

    def apply(self, removed_document_ids: Collection[str], added_document_ids: Collection[str]) -> None:
        """Bring the caches up to date with the catalogue.

        Raises:
            StoreError: the disk is full, or the folder can't be written. The next opening rebuilds them.
        """
        if self._caches is None:  # opened now, they have the changes: all that is left is to make sure of it
            removed_document_ids = added_document_ids = ()
        self._usable().apply(removed_document_ids, added_document_ids)

    def catch_up(self) -> None:
        """Have the caches rebuilt that a run which was stopped left behind the catalogue. Else this costs a look.

        Raises:
            StoreError: as for `lexical`.
        """
        if self._is_behind() or (self._caches is None and has_leftovers(self.directory)):
            self._usable()

    def _is_behind(self) -> bool:
        """Whether the caches are not open yet, and would be rebuilt."""
        filled = self._caches is None and self.catalogue.counts()[2] > 0
        return filled and not are_current(self.directory, self.catalogue, self.stamp)

    def _usable(self) -> Caches:
        with self._opening:
            if self._caches is None:
                self._caches = self._open_caches()
            return self._caches

    def _close_caches(self) -> None:
        caches, self._caches = self._caches, None
        if caches is not None:
            caches.close()

    @property
    def stamp(self) -> Stamp:
        """What the index was made with, and the catalogue's generation now."""
        return _stamp(self.catalogue)

    def original(self, content_hash: str) -> Path | None:
        """The stored copy of an original file, or None where there is none."""
        path = self.originals.path(content_hash)
        return path if path.is_file() else None

    def sizes(self) -> dict[str, int]:
        """Bytes on disk by part."""
        return {
            "catalogue": sum(_size(path) for path in self.directory.glob(f"{CATALOGUE_FILE}*")),
            "lexical": _size(self.directory / LEXICAL_FOLDER),
            "vectors": _size(self.directory / VECTORS_FOLDER),
            "files": _size(self.directory / ORIGINALS_FOLDER),
        }

    def compact(self) -> None:
        """Leave no byte of a document that was dropped or replaced, of its vectors or of its original in the folder.

        Nothing is written where nothing is due. What is due stays so until all of it is done, whatever ends it before.

        Raises:
            StoreError: the disk is full, or the folder can't be written.
        """
        due = self.catalogue.compaction_due
        emptied = due and self.catalogue.compact()
        if due:
            self._usable().compact()
        self.originals.prune(self.catalogue.original_hashes())  # always: a killed run leaves copies that nothing names
        if emptied:
            self.catalogue.compaction_done()

    def rebuild(self) -> None:
        """Make the caches anew from the catalogue, while those in use answer. Nothing is embedded.

        Raises:
            StoreError: the disk is full, or the folder can't be written.
        """
        self._usable().rebuild()

    def cache_states(self) -> dict[str, CacheState]:
        """How the caches stand to the catalogue, by name. Nothing is opened or waited for."""
        caches = self._caches
        if caches is not None:
            return caches.states
        if self._opening.locked():
            return dict.fromkeys((LEXICAL_FOLDER, VECTORS_FOLDER), "opening")
        return closed_states(self.directory, self.catalogue, self.stamp)

    def close(self) -> None:
        """Release the caches, the catalogue and the lock."""
        self._opened.close()


def _check_emptied(directory: Path, *, create: bool) -> None:
    """An emptied catalogue is not taken for one to be made: all documents would be gone with no word.

    A file of 0 bytes alone is what a process killed at its first start leaves.
    """
    catalogue = directory / CATALOGUE_FILE
    if not catalogue.exists() or catalogue.stat().st_size:
        return
    parts = (LEXICAL_FOLDER, VECTORS_FOLDER, ORIGINALS_FOLDER)
    if not create or any(_size(directory / part) for part in parts):
        raise StoreError("catalogue_damaged", path=catalogue, detail="0 bytes")


def _keep_model(directory: Path, catalogue: SqlCatalogue, embedder: Embedder, options: Mapping[str, Any]) -> None:
    """Vectors of two models are never mixed: an index that has passages changes its model by `switch` alone."""
    in_use = catalogue.models.in_use
    wanted = IndexModel(embedder.name, embedder.fingerprint, options)
    if in_use is not None and in_use.fingerprint != wanted.fingerprint and catalogue.counts()[2]:
        raise ModelError("model_mismatch", path=directory, stamped=in_use.name, wanted=wanted.name)
    if in_use is None or in_use.fingerprint != wanted.fingerprint or (options and not in_use.options):
        catalogue.models.adopt(wanted)


def _keep_weight(catalogue: SqlCatalogue, weight: VectorWeight) -> None:
    stamped = f"{weight.covered} {weight.uncovered}"
    if catalogue.get_meta(_WEIGHT_KEY) != stamped:
        catalogue.set_meta(_WEIGHT_KEY, stamped)


def _stamp(catalogue: SqlCatalogue) -> Stamp:
    covered, uncovered = (catalogue.get_meta(_WEIGHT_KEY) or "0 0").split()
    in_use = catalogue.models.in_use
    return Stamp(
        schema=len(REVISIONS),
        analyser=ANALYSER_VERSION,
        embedding_model="" if in_use is None else in_use.name,
        embedding_fingerprint="" if in_use is None else in_use.fingerprint,
        generation=catalogue.generation,
        vector_weight=VectorWeight(float(covered), float(uncovered)),
    )


def _size(path: Path) -> int:
    """Bytes of a file, or of the files below a folder; a file that goes meanwhile counts nothing."""
    total = 0
    for each in path.rglob("*") if path.is_dir() else [path]:
        try:
            total += each.stat().st_size if each.is_file() else 0
        except FileNotFoundError:
            continue
    return total
