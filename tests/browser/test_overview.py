import re

import pytest
from playwright.sync_api import expect

from curation.domain.samples import SampleStatus
from curation.services.projects import Draft
from tests.browser.server import serving
from tests.builders import a_project, a_workbench
from tests.curation.release.shelf import Shelf, pair


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("overview")
    workbench = a_workbench(folder)
    shelf = Shelf(workbench, *a_project(workbench))
    shelf.add(*(pair(i) for i in range(30)), *(pair(i, SampleStatus.WAITING) for i in range(100, 112)))
    shelf.add(pair(200, SampleStatus.ESCALATED))
    workbench.projects.create(shelf.owner.id, Draft(name="Empty field"))
    workbench.database.close()
    with serving(folder / "home", "workbench.app") as server:
        yield server, shelf


def overview(visit, server, project):
    page = visit(server.address, f"/overview?project={project}")
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    return page


def test_the_overview_says_where_every_sample_stands_and_what_waits(served, visit):
    server, _shelf = served
    page = overview(visit, server, "cardiology")
    expect(page.get_by_text("43 samples")).to_be_visible()
    said = "Approved: 30, Waiting for a decision: 12, Needs a second opinion: 1"
    expect(page.get_by_role("img", name=said)).to_be_visible()
    expect(page.get_by_text("12 samples to decide on")).to_be_visible()
    expect(page.get_by_text("1 sample to settle")).to_be_visible()
    expect(page.get_by_text("Enough is approved for a first version.")).to_be_visible()
    expect(page.get_by_text("Nothing is running.")).to_be_visible()


def test_a_status_opens_its_samples(served, visit):
    server, _shelf = served
    page = overview(visit, server, "cardiology")
    page.get_by_role("button", name="Waiting for a decision 12").click()
    expect(page.get_by_text("12 samples", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile("status=waiting"))


def test_the_next_step_leads_to_its_page(served, visit):
    server, _shelf = served
    page = overview(visit, server, "cardiology")
    page.get_by_role("button", name="Freeze a version").click()
    expect(page.get_by_role("heading", name="Versions")).to_be_visible()


def test_an_empty_project_is_told_how_to_begin(served, visit):
    server, _shelf = served
    page = overview(visit, server, "empty-field")
    expect(page.get_by_text("There are no samples yet.")).to_be_visible()
    page.get_by_role("button", name="Import a file").click()
    expect(page.get_by_role("heading", name="Data")).to_be_visible()
