"""What a private loop runs can be given up, so that a process ends that waits for a slow server."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError

import pytest

from assistant.models.loop import PrivateLoop, give_up_all


async def _for_ever(begun: threading.Event) -> None:
    begun.set()
    await asyncio.sleep(3600)


def test_those_who_wait_wait_no_longer_and_nobody_begins_to() -> None:
    loop, begun, ended = PrivateLoop(), threading.Event(), []

    def wait() -> None:
        with pytest.raises(CancelledError):
            loop.run(_for_ever(begun))
        ended.append("run")

    waiting = threading.Thread(target=wait)
    waiting.start()
    begun.wait(5)
    give_up_all()
    waiting.join(5)
    assert ended == ["run"]
    with pytest.raises(CancelledError):
        loop.run(_for_ever(threading.Event()))
    loop.close()


def test_a_stream_ends_after_what_it_gave() -> None:
    loop = PrivateLoop()

    async def work(give: Callable[[str], None]) -> None:
        give("one")
        await asyncio.sleep(3600)

    pieces = loop.stream(work)
    assert next(pieces) == "one"
    loop.give_up()
    with pytest.raises(CancelledError):
        next(pieces)
    loop.close()
