"""A few at a time, in the order of their coming."""

from __future__ import annotations

import threading

import pytest

from assistant.retrieval.turns import Turns

WAIT = 10  # seconds, for what takes no time


def start(turns: Turns, name: str, order: list[str], inside: threading.Event, go: threading.Event) -> threading.Thread:
    def work() -> None:
        with turns:
            order.append(name)
            inside.set()
            go.wait(WAIT)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def wait_for_line(turns: Turns, length: int) -> None:
    clock = threading.Event()
    for _ in range(1000):
        if len(turns._waiting) == length:
            return
        clock.wait(0.01)
    raise AssertionError("nobody stands in line")


def test_no_more_than_so_many_are_in_and_the_line_is_served_in_order() -> None:
    turns, order = Turns(2), list[str]()
    events = {name: (threading.Event(), threading.Event()) for name in "abcd"}
    threads = []
    for place, name in enumerate("abcd"):
        threads.append(start(turns, name, order, *events[name]))
        if place < 2:
            assert events[name][0].wait(WAIT)
        else:
            wait_for_line(turns, place - 1)
    assert order == ["a", "b"]
    events["b"][1].set()
    assert events["c"][0].wait(WAIT)
    assert order == ["a", "b", "c"]
    for _, go in events.values():
        go.set()
    for thread in threads:
        thread.join(WAIT)
    assert order == ["a", "b", "c", "d"]
    with turns, turns:
        pass  # all places are free again


def test_an_error_inside_frees_the_place() -> None:
    turns = Turns(1)
    with pytest.raises(ZeroDivisionError), turns:
        _ = 1 / 0
    with turns:
        pass


def test_who_is_interrupted_in_line_takes_no_place() -> None:
    turns = Turns(1)

    class Interrupted(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            raise KeyboardInterrupt

    with turns:
        called = Interrupted()
        turns._waiting.append(called)
        turns._leave_line(called)
        assert not turns._waiting
    late = Interrupted()
    with turns:
        turns._leave_line(late)  # it had been called meanwhile: its place is passed on
    with turns, turns:
        pass
