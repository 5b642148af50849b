"""What takes a second to start is started once for all tests: the embedded model, and the processes that read files.

A test of how those start and end asks for the fixture `own_readers`, or calls `load_embedder` by its own import.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

from assistant.build import build_assistant
from assistant.ingest.process import zygote
from assistant.service import Assistant
from assistant.settings import Settings
from assistant.store import embedders
from assistant.store.embedder_options import EMBEDDED, EmbedderOptions
from conversation_files import hashed

_MOST_KEPT = 4
_START, _CLOSE = zygote._Zygote, zygote.ZygotePool.close


class _KeptReaders:
    """Processes that read, left by one pool to the next that starts such ones in the same environment."""

    def __init__(self) -> None:
        self._kept: dict[Any, list[Any]] = defaultdict(list)

    def start(self, arguments: tuple[str, ...]) -> Any:
        """One that is kept and lives, or a new one."""
        kept = self._kept[self._kind(arguments)]
        while kept:
            one = kept.pop()
            if one._process.poll() is None:
                return one
            one.close()
        return _START(arguments)

    def close(self, pool: zygote.ZygotePool) -> None:
        """In the place of `ZygotePool.close`: what is idle is kept, what is at work ends."""
        with pool._lock:
            idle, pool._idle = pool._idle, []
        kept = self._kept[self._kind(pool.arguments)]
        for one in idle:
            if len(kept) < _MOST_KEPT and one._ready:
                kept.append(one)
            else:
                one.close()
        _CLOSE(pool)

    def end(self) -> None:
        """Stop them all."""
        for one in [each for kept in self._kept.values() for each in kept]:
            one.close()

    @staticmethod
    def _kind(arguments: tuple[str, ...]) -> tuple[Any, ...]:
        return arguments, tuple(zygote.environment().items())


@pytest.fixture(scope="session", autouse=True)
def _kept_readers() -> Iterator[None]:
    kept = _KeptReaders()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(zygote, "_Zygote", kept.start)
        patch.setattr(zygote.ZygotePool, "close", lambda pool: kept.close(pool))
        yield
    kept.end()


@pytest.fixture(scope="module")
def own_readers(_kept_readers: None) -> Iterator[None]:
    """Processes that read are started and ended as they are elsewhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(zygote, "_Zygote", _START)
        patch.setattr(zygote.ZygotePool, "close", _CLOSE)
        yield


@pytest.fixture(scope="session", autouse=True)
def _one_embedded_model() -> Iterator[None]:
    """The embedded model is loaded once; others, and other options of it, each time."""
    load, loaded = embedders.load_embedder, {}

    def once(options: EmbedderOptions) -> Any:
        if options.model != EMBEDDED or options.arguments:
            return load(options)
        key = repr(options)
        if key not in loaded:
            loaded[key] = load(options)
        return loaded[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(embedders, "load_embedder", once)
        yield


@pytest.fixture
def assistant(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Assistant]:
    """The assistant of a test's own `settings`, with the quick embedder of the index of notes."""
    hashed(monkeypatch)
    with build_assistant(settings) as built:
        yield built
