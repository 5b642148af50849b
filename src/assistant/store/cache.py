"""One cache in its folder: trusted where its stamp and files say so, rebuilt from the catalogue where not.

Whoever uses a cache never sees it missing or damaged: it is rebuilt beside the old one, then put in its place.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from assistant.errors import StoreError
from assistant.ports import Matrix
from assistant.store.faults import filesystem
from assistant.store.index import Batch, CacheIndex, DamagedCacheError
from assistant.store.sharing import Shared
from assistant.store.stamps import CacheStamp, Doubt, FileMark, doubt, drop_stamp, mark_files, read_stamp, write_stamp
from assistant.types import CacheState

Index = TypeVar("Index", bound=CacheIndex)
Result = TypeVar("Result")

BESIDE = ("new", "old")  # what a folder's name ends in beside it while it is exchanged for another


class PassageSource(Protocol):
    """What a cache needs of the catalogue."""

    @property
    def generation(self) -> int:
        """Grows with every change to documents."""
        ...

    def counts(self) -> tuple[int, int, int]:
        """Numbers of documents, pages and passages."""
        ...

    def iter_passages(self, batch: int = 1000, document_ids: Collection[str] | None = None) -> Iterator[Batch]:
        """Passages with their documents and vectors, in batches."""
        ...

    def passage_count(self, document_ids: Collection[str]) -> int:
        """Number of passages of some documents."""
        ...

    def iter_vectors(self, document_ids: Collection[str], batch: int = 1000) -> Iterator[tuple[Sequence[str], Matrix]]:
        """Ids and vectors of the passages of some documents, in batches."""
        ...

    def model_vectors(self, model: str, batch: int = 1000) -> Iterator[tuple[Sequence[str], Matrix]]:
        """Ids of all passages and their vectors of one model, in batches."""
        ...


@dataclass(frozen=True, slots=True)
class Maker(Generic[Index]):
    """How an index of one kind is made: what decides its content, and how to build and open it in a folder.

    `probe` tells whether a folder can be opened and asked, at no risk to this process.
    """

    made_with: Mapping[str, str]
    build: Callable[[Path, Iterable[Batch]], Index]
    open: Callable[[Path], Index]
    probe: Callable[[Path], bool] = lambda _: True


class Cache(Generic[Index]):
    """An index in a folder, with its stamp.

    Args:
        folder: where it lives; beside it, folders of the same name with ".new" and ".old" come and go, and a file
            with ".open" stands for as long as it is in use.
        maker: makes the index.
        source: the catalogue.
        notify: told why, before the cache is rebuilt.
    """

    def __init__(
        self, folder: Path, maker: Maker[Index], source: PassageSource, notify: Callable[[Doubt, Path], None]
    ) -> None:
        self._folder = folder
        self._maker = maker
        self._source = source
        self._notify = notify
        self._shared = Shared()
        self._changing = threading.RLock()
        self._building = False
        self._changes = 0  # of what it holds: grows with each, once it is made
        self._in_use = self._beside("open")
        left_open = self._in_use.exists()
        with filesystem(folder):
            self._in_use.touch()
        self._index = self._load(left_open)

    def __len__(self) -> int:
        return self._use(len)

    def apply(self, removed_document_ids: Collection[str], added_document_ids: Collection[str]) -> None:
        """Bring the index up to date after changes of the catalogue; where most of it changed, build it anew.

        Raises:
            StoreError: the disk is full, or the folder can't be written. The next opening rebuilds it.
        """
        changed = {*removed_document_ids, *added_document_ids}
        with self._changing:
            generation, (documents, _, passages) = self._source.generation, self._source.counts()
            if not changed and doubt(self._folder, self._maker.made_with, generation, passages) is None:
                return
            if not changed or 2 * len(changed) > documents or not self._apply(changed, added_document_ids, generation):
                self._rebuild()

    def compact(self) -> None:
        """Leave no term and no vector of a removed document in the files."""
        with self._changing:
            stamp = read_stamp(self._folder)
            if stamp is None or stamp.removals:
                self._rebuild()

    def rebuild(self) -> None:
        """Make the index anew from the catalogue; the one in use answers until the new one takes its place.

        Raises:
            StoreError: as for `apply`; the one in use stays.
        """
        with self._changing:
            self._rebuild()

    @property
    def state(self) -> CacheState:
        """How it stands to the catalogue just now. Nothing is waited for."""
        if self._building:
            return "rebuilding"
        stamp = read_stamp(self._folder)
        wanted = self._source.generation, self._source.counts()[2]
        return "current" if stamp is not None and (stamp.generation, stamp.passages) == wanted else "behind"

    def close(self) -> None:
        """Release the folder."""
        with self._changing, self._shared.exchanging():
            self._index.close()
            with filesystem(self._in_use):
                self._in_use.unlink(missing_ok=True)

    def _use(self, action: Callable[[Index], Result]) -> Result:
        """Run an action on the index; where that shows it to be damaged, rebuild it and run it once more."""
        with self._shared.using():
            index = self._index
            try:
                return action(index)
            except DamagedCacheError:
                pass
        with self._changing:
            if self._index is index:  # else another thread has rebuilt it meanwhile
                self._notify("damaged", self._folder)
                self._rebuild()
        with self._shared.using(), self._usable():
            return action(self._index)

    def _load(self, left_open: bool) -> Index:
        """The index of the folder where it can be trusted, else a new one. One left open is looked at closely."""
        for leftover in map(self._beside, BESIDE):
            delete(leftover)
        why = doubt(self._folder, self._maker.made_with, self._source.generation, self._source.counts()[2])
        if why is None and left_open and not self._is_sound():
            why = "damaged"
        if why is None:
            index = self._open()
            if index is not None:
                return index
            why = "damaged"
        if why != "missing" or self._source.counts()[2]:
            self._notify(why, self._folder)
        self._build_beside()
        return self._exchange(None)

    def _is_sound(self) -> bool:
        """Whether the folder is, byte for byte, as its stamp says, and can be asked.

        `doubt` trusts a file whose size and time are as they were left. After a machine has stopped these may have
        reached the disk without the bytes, and an index that ended the last process would end this one.
        """
        stamp = read_stamp(self._folder)
        try:
            found = mark_files(self._folder)
        except OSError:
            return False
        as_left = stamp is not None and _hashes(found) == _hashes(stamp.files)
        return as_left and self._maker.probe(self._folder)

    def _open(self) -> Index | None:
        """The index as the folder holds it; None where it does not hold what its stamp says."""
        stamp = read_stamp(self._folder)
        try:
            index = self._maker.open(self._folder)
        except DamagedCacheError:
            return None
        if stamp is None or len(index) != stamp.passages:
            index.close()
            return None
        # Opening writes into Chroma's database: note its files as they are now.
        marks = mark_files(self._folder, stamp.files)
        if marks != stamp.files:
            write_stamp(self._folder, replace(stamp, files=marks))
        return index

    def _apply(self, changed: Collection[str], added: Collection[str], generation: int) -> bool:
        """Change the index in place. False where it does not hold afterwards what the catalogue holds."""
        before = read_stamp(self._folder)
        drop_stamp(self._folder)
        try:
            # An added document may replace one of the same id.
            self._index.apply(sorted(changed), self._source.iter_passages(document_ids=sorted(added)))
            passages = len(self._index)
        except DamagedCacheError:
            return False
        finally:
            self._changes += 1
        if before is None or passages != self._source.counts()[2]:
            return False
        self._stamp(self._folder, generation, passages, before.files, removals=True)
        return True

    def _rebuild(self) -> None:
        self._build_beside()
        self._index = self._exchange(self._index)

    def _build_beside(self) -> None:
        """Build a whole index from the catalogue in a folder of its own, beside the one in use."""
        folder = self._beside("new")
        delete(folder)
        self._building = True
        generation = self._source.generation  # read first: what is written meanwhile makes the stamp stale, not wrong
        try:
            with self._usable():
                index = self._maker.build(folder, self._source.iter_passages())
                passages = len(index)
                index.close()
            self._stamp(folder, generation, passages, {}, removals=False)
        except BaseException:
            delete(folder)
            raise
        finally:
            self._building = False

    def _exchange(self, old: Index | None) -> Index:
        """Put the folder just built in the place of the one in use."""
        with self._shared.exchanging():
            if old is not None:
                self._close(old)
            with filesystem(self._folder):
                if self._folder.exists():
                    self._folder.rename(self._beside("old"))
                self._beside("new").rename(self._folder)
            with self._usable():
                index = self._open()
                if index is None:
                    raise DamagedCacheError("not readable just after it was built")
            self._index = index
            self._changes += 1
        delete(self._beside("old"))
        return index

    def _stamp(
        self, folder: Path, generation: int, passages: int, known: Mapping[str, FileMark], *, removals: bool
    ) -> None:
        marks = mark_files(folder, known)
        write_stamp(folder, CacheStamp(dict(self._maker.made_with), generation, passages, removals, marks))

    def _beside(self, suffix: str) -> Path:
        return self._folder.with_name(f"{self._folder.name}.{suffix}")

    def _close(self, index: Index) -> None:
        try:
            index.close()
        except DamagedCacheError:
            # It is being replaced because it is damaged: there is nothing left to close properly.
            return

    @contextmanager
    def _usable(self) -> Iterator[None]:
        """An index that fails when it has just been built says that the folder can't hold one."""
        try:
            yield
        except DamagedCacheError as error:
            raise StoreError("index_unwritable", path=self._folder, detail=error) from error


def _hashes(marks: Mapping[str, FileMark]) -> dict[str, str]:
    return {name: mark.sha256 for name, mark in marks.items()}


def delete(folder: Path) -> None:
    """Remove a folder, or what stands in its place.

    Raises:
        StoreError: it can't be removed.
    """
    with filesystem(folder):
        if folder.is_dir() and not folder.is_symlink():
            shutil.rmtree(folder)
        else:
            folder.unlink(missing_ok=True)
