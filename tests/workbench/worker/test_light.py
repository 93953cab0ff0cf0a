"""Light stages: done, refused, broken, cancelled, lost; and answers to short questions."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from curation.domain.jobs import JobKind, JobState, Progress
from curation.errors import JobCancelledError, JobFailedError
from curation.services.shifts import FORGOTTEN_AFTER, Held, begin_shift
from curation.store.requests import add_request, any_request
from tests.builders import HandClock
from tests.workbench.worker.stages import Steps
from workbench.work import reporting
from workbench.work.light import run_job
from workbench.work.logs import job_log
from workbench.work.reporting import WRITE_EVERY, RowReporter


@pytest.fixture
def shift(workbench):
    return begin_shift(workbench.queue)


def run(workbench, shift, project, **payload):
    job = workbench.queue.enqueue(JobKind.FREEZE, payload, "local", project.id)
    claimed = workbench.queue.claim(shift.worker_id, (JobKind.FREEZE,))
    assert claimed.id == job.id
    reporter = RowReporter(workbench.queue, shift.worker_id, claimed, workbench.settings)
    run_job(claimed, Steps(workbench.settings.home), reporter)
    return workbench.queue.job(job.id)


def test_a_light_job_is_done_with_its_last_progress_and_a_log(owned, shift):
    workbench, _, project = owned
    job = run(workbench, shift, project, steps=7)
    assert (job.state, job.progress) == (JobState.DONE, Progress(7, 7, "counting"))
    log = job_log(workbench.settings, job.id).read_text()
    assert "freeze started, attempt 1" in log
    assert "freeze done" in log


def test_an_expected_error_is_the_jobs_sentence(owned, shift):
    workbench, _, project = owned
    job = run(workbench, shift, project, mode="refuse")
    assert (job.state, job.error) == (JobState.FAILED, "Row 3 of the file is empty. Remove it.")


def test_a_bug_fails_its_job_alone_is_loud_and_quotes_no_text(owned, shift, caplog):
    workbench, _, project = owned
    job = run(workbench, shift, project, mode="bug", name="Erika Mustermann")
    assert job.state is JobState.FAILED
    assert "KeyError" in job.error
    assert "in run" in caplog.text
    assert "Mustermann" not in caplog.text + job.error + job_log(workbench.settings, job.id).read_text()
    assert run(workbench, shift, project, steps=1).state is JobState.DONE


def test_a_report_writes_about_twice_a_second(owned, shift, monkeypatch):
    now = HandClock()
    monkeypatch.setattr(reporting, "time", SimpleNamespace(monotonic=lambda: now().timestamp()))
    workbench, _, project = owned
    workbench.queue.enqueue(JobKind.FREEZE, {}, "local", project.id)
    job = workbench.queue.claim(shift.worker_id)
    reporter = RowReporter(workbench.queue, shift.worker_id, job, workbench.settings)
    reporter.report(Progress(1))
    for done in range(2, 500):
        reporter.report(Progress(done))
    assert workbench.queue.job(job.id).progress.done == 1
    now.forward(WRITE_EVERY)
    reporter.report(Progress(500))
    assert workbench.queue.job(job.id).progress.done == 500
    reporter.report(Progress(501))
    reporter.flush()
    assert workbench.queue.job(job.id).progress.done == 501


def test_a_stage_is_told_to_stop_where_its_job_was_cancelled_or_lost(owned, shift):
    workbench, owner, project = owned
    workbench.queue.enqueue(JobKind.FREEZE, {}, "local", project.id)
    job = workbench.queue.claim(shift.worker_id)
    reporter = RowReporter(workbench.queue, shift.worker_id, job, workbench.settings)
    workbench.queue.cancel(owner, project, job.id)
    with pytest.raises(JobCancelledError):
        reporter.report(Progress(1))
    lost = RowReporter(workbench.queue, "another", job, workbench.settings)
    with pytest.raises(JobCancelledError):
        lost.report(Progress(1))


def test_a_killed_job_is_tried_three_times_then_fails_with_a_sentence(owned, shift):
    workbench, _, project = owned
    job = workbench.queue.enqueue(JobKind.FREEZE, {}, "local", project.id)
    states = []
    for _ in range(3):
        shift.give_back(Held(workbench.queue.claim(shift.worker_id), shift.worker_id))
        states.append(workbench.queue.job(job.id).state)
    assert states == [JobState.QUEUED, JobState.QUEUED, JobState.FAILED]
    assert "killed 3 times" in workbench.queue.job(job.id).error


def test_a_killed_job_that_was_to_stop_is_cancelled_not_run_again(owned, shift):
    workbench, owner, project = owned
    workbench.queue.enqueue(JobKind.FREEZE, {}, "local", project.id)
    job = workbench.queue.claim(shift.worker_id)
    shift.give_back(Held(workbench.queue.cancel(owner, project, job.id), shift.worker_id))
    assert workbench.queue.job(job.id).state is JobState.CANCELLED


def test_a_question_lies_sealed_and_is_gone_once_answered_or_forgotten(workbench, shift):
    seal, queue = workbench.seal, workbench.queue
    with workbench.database.transaction() as tx:
        add_request(tx, "echo", seal.close('"Erika Mustermann"'), queue.clock())
    raw = (workbench.settings.home / "workbench.db").read_bytes()
    raw += (workbench.settings.home / "workbench.db-wal").read_bytes()
    assert b"Mustermann" not in raw
    assert shift.answer_one({"echo": lambda question: question}, str)
    with workbench.database.reading() as tx:
        assert not any_request(tx)
    assert not shift.answer_one({}, str)


def test_a_question_that_nobody_reads_any_more_is_dropped(workbench, shift):
    with workbench.database.transaction() as tx:
        add_request(tx, "echo", b"sealed", workbench.queue.clock() - FORGOTTEN_AFTER - timedelta(seconds=1))
    shift.live()
    with workbench.database.reading() as tx:
        assert not any_request(tx)


def test_a_question_without_an_answer_in_time_says_so_and_is_deleted(workbench, shift):
    with pytest.raises(JobFailedError, match="did not answer within"):
        workbench.queue.ask("echo", 1, timeout=0.05)
    with workbench.database.reading() as tx:
        assert not any_request(tx)
