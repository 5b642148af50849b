"""When a long run that asks a model server has to stop: not at one bad request, but when the server keeps failing."""

from __future__ import annotations

from assistant.errors import ModelError

PATIENCE = 3
_OF_ONE_REQUEST = {"model_server_context", "model_server_cut", "model_server_refused"}
"""What may be wrong with one request alone; everything else is wrong with the server or its settings."""


class Patience:
    """Counts failures of the server in a row."""

    def __init__(self, limit: int = PATIENCE) -> None:
        self._limit = limit
        self._failures = 0

    def worked(self) -> None:
        """A request was answered."""
        self._failures = 0

    def failed(self, error: ModelError) -> None:
        """A request failed.

        Raises:
            ModelError: the very error, where the server has failed too many times in a row.
        """
        if error.code in _OF_ONE_REQUEST:
            return
        self._failures += 1
        if self._failures >= self._limit:
            raise error
