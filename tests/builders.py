"""Small worlds for tests: a workbench in a folder of its own, a project, people."""

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import text as sql

from curation.domain.people import Person, PersonRole
from curation.domain.projects import Project
from curation.services.projects import Draft
from curation.store import projects as project_store
from curation.store import (
    search_index,
    tables_access,
    tables_browser,
    tables_duplicates,
    tables_hooks,
    tables_lapse,
    tables_people,
    tables_privacy,
    tables_review,
    tables_samples,
    tables_topics,
    tables_work,
)
from curation.store.base import Table
from curation.store.database import Database
from eval import store as eval_store
from tests import postgres
from training import store as training_store
from workbench.bootstrap import Workbench, open_workbench, settings_from
from workbench.migrations.upgrade import newest_revision

TABLES = (
    *(tables_people, tables_access, tables_samples, tables_work, tables_privacy, tables_duplicates),
    *(tables_review, tables_topics, tables_lapse),
    *(tables_browser, search_index, tables_hooks),
    *(training_store, eval_store),
)

ON_SERVER: list[Database] = []
"""What `a_workbench` opened on the tests' server; the fixture `database` of tests/curation closes it."""


class HandClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, now: datetime = datetime(2026, 1, 1, 9, tzinfo=UTC)) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def an_environment(home: Path, **more: str) -> dict[str, str]:
    """The environment of a scratch home: its key beside it, never in the user's own folders."""
    url = postgres.url_of(home)
    return {
        **({"WORKBENCH_DATABASE": url} if url else {}),
        "WORKBENCH_HOME": str(home),
        "WORKBENCH_KEY_FILE": str(home.parent / f"{home.name}.key"),
        "WORKBENCH_THREADS": "1",
        **more,
    }


def a_workbench(folder: Path, **environment: str) -> Workbench:
    """A workbench in a folder, with all tables and the local owner; the test says on which database."""
    settings = settings_from(an_environment(folder / "home", **environment))
    if settings.database_url == postgres.url_of(folder / "home"):
        postgres.create_filled(settings.database_url, fill)
        workbench = open_workbench(settings)
        ON_SERVER.append(workbench.database)
    else:
        workbench = open_workbench(settings)
        file = settings.home / "workbench.db"
        if settings.database_url == f"sqlite:///{file}":
            file.write_bytes(empty_tables())
        else:
            make_tables(workbench.database)
    workbench.projects.ensure_local_owner("Owner")
    return workbench


def fill(url: str) -> None:
    """Make the tables in the database of a URL."""
    database = Database(url)
    try:
        make_tables(database)
    finally:
        database.close()


@cache
def empty_tables() -> bytes:
    """A SQLite file with all tables and no rows, made once in a process: a copy costs a hundredth."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "empty.db"
        fill(f"sqlite:///{file}")
        return file.read_bytes()


def make_tables(database: Database) -> None:
    """Make all tables, as the migrations leave them."""
    Table.metadata.create_all(database.engine)
    with database.transaction() as tx:
        tx.execute(sql("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)"))
        tx.execute(sql("INSERT INTO alembic_version VALUES (:newest)"), {"newest": newest_revision()})


def a_project(workbench: Workbench, name: str = "Cardiology") -> tuple[Person, Project]:
    """A project and its owner."""
    owner_id = workbench.projects.ensure_local_owner("Owner")
    project = workbench.projects.create(owner_id, Draft(name=name, guidelines="# Tone\nBe plain."))
    return workbench.projects.enter(owner_id, project.slug)


def a_person(workbench: Workbench, project: Project, name: str, *roles: PersonRole) -> Person:
    """Somebody with these roles in the project (an expert unless said otherwise)."""
    with workbench.database.reading() as tx:
        owner = next(m for m in project_store.members(tx, project.id) if PersonRole.OWNER in m.roles)
    return workbench.projects.add_person(owner, project, name, roles or (PersonRole.EXPERT,))
