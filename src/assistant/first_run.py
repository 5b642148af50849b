"""What an empty index can begin with: files that wait in the corpus folder, or the sample documents of the project."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from assistant.settings import Settings

SAMPLES = Path(__file__).resolve().parents[2] / "corpus"
"""Where the sample documents lie in a checkout. A group may have put its own in their place."""

_SOME_SAMPLES = ("article-budgets-participatifs.pdf", "entretien-directrice-lab.md", "visite-etabli-ormeval.pdf")
_OWN = ("depots", "web")
"""Folders that hold what a group has added: with them in it, the folder is no longer one of samples."""
_COUNTED = 1000


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """What can be read at once. `files` waiting in `corpus` (at most 1,000 are counted); `samples`: their folder.

    Where the corpus folder itself holds the samples, its files are not counted.
    """

    corpus: Path
    files: int
    samples: Path | None


def first_steps(settings: Settings) -> FirstSteps:
    """Look what there is; some milliseconds."""
    there = all((SAMPLES / name).is_file() for name in _SOME_SAMPLES)
    samples = SAMPLES if there and not any((SAMPLES / name).exists() for name in _OWN) else None
    are_samples = samples is not None and settings.corpus.resolve() == samples
    return FirstSteps(settings.corpus, 0 if are_samples else _files_below(settings.corpus), samples)


def sample_count() -> int:
    """How many sample documents there are."""
    return _files_below(SAMPLES)


def _files_below(folder: Path) -> int:
    def names() -> Iterator[str]:
        for _, folders, files in os.walk(folder):
            folders[:] = [name for name in folders if not name.startswith(".")]
            yield from (name for name in files if not name.startswith("."))

    return sum(1 for _ in islice(names(), _COUNTED))
