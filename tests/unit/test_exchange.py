"""An exchange: asked for by a job, done by the server, undone where the index can't be opened, refused where none runs."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from assistant.errors import AssistantError, ModelError
from assistant.exchange import Exchanges, Steps


def asked(exchanges: Exchanges, steps: Steps) -> tuple[threading.Thread, list[str]]:
    """A job that asks for an exchange; what became of it."""
    ended: list[str] = []

    def job() -> None:
        try:
            exchanges.run(steps)
            ended.append("done")
        except AssistantError as error:
            ended.append(error.code)

    thread = threading.Thread(target=job)
    thread.start()
    return thread, ended


def failing(code: str) -> Callable[[], None]:
    def step() -> None:
        raise ModelError(code)

    return step


@pytest.fixture
def stopped() -> threading.Event:
    return threading.Event()


@pytest.fixture
def exchanges(stopped: threading.Event) -> Exchanges:
    made = Exchanges()
    made.serving(stopped.set)
    return made


def test_a_job_goes_on_once_the_index_is_open_again(exchanges: Exchanges, stopped: threading.Event) -> None:
    done: list[str] = []
    steps = Steps(lambda: done.append("still"), lambda: done.append("closed"), lambda: done.append("back"))
    thread, ended = asked(exchanges, steps)
    assert stopped.wait(5)
    exchange = exchanges.taken()
    assert exchange is not None
    exchange.still()
    exchange.closed()
    assert ended == []
    exchange.end()
    thread.join(5)
    assert (done, ended) == (["still", "closed"], ["done"])
    assert exchanges.taken() is None


def done_by_the_server(exchanges: Exchanges, stopped: threading.Event) -> None:
    """All steps of what a job asked for, each in its time."""
    assert stopped.wait(5)
    exchange = exchanges.taken()
    assert exchange is not None
    exchange.still()
    exchange.closed()
    exchange.end()


def test_what_goes_wrong_is_told_to_the_job_and_nothing_more_is_done(
    exchanges: Exchanges, stopped: threading.Event
) -> None:
    done: list[str] = []
    thread, ended = asked(exchanges, Steps(failing("model_broken"), lambda: done.append("closed")))
    done_by_the_server(exchanges, stopped)
    thread.join(5)
    assert (done, ended) == ([], ["model_broken"])


def test_what_a_step_had_begun_when_it_failed_is_undone(exchanges: Exchanges, stopped: threading.Event) -> None:
    done: list[str] = []
    thread, ended = asked(exchanges, Steps(closed=failing("model_broken"), back=lambda: done.append("back")))
    done_by_the_server(exchanges, stopped)
    thread.join(5)
    assert (done, ended) == (["back"], ["model_broken"])


def test_a_server_that_is_stopped_while_it_opens_again_lets_the_job_go(
    exchanges: Exchanges, stopped: threading.Event
) -> None:
    thread, ended = asked(exchanges, Steps())
    assert stopped.wait(5)
    exchange = exchanges.taken()
    assert exchange is not None
    exchange.still()
    exchange.closed()
    exchanges.close()  # SIGTERM while the model is loaded: nobody will end it
    thread.join(5)
    assert ended == ["exchange_impossible"]


def test_an_index_that_can_not_be_opened_goes_back_once(exchanges: Exchanges, stopped: threading.Event) -> None:
    done: list[str] = []
    thread, ended = asked(exchanges, Steps(back=lambda: done.append("back")))
    assert stopped.wait(5)
    exchange = exchanges.taken()
    assert exchange is not None
    problem = ModelError("model_not_found")
    exchange.back(problem)
    with pytest.raises(ModelError):
        exchange.back(problem)
    exchange.end()
    thread.join(5)
    assert (done, ended) == (["back"], ["model_not_found"])


def test_without_a_server_it_is_refused() -> None:
    with pytest.raises(AssistantError) as refused:
        Exchanges(patience=0.01).run(Steps())
    assert refused.value.code == "exchange_impossible"


def test_a_server_that_is_stopped_for_good_lets_the_job_go(exchanges: Exchanges, stopped: threading.Event) -> None:
    thread, ended = asked(exchanges, Steps())
    assert stopped.wait(5)
    exchanges.close()
    thread.join(5)
    assert ended == ["exchange_impossible"]
    assert not exchanges.possible
