"""The same store on PostgreSQL: migrations, the chain, claims by several workers at once, questions."""

import os
import subprocess
import sys
import time

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from curation.domain.jobs import JobKind, JobState
from curation.errors import StorageError
from curation.services.shifts import Held, begin_shift
from curation.store import events
from tests.browser.server import free_port
from tests.builders import a_project, an_environment
from tests.postgres import create_empty
from workbench.bootstrap import open_workbench, settings_from
from workbench.migrations.schema import METADATA
from workbench.migrations.upgrade import migrate, newest_revision, revision_of

pytestmark = [pytest.mark.postgres, pytest.mark.slow]


@pytest.fixture
def environment(server_url, tmp_path):
    url = f"{server_url}/t{time.monotonic_ns()}"
    create_empty(url)
    return an_environment(tmp_path / "home", WORKBENCH_DATABASE=url)


@pytest.fixture
def owned(environment, tmp_path):
    workbench = open_workbench(settings_from(environment))
    migrate(workbench.database, tmp_path / "backups")
    workbench.projects.ensure_local_owner("Owner")
    owner, project = a_project(workbench)
    yield workbench, owner, project
    workbench.database.close()


def test_the_migrations_make_the_tables_that_the_code_has(owned):
    workbench, _, _ = owned
    assert revision_of(workbench.database) == newest_revision()
    with workbench.database.reading() as tx:
        found = compare_metadata(MigrationContext.configure(tx.connection()), METADATA)
    assert [(kind, what.name) for kind, what in found] == [("remove_index", "ix_revisions_words")]
    # The index of words is made when the store opens (store/search_index.py); the tables' own are all there.


def test_jobs_are_queued_claimed_reported_on_and_cancelled(owned):
    workbench, owner, project = owned
    queue, shift = workbench.queue, begin_shift(workbench.queue)
    first, second = (queue.enqueue(JobKind.FREEZE, {"ä": [1, None]}, owner.id, project.id) for _ in range(2))
    claimed = queue.claim(shift.worker_id)
    assert (claimed.id, claimed.payload, claimed.created_at) == (first.id, {"ä": [1, None]}, first.created_at)
    assert queue.cancel(owner, project, first.id).cancel_asked
    shift.give_back(Held(queue.job(first.id), shift.worker_id))
    assert queue.job(first.id).state is JobState.CANCELLED
    assert queue.cancel(owner, project, second.id).state is JobState.CANCELLED
    assert queue.claim(shift.worker_id) is None
    assert queue.counts(project.id) == {JobState.CANCELLED: 2}


def test_the_audit_log_is_one_chain(owned):
    workbench, owner, project = owned
    for _ in range(3):
        job = workbench.queue.enqueue(JobKind.FREEZE, {}, owner.id, project.id)
        workbench.queue.cancel(owner, project, job.id)
    with workbench.database.reading() as tx:
        assert list(events.broken_lines(tx)) == []
        assert len(events.recent_events(tx, project.id)) >= 3


def test_a_question_comes_back_sealed_and_leaves_nothing(owned):
    workbench, _, _ = owned
    shift = begin_shift(workbench.queue)
    code = (
        "from workbench.bootstrap import open_workbench, settings; import sys\n"
        "sys.stdout.write(str(open_workbench(settings()).queue.ask('echo', {'text': 'Grüße'}, timeout=240)))"
    )
    environment = {**os.environ, **an_environment(workbench.settings.home)}
    environment["WORKBENCH_DATABASE"] = workbench.settings.database_url
    asking = subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, text=True)
    until = time.monotonic() + 240
    while asking.poll() is None and time.monotonic() < until:
        shift.answer_one({"echo": lambda question: question}, str)
        time.sleep(0.02)
    assert asking.communicate()[0] == "{'text': 'Grüße'}"
    with workbench.database.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM requests").scalar() == 0


def test_several_workers_at_once_share_the_jobs_and_take_none_twice(owned, tmp_path):
    workbench, owner, project = owned
    jobs = [workbench.queue.enqueue(JobKind.FREEZE, {}, owner.id, project.id) for _ in range(60)]
    code = (
        "from workbench.bootstrap import open_workbench, settings; import sys, time\n"
        "queue, empty = open_workbench(settings()).queue, 0\n"
        "while empty < 20:\n"
        "    job = queue.claim(sys.argv[1])\n"
        "    empty = 0 if job else empty + 1\n"
        "    sys.stdout.write(job.id + '\\n' if job else ''); time.sleep(0 if job else 0.01)\n"
    )
    environment = {**os.environ, **an_environment(workbench.settings.home)}
    environment["WORKBENCH_DATABASE"] = workbench.settings.database_url
    workers = [
        subprocess.Popen([sys.executable, "-c", code, f"w{n}"], env=environment, stdout=subprocess.PIPE, text=True)
        for n in range(3)
    ]
    taken = [worker.communicate()[0].split() for worker in workers]
    assert sorted(job_id for some in taken for job_id in some) == sorted(job.id for job in jobs)


def test_a_server_that_is_not_there_is_a_sentence_without_the_password(tmp_path):
    url = f"postgresql+pg8000://workbench:hush@127.0.0.1:{free_port()}/none"
    workbench = open_workbench(settings_from(an_environment(tmp_path / "home", WORKBENCH_DATABASE=url)))
    with pytest.raises(StorageError, match="cannot be reached") as refused:
        workbench.queue.counts(None)
    assert "WORKBENCH_DATABASE" in str(refused.value)
    assert "hush" not in str(refused.value)
    workbench.database.close()
