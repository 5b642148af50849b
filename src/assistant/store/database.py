"""The SQLite database below the catalogue: connections, transactions, migrations, compaction.

Writing transactions are serialised by a lock and start with BEGIN IMMEDIATE; readers each have their own connection
and see the last committed state (WAL), so that questions are answered while documents are stored.
"""

from __future__ import annotations

import sqlite3
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, event, inspect, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from assistant.errors import StoreError
from assistant.store.faults import filesystem, sqlite_fault
from assistant.store.schema import HEAD, REVISIONS

_MIGRATIONS = Path(__file__).parent / "migrations"
_PRAGMAS = (
    "PRAGMA busy_timeout = 5000",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # what was acknowledged survives a power cut
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # what is deleted is overwritten
    "PRAGMA journal_size_limit = 67108864",
    "PRAGMA cache_size = -16000",
)


class Database:
    """One SQLite file. All methods may be called from several threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        url = URL.create("sqlite", database=str(path))
        self._engine = create_engine(url, pool_size=8, max_overflow=-1)
        event.listen(self._engine, "connect", _configure)
        event.listen(self._engine, "begin", _begin)
        self._writer = threading.RLock()
        self._together: Connection | None = None
        self._changes = 0
        self._closed = False

    @property
    def changes(self) -> int:
        """Grows with every writing transaction, before it is acknowledged: what was read before may be past then."""
        return self._changes

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database throughout.

        Raises:
            StoreError: the file is damaged or can't be read, or index_closed.
        """
        with self._mapped(), self._connected() as connection, connection.begin():
            yield connection

    def rows(self, statement: str, parameter: str) -> list[tuple[Any, ...]]:
        """What one statement reads, past all that SQLAlchemy does around it: that takes longer than the reading.

        Raises:
            StoreError: as for `reading`.
        """
        self._check_open()
        connection = self._engine.raw_connection()
        try:
            found: list[tuple[Any, ...]] = connection.cursor().execute(statement, (parameter,)).fetchall()
        except sqlite3.Error as error:
            fault = sqlite_fault(error, self.path)
            if fault is None:
                raise
            raise fault from error
        finally:
            connection.close()
        return found

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The one writing transaction: committed at the end of the block, undone where it raises.

        Raises:
            StoreError: the file is damaged, its disk is full, or it can't be written.
        """
        with self._writer, self._mapped():
            if self._together is not None:  # this thread's, for it holds the lock
                yield self._together
                return
            with self._connected() as connection:
                immediate = connection.execution_options(immediate=True)
                try:
                    with immediate.begin():
                        yield immediate
                finally:
                    self._changes += 1

    @contextmanager
    def together(self) -> Iterator[None]:
        """Make the writing transactions of this thread inside the block one: an error in any of them undoes them all.

        Raises:
            StoreError: as for `writing`.
        """
        with self._writer, self.writing() as connection:
            before, self._together = self._together, connection
            try:
                yield
            finally:
                self._together = before

    def migrate(self) -> None:
        """Create the tables, or bring those of an older version up to date. Nothing changes where it fails.

        Raises:
            StoreError: catalogue_newer, catalogue_damaged (also: not a catalogue), or it can't be written.
        """
        with self.reading() as connection:
            found = self._revision(connection)
        if found == HEAD:
            return
        if found is not None and found not in REVISIONS:
            raise StoreError("catalogue_newer", path=self.path)
        with self.writing() as connection:
            _upgrade(connection)

    def _revision(self, connection: Connection) -> str | None:
        tables = inspect(connection).get_table_names()
        if not tables:
            return None
        if "alembic_version" not in tables:
            raise StoreError("catalogue_damaged", path=self.path, detail="not a catalogue")
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()

    def compact(self) -> bool:
        """Give back unused space, and leave no byte of what was deleted in the file or in its log.

        Returns:
            False where the log could not be emptied: someone still reads an older state after 5 seconds.
        """
        with self._writer, self._mapped(), self._connected() as connection:
            bare = connection.execution_options(isolation_level="AUTOCOMMIT")
            bare.exec_driver_sql("VACUUM")
            busy, _, _ = bare.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
            return not busy

    def close(self) -> None:
        """Close every connection for good; the last one folds the log into the file.

        Whoever asks later gets an error: what stands at this place by then may be another index.
        """
        self._closed = True
        self._engine.dispose()

    def _connected(self) -> Connection:
        self._check_open()
        return self._engine.connect()

    def _check_open(self) -> None:
        if self._closed:
            raise StoreError("index_closed", path=self.path.parent)

    @contextmanager
    def _mapped(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            fault = sqlite_fault(error.orig, self.path)
            if fault is None:
                raise
            raise fault from error
        except zlib.error as error:
            raise StoreError("catalogue_damaged", path=self.path, detail=error) from error


def prepare_folder(path: Path, *, create: bool) -> None:
    """Make the folder of a database, or make sure that the database is there.

    Raises:
        StoreError: index_missing, or index_unwritable.
    """
    if create:
        with filesystem(path.parent):
            path.parent.mkdir(parents=True, exist_ok=True)
    elif not path.is_file():
        raise StoreError("index_missing", path=path.parent)


def _configure(connection: Any, _record: Any) -> None:
    # sqlite3 would open transactions on its own, and only at the first write: SQLAlchemy is to say when (`_begin`).
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("isolation_level") == "AUTOCOMMIT":
        return
    # A write that starts as a read fails at once where another one has written meanwhile: lock from the start.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("immediate") else "BEGIN")


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    # A percent sign in the path would be read as interpolation.
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
