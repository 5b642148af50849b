"""The garbage collector is paused for a while, and never left so."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from assistant.ingest.collector import collector_paused


@pytest.fixture(autouse=True)
def running() -> Iterator[None]:
    gc.enable()
    yield
    gc.enable()


def test_it_is_paused_within_and_runs_afterwards() -> None:
    with collector_paused():
        assert not gc.isenabled()
        with collector_paused():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_runs_again_after_a_failure() -> None:
    with pytest.raises(ValueError, match="x"), collector_paused():
        raise ValueError("x")
    assert gc.isenabled()


def test_one_that_was_stopped_stays_so() -> None:
    gc.disable()
    with collector_paused():
        pass
    assert not gc.isenabled()
