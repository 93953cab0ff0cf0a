"""The real worker as processes: killed anywhere, nothing stays running, nothing is left behind."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from curation.domain.jobs import JobKind, JobState
from curation.errors import JobFailedError
from curation.services.processes import start_time
from tests.workbench.processes import processes_of
from tests.workbench.processes import until as wait_until
from workbench.bootstrap import child_environment
from workbench.child import spawn

pytestmark = pytest.mark.slow
MODULE = "tests.workbench.worker.fake_worker"
W = 240.0


@pytest.fixture
def worker(owned):
    """Starts real workers on a home, and ends what is left of them."""
    workbench, _, _ = owned
    started = []

    def start(*arguments):
        process = spawn(workbench.settings, MODULE, *arguments)
        started.append(process)
        until(lambda: any(sign.pid == process.pid for sign in workbench.queue.live_workers()))
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
    for process in ours(workbench.settings.home):
        process.kill()


def ours(home):
    """The processes that work in this home, but for this one."""
    return processes_of(home, "tests.workbench.worker")


def until(condition, seconds=W):
    wait_until(condition, seconds)


def enqueue(workbench, project, kind=JobKind.FREEZE, **payload):
    return workbench.queue.enqueue(kind, payload, "local", project.id)


def state(workbench, job):
    return workbench.queue.job(job.id).state


def attempts(workbench, job):
    file = workbench.settings.home / f"{job.id}.attempts"
    return [int(line) for line in file.read_text().split()] if file.exists() else []


def test_jobs_of_both_kinds_are_done_and_the_worker_ends_when_idle(owned, worker):
    workbench, _, project = owned
    jobs = [enqueue(workbench, project, steps=2), enqueue(workbench, project, JobKind.TRAIN, mode="done")]
    unknown = enqueue(workbench, project, JobKind.BUILD_BASE)
    process = worker("--until-idle")
    assert process.wait(W) == 0
    assert [state(workbench, job) for job in jobs] == [JobState.DONE, JobState.DONE]
    assert "does not know how to do build_base" in workbench.queue.job(unknown.id).error
    assert workbench.queue.live_workers() == []


@pytest.mark.parametrize("next_one", [(), ("--until-idle",)], ids=["of the app", "of a command"])
def test_a_killed_worker_leaves_nothing_running_and_the_next_one_finishes_its_job(owned, worker, next_one):
    workbench, _, project = owned
    job = enqueue(workbench, project, mode="stuck", steps=4)
    first = worker()
    until(lambda: workbench.queue.job(job.id).progress.done > 1)
    light = attempts(workbench, job)[0]
    first.send_signal(signal.SIGKILL)
    first.wait()
    until(lambda: not psutil.pid_exists(light))
    assert state(workbench, job) is JobState.RUNNING
    worker(*next_one)
    until(lambda: state(workbench, job) is JobState.DONE)
    assert workbench.queue.job(job.id).attempts == 2


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_what_a_light_stage_started_ends_with_the_worker(owned, worker, number):
    workbench, _, project = owned
    job = enqueue(workbench, project, mode="pool")
    process = worker()
    file = workbench.settings.home / f"{job.id}.helper"
    until(lambda: file.exists() and file.read_text())
    helper = int(file.read_text())
    process.send_signal(number)
    process.wait()
    until(lambda: start_time(helper) is None)


def test_a_killed_light_process_is_started_again_and_its_job_fails_at_the_third_time(owned, worker):
    workbench, _, project = owned
    job = enqueue(workbench, project, mode="kill")
    after = enqueue(workbench, project, steps=1)
    worker()
    until(lambda: state(workbench, job) is JobState.FAILED)
    assert len(set(attempts(workbench, job))) == 3
    assert "killed 3 times" in workbench.queue.job(job.id).error
    until(lambda: state(workbench, after) is JobState.DONE)


def test_a_child_survives_the_workers_death_and_is_finished_by_the_next(owned, worker):
    workbench, _, project = owned
    job = enqueue(workbench, project, JobKind.TRAIN, mode="done", steps=60, pause=0.05)
    first = worker()
    until(lambda: workbench.queue.job(job.id).progress.done > 1)
    first.kill()
    first.wait()
    worker()
    until(lambda: state(workbench, job) is JobState.DONE)
    assert workbench.queue.job(job.id).attempts == 1


def test_the_end_of_the_parent_ends_the_worker_its_light_process_and_its_children(owned):
    workbench, _, project = owned
    light = enqueue(workbench, project, mode="silent", pause=60)
    child = enqueue(workbench, project, JobKind.TRAIN, mode="done", steps=10_000, pause=0.05)
    code = (
        "import os, sys, time; from workbench.bootstrap import settings; from workbench.child import spawn; "
        f"r, w = os.pipe(); spawn(settings(), '{MODULE}', pipe=r); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], env=child_environment(workbench.settings))
    until(lambda: state(workbench, light) is JobState.RUNNING and state(workbench, child) is JobState.RUNNING)
    parent.kill()
    parent.wait()
    until(lambda: not ours(workbench.settings.home))
    assert {state(workbench, light), state(workbench, child)} == {JobState.QUEUED}


def test_questions_are_answered_while_a_light_job_and_a_child_run_on(owned, worker):
    workbench, _, project = owned
    light = enqueue(workbench, project, mode="silent", pause=600)
    child = enqueue(workbench, project, JobKind.TRAIN, mode="done", steps=100_000, pause=0.05)
    worker()
    until(lambda: state(workbench, light) is JobState.RUNNING and state(workbench, child) is JobState.RUNNING)
    for number in range(20):
        assert workbench.queue.ask("echo", {"n": number, "text": "Grüße"}) == {"n": number, "text": "Grüße"}
    assert (state(workbench, light), state(workbench, child)) == (JobState.RUNNING, JobState.RUNNING)


def test_a_failing_answer_is_a_sentence_and_the_worker_goes_on(owned, worker):
    workbench, _, _ = owned
    worker()
    with pytest.raises(JobFailedError, match="No preview of x"):
        workbench.queue.ask("refuse", "x")
    with pytest.raises(JobFailedError, match="KeyError"):
        workbench.queue.ask("broken", "Erika Mustermann")
    with pytest.raises(JobFailedError, match="cannot answer questions about nonsense"):
        workbench.queue.ask("nonsense", 1)
    assert workbench.queue.ask("echo", [1]) == [1]
    log = Path(workbench.settings.logs / "worker.log").read_text()
    assert "KeyError" in log
    assert "Mustermann" not in log


def test_an_orderly_end_queues_what_runs_and_counts_no_attempt(owned, worker):
    workbench, _, project = owned
    jobs = [
        enqueue(workbench, project, mode="silent", pause=60),
        enqueue(workbench, project, JobKind.TRAIN, mode="done", steps=10_000, pause=0.05),
    ]
    process = worker()
    until(lambda: all(state(workbench, job) is JobState.RUNNING for job in jobs))
    os.kill(process.pid, signal.SIGTERM)
    assert process.wait(W) == 0
    found = [workbench.queue.job(job.id) for job in jobs]
    assert [(job.state, job.attempts) for job in found] == [(JobState.QUEUED, 0)] * 2
    assert not ours(workbench.settings.home)


def test_a_store_that_refuses_for_a_while_does_not_end_the_worker(owned, worker):
    workbench, _, project = owned
    job = enqueue(workbench, project, JobKind.TRAIN, mode="done", steps=10_000, pause=0.05)
    process = worker()
    until(lambda: state(workbench, job) is JobState.RUNNING)
    home = workbench.settings.home
    with closing(sqlite3.connect(home / "workbench.db")) as connection, connection:
        connection.execute("ALTER TABLE workers RENAME TO gone")
    log = workbench.settings.logs / "worker.log"
    until(lambda: "the store refuses" in log.read_text())
    with closing(sqlite3.connect(home / "workbench.db")) as connection, connection:
        connection.execute("ALTER TABLE gone RENAME TO workers")
    assert workbench.queue.ask("echo", 1) == 1
    assert process.poll() is None
    assert workbench.queue.job(job.id).attempts == 1
