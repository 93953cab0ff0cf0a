"""A freeze that the machine kills, or another overtakes: the next run makes the whole version."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from curation.domain.jobs import Progress
from curation.domain.versions import Recipe
from curation.errors import ConflictError
from curation.release.manifest import differences
from tests.curation.release.shelf import ListReporter, Shelf, pair

KILLED = """
import os, signal, sys
from pathlib import Path
from cryptography.fernet import Fernet
from curation.pii.sealed import Seal
from curation.services.freezing import Freezing
from curation.services.gates import ReleaseGate
from curation.store.database import Database
from curation.store.jobs import find_job

url, home, job_id, moment = sys.argv[1:]
database = Database(url)

def die():
    os.kill(os.getpid(), signal.SIGKILL)

class Dying(Freezing):
    def _record(self, tx, version, frozen, manifest_hash):
        if moment == "renamed":
            die()
        super()._record(tx, version, frozen, manifest_hash)
        die()

class Reporter:
    seen = 0
    def report(self, progress):
        self.seen += 1
        if moment == str(self.seen):
            die()
    def log(self, line):
        pass

with database.reading() as tx:
    job = find_job(tx, job_id)
gate = ReleaseGate(database, Seal(Fernet.generate_key()))
Dying(database, Path(home), gate).run(job, Reporter())
"""


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["1", "4", "renamed", "uncommitted"])
def test_a_killed_freeze_is_made_whole_by_the_next_run(shelf: Shelf, moment: str) -> None:
    shelf.add(*(pair(i) for i in range(30)))
    job, settings = shelf.order("v1"), shelf.workbench.settings
    arguments = [settings.database_url, str(settings.home), job.id, moment]
    done = subprocess.run(
        [sys.executable, "-c", KILLED, *arguments], cwd=Path(__file__).parents[3], env=dict(os.environ), check=False
    )
    assert done.returncode == -9
    assert shelf.releasing.versions(shelf.owner, shelf.project) == ()
    shelf.freezing.run(job, ListReporter())
    folder = shelf.releasing.folder(shelf.owner, shelf.project, "v1").folder
    assert differences(folder) == []
    assert [p.name for p in folder.parent.iterdir()] == ["v1"]
    shelf.end(job)
    shelf.freeze("v2")
    found = shelf.releasing.versions(shelf.owner, shelf.project)
    assert found[0].hash == found[1].hash


class Overtaken(ListReporter):
    """While one freeze writes its files, another of the same project is done from beginning to end."""

    def __init__(self, shelf: Shelf, recipe: Recipe) -> None:
        super().__init__()
        self._shelf, self._job = shelf, shelf.order("other", recipe)

    def report(self, progress: Progress) -> None:
        super().report(progress)
        if len(self.progress) == 3:
            self._shelf.freezing.run(self._job, ListReporter())


def test_of_two_freezes_at_once_the_later_gives_way_to_the_sides_of_the_first(shelf: Shelf) -> None:
    shelf.add(*(pair(i) for i in range(30)))
    job = shelf.order("v1", Recipe(seed=1))
    with pytest.raises(ConflictError, match="at the same time"):
        shelf.freezing.run(job, Overtaken(shelf, Recipe(seed=2)))
    assert [v.name for v in shelf.releasing.versions(shelf.owner, shelf.project)] == ["other"]
    assert [p.name for p in shelf.workbench.settings.versions.glob("*/*")] == ["other"]
    shelf.freezing.run(job, ListReporter())
    found = shelf.releasing.compare(shelf.owner, shelf.project, "other", "v1")
    assert (found.moved, found.unchanged) == ([], 30)


def test_two_freezes_at_once_that_agree_are_both_kept(shelf: Shelf) -> None:
    shelf.add(*(pair(i) for i in range(30)))
    shelf.freezing.run(shelf.order("v1"), Overtaken(shelf, Recipe()))
    assert len(shelf.releasing.versions(shelf.owner, shelf.project)) == 2
