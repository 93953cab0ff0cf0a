"""A thousand identifiers go in by every door; none comes out in clear anywhere."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from curation.domain.jobs import JobState
from tests.curation.leaks.planting import COUNT, Leaky, plant
from tests.curation.leaks.search import found_below

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def leaky(tmp_path_factory: pytest.TempPathFactory) -> Leaky:
    return plant(tmp_path_factory.mktemp("leaks"))


def test_every_identifier_went_in(leaky: Leaky) -> None:
    assert len(leaky.used) >= COUNT * 0.95
    assert {one.kind for one in leaky.used} == {one.kind for one in leaky.planted}
    assert {job.state for job in leaky.workbench.queue.recent(leaky.project.id, 200)} == {JobState.DONE}


def test_no_identifier_stands_in_clear_in_home_exports_logs_or_backups(leaky: Leaky) -> None:
    everything = leaky.workbench.settings.home.parent
    assert found_below(everything, leaky.needles) == []


def test_the_search_finds_what_is_there(leaky: Leaky, tmp_path: Path) -> None:
    (tmp_path / "a.log").write_text(f"It was {leaky.needles[0].upper()}!")
    assert found_below(tmp_path, leaky.needles) == [("a.log", leaky.needles[0])]
    with closing(sqlite3.connect(leaky.workbench.settings.home / "workbench.db")) as database:
        [samples] = database.execute("SELECT count(*) FROM samples").fetchone()
        [spans] = database.execute("SELECT count(*) FROM pii_spans").fetchone()
    assert samples > 100
    assert spans > COUNT * 0.5
