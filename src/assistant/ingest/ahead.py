"""Work done in threads, ahead of who asks for its results, which come in the order of what was to be done."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Generic, Self, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_TOLD_EVERY = 0.5  # seconds between two words to who waits


@dataclass(frozen=True, slots=True)
class _Raised:
    """In a result's place: what the work raised."""

    error: BaseException


class Ahead(Generic[Item, Result]):
    """Threads that work on items in their order, and pause while what they have made and nobody has taken weighs much.

    At the end of its `with` block no work is begun any more. Where the block ends by an exception, work that is going
    on is left to itself. The threads last as long as the block: the system ends a process with the thread that
    started it.
    """

    def __init__(
        self,
        items: Sequence[Item],
        work: Callable[[Item], Result],
        weigh: Callable[[Result], int],
        threads: int,
        most: int,
    ) -> None:
        """Nothing is begun yet.

        Args:
            items: what is to be worked on.
            work: is called from the threads.
            weigh: the weight of a result, in bytes.
            threads: how many items are worked on at the same time.
            most: weight of results not taken yet over which no further item is begun.
        """
        self._items = items
        self._work = work
        self._weigh = weigh
        self._most = most
        self._changed = threading.Condition()
        self._next = 0
        self._made: dict[int, tuple[Result | _Raised, int]] = {}
        self._weight = 0
        self._closed = False
        count = min(threads, len(items))
        self._threads = [threading.Thread(target=self._run, name=f"ahead-{n}", daemon=True) for n in range(count)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        if error is None:
            for thread in self._threads:
                thread.join()

    def results(self, waiting: Callable[[Item], None]) -> Iterator[Result]:
        """The result of each item, in order; what its work raised is raised in its turn.

        Args:
            waiting: told now and then for which item's result one waits.
        """
        for place, item in enumerate(self._items):
            made = self._take(place, item, waiting)
            if isinstance(made, _Raised):
                raise made.error
            yield made

    def _take(self, place: int, item: Item, waiting: Callable[[Item], None]) -> Result | _Raised:
        while True:
            with self._changed:
                if self._changed.wait_for(lambda: place in self._made, _TOLD_EVERY):
                    made, weight = self._made.pop(place)
                    self._weight -= weight
                    self._changed.notify_all()
                    return made
            waiting(item)

    def _run(self) -> None:
        while (place := self._begin()) is not None:
            made: Result | _Raised
            try:
                made = self._work(self._items[place])
                weight = self._weigh(made)
            except BaseException as error:  # it is raised where the result is asked for
                made, weight = _Raised(error), 0
            with self._changed:
                self._made[place] = made, weight
                self._weight += weight
                self._changed.notify_all()
            del made

    def _begin(self) -> int | None:
        """The place of the next item; None when it is over."""
        with self._changed:
            self._changed.wait_for(self._may_begin)
            if self._closed:
                return None
            self._next += 1
            return self._next - 1

    def _may_begin(self) -> bool:
        return self._closed or (self._next < len(self._items) and self._weight < self._most)
