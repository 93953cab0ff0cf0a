"""Who gets what, in a browser: the lead sets it, the desk follows, and a senior finds what they are asked for."""

import pytest
from playwright.sync_api import expect

from curation.domain.people import PersonRole
from curation.domain.reviews import Verdict
from tests.browser.conftest import settled, unfold
from tests.browser.desk import some
from tests.builders import a_person
from tests.curation.reviewing.desk_builders import act


@pytest.fixture
def world(world):
    world.ids = world.waiting(some(3))
    return world


def opened(world, path, person=None, **more):
    address = f"{path}{'&' if '?' in path else '?'}project={world.project.slug}"
    return world.open_page(world.server.address, address, (person or world.owner).id, **more)


def test_the_lead_lists_specialties_and_is_told_who_is_missing(world):
    page = opened(world, "/review_rules")
    page.get_by_role("textbox", name="Specialties of this project").fill("Cardiology\nLaw")
    page.get_by_role("button", name="Save who gets what").click()
    expect(page.get_by_text("Saved. The rules hold from now on.")).to_be_visible()
    world.workbench.staffing.need(world.owner, world.project, world.ids[:2], ["Law"])
    page = opened(world, "/team")
    expect(page.get_by_text("Nobody here for Law: 2 samples wait.")).to_be_visible()
    unfold(page, "What people know")
    settled(page)
    chosen = page.get_by_role("combobox", name="Dr. Ada Frost: specialties")
    chosen.fill("Law")
    law = page.get_by_role("option", name="Law", exact=True)
    expect(law).to_be_visible()
    page.keyboard.press("Enter")
    expect(law).to_have_count(0)  # it is taken, and not to be had twice
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved what Dr. Ada Frost knows.")).to_be_visible()
    settled(page)
    expect(page.get_by_text("Nobody here for Law")).to_have_count(0)


def test_a_senior_comes_from_what_waits_for_them_to_the_opinion_that_is_asked_for(world):
    sam = a_person(world.workbench, world.project, "Prof. Sam Lind", PersonRole.SENIOR)
    rules = {"queue": {"seniors": {"": [sam.id]}}}
    world.workbench.projects.set_policy(world.owner, world.project, "review", rules)
    for name in ("desk.practice", "desk.told"):
        value = {"desk.practice": "done", "desk.told": "timed-plain"}[name]
        world.workbench.projects.set_preference(sam.id, name, value)
    world.workbench.reviewing.decide(world.ada, world.project, act(Verdict.ESCALATE, world.ids[1]))
    page = opened(world, "/my_work", sam)
    page.get_by_role("button", name="1 opinion asked of you").click()
    card = page.locator("section.desk .stage")
    expect(card).to_contain_text("Dr. Ada Frost asks for a second opinion.")
    page.get_by_text("Back to the waiting samples").click()
    expect(card).not_to_contain_text("asks for a second opinion")
    page.get_by_role("button", name="1 opinion asked of you").click()
    expect(card).to_contain_text("Dr. Ada Frost asks for a second opinion.")
    page.get_by_role("link", name="Guidelines").click()
    expect(page.get_by_role("heading", name="Guidelines")).to_be_visible()
    page.get_by_role("link", name="My work").click()
    expect(card).to_contain_text("Question")
    expect(card).not_to_contain_text("asks for a second opinion")
