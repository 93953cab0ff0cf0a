"""Migrations: from nothing to the tables that the code has, once, after a copy of what was there."""

import importlib
import pkgutil
import sqlite3
from contextlib import closing

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

import curation.store
from curation.errors import StorageError
from curation.store.base import Table, Utc
from curation.store.database import Database
from workbench.migrations.schema import METADATA
from workbench.migrations.upgrade import migrate, newest_revision, revision_of


@pytest.fixture
def database(tmp_path):
    found = Database(f"sqlite:///{tmp_path / 'workbench.db'}")
    yield found
    found.close()


def same_type(context, inspected, column, found, wanted):
    return None if not isinstance(wanted, Utc) else False


def differences(database):
    with database.reading() as tx:
        context = MigrationContext.configure(tx.connection(), opts={"compare_type": same_type})
        return compare_metadata(context, METADATA)


def test_the_migrations_make_the_tables_that_the_code_has(database, tmp_path):
    assert migrate(database, tmp_path / "backups") is None
    assert revision_of(database) == newest_revision()
    assert differences(database) == []


def test_no_table_is_left_out_of_the_schema():
    for module in pkgutil.iter_modules(curation.store.__path__, "curation.store."):
        importlib.import_module(module.name)
    assert {mapper.local_table.name for mapper in Table.registry.mappers} == set(METADATA.tables)


def test_migrating_twice_changes_nothing_and_copies_nothing(database, tmp_path):
    migrate(database, tmp_path / "backups")
    assert migrate(database, tmp_path / "backups") is None
    assert not (tmp_path / "backups").exists()


def test_a_database_with_something_in_it_is_copied_before_it_is_changed(database, tmp_path):
    migrate(database, tmp_path / "backups")
    with database.transaction() as tx:
        tx.execute(text("INSERT INTO people (id, name, disabled, created_at) VALUES ('a', 'Ada', 0, '2026-01-01')"))
        go_back(tx)
    copy = migrate(database, tmp_path / "backups")
    assert copy.parent == tmp_path / "backups"
    with closing(sqlite3.connect(copy)) as kept:
        assert kept.execute("SELECT name FROM people").fetchall() == [("Ada",)]
        assert kept.execute("SELECT version_num FROM alembic_version").fetchall() == [("0004",)]
    assert revision_of(database) == newest_revision()
    with database.reading() as tx:
        assert tx.execute(text("SELECT name FROM people")).all() == [("Ada",)]


def test_a_migration_that_fails_leaves_the_database_as_it_was(database, tmp_path):
    migrate(database, tmp_path / "backups")
    with database.transaction() as tx:
        go_back(tx)
        tx.execute(text("CREATE TABLE ratings (id TEXT)"))
    with pytest.raises(StorageError, match="ratings already exists"):
        migrate(database, tmp_path / "backups")
    assert revision_of(database) == "0004"
    with database.reading() as tx:
        assert tx.scalar(text("SELECT count(*) FROM sqlite_master WHERE name = 'rounds'")) == 0


def test_a_file_that_is_no_database_is_a_sentence(tmp_path):
    (tmp_path / "workbench.db").write_bytes(b"this is not a database" * 100)
    broken = Database(f"sqlite:///{tmp_path / 'workbench.db'}")
    with pytest.raises(StorageError, match=r"workbench\.db is damaged: file is not a database"):
        migrate(broken, tmp_path / "backups")
    broken.close()


def go_back(tx):
    """Undo the last migrations by hand: their tables and columns go, the number too."""
    for table in (
        "group_decisions",
        "metadata_spans",
        "surrogates",
        "pii_scans",
        "privacy_decisions",
        "ratings",
        "tasks",
        "round_answers",
        "round_questions",
        "arms",
        "rounds",
    ):
        tx.execute(text(f"DROP TABLE {table}"))
    tx.execute(text("ALTER TABLE sealed_values DROP COLUMN spelling"))
    tx.execute(text("ALTER TABLE sources DROP COLUMN purged_at"))
    tx.execute(text("UPDATE alembic_version SET version_num = '0004'"))
