"""Work done ahead: results in order, so many at a time, no more than fits, and an end that waits for nobody."""

from __future__ import annotations

import threading
import time

import pytest

from assistant.ingest.ahead import Ahead


def nobody(_: object) -> None:
    """What is told to who does not care."""


def test_results_come_in_order_whoever_ends_first() -> None:
    later_ended = threading.Event()

    def work(item: int) -> int:
        if item == 0:
            assert later_ended.wait(10)
        elif item == 1:
            later_ended.set()
        return item * 10

    with Ahead(range(6), work, lambda _: 0, 3, 100) as ahead:
        assert list(ahead.results(nobody)) == [0, 10, 20, 30, 40, 50]


def test_no_item_no_thread() -> None:
    with Ahead([], nobody, lambda _: 0, 3, 100) as ahead:
        assert list(ahead.results(nobody)) == []


def test_as_many_at_a_time_as_there_are_threads() -> None:
    together = threading.Barrier(3, timeout=10)
    at_work: list[int] = []
    most: list[int] = []

    def work(item: int) -> int:
        at_work.append(item)
        together.wait()
        most.append(len(at_work))
        at_work.remove(item)
        together.wait()
        return item

    with Ahead(range(9), work, lambda _: 0, 3, 100) as ahead:
        assert list(ahead.results(nobody)) == list(range(9))
    assert max(most) == 3


def test_nothing_is_begun_while_what_is_made_weighs_too_much() -> None:
    begun: list[int] = []

    def work(item: int) -> int:
        begun.append(item)
        return item

    with Ahead(range(50), work, lambda _: 10, 2, 30) as ahead:
        results = ahead.results(nobody)
        for taken in range(20):
            assert next(results) == taken
            time.sleep(0.005)  # time in which more could be begun
            assert len(begun) <= taken + 1 + 3 + 1, "three may wait, and the other thread may have begun a last one"
        assert list(results) == list(range(20, 50))


def test_the_item_waited_for_is_made_however_much_waits() -> None:
    with Ahead(range(20), lambda item: item, lambda _: 10**12, 2, 1) as ahead:
        assert list(ahead.results(nobody)) == list(range(20))


def test_an_error_is_raised_in_its_turn() -> None:
    def work(item: int) -> int:
        if item == 3:
            raise ValueError("three")
        return item

    taken: list[int] = []
    ahead = Ahead(range(9), work, lambda _: 0, 4, 100)

    def take() -> None:
        with ahead:
            taken.extend(ahead.results(nobody))

    with pytest.raises(ValueError, match="three"):
        take()
    assert taken == [0, 1, 2]


def test_an_error_of_who_takes_ends_it_without_waiting() -> None:
    go_on, begun = threading.Event(), []

    def work(item: int) -> int:
        begun.append(item)
        if item:
            assert go_on.wait(10)
        return item

    ahead = Ahead(range(9), work, lambda _: 0, 2, 100)

    def take() -> None:
        with ahead:
            for _ in ahead.results(nobody):
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take()
    assert not go_on.is_set()
    before = len(begun)
    go_on.set()
    for thread in ahead._threads:
        thread.join(10)
    assert len(begun) == before <= 3, "what was begun goes on, and nothing more is begun"


def test_who_waits_is_told_what_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.ingest.ahead._TOLD_EVERY", 0.01)
    told: list[str] = []
    enough = threading.Event()

    def waiting(item: str) -> None:
        told.append(item)
        enough.set()

    def work(item: str) -> str:
        assert item != "slow" or enough.wait(10)
        return item

    with Ahead(["quick", "slow", "last"], work, lambda _: 0, 1, 100) as ahead:
        assert list(ahead.results(waiting)) == ["quick", "slow", "last"]
    assert "slow" in told
