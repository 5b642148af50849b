"""What a child writes into its pipe, taken in until its end or a limit."""

from __future__ import annotations

import contextlib
import os
import select
import time

from assistant.ingest.limits import MOST_RECORDS, ReadLimits
from assistant.ingest.process import wire
from assistant.ports import PageProgress

_CHUNK = 1 << 20
_BASE_ANSWER_BYTES = 64_000_000
_ANSWER_BYTES_PER_CHARACTER = 24
_MOST_LINES = 3 * MOST_RECORDS  # two a record, and pages


class TellingError(Exception):
    """Who is told of progress raised `error`, to end the reading."""

    def __init__(self, error: Exception) -> None:
        self.error = error


class Drain:
    """Takes all that comes through a pipe until its end, in lines; whether it took too long, or was too much."""

    def __init__(self, limits: ReadLimits, on_page: PageProgress | None) -> None:
        self.lines: list[bytes] = []
        self.late = self.oversized = False
        self._deadline = time.monotonic() + limits.wall_seconds
        self._room = most_bytes(limits)
        self._on_page = on_page
        self._begun = bytearray()

    def read(self, descriptor: int) -> None:
        """Until the other end closes, or a limit is passed.

        Raises:
            TellingError: who is told of progress does not want any more.
        """
        poll = select.poll()
        poll.register(descriptor, select.POLLIN | select.POLLHUP)
        while True:
            left = self._deadline - time.monotonic()
            if left <= 0:
                self.late = True
                return
            if not poll.poll(left * 1000):
                continue
            piece = os.read(descriptor, _CHUNK)
            self._room -= len(piece)
            if piece and self._room >= 0:
                self._add(piece)
            self.oversized = self._room < 0 or len(self.lines) > _MOST_LINES
            if self.oversized or not piece:
                break
        if self._begun:
            self.lines.append(bytes(self._begun))

    def _add(self, piece: bytes) -> None:
        first, *others = piece.split(b"\n")
        self._begun += first
        for other in others:
            self._end_line(bytes(self._begun))
            self._begun = bytearray(other)

    def _end_line(self, line: bytes) -> None:
        if not line.startswith(wire.PROGRESS):
            self.lines.append(line)
        else:
            with contextlib.suppress(wire.WireError):  # what is told on the way decides nothing
                self._tell(*wire.decode_progress(line))

    def _tell(self, done: int, total: int) -> None:
        if self._on_page is not None:
            try:
                self._on_page(done, total)
            except Exception as error:  # the edge: it is not ours, whatever it is, and goes back to who gave it
                raise TellingError(error) from error


def most_bytes(limits: ReadLimits) -> int:
    """The longest answer that a reading within the limits can give."""
    return _BASE_ANSWER_BYTES + limits.characters * _ANSWER_BYTES_PER_CHARACTER
