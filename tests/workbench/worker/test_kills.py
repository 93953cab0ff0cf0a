"""The real worker, killed again and again in the middle of an import: the store ends as if nothing had been."""

import os
import random
import signal
import sqlite3
import time
from contextlib import closing

import pytest

from curation.domain.jobs import JobState
from curation.services.import_plan import Wishes
from tests.bench.import_and_screening import a_file
from tests.builders import a_project, a_workbench
from workbench.child import spawn

pytestmark = pytest.mark.long
SAMPLES = 400
KILLS = 8
W = 240.0


def content(workbench):
    """What the import made, without what is random: texts, states, findings, spans."""
    with closing(sqlite3.connect(workbench.settings.home / "workbench.db")) as connection:
        return {
            "samples": connection.execute("SELECT count(*), min(status), max(status) FROM samples").fetchall(),
            "revisions": connection.execute(
                "SELECT number, kind, state, text_hash, count(*) FROM revisions GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"
            ).fetchall(),
            "findings": connection.execute('SELECT "check", count(*) FROM findings GROUP BY 1 ORDER BY 1').fetchall(),
            "spans": connection.execute("SELECT entity_type, count(*) FROM pii_spans GROUP BY 1 ORDER BY 1").fetchall(),
        }


def imported(folder, kills):
    workbench = a_workbench(folder, WORKBENCH_THREADS="2")
    owner, project = a_project(workbench)
    chance = random.Random(5)  # noqa: S311 - moments, not secrets
    job = workbench.queue.job(
        workbench.importing.import_file(owner, project, a_file(SAMPLES), "a.jsonl", Wishes()).job.id
    )
    worker, began, end = spawn(workbench.settings, "workbench.worker"), time.monotonic(), time.monotonic() + W
    while job.state is not JobState.DONE and time.monotonic() < end:
        at_work = job.state is JobState.RUNNING and time.monotonic() - began > chance.uniform(0.5, 6.0)
        if kills and at_work:
            os.kill(worker.pid, signal.SIGKILL)
            worker.wait()
            kills -= 1
            worker, began = spawn(workbench.settings, "workbench.worker"), time.monotonic()
        if job.state is JobState.FAILED:
            assert "killed 3 times" in job.error
            workbench.queue.retry(owner, project, job.id)
        time.sleep(0.05)
        job = workbench.queue.job(job.id)
    worker.terminate()
    worker.wait()
    assert (job.state, kills) == (JobState.DONE, 0)
    found = content(workbench)
    workbench.database.close()
    return found


def test_an_import_whose_worker_is_killed_again_and_again_ends_as_if_it_had_not_been(tmp_path):
    assert imported(tmp_path / "killed", KILLS) == imported(tmp_path / "calm", 0)
