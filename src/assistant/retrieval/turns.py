"""A few at a time, in the order of their coming."""

from __future__ import annotations

import threading
from collections import deque
from types import TracebackType


class Turns:
    """Lets so many threads in at once; the others wait in line, none is passed over.

    Left to the interpreter, many threads that all have work wait for each other by chance: some twice as long as most.
    """

    def __init__(self, at_once: int) -> None:
        self._free = at_once
        self._waiting: deque[threading.Event] = deque()
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        with self._lock:
            if self._free > 0:
                self._free -= 1
                return
            called = threading.Event()
            self._waiting.append(called)
        try:
            called.wait()
        except BaseException:
            self._leave_line(called)
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pass_on()

    def _pass_on(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._free += 1

    def _leave_line(self, called: threading.Event) -> None:
        """What interrupts the wait (Ctrl-C) must not take a place with it."""
        with self._lock:
            if called in self._waiting:
                self._waiting.remove(called)
                return
        self._pass_on()
