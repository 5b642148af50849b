"""Questions of a session that are stopped while a step of their answer is under way, or before they come."""

from __future__ import annotations

import asyncio
import copy
import threading
from collections.abc import Iterator

import pytest

from assistant.ui.conversation import Exchange, Shown
from assistant.ui.runs import Runs

SECONDS = 20


def _shown(text: str) -> Shown:
    return Shown((Exchange(1, "Combien ?", text),))


class _Steps:
    """An answer whose second step is under way until it is let go."""

    def __init__(self) -> None:
        self.under_way, self.let_go, self.closed = threading.Event(), threading.Event(), threading.Event()

    def __iter__(self) -> Iterator[Shown]:
        try:
            yield _shown("first")
            self.under_way.set()
            self.let_go.wait(SECONDS)
            yield _shown("second")
            yield _shown("third")
        finally:
            self.closed.set()


async def _all(runs: Runs, number: int, steps: Iterator[Shown]) -> list[str]:
    return [shown.exchanges[-1].shown async for shown in runs.answer(number, steps)]


def test_a_step_that_ends_after_the_stop_shows_nothing_and_the_answer_is_closed() -> None:
    async def stopped() -> None:
        runs, steps = Runs(), _Steps()
        answering = asyncio.ensure_future(_all(runs, 1, iter(steps)))
        assert await asyncio.to_thread(steps.under_way.wait, SECONDS)
        assert await runs.stop(1) == _shown("first")
        assert await answering == ["first"]
        assert not steps.closed.is_set()
        steps.let_go.set()
        assert await asyncio.to_thread(steps.closed.wait, SECONDS)
        assert await runs.stop(1) is None

    asyncio.run(stopped())


def test_the_stop_waits_until_what_was_shown_has_been_taken() -> None:
    async def stopped() -> None:
        runs, steps = Runs(), _Steps()
        answer = runs.answer(1, iter(steps))
        await anext(answer)
        stop = asyncio.ensure_future(runs.stop(1))
        await asyncio.sleep(0)
        assert not stop.done()
        assert [each async for each in answer] == []
        assert await stop == _shown("first")
        assert await asyncio.to_thread(steps.closed.wait, SECONDS)
        assert not steps.under_way.is_set()  # no step was begun

    asyncio.run(stopped())


def test_a_question_stopped_before_it_came_is_not_begun_and_the_next_one_is() -> None:
    async def stopped() -> None:
        runs = Runs()
        assert await runs.stop(1) is None
        assert await _all(runs, 1, iter([_shown("late")])) == []
        assert await _all(runs, 2, iter([_shown("a"), _shown("b")])) == ["a", "b"]
        assert await runs.stop(2) is None
        assert await _all(copy.deepcopy(runs), 1, iter([_shown("elsewhere")])) == ["elsewhere"]

    asyncio.run(stopped())


def test_an_answer_that_nobody_waits_for_is_closed_and_one_that_breaks_is_over() -> None:
    def breaks() -> Iterator[Shown]:
        yield _shown("first")
        raise ValueError("broken")

    async def left() -> None:
        runs, steps = Runs(), _Steps()
        answer = runs.answer(1, iter(steps))
        await anext(answer)
        await answer.aclose()
        assert await asyncio.to_thread(steps.closed.wait, SECONDS)
        with pytest.raises(ValueError, match="broken"):
            await _all(runs, 2, breaks())
        assert await runs.stop(2) is None

    asyncio.run(left())
