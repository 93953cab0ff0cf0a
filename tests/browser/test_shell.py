import re

import pytest
from playwright.sync_api import expect

from curation.domain.people import PersonRole
from tests.browser.server import serving
from tests.builders import a_person, a_project, a_workbench


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shell")
    workbench = a_workbench(folder)
    _owner, project = a_project(workbench)
    expert = a_person(workbench, project, "Dr. Frost", PersonRole.EXPERT)
    workbench.database.close()
    with serving(folder / "home", "workbench.app") as server:
        yield server, expert


def test_nothing_phones_home(served, new_context):
    server, _expert = served
    page = new_context(server.address).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(server.address)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    page.wait_for_load_state("networkidle")
    strangers = [u for u in asked if re.match(r"(https?|wss?)://", u) and f"127.0.0.1:{server.port}" not in u]
    assert asked
    assert strangers == []


def test_an_expert_sees_few_entries(served, visit):
    server, expert = served
    page = visit(server.address, person=expert.id)
    sidebar = page.get_by_test_id("stSidebarNav")
    expect(sidebar.get_by_text("Guidelines")).to_be_visible()
    expect(sidebar.get_by_text("Team")).to_have_count(0)


def test_a_new_project_is_started_from_one_form(served, visit):
    server, _expert = served
    page = visit(server.address, "/projects")
    page.get_by_label("Name", exact=True).first.fill("Tax law")
    page.get_by_role("button", name="Start project").click()
    expect(page.get_by_text("Tax law is ready").first).to_be_visible()


def test_an_expected_error_is_one_sentence(served, visit):
    server, _expert = served
    page = visit(server.address, "/projects")
    page.get_by_label("Name", exact=True).first.fill(" ! ")
    page.get_by_role("button", name="Start project").click()
    expect(page.get_by_test_id("stAlert")).to_contain_text("A project needs a name")
    expect(page.get_by_test_id("stAlert")).to_have_count(1)
