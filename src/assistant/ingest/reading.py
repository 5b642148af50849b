"""What becomes of one file: it is left as it is, read, or not read with a reason. No document is changed here.

A file is hashed first (see `fingerprint`). One that failed is left alone until it changes, what it is read with
changes, or it is asked for: it is known again by its hash, or by its size and time of last change where it was refused
by its size. What failed for lack of time or memory may be the machine's fault: that is tried three times.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from assistant.errors import DocumentError
from assistant.ingest.fingerprint import Fingerprint, Look, hash_file, look_at
from assistant.ingest.limits import OF_THE_MACHINE, ReadLimits
from assistant.ingest.plan import FoundFile
from assistant.ports import FileReader, PageProgress, ReadResult

_MOST_TRIES = 3  # of one version of a file; the hints of the codes below say it
_OF_ITS_SIZE = frozenset({"empty", "too_large"})
_FOR_LACK_OF_A_PROGRAM = frozenset({"image_only", "garbled", "no_converter"})  # of a record of a file
_NOT_OF_ITS_CONTENT = frozenset({"permission", "not_found", "not_a_file", "changed_while_read"})


class Originals(Protocol):
    """Keeps originals by hash."""

    def add(self, path: Path, sha256: str) -> Path:
        """Keep a copy of a file under its hash."""
        ...


@dataclass(frozen=True, slots=True)
class ReadingRules:
    """What decides whether and how files are read.

    `made_with` names the readers and the cut into passages; `reading` what files are read with (readers, limits).
    `password` opens the files that were named; `retry` has files that failed tried again.
    """

    limits: ReadLimits
    made_with: str
    reading: str
    password: str | None = field(default=None, repr=False)
    retry: bool = False

    def recorded(self, result: ReadResult) -> str:
        """What a file is recorded as made with: by `reading` too where it is not wholly read for lack of a program."""
        wanting = any(document.ocr_wanted for document in result.documents)
        failed = any(failure.code in _FOR_LACK_OF_A_PROGRAM for failure in result.failures)
        return f"{self.made_with} {self.reading}" if wanting or failed else self.made_with

    def still_holds(self, made_with: str) -> bool:
        """Whether a file recorded so would be read as it was."""
        return made_with in (self.made_with, f"{self.made_with} {self.reading}")


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is left as the catalogue has it, and what the system says of it now, where that is to be noted."""

    file: FoundFile
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """A file that can't be read, its version ("": it is always tried again), and what the system said of it."""

    file: FoundFile
    error: DocumentError
    version: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Fresh:
    """A file that was read, its original kept, and what it is recorded as made with."""

    file: FoundFile
    fingerprint: Fingerprint
    result: ReadResult
    made_with: str


Outcome = Kept | Failed | Fresh


class AbandonedError(Exception):
    """Nobody waits for this reading any more."""


class Reading:
    """Looks at files, from several threads. After `close` nothing is written, and what is being read ends soon."""

    def __init__(self, reader: FileReader, originals: Originals, rules: ReadingRules) -> None:
        self._reader = reader
        self._originals = originals
        self._rules = rules
        self._keeping = threading.Lock()  # two files of one content would be copied to one place
        self._closed = False

    def close(self) -> None:
        """Give up what is still going on."""
        with self._keeping:
            self._closed = True

    def look(self, file: FoundFile, on_page: PageProgress) -> Outcome:
        """What becomes of a file.

        Args:
            file: as found.
            on_page: told, from any thread, how many of its pages are read.

        Raises:
            StoreError: the index can't be written.
            AbandonedError: closed meanwhile.
        """
        if file.odd:
            return Failed(file, DocumentError("not_a_file"))
        look = look_at(file.location)
        if self._failed_before(file, self._version(look.mark)):
            return Kept(file)
        try:
            fingerprint = self._fingerprint(file, look)
        except DocumentError as error:
            return Failed(file, error, self._version(look.mark) if error.code in _OF_ITS_SIZE else "")
        version = self._version(fingerprint.sha256)
        try:
            if self._is_unchanged(file, fingerprint.sha256):
                self._keep_original(file, fingerprint)  # costs a look where it is kept already
                return Kept(file, fingerprint.seen)
            if self._failed_before(file, version):
                return Kept(file, fingerprint.seen)
            return self._read(file, fingerprint, on_page)
        except DocumentError as error:
            version = "" if error.code in _NOT_OF_ITS_CONTENT else version
            return Failed(file, error, version, fingerprint.seen if version else "")

    def refused(self, fresh: Fresh, error: DocumentError) -> Failed:
        """A file that was read, and can't be used after all: it is left alone until it changes."""
        return Failed(fresh.file, error, self._version(fresh.fingerprint.sha256), fresh.fingerprint.seen)

    def _read(self, file: FoundFile, fingerprint: Fingerprint, on_page: PageProgress) -> Fresh:
        def told(done: int, total: int) -> None:
            if self._closed:
                raise AbandonedError
            on_page(done, total)

        password = self._rules.password if file.named else None
        result = self._reader.read(file.location, password, told)
        if len({document.record_id for document in result.documents}) < len(result.documents):
            raise DocumentError("reader_crashed")  # two documents of one name: a hostile file speaks, not our reader
        self._keep_original(file, fingerprint)
        return Fresh(file, fingerprint, result, self._rules.recorded(result))

    def _keep_original(self, file: FoundFile, fingerprint: Fingerprint) -> None:
        with self._keeping:
            if self._closed:
                raise AbandonedError
            self._originals.add(file.location, fingerprint.sha256)

    def _fingerprint(self, file: FoundFile, look: Look) -> Fingerprint:
        """The fingerprint of a file, from the catalogue where the system says of it what it said then."""
        known = file.known
        if known is not None and known.seen and known.seen == look.seen:
            return Fingerprint(known.content_hash.partition("+")[0], look.size, look.seen)
        return hash_file(file.location, self._rules.limits)

    def _version(self, mark: str) -> str:
        """What a failure is recorded under: the version of the file, and what it was read with."""
        return f"{mark}+{self._rules.reading}"

    def _is_unchanged(self, file: FoundFile, content_hash: str) -> bool:
        """Whether a file was wholly read as it is now, by today's readers, and cut as passages are now."""
        known = file.known
        return (
            known is not None
            and known.complete
            and known.content_hash == content_hash
            and self._rules.still_holds(known.made_with)
            and not (self._is_asked_for(file) and (known.failures or known.made_with != self._rules.made_with))
        )

    def _is_asked_for(self, file: FoundFile) -> bool:
        return file.named or self._rules.retry

    def _failed_before(self, file: FoundFile, version: str) -> bool:
        """Whether a file failed before as it is now, and trying it again is no use or not worth it."""
        known = file.known
        if known is None or known.complete or known.content_hash != version or self._is_asked_for(file):
            return False
        return known.tries >= _MOST_TRIES or not any(each.code in OF_THE_MACHINE for each in known.failures)
