"""A reranker that never costs an answer: where it fails, passages keep the order they were found in."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from assistant.errors import ModelError
from assistant.model_ports import Reranker

_LONGEST_DETAIL = 200


class ForgivingReranker:
    """`model_ports.Reranker` around another one. What fails is told once, until it works again."""

    def __init__(self, reranker: Reranker, notify: Callable[[ModelError], None]) -> None:
        """Put it around.

        Args:
            reranker: the one that may fail.
            notify: told why, from the thread that asks.
        """
        self._reranker = reranker
        self._notify = notify
        self._telling = threading.Lock()
        self._told = False

    @property
    def name(self) -> str:
        """The model as the settings name it."""
        return self._reranker.name

    @property
    def fingerprint(self) -> str:
        """That of the model."""
        return self._reranker.fingerprint

    def warm_up(self) -> None:
        """Load the model now.

        Raises:
            ModelError: the model can't be loaded, or is no model of this kind.
        """
        self._reranker.warm_up()

    def scores(self, query: str, texts: Sequence[str]) -> Sequence[float]:
        """A score a text, in their order: that of the model or, where it fails, falling ones."""
        try:
            scores = self._reranker.scores(query, texts)
        except (ModelError, RuntimeError, MemoryError) as error:  # torch says RuntimeError when memory runs out
            self._tell(ModelError("reranker_failed", model=self.name, detail=_told(error)))
            return [float(-place) for place in range(len(texts))]
        with self._telling:
            self._told = False
        return scores

    def _tell(self, error: ModelError) -> None:
        with self._telling:
            told, self._told = self._told, True
        if not told:
            self._notify(error)


def _told(error: Exception) -> str:
    """What went wrong, on one line."""
    if isinstance(error, ModelError):
        return error.params.get("detail") or error.render("en").reason.rstrip(".")
    return (" ".join(str(error).split()) or type(error).__name__)[:_LONGEST_DETAIL].rstrip(" .")
