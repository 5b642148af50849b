"""Exchanging what a running server answers from: nobody asks for a moment, the index is closed and opened again.

A background job wants something that can't be done under open questions: another model's vectors in the place of
those in use, another index in the place of this one. The server ends what goes on, does what the job left to be done,
and serves again on the same port, whose connections wait meanwhile. The job goes on where it was.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from assistant.errors import AssistantError

_PATIENCE = 120.0  # seconds that a job waits for a server that is still starting


def _nothing() -> None:
    """No step."""


@dataclass(frozen=True, slots=True)
class Steps:
    """What is to be done, each in its time.

    Attributes:
        still: while the index is open and nobody asks.
        closed: once the index is closed and nobody's.
        back: undoes all of it, where the index can't be opened afterwards or `closed` failed; it is closed then. It may
            be that nothing was begun.
    """

    still: Callable[[], None] = _nothing
    closed: Callable[[], None] = _nothing
    back: Callable[[], None] = _nothing


@dataclass(slots=True)
class Exchange:
    """An exchange that was asked for, in the hands of the server."""

    steps: Steps
    error: AssistantError | None = None
    _ended: threading.Event = field(default_factory=threading.Event)

    def still(self) -> None:
        """Nobody asks any more."""
        self._do(self.steps.still)

    def closed(self) -> None:
        """The index is closed; nothing is done where something went wrong before.

        A step that fails may have begun something: it is undone. Where that fails too, the opening tells it.
        """
        if self.error is None:
            self._do(self.steps.closed)
            if self.error is not None:
                with suppress(AssistantError):
                    self.steps.back()

    def back(self, error: AssistantError) -> None:
        """The index can't be opened as it is now.

        Raises:
            AssistantError: it could not be opened before either, or can't be put back.
        """
        if self.error is not None:
            raise error
        self.error = error
        self.steps.back()

    def end(self) -> None:
        """The index is open again: the job goes on."""
        self._ended.set()

    def fail(self) -> None:
        """The server is stopped for good before the index is open again: the job is let go, if it waits still."""
        if not self._ended.is_set():
            self.error = self.error or AssistantError("exchange_impossible")
            self._ended.set()

    def wait(self) -> None:
        """Wait for the end of it.

        Raises:
            AssistantError: what went wrong; all is as it was.
        """
        self._ended.wait()
        if self.error is not None:
            raise self.error

    def _do(self, step: Callable[[], None]) -> None:
        try:
            step()
        except AssistantError as error:
            self.error = error


class Exchanges:
    """Where jobs ask for an exchange, and the server finds it. All methods may be called from several threads."""

    def __init__(self, patience: float = _PATIENCE) -> None:
        self._changed = threading.Condition()
        self._stop: Callable[[], None] | None = None
        self._wanted: Exchange | None = None
        self._taken: Exchange | None = None
        self._closed = False
        self._patience = patience

    @property
    def possible(self) -> bool:
        """Whether there is a server that can be asked."""
        return self._stop is not None

    def serving(self, stop: Callable[[], None]) -> None:
        """A server serves; `stop` has it end what goes on."""
        with self._changed:
            self._stop = stop
            self._changed.notify_all()

    def run(self, steps: Steps) -> None:
        """Have an exchange done, from a job; gives back once the index is open again.

        Raises:
            AssistantError: exchange_impossible: no server is running, or it is being stopped; or what went wrong.
        """
        with self._changed:
            there = self._changed.wait_for(lambda: self._stop is not None or self._closed, self._patience)
            if not there or self._closed or self._stop is None:
                raise AssistantError("exchange_impossible")
            wanted = self._wanted = Exchange(steps)
            self._stop()
        wanted.wait()

    def taken(self) -> Exchange | None:
        """What the server has ended for; None where it was stopped for good."""
        with self._changed:
            wanted, self._wanted, self._stop = self._wanted, None, None
            self._taken = wanted or self._taken
            return wanted

    def close(self) -> None:
        """The server is stopped for good: what was asked for is not done, and whoever waits for it is let go."""
        with self._changed:
            self._closed = True
            self.taken()
            taken = self._taken
            self._changed.notify_all()
        if taken is not None:
            taken.fail()
