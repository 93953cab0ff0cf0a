"""The same samples on PostgreSQL and on SQLite: the same version."""

import pytest

from curation.domain.findings import DuplicateKind
from curation.domain.samples import SampleStatus
from curation.domain.versions import Recipe
from tests.builders import a_project, a_workbench
from tests.curation.release.shelf import Shelf, named, pair, talk

pytestmark = [pytest.mark.postgres, pytest.mark.slow]


def frozen_in(folder, **environment):
    workbench = a_workbench(folder, **environment)
    shelf = Shelf(workbench, *a_project(workbench))
    shelf.add(*(pair(i) for i in range(30)), *(talk(i) for i in range(100, 104)), pair(200, language="de"))
    shelf.add(pair(300, SampleStatus.WAITING))
    shelf.group("g", DuplicateKind.NEAR, named(0), named(1), named(2))
    shelf.block(named(5))
    plan = shelf.releasing.plan(shelf.owner, shelf.project, Recipe())
    shelf.freeze("v1")
    shelf.add(pair(400))
    shelf.freeze("v2", Recipe(languages=("en",), keep_duplicates=True))
    changes = shelf.releasing.compare(shelf.owner, shelf.project, "v1", "v2")
    folders = [shelf.releasing.folder(shelf.owner, shelf.project, name).files for name in ("v1", "v2")]
    workbench.database.close()
    return plan, folders, (changes.added, changes.removed, changes.unchanged)


def test_postgresql_freezes_the_same_bytes_as_sqlite(tmp_path, server_url):
    here = frozen_in(tmp_path / "sqlite")
    there = frozen_in(tmp_path / "postgres", WORKBENCH_DATABASE=f"{server_url}/postgres")
    assert here == there
