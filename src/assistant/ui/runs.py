"""What is being answered in one session of the chat, and its end when the visitor stops it or leaves.

Gradio's own cancelling is not used: it comes after what the stop has shown, so that a step which ends in between is
shown over it, and it names no question, so that it may end the next one. Here the stop waits, for an instant, until the
question's own handler has heard of it: from then on that handler shows nothing, and what is shown next stays. A step
under way (a model's server may take a minute) is left to its thread and closed when it ends.

All but the steps runs in the event loop, so nothing needs a lock there.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from typing import Self

from anyio import to_thread

from assistant.ui.conversation import Shown

_NONE = -1


class Runs:
    """The questions of a session, each under the page's number of it, which grows."""

    def __init__(self) -> None:
        self._stopped = _NONE
        self._under_way: list[_Run] = []

    def __deepcopy__(self, memo: object) -> Self:
        """One of its own for each session: Gradio copies a state's first value."""
        return type(self)()

    async def stop(self, number: int) -> Shown | None:
        """Stop the questions up to a number, come or still to come; what they show is over when this returns.

        Returns:
            What the last of them has shown; None where none was under way or had shown anything.
        """
        self._stopped = max(self._stopped, number)
        stopped = [run for run in self._under_way if run.number <= self._stopped]
        for run in stopped:
            run.told.set()
        for run in stopped:
            await run.over.wait()
        return stopped[-1].shown if stopped else None

    async def answer(self, number: int, steps: Iterator[Shown]) -> AsyncGenerator[Shown]:
        """The steps of an answer, each taken in a thread, until there are no more or the question is stopped."""
        if number <= self._stopped:
            return
        run = _Run(number)
        self._under_way.append(run)
        try:
            async with aclosing(_until(run.told, steps)) as taken:
                async for run.shown in taken:
                    yield run.shown
        finally:
            self._under_way.remove(run)
            run.over.set()


class _Run:
    """A question while it is answered."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.shown: Shown | None = None
        self.told = asyncio.Event()
        self.over = asyncio.Event()


async def _until(told: asyncio.Event, steps: Iterator[Shown]) -> AsyncGenerator[Shown]:
    """The steps until it is told to stop; the one under way by then is not waited for."""
    stepper = _Stepper(steps)
    heard = asyncio.ensure_future(told.wait())
    step: asyncio.Future[Shown | None] | None = None
    try:
        while not told.is_set():
            step = asyncio.ensure_future(to_thread.run_sync(stepper.next, abandon_on_cancel=True))
            await asyncio.wait((step, heard), return_when=asyncio.FIRST_COMPLETED)
            if told.is_set() or (shown := step.result()) is None:
                return
            yield shown
    finally:
        heard.cancel()
        if step is not None:
            step.cancel()
        threading.Thread(target=stepper.close, name="answer-close", daemon=True).start()


class _Stepper:
    """An iterator taken step by step in threads, that can be closed at any time."""

    def __init__(self, steps: Iterator[Shown]) -> None:
        self._steps = steps
        self._lock = threading.Lock()
        self._closed = False

    def next(self) -> Shown | None:
        """The next step; None where there is none."""
        with self._lock:
            shown = None if self._closed else next(self._steps, None)
        if self._closed:
            self.close()
        return shown

    def close(self) -> None:
        """End it now, or where a step is under way, when that ends."""
        self._closed = True
        if self._lock.acquire(blocking=False):
            try:
                getattr(self._steps, "close", lambda: None)()
            finally:
                self._lock.release()
