"""The screen Jobs in a real browser: live progress, stopping, why it failed, running again."""

import pytest
from playwright.sync_api import expect

from curation.domain.jobs import JobKind, JobState, Progress
from curation.services.shifts import begin_shift
from tests.browser.server import serving
from tests.builders import a_project, a_workbench
from workbench.work.logs import add_line

pytestmark = pytest.mark.browser


@pytest.fixture
def world(tmp_path):
    workbench = a_workbench(tmp_path)
    owner, project = a_project(workbench)
    yield workbench, owner, project
    workbench.database.close()


def test_a_job_is_watched_stopped_and_run_again(world, visit):
    workbench, owner, project = world
    queue = workbench.queue
    failed = queue.enqueue(JobKind.SCREEN_SOURCE, {}, owner.id, project.id)
    shift = begin_shift(queue)
    queue.claim(shift.worker_id)
    queue.finish(shift.worker_id, failed.id, JobState.FAILED, "Row 3 of the file is empty. Remove it.")
    running = queue.enqueue(JobKind.FREEZE, {}, owner.id, project.id)
    queue.claim(shift.worker_id, (JobKind.FREEZE,))
    add_line(workbench.settings, running.id, queue.clock(), "choosing samples")
    with serving(workbench.settings.home, "workbench.app") as server:
        page = visit(server.address, "/jobs")
        expect(page.get_by_text("Freezing a version")).to_be_visible()
        expect(page.get_by_text("Row 3 of the file is empty. Remove it.")).to_be_visible()
        queue.report(shift.worker_id, running.id, Progress(30, 120, "writing"))
        expect(page.get_by_text("30 of 120 · writing")).to_be_visible()
        page.get_by_role("button", name="Log").first.click()
        expect(page.get_by_text("choosing samples")).to_be_visible()
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Stop").click()
        expect(page.get_by_text("stopping")).to_be_visible()
        assert queue.job(running.id).cancel_asked
        queue.finish(shift.worker_id, running.id, JobState.CANCELLED)
        expect(page.get_by_text("stopped")).to_be_visible()
        expect(page.get_by_text("Nothing is running.")).to_be_visible()
        page.get_by_role("button", name="Run again").last.click()
        expect(page.get_by_text("waiting", exact=True)).to_be_visible()
        assert queue.job(failed.id).state is JobState.QUEUED


def test_without_a_worker_the_page_says_how_to_start_one(world, visit):
    workbench, owner, project = world
    workbench.queue.enqueue(JobKind.FREEZE, {}, owner.id, project.id)
    with serving(workbench.settings.home, "workbench.app") as server:
        page = visit(server.address, "/jobs")
        expect(page.get_by_text("No worker is running, so these jobs wait.")).to_be_visible()
