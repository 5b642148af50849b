"""Files that are read and wait to be stored with others."""

from __future__ import annotations

import time
from collections.abc import Callable

from assistant.ingest.cut import CutFile


class Waiting:
    """Collects files until they are worth storing together: they have many passages, or the first has waited long.

    What is stored is safe from whatever ends the ingestion, so nothing waits for long, and nothing waits for a large
    file: embedding that takes minutes.
    """

    def __init__(self, passages: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        """So many passages are enough, and so many seconds."""
        self._enough = passages
        self._longest = seconds
        self._clock = clock
        self._files: list[CutFile] = []
        self._passages = 0
        self._since = 0.0

    def add(self, file: CutFile) -> list[CutFile]:
        """One more file. Returns those to store before it: all others, where it is large."""
        before = self.take() if file.passage_count >= self._enough else []
        if not self._files:
            self._since = self._clock()
        self._files.append(file)
        self._passages += file.passage_count
        return before

    def due(self) -> list[CutFile]:
        """All files, where it is time to store them."""
        enough = self._passages >= self._enough or (self._files and self._clock() - self._since >= self._longest)
        return self.take() if enough else []

    def take(self) -> list[CutFile]:
        """All files, which wait no more."""
        files, self._files, self._passages = self._files, [], 0
        return files
