"""When files that are read are stored: enough passages, a long wait, a large file."""

from __future__ import annotations

from typing import cast

import pytest

from assistant.ingest.cut import CutFile
from assistant.ingest.waiting import Waiting


class File:
    def __init__(self, passage_count: int) -> None:
        self.passage_count = passage_count


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def file(passages: int) -> CutFile:
    return cast("CutFile", File(passages))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def waiting(clock: Clock) -> Waiting:
    return Waiting(100, 10.0, clock)


def test_files_wait_until_they_have_many_passages(waiting: Waiting) -> None:
    small, other, third = file(60), file(39), file(1)
    for each in (small, other):
        assert waiting.add(each) == []
        assert waiting.due() == []
    waiting.add(third)
    assert waiting.due() == [small, other, third]
    assert waiting.due() == waiting.take() == []


def test_the_first_does_not_wait_for_long(waiting: Waiting, clock: Clock) -> None:
    first, second = file(1), file(0)
    waiting.add(first)
    clock.now = 9.0
    waiting.add(second)
    assert waiting.due() == []
    clock.now = 10.0
    assert waiting.due() == [first, second]
    third = file(1)
    waiting.add(third)
    clock.now = 19.0
    assert waiting.due() == []
    clock.now = 20.0
    assert waiting.due() == [third]


def test_nothing_waits_for_a_large_file(waiting: Waiting) -> None:
    small, large = file(5), file(5000)
    waiting.add(small)
    assert waiting.add(large) == [small]
    assert waiting.due() == [large]


def test_nothing_is_due_where_nothing_waits(waiting: Waiting, clock: Clock) -> None:
    clock.now = 1000.0
    assert waiting.due() == []
    assert waiting.take() == []
