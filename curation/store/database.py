"""The database: one engine, one transaction per use case, rolled back unless it ends well."""

from collections.abc import Generator
from contextlib import contextmanager, nullcontext
from hashlib import sha256

from sqlalchemy import Engine, create_engine, func, select
from sqlalchemy.exc import ArgumentError, DatabaseError, InterfaceError, OperationalError
from sqlalchemy.orm import Session

from curation.errors import InputError, StorageError
from curation.store import sqlite
from curation.texts import text

Transaction = Session


class Database:
    """One database by URL; SQLite gets WAL, foreign keys and a busy timeout. Raises InputError for another URL."""

    def __init__(self, url: str) -> None:
        self.url = url
        try:
            self.engine: Engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
        except (ArgumentError, ModuleNotFoundError) as error:
            raise InputError(
                text(
                    "WORKBENCH_DATABASE names no database that can be used here. Write it as "
                    "sqlite:////folder/workbench.db or postgresql+pg8000://user:password@host/name."
                )
            ) from error
        self._turn = sqlite.Turn()
        if self.is_sqlite:
            sqlite.prepare(self.engine)

    @property
    def is_sqlite(self) -> bool:
        """Tell whether the database is one SQLite file."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def transaction(self, *, durable: bool = True) -> Generator[Transaction]:
        """Open a transaction that may write: committed at the end, rolled back on any error.

        One that need not be `durable` survives the end of every process, but perhaps not a power cut.
        """
        turn = self._turn.taken() if self.is_sqlite else nullcontext()
        with self._translated(), turn, Session(self.engine, expire_on_commit=False) as session, session.begin():
            if self.is_sqlite:
                sqlite.begin_writing(session, durable=durable)
            yield session

    @contextmanager
    def changing_tables(self) -> Generator[Transaction]:
        """Open a transaction in which tables may be rebuilt; raises StorageError where rows then point at nothing."""
        if not self.is_sqlite:
            with self.transaction() as tx:
                yield tx
            return
        with (
            self._translated(),
            self.engine.connect() as connection,
            sqlite.unchecked(connection),
            Session(connection, expire_on_commit=False) as session,
            session.begin(),
        ):
            sqlite.begin_writing(session, durable=True)
            yield session
            sqlite.require_no_dangling(session)

    @contextmanager
    def reading(self) -> Generator[Transaction]:
        """Open a transaction that only reads: one moment of the store, never waits for a writer."""
        with self._translated(), Session(self.engine, expire_on_commit=False) as session:
            if self.is_sqlite:
                sqlite.begin_reading(session)
            yield session

    def wait_for_turn(self, tx: Transaction, purpose: str) -> None:
        """Let one transaction at a time go on for a purpose, until it ends; the others wait here.

        For what two processes may begin at once while there is no row yet to lock. In SQLite a transaction that
        writes is alone anyway.
        """
        if not self.is_sqlite:
            number = int.from_bytes(sha256(purpose.encode()).digest()[:8], "big", signed=True)
            tx.execute(select(func.pg_advisory_xact_lock(number)))

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()

    @contextmanager
    def _translated(self) -> Generator[None]:
        try:
            yield
        except InterfaceError as error:
            if self.is_sqlite:
                raise
            raise StorageError(
                text(
                    "The database {url} cannot be reached: {reason}. Check that its server runs and that "
                    "WORKBENCH_DATABASE names it.",
                    url=self.engine.url.render_as_string(hide_password=True),
                    reason=str(error.orig),
                )
            ) from error
        except DatabaseError as error:
            damaged = self.is_sqlite and type(error) is DatabaseError
            if not damaged and not isinstance(error, OperationalError):
                raise
            if damaged:
                raise StorageError(
                    text(
                        "The database {url} is damaged: {reason}. Put a backup in its place: "
                        "workbench restore FILE --replace",
                        url=self.engine.url.render_as_string(hide_password=True),
                        reason=str(error.orig),
                    )
                ) from error
            raise StorageError(
                text(
                    "The database {url} refused: {reason}. Check that the disk has room and nothing else holds it.",
                    url=self.engine.url.render_as_string(hide_password=True),
                    reason=str(error.orig),
                )
            ) from error
