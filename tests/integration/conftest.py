"""What takes a second to start is started once for all tests: the embedded model, and the processes that read files;
the tables of a new catalogue are made by the statements of the first one.

A test of how those start and end asks for the fixture `own_readers`, or calls `load_embedder` by its own import.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event, inspect

from assistant.build import build_assistant
from assistant.ingest.process import zygote
from assistant.service import Assistant
from assistant.settings import Settings, load_settings
from assistant.store import database, embedders
from assistant.store.embedder_options import EMBEDDED, EmbedderOptions
from conversation_files import hashed

_MOST_KEPT = 4
_START, _CLOSE = zygote._Zygote, zygote.ZygotePool.close
_UPGRADE = database._upgrade


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


class _KeptTables:
    """What makes the tables of an empty catalogue, taken down from the migrations and said again to the next one.

    The migrations of a catalogue that has tables, and a test that asks for `own_migrations`, are as they are elsewhere.
    """

    def __init__(self, upgrade: Callable[[Connection], None]) -> None:
        self._upgrade = upgrade
        self._said: list[tuple[str, Any]] = []

    def __call__(self, connection: Connection) -> None:
        """In the place of `database._upgrade`."""
        if inspect(connection).get_table_names():
            self._upgrade(connection)
        elif not self._said:
            self._take_down(connection)
        else:
            for statement, parameters in self._said:
                connection.exec_driver_sql(statement, parameters)

    def _take_down(self, connection: Connection) -> None:
        said: list[tuple[str, Any]] = []

        def heard(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
            if not statement.lstrip().upper().startswith(("SELECT", "PRAGMA")):
                said.append((statement, parameters))

        event.listen(connection, "before_cursor_execute", heard)
        try:
            self._upgrade(connection)
        finally:
            event.remove(connection, "before_cursor_execute", heard)
        self._said = said


@pytest.fixture(scope="session", autouse=True)
def _kept_tables() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "_upgrade", _KeptTables(_UPGRADE))
        yield


@pytest.fixture
def own_migrations(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every migration is run."""
    monkeypatch.setattr(database, "_upgrade", _UPGRADE)


@pytest.fixture
def opened(tmp_path: Path, corpus: Path) -> Iterator[Assistant]:
    """The assistant on a new index of a test file's own `corpus`."""
    given = {"index": tmp_path / "index", "corpus": corpus}
    with build_assistant(load_settings(overrides=given), create=True) as assistant:
        assistant.ingest()
        yield assistant


@pytest.fixture
def assistant(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Assistant]:
    """The assistant of a test's own `settings`, with the quick embedder of the index of notes."""
    hashed(monkeypatch)
    with build_assistant(settings) as built:
        yield built
