"""What was found, by date. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from assistant.types import Document

_Item = TypeVar("_Item")


def recent_first(items: Iterable[_Item], document_of: Callable[[_Item], Document]) -> list[_Item]:
    """Items by the date of their documents, the latest first, those without a date last, else in their order."""
    return sorted(items, key=lambda item: document_of(item).date or "", reverse=True)
