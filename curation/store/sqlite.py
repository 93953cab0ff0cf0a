"""The only file with SQLite's own words: pragmas, write transactions, backup copies."""

import sqlite3
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock
from time import monotonic, sleep

from sqlalchemy import Connection, Engine, event
from sqlalchemy import text as sql
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from curation.errors import StorageError
from curation.texts import text

BUSY_MILLISECONDS = 20_000
_AGAIN_SECONDS = 0.02
_READ, _WRITE = sql("BEGIN"), sql("BEGIN IMMEDIATE")
_TO_DISK, _NOT_YET = sql("PRAGMA synchronous=FULL"), sql("PRAGMA synchronous=NORMAL")


def prepare(engine: Engine) -> None:
    """Give every connection WAL, foreign keys, a busy timeout, and transactions that we begin ourselves.

    What is deleted or overwritten is zeroed in the file: personal data that was taken out must not be left there.
    """

    def on_connect(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
        del entry
        assert isinstance(connection, sqlite3.Connection)
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}").close()
        _turn_to_wal(connection)
        for pragma in (
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
            "cache_size=-65536",
            "temp_store=MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}").close()

    event.listen(engine, "connect", on_connect)


def _turn_to_wal(connection: sqlite3.Connection) -> None:
    """Switch to WAL; of processes that do so at one moment SQLite refuses all but one at once, whatever the timeout."""
    last = monotonic() + BUSY_MILLISECONDS / 1_000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL").close()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() > last:
                raise
            sleep(_AGAIN_SECONDS)
        else:
            return


class Turn:
    """Lets the writers of one process go one after the other, without a pause between them.

    SQLite itself lets them ask again and again with longer and longer pauses (sqlite.org/c3ref/busy_timeout.html):
    with twenty of them some wait many times longer than the work takes. Other processes are met in SQLite's way.
    """

    def __init__(self) -> None:
        self._lock = Lock()

    @contextmanager
    def taken(self) -> Generator[None]:
        """Hold the turn for the block; after BUSY_MILLISECONDS go on without it and let SQLite decide."""
        mine = self._lock.acquire(timeout=BUSY_MILLISECONDS / 1_000)
        try:
            yield
        finally:
            if mine:
                self._lock.release()


def begin_writing(session: Session, *, durable: bool) -> None:
    """Take SQLite's write lock now, so that two writers queue instead of failing half-way.

    Only a durable one waits until its words are on the disk; the next durable one brings the others there with it
    (sqlite.org/pragma.html#pragma_synchronous, in WAL mode).
    """
    session.execute(_TO_DISK if durable else _NOT_YET)
    session.execute(_WRITE)


def begin_reading(session: Session) -> None:
    """Start one snapshot, so that all reads of a use case see the same moment."""
    session.execute(_READ)


@contextmanager
def unchecked(connection: Connection) -> Generator[None]:
    """Let a connection's next transaction rebuild tables that others point at; they are checked again afterwards.

    SQLite rebuilds a table by dropping it, which foreign keys forbid, and they are switched between transactions
    only (sqlite.org/lang_altertable.html, section 7).
    """
    _switch(connection, "OFF")
    try:
        yield
    finally:
        _switch(connection, "ON")


def _switch(connection: Connection, state: str) -> None:
    connection.exec_driver_sql(f"PRAGMA foreign_keys={state}").close()
    connection.commit()


def require_no_dangling(session: Session) -> None:
    """Raise StorageError where a row points at one that is not there."""
    dangling = session.execute(sql("PRAGMA foreign_key_check")).first()
    if dangling is not None:
        raise StorageError(
            text(
                "The database cannot be brought up to date: a row of {table} points at one of {missing} that is not "
                "there. Put a backup in its place: workbench restore FILE --replace",
                table=dangling[0],
                missing=dangling[2],
            )
        )


def empty_log(engine: Engine) -> None:
    """Write the log into the file and cut it, so that what was overwritten stands in neither."""
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").close()


def copy_database(source: Path, target: Path) -> None:
    """Copy a live database file, WAL included, by SQLite's own backup; raises StorageError, nothing half stays."""
    try:
        with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
            copy.execute("PRAGMA journal_mode=OFF").close()  # a copy that fails is removed: nothing to roll back
            live.backup(copy)
    except sqlite3.Error as error:
        target.unlink(missing_ok=True)
        raise StorageError(
            text(
                "The database {source} cannot be copied to {target}: {reason}. Make room and try again.",
                source=source,
                target=target,
                reason=error,
            )
        ) from error


def write_anew(path: Path) -> None:
    """Write a database file anew and empty its WAL, so that no freed page keeps old bytes; raises StorageError."""
    try:
        with closing(sqlite3.connect(path, timeout=BUSY_MILLISECONDS / 1_000, isolation_level=None)) as connection:
            connection.execute("VACUUM").close()
            busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error as error:
        raise StorageError(
            text(
                "What was erased may still lie in freed pages of {file}: {reason}. Stop the app and the worker and "
                "erase again.",
                file=path,
                reason=error,
            )
        ) from error
    if busy:
        raise StorageError(
            text(
                "What was erased may still lie in the log beside {file}, which something holds open. Stop the app and "
                "the worker and erase again.",
                file=path,
            )
        )


def every_value(path: Path) -> Iterator[str | bytes]:
    """Yield every text and every stretch of bytes in a database file, whatever its schema; raises StorageError."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            for (name,) in tables:
                quoted = str(name).replace('"', '""')
                for row in connection.execute(f'SELECT * FROM "{quoted}"'):  # noqa: S608 - the file's own table names
                    yield from (value for value in row if isinstance(value, str | bytes))
    except sqlite3.Error as error:
        raise StorageError(text("The database {file} cannot be read: {reason}.", file=path, reason=error)) from error


def integrity(path: Path) -> str:
    """Return `ok`, or what SQLite says is damaged in the file."""
    with closing(sqlite3.connect(path)) as connection:
        row = connection.execute("PRAGMA integrity_check").fetchone()
    return str(row[0])


def dangling_rows(path: Path) -> list[tuple[str, str]]:
    """Return table and missing table of every row whose foreign key points at nothing."""
    with closing(sqlite3.connect(path)) as connection:
        return [(str(row[0]), str(row[2])) for row in connection.execute("PRAGMA foreign_key_check")]
