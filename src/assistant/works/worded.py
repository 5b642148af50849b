"""A document with its words, which is what is compared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.text.shingles import runs
from assistant.types import Document
from assistant.works.versions import Marks, marks, plain_title

_DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class Worded:
    """A document with its folded words."""

    document: Document
    words: Sequence[str]

    @cached_property
    def runs(self) -> list[int]:
        """The hashes of the runs of its words, in their order."""
        found: list[int] = runs(self.words).tolist()
        return found

    @cached_property
    def different_runs(self) -> frozenset[int]:
        """The same, each once."""
        return frozenset(self.runs)

    @cached_property
    def numbers(self) -> Sequence[bool]:
        """Of each word, whether it has a digit."""
        return [not word.isalpha() and _DIGIT.search(word) is not None for word in self.words]

    @cached_property
    def plain_title(self) -> str:
        """The document's title without what it says of its version."""
        return plain_title(self.document)

    @cached_property
    def marks(self) -> Marks:
        """What the document says of its own version."""
        return marks(self.document)
