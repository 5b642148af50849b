"""How many questions are answered at the same time, and how many may wait."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from anyio import to_thread

from assistant.errors import AssistantError

Result = TypeVar("Result")


class Gate:
    """Runs blocking work on threads: `concurrency` at a time, `queue` waiting, refused beyond that."""

    def __init__(self, concurrency: int, queue: int) -> None:
        self._free = asyncio.Semaphore(concurrency)
        self._queue = queue
        self._waiting = 0

    async def run(self, work: Callable[[], Result]) -> Result:
        """The result of `work`, once its turn has come.

        Raises:
            AssistantError: too much work waits already (code busy).
        """
        if self._free.locked() and self._waiting >= self._queue:
            raise AssistantError("busy")
        self._waiting += 1
        try:
            await self._free.acquire()
        finally:
            self._waiting -= 1
        try:
            return await to_thread.run_sync(work)
        finally:
            self._free.release()
