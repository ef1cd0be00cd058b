"""One way to read and to write, the same for SQLite and PostgreSQL.

Always holds: `write` returns only after the commit is on disk; a write that raises has changed nothing, unless the
connection to PostgreSQL broke in the very commit (a message's key tells then); on SQLite the writes of a process stand
in one line, first come first served, because SQLite's own locks are unfair.
"""

import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from domain.errors import InvalidSetting, StorageFailure
from records.border import mapped

T = TypeVar("T")
Work = Callable[[Connection], T]

LOCK_SECONDS = 10.0
"""How long a statement waits for another process's lock before it is Busy."""

_WRITES = "frontstage_writes"


def parsed_url(url: str) -> URL:
    """The address, checked. Raises InvalidSetting unless it names a SQLite file or a PostgreSQL database."""
    with mapped():
        parsed = make_url("postgresql://" + url.removeprefix("postgres://") if url.startswith("postgres://") else url)
    match parsed.get_backend_name():
        case "sqlite" if parsed.database in {None, "", ":memory:"} or parsed.query:
            raise InvalidSetting("The records need a file: write sqlite:///path/to/file.db, without options.")
        case "sqlite":
            return parsed.set(drivername="sqlite+pysqlite")
        case "postgresql":
            return parsed.set(drivername="postgresql+psycopg")
        case other:
            raise InvalidSetting(
                f"The records cannot be kept in {other!r}: write sqlite:///path/to/file.db or "
                "postgresql://user:password@host/database."
            )


class Database:
    """Connections to one database, safe to share between threads. Close it when done."""

    def __init__(self, url: str) -> None:
        parsed = parsed_url(url)
        self._line: _Line | None = None
        if parsed.get_backend_name() == "sqlite":
            self.engine = self._reading = _sqlite(parsed)
            self._line = _Line(self.engine.execution_options(**{_WRITES: True}))
        else:
            self.engine = _postgres(parsed)
            self._reading = self.engine.execution_options(isolation_level="REPEATABLE READ")

    def read(self, work: Work[T]) -> T:
        """What `work` returns, on a connection of its own. All that it reads is of one moment."""
        with mapped(), self._reading.connect() as connection:
            return work(connection)

    def write(self, work: Work[T]) -> T:
        """What `work` returns, once its transaction is committed. `work` must not read or write by other means."""
        if self._line is not None:
            return self._line.run(work)
        with mapped(), self.engine.begin() as connection:
            return work(connection)

    def close(self) -> None:
        """Finishes the writes in line, then lets every connection go."""
        if self._line is not None:
            self._line.close()
        self.engine.dispose()


class _Line:
    """The one thread through which a process writes to SQLite."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._gate = threading.Lock()
        self._closed = False
        # A daemon, so that a process that forgot to close can still end; no unacknowledged write is a promise.
        self._thread = threading.Thread(target=self._work_off, name="records-writer", daemon=True)
        self._thread.start()

    def run(self, work: Work[T]) -> T:
        if threading.current_thread() is self._thread:
            raise RuntimeError("a write inside a write would wait for itself")
        done: Future[T] = Future()

        def job() -> None:
            try:
                with mapped(), self._engine.begin() as connection:
                    result = work(connection)
            except BaseException as error:  # whatever it is belongs to the caller, and the line must go on
                done.set_exception(error)
            else:
                done.set_result(result)

        with self._gate:
            if self._closed:
                raise StorageFailure("The records are closed, so this was not saved. Start Frontstage again.")
            self._jobs.put(job)
        return done.result()

    def close(self) -> None:
        with self._gate:
            if not self._closed:
                self._closed = True
                self._jobs.put(None)
        self._thread.join()

    def _work_off(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()


def _postgres(url: URL) -> Engine:
    with mapped():
        return create_engine(
            url,
            pool_pre_ping=True,
            pool_size=8,
            max_overflow=24,
            pool_timeout=LOCK_SECONDS,
            connect_args={
                "connect_timeout": int(LOCK_SECONDS),
                "options": f"-c timezone=UTC -c lock_timeout={int(LOCK_SECONDS * 1000)}",
            },
        )


def _sqlite(url: URL) -> Engine:
    engine = create_engine(
        url,
        pool_size=8,
        max_overflow=24,
        pool_timeout=LOCK_SECONDS,
        # The driver opens no transactions of its own, so that `_begin` can say which kind.
        connect_args={"isolation_level": None, "timeout": LOCK_SECONDS},
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    deadline = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
            break
        except sqlite3.OperationalError as error:
            # The switch to WAL, needed once in a file's life, does not wait for a lock by itself.
            if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()
