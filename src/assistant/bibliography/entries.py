"""What reading a bibliography file gives: its entries, and what of it can't be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.types import Failure


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of a bibliography file: its key there, as CSL-JSON, and the files it names, as it names them.

    `stated` are fields that CSL-JSON has no place for (the licence).
    """

    key: str
    item: Mapping[str, Any]
    attachments: tuple[str, ...] = ()
    stated: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bibliography:
    """The entries of a file in their order, and a failure for each that can't be read (its source is key or line)."""

    entries: tuple[Entry, ...]
    failures: tuple[Failure, ...] = ()
