"""What the two cache indexes have in common: what they are made from, and how their vendors' failures are told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from assistant.errors import StoreError
from assistant.ports import Matrix
from assistant.store.faults import says_disk_full
from assistant.types import Document, Passage

Batch = tuple[Sequence[Passage], Sequence[Document], Matrix]


class DamagedCacheError(Exception):
    """A cache folder can't be used: it is to be rebuilt from the catalogue. Never leaves the store."""


class CacheIndex(Protocol):
    """An index in a folder."""

    def apply(self, removed_document_ids: Collection[str], added: Iterable[Batch]) -> None:
        """Drop all passages of the removed documents, then add passages."""
        ...

    def close(self) -> None:
        """Release the folder."""
        ...

    def __len__(self) -> int:
        """Number of passages."""
        ...


@contextmanager
def vendor_faults(folder: Path) -> Iterator[None]:
    """Map what an index library raises, whatever it is: over damaged files it raises nearly anything.

    Raises:
        DamagedCacheError: the folder is to be rebuilt.
        StoreError: disk_full.
    """
    try:
        yield
    except (StoreError, DamagedCacheError, MemoryError):
        raise
    except Exception as error:
        raise _mapped(error, folder) from error
    except BaseException as error:
        # A panic of a Rust library is a BaseException, https://pyo3.rs (PanicException).
        if type(error).__name__ != "PanicException":
            raise
        raise _mapped(error, folder) from error


def _mapped(error: BaseException, folder: Path) -> Exception:
    if says_disk_full(error):
        return StoreError("disk_full", path=folder)
    return DamagedCacheError(f"{folder}: {type(error).__name__}: {error}")
