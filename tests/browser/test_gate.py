"""The gate on the page: what may hold personal data stops, is shown masked, and waits for the right person."""

import pytest
from playwright.sync_api import expect

from curation.domain.people import PersonRole
from tests.browser.server import serving
from tests.builders import a_person, a_project, a_workbench
from tests.curation.gates.test_release_gate import MAIL, leaking
from tests.curation.release.shelf import Shelf, named, pair


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("gate")
    workbench = a_workbench(folder)
    shelf = Shelf(workbench, *a_project(workbench))
    shelf.add(*(pair(i) for i in range(20)), leaking())
    lead = a_person(workbench, shelf.project, "Lea", PersonRole.LEAD)
    workbench.database.close()
    with serving(folder / "home") as server:
        yield server, lead


def test_a_stopped_version_waits_for_the_privacy_role_and_is_frozen_then(served, visit):
    server, lead = served
    hers = visit(server.address, "/versions", person=lead.id)
    hers.get_by_role("button", name="Freeze v1").click()
    title = "v1 was not frozen"
    expect(hers.get_by_role("heading", name=title)).to_be_visible()
    expect(hers.get_by_text("1 of its 21 texts may still hold personal data.")).to_be_visible()
    expect(hers.get_by_text("Write to")).to_be_visible()
    assert MAIL not in hers.content()
    expect(hers.get_by_text("A privacy officer or the owner can let them through.")).to_be_visible()
    hers.get_by_role("button", name=f"Sample {named(900)[:8]}").click()
    expect(hers.get_by_text("Whom do I ask 900?").first).to_be_visible()
    expect(hers.get_by_role("heading", name=f"Sample {named(900)[:8]}")).to_be_visible()
    page = visit(server.address, "/versions")
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    page.get_by_label("Why these texts may go out").fill("An address made up for the test.")
    page.get_by_role("button", name="Let them through and freeze").click()
    expect(page.get_by_text("v1 · 21 samples")).to_be_visible()
    page.get_by_test_id("stMain").get_by_role("button", name="Open", exact=True).first.click()
    expect(page.get_by_text("1 of 21 texts were let through by a person")).to_be_visible()
