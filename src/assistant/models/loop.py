"""An event loop of our own on a thread of its own: asynchronous vendors behind plain calls, from any thread."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, TypeVar
from weakref import WeakSet

T = TypeVar("T")
_SETTLE_SECONDS = 1.0
_loops: WeakSet[PrivateLoop] = WeakSet()
_changing = threading.Lock()


def give_up_all() -> None:
    """Cancel what every private loop of the process runs, and is given from now on: those who wait for it would
    keep the process from ending. They get CancelledError.
    """
    with _changing:
        loops = tuple(_loops)
    for loop in loops:
        loop.give_up()


class PrivateLoop:
    """Runs coroutines to their end for callers that wait. The thread starts with the first one."""

    def __init__(self) -> None:
        self._starting = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._given_up = False
        with _changing:
            _loops.add(self)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """The result of a coroutine. A caller that is interrupted while it waits (Ctrl-C) stops the work too."""
        future = asyncio.run_coroutine_threadsafe(self._unless_given_up(work), self._started())
        try:
            return future.result()
        except BaseException:
            future.cancel()
            raise

    def stream(self, work: Callable[[Callable[[T], None]], Coroutine[Any, Any, None]]) -> Iterator[T]:
        """What a coroutine gives out, piece by piece as it comes, then the error that it ends with, if it does.

        Args:
            work: makes the coroutine; it is given the function that takes a piece.

        A caller that listens no more stops the work.
        """
        given: SimpleQueue[tuple[T] | None] = SimpleQueue()
        coroutine = work(lambda piece: given.put((piece,)))
        future = asyncio.run_coroutine_threadsafe(self._unless_given_up(coroutine), self._started())
        future.add_done_callback(lambda _: given.put(None))
        try:
            while (item := given.get()) is not None:
                yield item[0]
            future.result()
        finally:
            future.cancel()

    def give_up(self) -> None:
        """Cancel what runs and what is given from now on."""
        self._given_up = True
        loop = self._loop
        if loop is not None:
            with suppress(RuntimeError):  # closed meanwhile
                loop.call_soon_threadsafe(_cancel_tasks, loop)

    def close(self) -> None:
        """Stop the thread. Nothing may be running."""
        with self._starting:
            loop, thread = self._loop, self._thread
            self._loop = self._thread = None
        if loop is not None and thread is not None:
            asyncio.run_coroutine_threadsafe(_settled(), loop).result()
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()

    async def _unless_given_up(self, work: Coroutine[Any, Any, T]) -> T:
        if self._given_up:
            work.close()
            raise asyncio.CancelledError
        return await work

    def _started(self) -> asyncio.AbstractEventLoop:
        with self._starting:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                # A daemon: a program that ends does not wait for a server that drips.
                self._thread = threading.Thread(target=self._loop.run_forever, name="model-server", daemon=True)
                self._thread.start()
            return self._loop


def _cancel_tasks(loop: asyncio.AbstractEventLoop) -> None:
    for task in asyncio.all_tasks(loop):
        task.cancel()


async def _settled() -> None:
    """Let end what is ending: streams that were left before their end are closed by tasks of their own."""
    loop = asyncio.get_running_loop()
    ending = asyncio.all_tasks(loop) - {asyncio.current_task(loop)}
    if ending:
        await asyncio.wait(ending, timeout=_SETTLE_SECONDS)
    await loop.shutdown_asyncgens()
