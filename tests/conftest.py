"""Fixtures that all tests share, and the rules of where a test may write."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from curation.domain.people import Person
from curation.domain.projects import Project
from tests.builders import a_project, a_workbench
from tests.postgres import cluster
from workbench.bootstrap import Workbench

SLOW = [HealthCheck.too_slow]  # a machine with much to do is no fault of what is drawn
settings.register_profile("by_chance", deadline=None, max_examples=200)
settings.register_profile("house", deadline=None, max_examples=50, derandomize=True, suppress_health_check=SLOW)
settings.load_profile("house")
os.environ.update(
    HF_HUB_OFFLINE="1",
    HF_HUB_DISABLE_TELEMETRY="1",
    OMP_NUM_THREADS="1",
    OMP_WAIT_POLICY="PASSIVE",
    TOKENIZERS_PARALLELISM="false",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that take longest first: whole files go to processes, which then end at about the same time."""
    rank: dict[Path, int] = {}
    for item in items:
        kind = next((n for n, mark in enumerate(("browser", "slow")) if item.get_closest_marker(mark)), 2)
        rank[item.path] = min(kind, rank.get(item.path, kind))
    items.sort(key=lambda item: rank[item.path])


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """A PostgreSQL server; skips where this machine has none."""
    with cluster() as url:
        yield url


@pytest.fixture
def workbench(tmp_path: Path) -> Iterator[Workbench]:
    opened = a_workbench(tmp_path)
    yield opened
    opened.database.close()


@pytest.fixture
def owned(workbench: Workbench) -> tuple[Workbench, Person, Project]:
    owner, project = a_project(workbench)
    return workbench, owner, project
