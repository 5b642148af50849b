"""The seam to the list of places: a Protocol of what the search asks of it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol


class PlaceNames(Protocol):
    """Knows places by all their names."""

    def canonical(self, name: str) -> str:
        """The name of a place in the list; the name given where it knows none."""
        ...

    def covering(self, name: str) -> Collection[str]:
        """The names that documents about a place may be kept under: an authority's communes, a town's authority."""
        ...

    def at(self, text: str, start: int) -> tuple[str, int] | None:
        """The place that a text names from a character on, and where its name ends; None for none."""
        ...
