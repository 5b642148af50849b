"""Reads files in limited child processes: nothing a file holds can harm, hang or exhaust the process that asks.

A file is read by one child (see `child`, `zygote`). Where pages of it have no text that can be read, each is then
recognised on its picture by a child of its own, as many at the same time as there are cores.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath

from assistant.errors import DocumentError
from assistant.ingest.limits import ReadLimits, RecognitionLimits, of_drawing
from assistant.ingest.ocr.engine import data_version, find_data
from assistant.ingest.process import wire
from assistant.ingest.process.convert import CONVERTED, convert, find_converter
from assistant.ingest.process.recognition import recognise, without_recognition
from assistant.ingest.process.request import Drawing, Request
from assistant.ingest.process.scratch import scratch_folder
from assistant.ingest.process.wire_notes import decode_notes
from assistant.ingest.process.wire_picture import decode_picture
from assistant.ingest.process.zygote import CAN_FORK, NotReadyError, ZygotePool, run_once
from assistant.ingest.source import open_checked
from assistant.picture_ports import PagePicture
from assistant.ports import PageProgress, ReadResult
from assistant.types import Failure, FileFormat, Page
from assistant.types.proposal_files import ReadNotes

__all__ = ["ReadLimits", "RecognitionLimits", "WorkerReader"]

_MOST_AT_ONCE = 4
_MOST_CONVERSIONS = 20  # of attachments of one e-mail
_LONGEST_PASSWORD = 1000  # characters; what is sent to a child fits one message
_LONGEST_RECORD_ID = 5000


@dataclass(frozen=True, slots=True)
class _File:
    """The file being read: where it is, its open descriptor, what opens it."""

    path: Path
    descriptor: int
    password: str | None = field(repr=False)


class WorkerReader:
    """Reads files of all formats, each in a process of its own. May be used from several threads."""

    def __init__(self, limits: ReadLimits, recognition: RecognitionLimits | None = None) -> None:
        """No process is started yet.

        Args:
            limits: of the reading of one file.
            recognition: of what is recognised on pictures, beside those; their defaults where not given.
        """
        self._limits = limits
        self._recognition = recognition or RecognitionLimits()
        self._data = find_data(self._recognition.tessdata)
        self._readers = ZygotePool()
        self._recognisers = ZygotePool(self._recogniser_arguments)
        self._executor: ThreadPoolExecutor | None = None
        self._lock = threading.Lock()

    @property
    def abilities(self) -> str:
        """What decides, beside the readers and their limits, which files can be read, and how far."""
        recognition = data_version(self._data) if self._data is not None else "none"
        return f"recognition {recognition} {self._recognition}; conversion {find_converter() is not None}"

    def read(self, path: Path, password: str | None = None, on_page: PageProgress | None = None) -> ReadResult:
        """Read one file.

        Args:
            path: the file.
            password: opens it where it is protected; kept nowhere.
            on_page: told now and then, from any thread, how many of its pages are read.

        Raises:
            DocumentError: the file can't be read; the code says why (see `messages`).
        """
        if password is not None and len(password) > _LONGEST_PASSWORD:
            raise DocumentError("wrong_password")
        descriptor = open_checked(path, self._limits)
        try:
            file = _File(path, descriptor, password or None)
            result = self._read(file, on_page)
            if not any(document.ocr_wanted for document in result.documents):
                return result
            return self._recognised(file, result, on_page)
        finally:
            os.close(descriptor)

    def draw(self, path: Path, wanted: PagePicture) -> bytes:
        """Draw a page of a PDF, or of one that is attached to an e-mail.

        Args:
            path: the file.
            wanted: which page, how wide, and what is highlighted on it.

        Returns:
            A JPEG file. It was made by the process that read the hostile file: to be handed on, not to be decoded.

        Raises:
            DocumentError: it can't be drawn.
        """
        limits = of_drawing(self._limits)
        drawing = Drawing(wanted.width, wanted.highlights)
        request = Request(wanted.name, limits, None, wanted.page, wanted.record_id, drawing)
        descriptor = open_checked(path, self._limits)
        try:
            return decode_picture(self._ask(self._readers, _File(path, descriptor, None), request))
        except wire.WireError as error:
            raise DocumentError("reader_crashed") from error
        finally:
            os.close(descriptor)

    def notes(self, path: Path, carried_space: str) -> ReadNotes:
        """The notes of a DOCX file, whatever else is in it.

        Args:
            path: the file.
            carried_space: namespace of the element whose text is what the file carries of its notes.

        Raises:
            DocumentError: it can't be read.
        """
        request = Request(path.name, self._limits, notes=carried_space)
        descriptor = open_checked(path, self._limits)
        try:
            return decode_notes(self._ask(self._readers, _File(path, descriptor, None), request))
        except wire.WireError as error:
            raise DocumentError("reader_crashed") from error
        finally:
            os.close(descriptor)

    def close(self) -> None:
        """Stop the processes that read."""
        self._readers.close()
        self._recognisers.close()
        with self._lock:
            executor, self._executor = self._executor, None
        if executor is not None:
            executor.shutdown(cancel_futures=True)

    def _read(self, file: _File, on_page: PageProgress | None) -> ReadResult:
        request = Request(file.path.name, self._limits, file.password)
        try:
            return self._with_old_attachments(file, self._decoded(self._ask(self._readers, file, request, on_page)))
        except DocumentError as error:
            wanted = _convertible(error.code, error.params)
            if wanted is None:
                raise
        return self._read_converted(file, wanted, None, on_page)

    def _with_old_attachments(self, file: _File, result: ReadResult) -> ReadResult:
        """What an e-mail holds, with those of its attachments read that have to be converted first."""
        documents, failures, tried = list(result.documents), [], 0
        count = sum(_convertible(each.code, each.params) is not None for each in result.failures)
        for failure in result.failures:
            wanted = _convertible(failure.code, failure.params)
            if wanted is None:
                failures.append(failure)
                continue
            tried += 1
            if tried > _MOST_CONVERSIONS:
                params = {"count": str(count), "limit": str(_MOST_CONVERSIONS)}
                failures.append(Failure(failure.source, "too_many_conversions", params))
                continue
            try:
                documents.extend(self._read_converted(file, wanted, failure.source).documents)
            except DocumentError as error:
                failures.append(Failure(failure.source, error.code, error.params))
        return ReadResult(tuple(documents), tuple(failures))

    def _read_converted(
        self, file: _File, wanted: FileFormat, record_id: str | None, on_page: PageProgress | None = None
    ) -> ReadResult:
        """Read a format of old, of a file or of an attachment, through the newer one it is converted to."""
        with scratch_folder() as folder:
            made = convert(file.descriptor, wanted, self._limits, folder, file.password, record_id)
            descriptor = open_checked(made, self._limits)
            try:
                stem = PurePath(record_id).stem if record_id is not None else file.path.stem
                request = Request(f"{stem}.{CONVERTED[wanted]}", self._limits)
                lines = self._ask(self._readers, _File(made, descriptor, None), request, on_page)
            finally:
                os.close(descriptor)
        result = self._decoded(lines)
        kept = {"format": wanted} if record_id is None else {"format": wanted, "record_id": record_id}
        return replace(result, documents=tuple(replace(each, **kept) for each in result.documents))

    def _recognised(self, file: _File, result: ReadResult, on_page: PageProgress | None) -> ReadResult:
        stem = file.path.stem
        if self._data is None or not self._recognition.pages:
            return without_recognition(result, stem)
        limits = self._recognition.of_page(self._limits)

        def ask(page: int, record_id: str | None) -> Page | None:
            if record_id is not None and len(record_id) > _LONGEST_RECORD_ID:
                raise DocumentError("unreadable")
            request = Request(file.path.name, limits, file.password, page, record_id)
            try:
                return wire.decode_page(self._ask(self._recognisers, file, request), page, limits)
            except wire.WireError as error:
                raise DocumentError("reader_crashed") from error

        try:
            return recognise(result, stem, ask, self._threads(), self._recognition, on_page)
        except NotReadyError:  # its data can't be loaded
            return without_recognition(result, stem)

    def _ask(self, pool: ZygotePool, file: _File, request: Request, on_page: PageProgress | None = None) -> list[bytes]:
        if not CAN_FORK:
            return run_once(file.path, request, pool.arguments)
        try:
            return pool.run(file.descriptor, request, on_page)
        except NotReadyError as error:
            if pool is self._recognisers:
                raise
            raise DocumentError("reader_crashed") from error

    def _decoded(self, lines: list[bytes]) -> ReadResult:
        try:
            return wire.decode_result(lines, self._limits)
        except wire.WireError as error:
            raise DocumentError("reader_crashed") from error

    @property
    def _recogniser_arguments(self) -> tuple[str, ...]:
        return () if self._data is None else (str(self._data),)

    def _threads(self) -> ThreadPoolExecutor:
        with self._lock:
            if self._executor is None:
                self._executor = ThreadPoolExecutor(min(_MOST_AT_ONCE, os.cpu_count() or 1), "recognition")
            return self._executor


def _convertible(code: str, params: Mapping[str, str]) -> FileFormat | None:
    """The format of old that a child could not read for want of a converter, where there is one here."""
    wanted = next((each for each in CONVERTED if each == params.get("format")), None)
    return wanted if code == "no_converter" and find_converter() is not None else None
