"""The only file with SQLite's own words: pragmas, write transactions, backup copies."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine, event
from sqlalchemy import text as sql
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from curation.errors import StorageError
from curation.texts import text

BUSY_MILLISECONDS = 20_000


def prepare(engine: Engine) -> None:
    """Give every connection WAL, foreign keys, a busy timeout, and transactions that we begin ourselves."""

    def on_connect(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
        del entry
        assert isinstance(connection, sqlite3.Connection)
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout={BUSY_MILLISECONDS}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "cache_size=-65536",
            "temp_store=MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}").close()

    event.listen(engine, "connect", on_connect)


def begin_writing(session: Session) -> None:
    """Take SQLite's write lock now, so that two writers queue instead of failing half-way."""
    session.execute(sql("BEGIN IMMEDIATE"))


def begin_reading(session: Session) -> None:
    """Start one snapshot, so that all reads of a use case see the same moment."""
    session.execute(sql("BEGIN"))


def copy_database(source: Path, target: Path) -> None:
    """Copy a live database file, WAL included, by SQLite's own backup; raises StorageError, nothing half stays."""
    try:
        with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
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


def integrity(path: Path) -> str:
    """Return `ok`, or what SQLite says is damaged in the file."""
    with closing(sqlite3.connect(path)) as connection:
        row = connection.execute("PRAGMA integrity_check").fetchone()
    return str(row[0])


def dangling_rows(path: Path) -> list[tuple[str, str]]:
    """Return table and missing table of every row whose foreign key points at nothing."""
    with closing(sqlite3.connect(path)) as connection:
        return [(str(row[0]), str(row[2])) for row in connection.execute("PRAGMA foreign_key_check")]
