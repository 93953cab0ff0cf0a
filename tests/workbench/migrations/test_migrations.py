"""Migrations: from nothing to the tables that the code has, once, after a copy of what was there."""

import importlib
import json
import os
import pkgutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, insert, literal, select, table, text

import curation.store
from curation.errors import StorageError
from curation.store.base import Table, Utc
from curation.store.database import Database
from tests.builders import an_environment
from tests.postgres import create_empty
from workbench.bootstrap import settings_from
from workbench.migrations.schema import METADATA
from workbench.migrations.upgrade import FOLDER, migrate, newest_revision, revision_of

ROOT = Path(__file__).parents[3]


@pytest.fixture
def database(tmp_path):
    found = Database(f"sqlite:///{tmp_path / 'workbench.db'}")
    yield found
    found.close()


def same_type(context, inspected, column, found, wanted):
    return None if not isinstance(wanted, Utc) else False


def of_ours(name, kind, parents):
    """The index of words is no table of ours (see curation/store/sqlite_search.py), nor are those that it keeps."""
    return kind != "table" or name is None or not name.startswith("search_words")


def differences(database):
    with database.reading() as tx:
        opts = {"compare_type": same_type, "include_name": of_ours}
        context = MigrationContext.configure(tx.connection(), opts=opts)
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
    stand_at(database, "0004")
    with database.transaction() as tx:
        tx.execute(text("INSERT INTO people (id, name, disabled, created_at) VALUES ('a', 'Ada', 0, '2026-01-01')"))
    copy = migrate(database, tmp_path / "backups")
    assert copy.parent == tmp_path / "backups"
    with closing(sqlite3.connect(copy)) as kept:
        assert kept.execute("SELECT name FROM people").fetchall() == [("Ada",)]
        assert kept.execute("SELECT version_num FROM alembic_version").fetchall() == [("0004",)]
    assert revision_of(database) == newest_revision()
    with database.reading() as tx:
        assert tx.execute(text("SELECT name FROM people")).all() == [("Ada",)]


def test_a_migration_that_fails_leaves_the_database_as_it_was(database, tmp_path):
    stand_at(database, "0004")
    with database.transaction() as tx:
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


def stand_at(database, revision):
    """Bring an empty database to an older revision, as an older workbench left it."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    with database.transaction() as tx:
        config.attributes["connection"] = tx.connection()
        command.upgrade(config, revision)


VALUES = {
    "INTEGER": 1,
    "FLOAT": 1.0,
    "DOUBLE": 1.0,
    "BOOLEAN": True,
    "DATETIME": datetime(2026, 1, 1),  # noqa: DTZ001 - the store's own columns carry no zone
    "JSON": {},
    "BLOB": b"sealed",
}


def revisions():
    script = ScriptDirectory(str(FOLDER))
    return [one.revision for one in reversed(list(script.walk_revisions()))]


def fill_every_table(database):
    """Put one row into every table there is, which points at the one row of the tables it names."""
    with database.transaction() as tx:
        found = MetaData()
        found.reflect(tx.connection())
        written = {}
        for table in found.sorted_tables:
            if table.name == "alembic_version":
                continue
            row = {c.name: VALUES.get(str(c.type).partition("(")[0], "x") for c in table.columns}
            for key in (key for column in table.columns for key in column.foreign_keys):
                target = key.column
                row[key.parent.name] = written[target.table.name][target.name] if target.table is not table else None
            tx.execute(insert(table).values(row))
            written[table.name] = row
    return set(written)


@pytest.mark.slow
@pytest.mark.parametrize("revision", revisions()[:-1])
def test_a_home_with_rows_in_every_table_is_brought_up_to_date_from_every_revision(database, tmp_path, revision):
    stand_at(database, revision)
    filled = fill_every_table(database)
    migrate(database, tmp_path / "backups")
    assert differences(database) == []
    with database.reading() as tx:
        kept = {name for name in filled if tx.execute(select(literal(1)).select_from(table(name))).first()}
        assert kept == filled & set(METADATA.tables)
        assert tx.execute(text("PRAGMA foreign_key_check")).all() == []
        assert tx.scalar(text("PRAGMA foreign_keys")) == 1


def test_words_typed_for_an_act_on_many_that_stood_in_clear_go(database, tmp_path):
    stand_at(database, "0126")
    fill_every_table(database)
    found = {"words": "Anna Bauer", "pattern": "Bauer", "status": "waiting"}
    with database.transaction() as tx:
        tx.execute(text("UPDATE bulk_acts SET address = :said"), {"said": json.dumps(found)})
    migrate(database, tmp_path / "backups")
    with database.reading() as tx:
        [(address, typed)] = tx.execute(text("SELECT address, typed FROM bulk_acts")).all()
    assert (json.loads(address), typed) == ({"words": "", "pattern": "", "status": "waiting"}, None)


STARTING = """
import sys
from workbench.cli.output import opened
print("ready", flush=True)
sys.stdin.readline()
with opened(None) as workbench:
    pass
"""


def starting(environment):
    """A process that has loaded all it needs, and opens the home once it is told to."""
    process = subprocess.Popen(
        [sys.executable, "-c", STARTING],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    return process


def start_at_once(environment, count=3):
    started = [starting(environment) for _ in range(count)]
    for process in started:
        assert process.stdout.readline() == "ready\n"
    for process in started:
        process.stdin.write("go\n")
        process.stdin.flush()
    return [(process.communicate(timeout=240)[1], process.returncode) for process in started]


def as_it_should_be(environment):
    database = Database(settings_from(environment).database_url)
    try:
        assert revision_of(database) == newest_revision()
        with database.reading() as tx:
            assert tx.scalar(text("SELECT count(*) FROM people")) == 1
    finally:
        database.close()


@pytest.mark.slow
def test_processes_that_start_at_once_in_a_new_home_migrate_it_once(tmp_path):
    environment = an_environment(tmp_path / "home")
    assert start_at_once(environment) == [("", 0)] * 3
    as_it_should_be(environment)


@pytest.mark.slow
def test_processes_that_start_at_once_in_an_older_home_copy_it_once(tmp_path):
    environment = an_environment(tmp_path / "home")
    chosen = settings_from(environment)
    chosen.home.mkdir()
    database = Database(chosen.database_url)
    stand_at(database, "0004")
    database.close()
    assert start_at_once(environment) == [("", 0)] * 3
    as_it_should_be(environment)
    [copy] = chosen.backups.iterdir()
    with closing(sqlite3.connect(copy)) as kept:
        assert kept.execute("SELECT version_num FROM alembic_version").fetchall() == [("0004",)]


@pytest.mark.slow
@pytest.mark.postgres
def test_processes_that_start_at_once_on_postgresql_migrate_it_once(tmp_path, server_url):
    url = f"{server_url}/t{time.monotonic_ns()}"
    create_empty(url)
    environment = an_environment(tmp_path / "home", WORKBENCH_DATABASE=url)
    assert start_at_once(environment) == [("", 0)] * 3
    as_it_should_be(environment)
