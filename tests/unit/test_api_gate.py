"""How many questions run and wait."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from assistant.api.gate import Gate
from assistant.errors import AssistantError


def test_runs_some_keeps_some_waiting_and_refuses_the_rest() -> None:
    running, most, lock, go = 0, 0, threading.Lock(), threading.Event()

    def work() -> str:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        go.wait(5)
        with lock:
            running -= 1
        return "fait"

    async def scene() -> list[object]:
        gate = Gate(concurrency=2, queue=3)
        tasks = [asyncio.create_task(gate.run(work)) for _ in range(7)]
        await asyncio.sleep(0.05)
        go.set()
        return list(await asyncio.gather(*tasks, return_exceptions=True))

    results = asyncio.run(scene())
    assert results.count("fait") == 5
    refused = [result for result in results if isinstance(result, AssistantError)]
    assert [error.code for error in refused] == ["busy", "busy"]
    assert most == 2


def test_a_failure_gives_its_place_back() -> None:
    def fail() -> None:
        raise ValueError

    async def scene() -> float:
        gate = Gate(concurrency=1, queue=1)
        for _ in range(3):
            with pytest.raises(ValueError):
                await gate.run(fail)
        return await gate.run(time.monotonic)

    assert asyncio.run(scene()) > 0
