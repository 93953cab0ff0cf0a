"""What a worker tidies up in idle time: old logs of jobs, sealed files without a source."""

import os
from datetime import timedelta

import pytest

from curation.domain.jobs import JobKind, JobState
from curation.errors import InputError, StorageError
from curation.services.import_plan import Wishes
from curation.services.job_logs import JobLogs, LogDays
from curation.services.orphans import Orphans
from curation.services.sealed_files import SealedFiles
from curation.services.spare_time import HOUR, Every, tidy
from curation.services.verifying import Verifying
from curation.store import sources
from curation.store.events import broken_lines, recent_events
from tests.builders import HandClock
from workbench.child import ChildMark
from workbench.work.logs import add_line, job_log, log_tail, logs_of_jobs
from workbench.work.marks import write_mark
from workbench.worker import tidying

PAIR = b'{"question": "How long?", "answer": "Six weeks."}\n'
DAY = timedelta(days=1).total_seconds()


def ended(workbench, owner, project, state):
    """A job that has ended just now, with a log and a mark."""
    queued = workbench.queue.enqueue(JobKind.FREEZE, {}, owner.id, project.id if project else None)
    workbench.queue.claim("w/1", [JobKind.FREEZE])
    workbench.queue.finish("w/1", queued.id, state, "No." if state is JobState.FAILED else None)
    add_line(workbench.settings, queued.id, workbench.queue.clock(), "said something")
    write_mark(workbench.settings, queued.id, ChildMark(1, 1.0, workbench.settings.home))
    return queued.id


def kept(workbench):
    return {file.stem for file in logs_of_jobs(workbench.settings).glob("*.log")}


def happened(workbench, action, project=None):
    with workbench.database.reading() as tx:
        assert list(broken_lines(tx)) == []
        return [event for event in recent_events(tx, project and project.id) if event.action == action]


def test_logs_of_ended_jobs_go_after_a_month_and_of_failed_ones_later(owned):
    workbench, owner, project = owned
    clock = HandClock(workbench.queue.clock())
    done, failed = (ended(workbench, owner, project, state) for state in (JobState.DONE, JobState.FAILED))
    waiting = workbench.queue.enqueue(JobKind.FREEZE, {}, owner.id, project.id)
    add_line(workbench.settings, waiting.id, clock(), "queued")
    logs = JobLogs(workbench.database, logs_of_jobs(workbench.settings), clock)
    clock.forward(29 * DAY)
    assert logs.purge_due() == 0
    clock.forward(2 * DAY)
    assert logs.purge_due() == 1
    assert kept(workbench) == {failed, waiting.id}
    assert not list(logs_of_jobs(workbench.settings).glob(f"{done}*"))
    assert log_tail(workbench.settings, done, 5) == ""
    clock.forward(60 * DAY)
    assert (logs.purge_due(), logs.purge_due()) == (1, 0)
    assert kept(workbench) == {waiting.id}
    assert [event.hashes for event in happened(workbench, "logs.purged")] == [(failed,), (done,)]
    assert happened(workbench, "logs.purged", project) == happened(workbench, "logs.purged")


def test_a_project_says_how_long_and_nothing_of_the_home_is_forgotten_for_it(owned):
    workbench, owner, project = owned
    clock = HandClock(workbench.queue.clock())
    workbench.projects.set_policy(owner, project, "logs", {"days": 0, "failed_days": 1})
    done, failed = (ended(workbench, owner, project, state) for state in (JobState.DONE, JobState.FAILED))
    homes = ended(workbench, owner, None, JobState.DONE)
    clock.forward(200 * DAY)
    assert JobLogs(workbench.database, logs_of_jobs(workbench.settings), clock).purge_due() == 2
    assert kept(workbench) == {done}
    assert {event.hashes for event in happened(workbench, "logs.purged")} == {(failed,), (homes,)}


def test_a_policy_that_is_no_number_of_days_is_refused():
    with pytest.raises(InputError, match="failed_days"):
        LogDays.read({"failed_days": -1})
    assert LogDays.read(None) == LogDays(30, 90)


def test_an_import_that_fails_after_sealing_leaves_a_file_that_is_swept(owned, monkeypatch):
    workbench, owner, project = owned
    clock = HandClock(workbench.queue.clock())
    files = SealedFiles(workbench.settings.sources, workbench.seal)
    orphans = Orphans(workbench.database, files, clock)

    def refuse(*_):
        raise StorageError("the database refused")

    with monkeypatch.context() as patched:
        patched.setattr(sources, "add_source", refuse)
        with pytest.raises(StorageError):
            workbench.importing.import_file(owner, project, PAIR, "a.jsonl", Wishes())
    [left] = files.all()
    assert orphans.sweep() == 0
    clock.forward(3601)
    assert orphans.found() == [left]
    assert (orphans.sweep(), orphans.sweep()) == (1, 0)
    assert files.all() == []
    assert [event.object_id for event in happened(workbench, "sealed.swept")] == [left.name]


def test_sources_stay_and_what_a_killed_import_left_half_written_goes(owned):
    workbench, owner, project = owned
    workbench.importing.import_file(owner, project, PAIR, "a.jsonl", Wishes())
    files = SealedFiles(workbench.settings.sources, workbench.seal)
    before = files.all()
    half = workbench.settings.sources / "0123-abc.part"
    half.write_bytes(b"half")
    clock = HandClock(workbench.queue.clock())
    clock.forward(3601)
    assert Orphans(workbench.database, files, clock).sweep() == 1
    assert files.all() == before


def test_an_orphan_that_is_imported_again_is_young_again(owned):
    workbench, owner, project = owned
    files = SealedFiles(workbench.settings.sources, workbench.seal)
    done = workbench.importing.import_file(owner, project, PAIR, "a.jsonl", Wishes())
    path = workbench.settings.sources / f"{done.source.bytes_hash}.sealed"
    os.utime(path, (1, 1))
    with path.open("rb") as again:
        files.keep(again, done.source.bytes_hash)
    assert path.stat().st_mtime > 1


def test_verify_names_the_orphan(owned):
    workbench, _, _ = owned
    files = SealedFiles(workbench.settings.sources, workbench.seal)
    workbench.settings.sources.mkdir(exist_ok=True)
    (workbench.settings.sources / "beef.sealed").write_bytes(b"x")
    os.utime(workbench.settings.sources / "beef.sealed", (1, 1))
    looked = Verifying(workbench.database, files, workbench.settings.home).look()
    assert [problem for one in looked for problem in one.problems if "beef.sealed belongs to no source" in problem]


def test_a_task_that_is_refused_does_not_keep_the_others_from_their_hour():
    clock, done = HandClock(), []

    def refused():
        raise StorageError("full")

    hourly = Every(HOUR, lambda _: tidy((refused, lambda: done.append(1))), clock)
    assert not hourly()
    assert not hourly()
    clock.forward(3601)
    assert not hourly()
    assert done == [1, 1]


def test_the_worker_tidies_all_of_it(owned):
    workbench, owner, project = owned
    assert len(tidying(workbench)) == 5
    job = ended(workbench, owner, project, JobState.DONE)
    tidy(tidying(workbench))
    assert job_log(workbench.settings, job).exists()
