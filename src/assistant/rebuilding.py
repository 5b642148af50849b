"""The two search indexes of an index folder as people see them: how they stand, and making them anew."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Protocol

from assistant.types import CacheState


class Rebuildable(Protocol):
    """What is asked of the index folder."""

    def rebuild(self) -> None:
        """Make the indexes anew from the catalogue, while those in use answer."""
        ...

    def cache_states(self) -> dict[str, CacheState]:
        """How the indexes stand to the catalogue, by name. Nothing is opened or waited for."""
        ...


class SearchIndexes:
    """The indexes of one folder. `writing` is held by whatever changes documents."""

    def __init__(self, folder: Rebuildable, writing: AbstractContextManager[object]) -> None:
        self.folder = folder
        self._writing = writing

    def rebuild(self) -> None:
        """Make both anew from the catalogue; the ones in use answer meanwhile, changes of documents wait.

        Raises:
            StoreError: the disk is full, or the folder can't be written; the ones in use stay.
        """
        with self._writing:
            self.folder.rebuild()

    def states(self) -> Mapping[str, CacheState]:
        """How they stand to the catalogue, by name. Nothing is opened or waited for."""
        return self.folder.cache_states()
