"""How far an ingestion is, and how long it will still take: told in words of `IngestProgress` as it goes on."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from assistant.ingest.fingerprint import look_at
from assistant.ingest.plan import FoundFile
from assistant.types import IngestProgress

Progress = Callable[[IngestProgress], None]

_FIRST_SECONDS = 3.0  # before them, and before that share is done, any estimate is a guess
_FIRST_SHARE = 0.02


class Pace:
    """Counts what is done, and tells it.

    What is left is measured in files and in bytes alike: many small files and one large one both take time. Files that
    are as they were when they were last read count for nothing. `reads` and `page` may be called from any thread.
    """

    def __init__(
        self,
        files: Sequence[FoundFile],
        still_holds: Callable[[str], bool],
        told: Progress,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Start the clock.

        Args:
            files: what there is to look at.
            still_holds: whether a file made with that (`ports.FileRecord`) need not be read again, unchanged.
            told: is given where the ingestion stands.
            clock: seconds from any moment on.
        """
        self._told = told
        self._clock = clock
        self._started = clock()
        self._total = len(files)
        self._work = _work(files, still_holds)
        self._left = sum(self._work.values())
        self._done = 0.0
        self._files_done = 0
        self._passages = 0
        self._reading: dict[Path, tuple[float, int, int]] = {}  # since when, pages done, pages in all

    def reads(self, file: FoundFile) -> None:
        """A file begins to be read."""
        self._reading[file.location] = (self._clock(), 0, 0)

    def page(self, file: FoundFile, done: int, total: int) -> None:
        """So many pages of a file are read."""
        since, _, _ = self._reading.get(file.location, (self._clock(), 0, 0))
        self._reading[file.location] = (since, done, total)

    def waits(self, file: FoundFile) -> None:
        """Nothing else is to be done before that file is read."""
        since, done, total = self._reading.get(file.location, (self._clock(), 0, 0))
        self._tell("reading", file.path, pages=(done, total), seconds=self._clock() - since)

    def looked_at(self, file: FoundFile, to_store: bool) -> None:
        """A file is read, or left as it is: then there is nothing more to do for it."""
        self._reading.pop(file.location, None)
        self._files_done += 1
        if not to_store:
            self._left -= self._work.pop(file.location, 0.0)
        self._tell("reading", file.path)

    def embeds(self, files: Sequence[FoundFile], share: float, passages: int) -> None:
        """So many passages of files are embedded, a share of all that they have."""
        self._passages += passages
        self._tell("embedding", files[-1].path, share * sum(self._work.get(each.location, 0.0) for each in files))

    def stored(self, files: Sequence[FoundFile]) -> None:
        """These files are stored."""
        done = sum(self._work.pop(each.location, 0.0) for each in files)
        self._left -= done
        self._done += done

    def indexes(self) -> None:
        """All files are stored; the indexes are brought up to date."""
        self._told(IngestProgress("indexing", self._total, self._total, self._passages, ""))

    def _tell(
        self,
        stage: Literal["reading", "embedding"],
        source: str,
        half_done: float = 0.0,
        pages: tuple[int, int] = (0, 0),
        seconds: float = 0.0,
    ) -> None:
        left = self._seconds_left(half_done)
        done, total, passages = self._files_done, self._total, self._passages
        self._told(IngestProgress(stage, done, total, passages, source, *pages, left, seconds))

    def _seconds_left(self, half_done: float) -> float | None:
        done, left = self._done + half_done, self._left - half_done
        seconds = self._clock() - self._started
        if done <= 0.0 or seconds < _FIRST_SECONDS or done < _FIRST_SHARE * (done + left):
            return None
        return max(0.0, seconds * left / done)


def _work(files: Sequence[FoundFile], still_holds: Callable[[str], bool]) -> dict[Path, float]:
    """How much of the work each file is that is to be read, of 2 in all."""
    sizes: dict[Path, int] = {}
    for file in files:
        look, known = look_at(file.location), file.known
        as_before = known is not None and known.seen == look.seen and still_holds(known.made_with)
        if not file.odd and not (look.seen and as_before):
            sizes[file.location] = look.size
    total = sum(sizes.values()) or 1
    return {location: size / total + 1 / len(sizes) for location, size in sizes.items()}
