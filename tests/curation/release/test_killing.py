"""A freeze that the machine kills: whatever the moment, the next run makes the whole version."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from curation.release.manifest import differences
from tests.curation.release.shelf import ListReporter, Shelf, pair

KILLED = """
import os, signal, sys
from pathlib import Path
from curation.services.freezing import Freezing
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
Dying(database, Path(home)).run(job, Reporter())
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
