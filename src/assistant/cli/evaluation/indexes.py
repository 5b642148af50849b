"""Indexes that commands measure on, and how far a measurement has come."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.cli.output import ProgressLine, note
from assistant.types import Language

if TYPE_CHECKING:
    from assistant.evaluation.sets.beir import BeirSet
    from assistant.service import Assistant
    from assistant.settings import Settings

_SEARCHING: dict[Language, str] = {"fr": "{done} questions sur {total}", "en": "{done} questions of {total}"}
_PROGRESS_EVERY = 500


@contextmanager
def index_folder(settings: Settings, *, keep: bool) -> Iterator[Settings]:
    """Settings whose index is the one asked for, or a temporary one: never the group's own by default."""
    if keep:
        yield settings
        return
    with tempfile.TemporaryDirectory(prefix="assistant-eval-") as folder:
        yield settings.model_copy(update={"index": Path(folder) / "index"})


@contextmanager
def filled(settings: Settings, beir: BeirSet) -> Iterator[tuple[Assistant, int]]:
    """An assistant whose index holds the set, and how many of its records could not be read."""
    from assistant.build import build_assistant
    from assistant.evaluation.retrieval.measure import check_made_for

    with build_assistant(settings, notify=note, create=True) as assistant:
        check_made_for(beir, assistant.documents())
        yield assistant, ingested(assistant, beir.corpus_file, settings.language)


def ingested(assistant: Assistant, target: Path, language: Language) -> int:
    """Bring an index up to date with a file or a folder, and say how far it has come.

    Returns:
        How many files or records could not be read.
    """
    progress = ProgressLine(language)
    try:
        return len(assistant.ingest([str(target)], progress).failed)
    finally:
        progress.close()


class QuestionsLine:
    """Says on stderr how many questions are done: a line that moves on a terminal, few lines elsewhere."""

    def __init__(self, language: Language) -> None:
        self._words = _SEARCHING[language]
        self._moving = sys.stderr.isatty()

    def __call__(self, done: int, total: int) -> None:
        """Say it, now and then (called by what measures)."""
        if done % _PROGRESS_EVERY and done != total:
            return
        text = self._words.format(done=done, total=total)
        end = "\n" if done == total or not self._moving else ""
        sys.stderr.write(("\r" if self._moving else "") + text + end)
        sys.stderr.flush()
