"""A document with its words, which is what is compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.text.shingles import Hashes, runs
from assistant.types import Document


@dataclass(frozen=True)
class Worded:
    """A document with its folded words."""

    document: Document
    words: Sequence[str]

    @cached_property
    def runs(self) -> Hashes:
        """The hashes of the runs of its words, in their order."""
        return runs(self.words)
