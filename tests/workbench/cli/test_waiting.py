"""Commands that make jobs: they wait, run a worker where none is alive, and leave with the job's exit code."""

import os
import signal
import subprocess
import sys
import time

import pytest
import typer

from curation.domain.jobs import JobKind, JobState
from curation.errors import JobCancelledError, JobFailedError
from curation.services.shifts import begin_shift
from tests.builders import an_environment
from workbench.cli.waiting import wait_for

W = 240.0


@pytest.fixture
def job(owned):
    """A freeze that was stopped before it began; its version cannot be frozen, for nothing is approved."""
    workbench, owner, project = owned
    made = workbench.queue.enqueue(JobKind.FREEZE, {"nonsense": True}, owner.id, project.id)
    return workbench.queue.cancel(owner, project, made.id)


def command(workbench, *arguments):
    code = "from workbench.cli.door import main; main()"
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, **an_environment(workbench.settings.home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def until(condition):
    end = time.monotonic() + W
    while not condition():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.02)


@pytest.mark.slow
def test_without_a_worker_one_is_started_and_a_failure_is_the_exit_code(owned, job):
    workbench, _, _ = owned
    asked = command(workbench, "jobs", "retry", job.id)
    out, err = asked.communicate(timeout=W)
    assert (asked.returncode, out) == (1, "")
    assert workbench.queue.job(job.id).state is JobState.FAILED
    assert err.splitlines()[-1] == workbench.queue.job(job.id).error
    assert workbench.queue.live_workers() == []


@pytest.mark.slow
def test_ctrl_c_leaves_the_job_queued_and_no_worker_behind(owned, job):
    workbench, _, _ = owned
    asked = command(workbench, "jobs", "retry", job.id)
    until(workbench.queue.live_workers)
    asked.send_signal(signal.SIGINT)
    err = asked.communicate(timeout=W)[1]
    assert asked.returncode == 130
    assert f"workbench jobs cancel {job.id}" in err
    assert workbench.queue.live_workers() == []
    assert workbench.queue.job(job.id).state is not JobState.RUNNING


@pytest.mark.parametrize(
    ("state", "error"), [(JobState.FAILED, JobFailedError), (JobState.CANCELLED, JobCancelledError)]
)
def test_how_a_job_ended_is_how_the_command_ends(owned, state, error):
    workbench, owner, project = owned
    shift = begin_shift(workbench.queue)
    job = workbench.queue.enqueue(JobKind.FREEZE, {}, owner.id, project.id)
    workbench.queue.claim(shift.worker_id)
    workbench.queue.finish(shift.worker_id, job.id, state, "The disk is full.")
    with pytest.raises(error):
        wait_for(workbench, job)


def test_a_paused_job_is_exit_code_three_and_a_done_one_comes_back(owned, capsys):
    workbench, owner, project = owned
    shift = begin_shift(workbench.queue)
    paused, done = (workbench.queue.enqueue(JobKind.TRAIN, {}, owner.id, project.id) for _ in range(2))
    workbench.queue.claim(shift.worker_id)
    workbench.queue.claim(shift.worker_id)
    workbench.queue.finish(shift.worker_id, paused.id, JobState.PAUSED)
    workbench.queue.finish(shift.worker_id, done.id, JobState.DONE)
    with pytest.raises(typer.Exit) as left:
        wait_for(workbench, paused)
    assert left.value.exit_code == 3
    assert f"workbench jobs retry {paused.id}" in capsys.readouterr().err
    assert wait_for(workbench, done).state is JobState.DONE


def test_not_waiting_says_how_to_follow_the_job(owned, capsys):
    workbench, owner, project = owned
    job = workbench.queue.enqueue(JobKind.TRAIN, {}, owner.id, project.id)
    assert wait_for(workbench, job, no_wait=True) == job
    assert f"workbench jobs show {job.id}" in capsys.readouterr().err
