"""What was read of the catalogue lately, kept in memory until the next change of it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Recent(Generic[Value]):
    """The values read last, by name: of one state of the catalogue, so that none outlives a change.

    Searches find the same few passages again and again, and reading one takes longer than ranking it.
    """

    def __init__(self, most: int) -> None:
        """Keep so many values at most; those not asked for the longest go first."""
        self._most = most
        self._kept: OrderedDict[str, Value] = OrderedDict()
        self._state = -1
        self._lock = threading.Lock()

    def get(
        self, names: Iterable[str], state: int, read: Callable[[Sequence[str]], Mapping[str, Value]]
    ) -> dict[str, Value]:
        """The values of those names that exist, by name.

        Args:
            names: which ones.
            state: number of the state that they are to be of, taken before this is called; it only ever grows.
            read: reads those that are not kept, of that state or of a later one.
        """
        wanted = dict.fromkeys(names)
        with self._lock:
            self._follow(state)
            known = {name: self._kept[name] for name in wanted if name in self._kept} if state == self._state else {}
            for name in known:
                self._kept.move_to_end(name)
        missing = [name for name in wanted if name not in known]
        if missing:
            found = read(missing)
            known.update(found)
            self._keep(found, state)
        return known

    def _keep(self, found: Mapping[str, Value], state: int) -> None:
        with self._lock:
            self._follow(state)
            if state != self._state:
                return
            self._kept.update(found)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def _follow(self, state: int) -> None:
        """Forget all that is of an earlier state."""
        if state > self._state:
            self._kept.clear()
            self._state = state
