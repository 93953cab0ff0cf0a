"""An act on many samples whose process is killed at any moment goes on where it was: nothing twice, nothing lost."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from curation.domain.bulk import BulkKind, BulkOrder, Fate
from curation.services.bulk import Bulk, BulkStage
from curation.store.events import broken_lines, events_of
from curation.store.reviews import decisions_of
from tests.curation.browsing.conftest import put

ROOT = Path(__file__).parents[3]
COUNT, REPORTS = 300, (1, 2)
WORK = """
import os, signal, sys
from curation.services.bulk import BulkStage
from workbench.bootstrap import open_workbench, settings

class Dying:
    left = int(sys.argv[2])

    def report(self, progress):
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def log(self, line): pass

workbench = open_workbench(settings())
BulkStage(workbench.database, workbench.seal).run(workbench.queue.job(sys.argv[1]), Dying())
"""


@pytest.mark.slow
def test_killed_again_and_again_every_sample_is_decided_on_once(owned, clock):
    workbench, owner, project = owned
    names = put(workbench, project, {f"s{i:03}": (f"Question {i}?", "An answer.") for i in range(COUNT)}, clock)
    bulk, stage = (
        Bulk(workbench.database, workbench.seal, workbench.bulk.typed, clock),
        BulkStage(workbench.database, workbench.seal, clock),
    )
    act = bulk.look(owner, project, {}, BulkOrder(BulkKind.APPROVE))
    stage.run(workbench.queue.open(project.id)[0], Reporter())
    job = bulk.go(owner, project, act.id)
    settings = workbench.settings
    environment = {
        **os.environ,
        "WORKBENCH_HOME": str(settings.home),
        "WORKBENCH_KEY_FILE": str(settings.key_file),
        "WORKBENCH_DATABASE": settings.database_url,
    }
    for reports in REPORTS:
        command = [sys.executable, "-c", WORK, job.id, str(reports)]
        assert subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode == -signal.SIGKILL
    stage.run(job, Reporter())
    assert bulk.state(owner, project, act.id).fates == {Fate.DONE: COUNT}
    with workbench.database.reading() as tx:
        assert {len(given) for given in decisions_of(tx, names).values()} == {1}
        assert {len(events_of(tx, "sample", name)) for name in names} == {1}
        assert [event.action for event in events_of(tx, "bulk", act.id)] == ["bulk.started", "bulk.ended"]
        assert list(broken_lines(tx)) == []


class Reporter:
    def report(self, progress):
        pass

    def log(self, line):
        pass
