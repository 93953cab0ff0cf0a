"""A store that refuses for a while (a full disk, a lock that somebody holds): no job is forgotten for it."""

import shutil
import sqlite3
import threading
import time
from contextlib import closing, contextmanager

import pytest
from sqlalchemy import event

from curation.domain.jobs import JobKind, JobState, Progress
from curation.errors import StorageError
from curation.services.shifts import begin_shift
from tests.workbench.worker.stages import Folders, Steps, wiring
from workbench.work import reporting
from workbench.work.children import Children
from workbench.work.light import run_job
from workbench.work.logs import job_log
from workbench.work.reporting import RowReporter
from workbench.work.shift_loop import LightProcess, ShiftLoop

W = 240.0


@pytest.fixture
def impatient(owned):
    """A workbench whose store refuses after a moment where somebody else holds it."""
    workbench, _, _ = owned
    event.listen(workbench.database.engine, "checkout", lambda found, *_: found.execute("PRAGMA busy_timeout=30"))
    return owned


@contextmanager
def refusing(workbench):
    with closing(sqlite3.connect(workbench.settings.home / "workbench.db", check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other.rollback
        other.rollback()


def looking(children, workbench, job):
    until = time.monotonic() + W
    while workbench.queue.job(job.id).state is JobState.RUNNING and time.monotonic() < until:
        children.look()
        time.sleep(0.01)
    return workbench.queue.job(job.id)


def a_child_job(owned, root, mode):
    workbench, _, project = owned
    children = Children(begin_shift(workbench.queue), workbench.settings, {JobKind.TRAIN: Folders(root)})
    return children, workbench.queue.enqueue(JobKind.TRAIN, {"mode": mode}, "local", project.id)


def test_how_a_child_ended_is_written_once_the_store_takes_it(impatient, tmp_path):
    workbench = impatient[0]
    children, job = a_child_job(impatient, tmp_path / "children", "done")
    children.look()
    while children._running.child.exit_code() is None:
        time.sleep(0.02)
    with refusing(workbench), pytest.raises(StorageError, match="refused"):
        children.look()
    assert workbench.queue.job(job.id).state is JobState.RUNNING
    assert looking(children, workbench, job).state is JobState.DONE
    assert not children.busy


def test_a_child_that_was_claimed_and_never_started_is_not_forgotten(impatient, tmp_path):
    workbench = impatient[0]
    children, job = a_child_job(impatient, tmp_path / "children", "done")
    held = []

    class Refused(Folders):
        def prepare(self, job):
            held.append(refusing(workbench))
            held[-1].__enter__()
            raise StorageError("The disk is full.")

    children.stages = {JobKind.TRAIN: Refused(tmp_path / "refused")}
    with pytest.raises(StorageError, match="refused"):
        children.look()
    held[0].__exit__(None, None, None)
    assert workbench.queue.job(job.id).state is JobState.RUNNING
    children.stages = {JobKind.TRAIN: Folders(tmp_path / "children")}
    children.look()
    assert looking(children, workbench, job).state is JobState.DONE


def test_how_a_light_job_ended_is_written_once_the_store_takes_it(impatient):
    workbench, _, project = impatient
    shift = begin_shift(workbench.queue)
    job = workbench.queue.enqueue(JobKind.FREEZE, {"mode": "refuse"}, "local", project.id)
    claimed = workbench.queue.claim(shift.worker_id)
    reporter = RowReporter(workbench.queue, shift.worker_id, claimed, workbench.settings)
    with refusing(workbench) as let_go:
        later = threading.Timer(0.3, let_go)
        later.start()
        run_job(claimed, Steps(workbench.settings.home), reporter)
        later.join()
    assert workbench.queue.job(job.id).error == "Row 3 of the file is empty. Remove it."


def test_the_job_of_a_dead_light_process_is_queued_again_once_the_store_takes_it(impatient, tmp_path):
    workbench, _, project = impatient
    shift = begin_shift(workbench.queue)
    wired = wiring(tmp_path)
    light = LightProcess(workbench.settings, shift.worker_id, "tests.workbench.worker.fake_worker")
    loop = ShiftLoop(shift, wired, Children(shift, workbench.settings, {}), light)
    job = workbench.queue.enqueue(JobKind.FREEZE, {}, "local", project.id)
    workbench.queue.claim(shift.worker_id)
    light.start()
    light._process.kill()
    light._process.wait()
    loop._due = dict.fromkeys(("live", "recover", "look"), time.monotonic() + 60)
    with refusing(workbench), pytest.raises(StorageError):
        loop._tick()
    assert workbench.queue.job(job.id).state is JobState.RUNNING
    loop._tick()
    assert workbench.queue.job(job.id).state is JobState.QUEUED
    light.stop()


def test_a_job_stops_with_one_sentence_before_the_disk_is_full(owned, tmp_path, monkeypatch):
    workbench, _, project = owned
    monkeypatch.setattr(reporting, "LEAST_FREE", shutil.disk_usage(tmp_path).total * 2)
    shift = begin_shift(workbench.queue)
    for kind, stage in ((JobKind.FREEZE, Steps(tmp_path)), (JobKind.TRAIN, None)):
        job = workbench.queue.enqueue(kind, {"mode": "done"}, "local", project.id)
        if stage is None:
            Children(shift, workbench.settings, {kind: Folders(tmp_path / "children")}).look()
        else:
            claimed = workbench.queue.claim(shift.worker_id, (kind,))
            run_job(claimed, stage, RowReporter(workbench.queue, shift.worker_id, claimed, workbench.settings))
        ended = workbench.queue.job(job.id)
        assert ended.state is JobState.FAILED
        assert f"MB are free on the disk of {workbench.settings.home}" in ended.error
        assert "Make room, then run it again." in ended.error
    reporter = RowReporter(workbench.queue, shift.worker_id, ended, workbench.settings)
    with pytest.raises(StorageError, match="Make room"):
        reporter.report(Progress(1))


def test_a_log_that_finds_no_room_stops_nothing(owned):
    workbench, _, project = owned
    shift = begin_shift(workbench.queue)
    job = workbench.queue.enqueue(JobKind.FREEZE, {}, "local", project.id)
    job_log(workbench.settings, job.id).mkdir(parents=True)  # nothing can be appended to a folder
    claimed = workbench.queue.claim(shift.worker_id)
    run_job(
        claimed,
        Steps(workbench.settings.home),
        RowReporter(workbench.queue, shift.worker_id, claimed, workbench.settings),
    )
    assert workbench.queue.job(job.id).state is JobState.DONE
