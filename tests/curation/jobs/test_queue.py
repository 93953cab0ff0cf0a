"""The queue: claims, progress, cancelling, trying again."""

import os
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.fernet import Fernet

from curation.domain.jobs import JobKind, JobState, Progress
from curation.domain.people import Person, PersonRole
from curation.errors import ConflictError, JobFailedError, NotFoundError, PermissionRefusedError
from curation.pii.sealed import Seal
from curation.services.processes import host_name, start_time
from curation.services.projects import Draft, Projects
from curation.services.queue import Queue, may_steer
from curation.store import tables_samples, tables_work
from curation.store.base import Table
from curation.store.database import Database
from curation.store.events import recent_events
from curation.store.workers import WorkerSign, put_worker

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
OWNER = Person("local", "Ada", frozenset({PersonRole.OWNER}))
EXPERT = Person("else", "Ben", frozenset({PersonRole.EXPERT}))
W1 = f"{host_name()}/one"
assert tables_samples.SampleRow.metadata is tables_work.JobRow.metadata


class Ticking:
    """A clock that moves one second at each look."""

    def __init__(self):
        self.now = START

    def __call__(self):
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def database(tmp_path):
    found = Database(f"sqlite:///{tmp_path / 'workbench.db'}")
    Table.metadata.create_all(found.engine)
    yield found
    found.close()


@pytest.fixture
def queue(database):
    return Queue(database, Seal(Fernet.generate_key()), Ticking())


@pytest.fixture
def project(database):
    projects = Projects(database)
    projects.ensure_local_owner("Ada")
    return projects.create("local", Draft("Cardiology"))


def a_live_worker(queue, worker_id=W1):
    with queue.database.transaction() as tx:
        put_worker(tx, WorkerSign(worker_id, os.getpid(), start_time(os.getpid()), queue.clock()))


def test_jobs_are_claimed_in_order_of_creation_and_only_once(queue, project):
    first = queue.enqueue(JobKind.FREEZE, {"n": 1}, "local", project.id)
    second = queue.enqueue(JobKind.SCREEN_SOURCE, {"n": 2}, "local", project.id)
    claimed = [queue.claim(W1), queue.claim("other"), queue.claim(W1)]
    assert [job and job.id for job in claimed] == [first.id, second.id, None]
    assert claimed[0].state is JobState.RUNNING
    assert claimed[0].attempts == 1
    assert claimed[0].payload == {"n": 1}


def test_a_claim_leaves_other_kinds_alone(queue, project):
    queue.enqueue(JobKind.TRAIN, {}, "local", project.id)
    assert queue.claim(W1, (JobKind.FREEZE,)) is None
    assert queue.claim(W1, (JobKind.TRAIN,)) is not None


def test_progress_gives_rate_and_time_left(queue, project):
    queue.enqueue(JobKind.FREEZE, {}, "local", project.id)
    job = queue.claim(W1)
    assert queue.report(W1, job.id, Progress(10, 30, "redacting"))
    seen = queue.job(job.id)
    now = job.started_at + timedelta(seconds=5)
    assert (seen.progress, seen.rate(now), seen.seconds_left(now)) == (Progress(10, 30, "redacting"), 2.0, 10.0)


def test_a_running_job_is_asked_to_stop_and_its_worker_is_told(queue, project):
    a_live_worker(queue)
    queue.enqueue(JobKind.FREEZE, {}, "local", project.id)
    job = queue.claim(W1)
    asked = queue.cancel(OWNER, project, job.id)
    assert (asked.state, asked.cancel_asked) == (JobState.RUNNING, True)
    assert not queue.report(W1, job.id, Progress(1))
    assert queue.finish(W1, job.id, JobState.CANCELLED).state is JobState.CANCELLED


def test_a_running_job_without_a_live_worker_is_cancelled_at_once(queue, project):
    queue.enqueue(JobKind.FREEZE, {}, "local", project.id)
    job = queue.claim(W1)
    assert queue.cancel(OWNER, project, job.id).state is JobState.CANCELLED
    assert not queue.report(W1, job.id, Progress(1))
    assert queue.finish(W1, job.id, JobState.DONE) is None
    assert queue.job(job.id).state is JobState.CANCELLED


