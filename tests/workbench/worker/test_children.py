"""Child processes: done, failed, crashed, killed, cancelled, found again. Real processes, tiny ones."""

import os
import time
from dataclasses import replace

import pytest

from curation.domain.jobs import JobKind, JobState, Progress
from curation.services.processes import is_alive, start_time
from curation.services.shifts import Held, Shift, begin_shift
from curation.store.workers import WorkerSign
from tests.workbench.worker.stages import Folders
from workbench.child import Child
from workbench.work.children import Children

W = 240.0


@pytest.fixture
def at_work(owned, tmp_path):
    workbench, owner, project = owned
    stage = Folders(tmp_path / "children")
    children = Children(begin_shift(workbench.queue), workbench.settings, {JobKind.TRAIN: stage}, grace=0.3)
    yield workbench, owner, project, children, stage
    if children.busy:
        children._running.child.kill()


def enqueue(workbench, project, **payload):
    return workbench.queue.enqueue(JobKind.TRAIN, payload, "local", project.id)


def until(children, condition):
    end = time.monotonic() + W
    while not condition() and time.monotonic() < end:
        children.look()
        time.sleep(0.01)
    assert condition()


def ended(workbench, children, job):
    until(children, lambda: workbench.queue.job(job.id).state not in {JobState.QUEUED, JobState.RUNNING})
    return workbench.queue.job(job.id)


def test_a_child_that_ends_well_is_absorbed_and_done(at_work):
    workbench, _, project, children, stage = at_work
    job = enqueue(workbench, project, mode="done")
    done = ended(workbench, children, job)
    assert (done.state, done.error, stage.absorbed) == (JobState.DONE, None, [(job.id, 0)])
    assert (stage.root / job.id / "result.txt").read_text() == "42"
    assert "hello from the child" in (stage.root / job.id / "log.txt").read_text()


@pytest.mark.parametrize(
    ("mode", "state", "sentence"),
    [
        ("failed", JobState.FAILED, "The loss is not a number at step 1."),
        ("crash", JobState.FAILED, "RuntimeError: the graphics card caught fire"),
        ("kill", JobState.FAILED, "a signal (9)"),
        ("indigestible", JobState.FAILED, "The result does not add up."),
        ("unprepared", JobState.FAILED, "The version is gone. Freeze it again."),
        ("paused", JobState.PAUSED, None),
    ],
)
def test_a_child_that_ends_otherwise_leaves_its_sentence(at_work, mode, state, sentence):
    workbench, _, project, children, _ = at_work
    job = ended(workbench, children, enqueue(workbench, project, mode=mode))
    assert job.state is state
    assert (job.error is None) if sentence is None else (sentence in job.error)


def test_a_bug_in_absorbing_fails_the_job_alone(at_work):
    workbench, _, project, children, stage = at_work
    broken = enqueue(workbench, project, mode="done")
    stage.absorbed = None
    assert "AttributeError" in ended(workbench, children, broken).error
    stage.absorbed = []
    assert ended(workbench, children, enqueue(workbench, project, mode="done")).state is JobState.DONE


def test_what_a_child_says_is_the_jobs_progress(at_work):
    workbench, _, project, children, _ = at_work
    job = enqueue(workbench, project, mode="done", steps=1000, pause=0.05)
    until(children, lambda: workbench.queue.job(job.id).progress.done > 0)
    assert workbench.queue.job(job.id).progress == Progress(workbench.queue.job(job.id).progress.done, 1000, "at work")


def test_a_child_is_cancelled_by_a_wish(at_work):
    workbench, owner, project, children, stage = at_work
    job = enqueue(workbench, project, mode="done", steps=1000, pause=0.02)
    until(children, lambda: children.busy)
    assert workbench.queue.cancel(owner, project, job.id).cancel_asked
    assert ended(workbench, children, job).state is JobState.CANCELLED
    assert stage.absorbed == [(job.id, 130)]


def test_a_child_that_does_not_listen_is_killed_with_all_it_started(at_work):
    workbench, owner, project, children, stage = at_work
    job = enqueue(workbench, project, mode="deaf", steps=1000, pause=0.05)
    until(children, (stage.root / job.id / "status.json").exists)
    grandchild = int((stage.root / job.id / "grandchild").read_text())
    assert start_time(grandchild) is not None
    workbench.queue.cancel(owner, project, job.id)
    assert ended(workbench, children, job).state is JobState.CANCELLED
    until(children, lambda: start_time(grandchild) is None)


def test_a_child_outlives_its_worker_and_is_found_again(at_work):
    workbench, _, project, children, stage = at_work
    job = enqueue(workbench, project, mode="done", steps=20, pause=0.05)
    until(children, lambda: children.busy)
    mark = children._running.child.mark
    held = a_dead_worker_holds(workbench, children)
    assert [one.job.id for one in held] == [job.id]
    others = another(children, stage)
    others.recover(held[0])
    assert others._running.child.mark == mark
    assert is_alive(mark.pid, mark.started)
    children._running.child._process.wait()
    children._running = None
    assert ended(workbench, others, job).state is JobState.DONE
    assert workbench.queue.job(job.id).attempts == 1


def test_a_child_killed_with_its_worker_is_tried_three_times_then_fails_with_a_sentence(at_work):
    workbench, _, project, children, stage = at_work
    job = enqueue(workbench, project, mode="done", steps=1000, pause=0.05)
    for attempt in (1, 2, 3):
        children.look()
        assert workbench.queue.job(job.id).attempts == attempt
        children._running.child.kill()
        held = a_dead_worker_holds(workbench, children)
        children._running = None
        children = another(children, stage)
        children.recover(held[0])
    failed = ended(workbench, children, job)
    assert failed.state is JobState.FAILED
    assert "log.txt" in failed.error
    assert stage.absorbed == [(job.id, 1)]


def test_a_second_start_in_a_folder_ends_the_stray_of_the_first(at_work):
    workbench, _, project, children, stage = at_work
    folder = stage.root / "stray"
    folder.mkdir(parents=True)
    (folder / "plan.json").write_text('{"mode": "done", "steps": 1000, "pause": 0.05}')
    stray = Child.start(workbench.settings, stage.module, folder)
    job = enqueue(workbench, project, mode="done")
    stage.prepare = lambda job: folder
    until(children, lambda: children.busy)
    assert stray.exit_code() == -9
    assert workbench.queue.job(job.id).state is JobState.RUNNING


def test_an_orderly_stop_queues_the_job_again_and_counts_no_attempt(at_work):
    workbench, _, project, children, _ = at_work
    job = enqueue(workbench, project, mode="done", steps=50, pause=0.1)
    until(children, lambda: children.busy)
    mark = children._running.child.mark
    (mark.folder / "CANCEL").touch()
    children.stop()
    found = workbench.queue.job(job.id)
    assert (found.state, found.attempts, is_alive(mark.pid, mark.started)) == (JobState.QUEUED, 0, False)


def a_dead_worker_holds(workbench, children):
    """What is left behind once the worker's row names a process that is gone."""
    sign = replace(children.shift.sign, pid=os.getpid(), started=1.0)
    Shift(workbench.queue, WorkerSign(sign.id, sign.pid, sign.started, sign.heartbeat_at)).live()
    held = begin_shift(workbench.queue).left_behind()
    assert all(isinstance(one, Held) for one in held)
    return held


def another(children, stage):
    shift = begin_shift(children.shift.queue)
    return Children(shift, children.settings, {JobKind.TRAIN: stage}, grace=0.3)
