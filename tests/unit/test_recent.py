"""What was read lately is kept until the next change."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.store.recent import Recent


class Shelf:
    """A place to read from, which notes what was asked of it."""

    def __init__(self, **kept: int) -> None:
        self.kept = kept
        self.asked: list[list[str]] = []

    def read(self, names: Sequence[str]) -> dict[str, int]:
        self.asked.append(list(names))
        return {name: self.kept[name] for name in names if name in self.kept}


def test_what_is_kept_is_not_read_again() -> None:
    shelf, recent = Shelf(a=1, b=2), Recent[int](10)
    assert recent.get(["a", "a"], 0, shelf.read) == {"a": 1}
    assert recent.get(["a", "b"], 0, shelf.read) == {"a": 1, "b": 2}
    assert shelf.asked == [["a"], ["b"]]


def test_what_is_missing_is_looked_for_each_time() -> None:
    shelf, recent = Shelf(), Recent[int](10)
    assert recent.get(["a"], 0, shelf.read) == {}
    shelf.kept["a"] = 1
    assert recent.get(["a"], 0, shelf.read) == {"a": 1}


def test_a_change_forgets_all() -> None:
    shelf, recent = Shelf(a=1), Recent[int](10)
    recent.get(["a"], 0, shelf.read)
    shelf.kept["a"] = 2
    assert recent.get(["a"], 1, shelf.read) == {"a": 2}


def test_what_a_change_overtook_is_given_and_not_kept() -> None:
    shelf, recent = Shelf(a=1), Recent[int](10)

    def overtaken(names: Sequence[str]) -> dict[str, int]:
        found = shelf.read(names)
        shelf.kept["a"] = 2
        recent.get([], 1, shelf.read)  # another thread, after the change
        return found

    assert recent.get(["a"], 0, overtaken) == {"a": 1}
    assert recent.get(["a"], 1, shelf.read) == {"a": 2}


def test_one_that_is_late_does_not_see_what_is_newer() -> None:
    shelf, recent = Shelf(a=2), Recent[int](10)
    recent.get(["a"], 1, shelf.read)
    shelf.kept["a"] = 1
    assert recent.get(["a"], 0, shelf.read) == {"a": 1}
    assert recent.get(["a"], 1, shelf.read) == {"a": 2}


def test_those_not_asked_for_the_longest_go_first() -> None:
    shelf, recent = Shelf(a=1, b=2, c=3), Recent[int](2)
    for name in "abac":
        recent.get([name], 0, shelf.read)
    shelf.asked.clear()
    recent.get(["a", "c"], 0, shelf.read)
    assert shelf.asked == []
    recent.get(["b"], 0, shelf.read)
    assert shelf.asked == [["b"]]
