"""Brings a database to the newest schema: a backup copy of the file first, then all or nothing."""

import re
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import inspect
from sqlalchemy import text as sql

from curation.errors import StorageError
from curation.store import search_index, sqlite
from curation.store.database import Database, Transaction
from curation.texts import text

FOLDER = Path(__file__).parent
_VERSION_TABLE = "alembic_version"
_BEFORE = re.compile(r'^down_revision = "(\d+)"', re.MULTILINE)


def newest_revision() -> str:
    """Return the number of the migration that no other one follows."""
    befores = _befores()
    [newest] = set(befores) - set(befores.values())
    return newest


def _befores() -> dict[str, str]:
    """Return every migration's number with that of the one before; work that ran side by side may land in any order."""
    found: dict[str, str] = {}
    for file in sorted((FOLDER / "versions").glob("[0-9]*.py")):
        told = _BEFORE.search(file.read_text(encoding="utf-8"))
        found[file.name.partition("_")[0]] = "" if told is None else told[1]
    return found


def revision_of(database: Database) -> str | None:
    """Return the migration that a database stands at, None where it is empty."""
    with database.reading() as tx:
        return _revision(tx)


def migrate(database: Database, backups: Path) -> Path | None:
    """Run the migrations that a database lacks, in one transaction; nothing happens where it has them all.

    A SQLite file that holds something is copied into `backups` before; returns that copy. Of processes that
    start at the same moment one migrates and the others wait for it. Raises StorageError where the database
    refuses or is newer than this program.
    """
    stands_at = revision_of(database)
    if stands_at == newest_revision():
        return None
    if stands_at is not None and stands_at not in _befores():
        raise StorageError(
            text(
                "The database {url} was written by a newer workbench (schema {theirs}; this one knows {ours}). Update "
                "the workbench, or restore an older backup into another home.",
                url=database.engine.url.render_as_string(hide_password=True),
                theirs=stands_at,
                ours=newest_revision(),
            )
        )
    return _upgrade(database, backups)


def _upgrade(database: Database, backups: Path) -> Path | None:
    from alembic import command  # noqa: PLC0415 - a quarter of a second that a current database need not pay
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    with database.changing_tables() as tx:
        database.wait_for_turn(tx, "migrations")
        revision = _revision(tx)
        if revision == newest_revision():
            return None
        # Inside the turn, so that the copy is of what stood before and no second process copies at the same moment.
        copy = _backup_copy(database, backups, revision)
        config.attributes["connection"] = tx.connection()
        search_index.stand_aside(tx.connection())
        command.upgrade(config, "head")
        search_index.ensure(tx.connection())
    return copy


def _revision(tx: Transaction) -> str | None:
    if not inspect(tx.connection()).has_table(_VERSION_TABLE):
        return None
    found = tx.scalar(sql(f"SELECT version_num FROM {_VERSION_TABLE}"))  # noqa: S608 - a constant
    return None if found is None else str(found)


def _backup_copy(database: Database, backups: Path, revision: str | None) -> Path | None:
    if not database.is_sqlite or revision is None or database.engine.url.database is None:
        return None
    backups.mkdir(parents=True, exist_ok=True)
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    copy = backups / f"before-{newest_revision()}-from-{revision}-{moment}.db"
    sqlite.copy_database(Path(database.engine.url.database), copy)
    return copy
