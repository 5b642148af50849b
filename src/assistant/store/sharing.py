"""A lock that many may hold to use something, or one to exchange it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Shared:
    """Users wait only while it is exchanged; who exchanges waits for users to end, and new ones wait for him."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._users = 0
        self._exchanging = False

    @contextmanager
    def using(self) -> Iterator[None]:
        """Hold it together with others."""
        with self._condition:
            self._condition.wait_for(lambda: not self._exchanging)
            self._users += 1
        try:
            yield
        finally:
            with self._condition:
                self._users -= 1
                if self._exchanging:
                    self._condition.notify_all()

    @contextmanager
    def exchanging(self) -> Iterator[None]:
        """Hold it alone."""
        with self._condition:
            self._condition.wait_for(lambda: not self._exchanging)
            self._exchanging = True
            self._condition.wait_for(lambda: self._users == 0)
        try:
            yield
        finally:
            with self._condition:
                self._exchanging = False
                self._condition.notify_all()
