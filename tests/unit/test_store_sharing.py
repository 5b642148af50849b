"""Many use, one exchanges."""

from __future__ import annotations

import threading

from assistant.store.sharing import Shared


def test_users_do_not_wait_for_each_other() -> None:
    shared = Shared()
    with shared.using(), shared.using():
        pass


def test_an_exchange_waits_for_users_and_keeps_new_ones_out() -> None:
    shared, order = Shared(), []
    first_in, exchange_asked = threading.Event(), threading.Event()

    def exchange() -> None:
        exchange_asked.set()
        with shared.exchanging():
            order.append("exchange")

    def use_late() -> None:
        with shared.using():
            order.append("late user")

    with shared.using():
        first_in.set()
        exchanger = threading.Thread(target=exchange)
        exchanger.start()
        assert exchange_asked.wait(2)
        while not shared._exchanging:
            pass
        late = threading.Thread(target=use_late)
        late.start()
        order.append("first user")
    exchanger.join(2)
    late.join(2)
    assert order == ["first user", "exchange", "late user"]


def test_an_exception_gives_the_lock_back() -> None:
    shared = Shared()
    for hold in (shared.using, shared.exchanging):
        try:
            with hold():
                raise KeyError
        except KeyError:
            pass
    with shared.exchanging():
        pass