def test_a_job_of_another_worker_can_be_neither_reported_on_nor_finished(queue, project):
    queue.enqueue(JobKind.FREEZE, {}, "local", project.id)
    job = queue.claim(W1)
    assert not queue.report("other", job.id, Progress(7))
    assert queue.finish("other", job.id, JobState.DONE) is None
    assert queue.job(job.id).state is JobState.RUNNING


def test_a_failed_job_runs_again_with_fresh_attempts(queue, project):
    queue.enqueue(JobKind.FREEZE, {}, "local", project.id)
    job = queue.claim(W1)
    queue.finish(W1, job.id, JobState.FAILED, "The disk is full.")
    assert queue.job(job.id).error == "The disk is full."
    again = queue.retry(OWNER, project, job.id)
    assert (again.state, again.attempts, again.error) == (JobState.QUEUED, 0, None)
    assert queue.claim(W1).id == job.id


def test_a_done_job_can_be_neither_cancelled_nor_retried(queue, project):
    queue.enqueue(JobKind.FREEZE, {}, "local", project.id)
    job = queue.claim(W1)
    queue.finish(W1, job.id, JobState.DONE)
    with pytest.raises(ConflictError, match=r"has ended \(done\)"):
        queue.cancel(OWNER, project, job.id)
    with pytest.raises(ConflictError, match=r"is done\. Only a failed"):
        queue.retry(OWNER, project, job.id)


def test_cancelling_needs_the_right_to_start_such_a_job_and_leaves_an_event(queue, project):
    job = queue.enqueue(JobKind.TRAIN, {}, "local", project.id)
    with pytest.raises(PermissionRefusedError):
        queue.cancel(EXPERT, project, job.id)
    queue.cancel(OWNER, project, job.id)
    with queue.database.reading() as tx:
        event = recent_events(tx, project.id, 1)[0]
    assert (event.action, event.object_id, event.actor) == ("job.cancelled", job.id, "local")


def test_a_job_of_another_project_is_not_found(queue, project):
    other = Projects(queue.database).create("local", Draft("Law"))
    job = queue.enqueue(JobKind.TRAIN, {}, "local", project.id)
    with pytest.raises(NotFoundError, match="law"):
        queue.cancel(OWNER, other, job.id)
    assert queue.recent(other.id) == []
    assert [found.id for found in queue.recent(project.id)] == [job.id]


def test_asking_without_a_worker_says_how_to_start_one(queue):
    with pytest.raises(JobFailedError, match="workbench up"):
        queue.ask("redaction.preview", {"text": "x"})


def test_a_worker_that_died_counts_as_dead_at_once(queue):
    with queue.database.transaction() as tx:
        put_worker(tx, WorkerSign(W1, 2**22 - 1, 1.0, queue.clock()))
        put_worker(tx, WorkerSign("far-away/one", 1, 1.0, queue.clock()))
    assert [sign.id for sign in queue.live_workers()] == ["far-away/one"]


def test_counts_and_open_jobs_leave_out_what_has_ended(queue, project):
    done, waiting = (queue.enqueue(JobKind.FREEZE, {}, "local", project.id) for _ in range(2))
    queue.claim(W1)
    queue.finish(W1, done.id, JobState.DONE)
    assert queue.counts(project.id) == {JobState.DONE: 1, JobState.QUEUED: 1}
    assert [job.id for job in queue.open(project.id)] == [waiting.id]


@pytest.mark.parametrize("kind", list(JobKind))
def test_whoever_did_not_start_a_job_of_any_kind_is_told_whether_they_may_steer_it(queue, kind):
    job = queue.enqueue(kind, {}, "itself", None)
    assert may_steer(OWNER, job)
    assert not may_steer(Person("eve", "Eve", frozenset({PersonRole.OBSERVER})), job)
