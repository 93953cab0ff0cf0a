"""Where a page is: whose it is, in which project, and how one comes back."""

import re

import pytest
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from curation.domain.people import PersonRole
from curation.services.projects import Draft
from tests.browser.conftest import settled
from tests.browser.server import serving
from tests.builders import a_person, a_project, a_workbench
from tests.curation.release.shelf import Shelf, pair

OPENINGS = 3
A_WHILE = 15_000


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("places")
    workbench = a_workbench(folder)
    owner, project = a_project(workbench)
    shelf = Shelf(workbench, owner, project)
    shelf.add(*(pair(i) for i in range(12)))
    expert = a_person(workbench, project, "Dr. Frost", PersonRole.EXPERT)
    workbench.projects.create(owner.id, Draft(name="Tax law"))
    leaving = workbench.projects.create(owner.id, Draft(name="Leaving"))
    owner_there, leaving = workbench.projects.enter(owner.id, leaving.slug)
    gone = a_person(workbench, leaving, "Dr. Gone", PersonRole.EXPERT)
    workbench.projects.remove(owner_there, leaving)
    workbench.database.close()
    with serving(folder / "home", "workbench.app") as server:
        yield server, expert, gone


def choose(page: Page, label: str, option: str) -> None:
    settled(page)
    select, wanted = page.get_by_label(label, exact=False).last, page.get_by_role("option", name=option)
    for _ in range(OPENINGS):  # a list that opens while its sidebar still scrolls closes again
        select.click()
        try:
            wanted.click(timeout=A_WHILE)
        except PlaywrightTimeoutError:
            continue
        return
    raise AssertionError(f"the list of {label} did not stay open")


def project_shown(page: Page) -> str:
    return page.get_by_test_id("stSidebar").get_by_test_id("stSelectbox").locator("input").first.input_value()


def test_a_page_of_others_says_whose_it_is(served, visit):
    server, expert, _gone = served
    page = visit(server.address, "/overview", person=expert.id)
    expect(page.get_by_text("This page is not part of your work in Cardiology.")).to_be_visible()
    expect(page.get_by_text("Page not found")).to_have_count(0)
    expect(page.get_by_text("What comes next")).to_have_count(0)


def test_working_as_somebody_else_begins_on_their_first_page(served, visit):
    server, _expert, _gone = served
    page = visit(server.address, "/overview?project=cardiology")
    choose(page, "Working as", "Dr. Frost")
    expect(page.get_by_text("Read one question with its answer")).to_be_visible()
    expect(page.get_by_text("Page not found")).to_have_count(0)
    choose(page, "Working as", "Owner")
    expect(page.get_by_text("What comes next")).to_be_visible()


def test_a_tab_keeps_its_project_while_another_tab_turns_to_another(served, new_context):
    server, _expert, _gone = served
    context = new_context(server.address)
    first, second = context.new_page(), context.new_page()
    first.goto(f"{server.address}/overview?project=cardiology")
    first.get_by_role("link", name="Versions").click()
    expect(first.get_by_role("heading", name="Versions")).to_be_visible()
    settled(first)
    second.goto(f"{server.address}/versions?project=tax-law")
    settled(second)
    first.get_by_label("Name", exact=True).fill("v7")
    first.get_by_label("Name", exact=True).press("Enter")
    expect(first.get_by_role("button", name="Freeze v7")).to_be_enabled()
    assert project_shown(first) == "Cardiology"
    expect(first).not_to_have_url(re.compile("project="))
    second.get_by_role("link", name="Overview").click()
    expect(second.get_by_text("There are no samples yet.")).to_be_visible()


def test_a_link_to_a_project_that_is_not_there_shows_no_other(served, visit):
    server, _expert, _gone = served
    page = visit(server.address, "/overview?project=moon-law")
    expect(page.get_by_text("There is no project moon-law for you.")).to_be_visible()
    expect(page.get_by_text("What comes next")).to_have_count(0)
    page.get_by_role("button", name="Show this page from its beginning").click()
    expect(page.get_by_text("What comes next")).to_be_visible()


def test_turning_to_another_project_leaves_what_was_open_in_the_first(served, visit):
    server, _expert, _gone = served
    page = visit(server.address, "/data?project=cardiology&source=all")
    expect(page.get_by_text("12 samples,")).to_be_visible()
    choose(page, "Project", "Tax law")
    expect(page.get_by_text("Nothing has been imported yet.")).to_be_visible()
    expect(page).not_to_have_url(re.compile("source="))


def test_somebody_without_a_project_is_the_owner_again(served, visit):
    server, _expert, gone = served
    page = visit(server.address, "/", person=gone.id)
    expect(page.get_by_text("What comes next")).to_be_visible()


def test_what_is_not_there_is_said_with_a_way_on(served, visit):
    server, _expert, _gone = served
    page = visit(server.address, "/versions?project=cardiology&version=v99")
    expect(page.get_by_text("There is no version v99.")).to_be_visible()
    page.get_by_role("button", name="Show this page from its beginning").click()
    expect(page.get_by_role("heading", name="Versions")).to_be_visible()


def test_the_way_back_to_a_list_outlives_a_reload(served, visit):
    server, _expert, _gone = served
    page = visit(server.address, "/data?project=cardiology&source=all")
    page.get_by_role("button", name="All sources").click()
    expect(page.get_by_role("heading", name="Data")).to_be_visible()
    expect(page).not_to_have_url(re.compile("source="))
    page.reload()
    settled(page)
    expect(page.get_by_role("heading", name="Data")).to_be_visible()


def test_the_back_button_leads_back(served, visit):
    server, _expert, _gone = served
    page = visit(server.address, "/overview?project=cardiology")
    page.get_by_role("button", name="Approved 12").click()
    expect(page.get_by_role("heading", name="Samples", exact=True)).to_be_visible()
    page.go_back()
    expect(page.get_by_text("What comes next")).to_be_visible()
    page.go_forward()
    expect(page.get_by_role("heading", name="Samples", exact=True)).to_be_visible()
